#include "server/link/links.h"

#include <utility>

#include "absl/memory/memory.h"
#include "crypto/base/status_macros.h"

namespace klad::link {

absl::StatusOr<std::unique_ptr<Links>> Links::Open(Parts parts,
                                                   const Secret& seal) {
  auto index = std::make_unique<IndexKey>(seal);
  parts.index = index.get();
  ASSIGN_OR_RETURN(std::unique_ptr<Catalogue> catalogue,
                   Catalogue::Load(parts.store, parts.words));
  return absl::WrapUnique(
      new Links(parts, std::move(index), std::move(catalogue)));
}

Links::Links(Parts parts, std::unique_ptr<IndexKey> index,
             std::unique_ptr<Catalogue> catalogue)
    : index_(std::move(index)),
      catalogue_(std::move(catalogue)),
      uses_(parts),
      reader_(parts, catalogue_.get(), &uses_),
      writer_(parts, catalogue_.get()),
      checks_(parts, catalogue_.get()) {}

}  // namespace klad::link
