#include "server/playbook/playbooks.h"

#include <utility>

#include "absl/memory/memory.h"
#include "crypto/base/status_macros.h"

namespace klad::playbook {

absl::StatusOr<std::unique_ptr<Playbooks>> Playbooks::Open(Parts parts,
                                                           const Secret& seal) {
  auto index = std::make_unique<IndexKey>(seal);
  parts.index = index.get();
  ASSIGN_OR_RETURN(std::unique_ptr<Catalogue> catalogue,
                   Catalogue::Load(parts.store, parts.words));
  return absl::WrapUnique(
      new Playbooks(parts, std::move(index), std::move(catalogue)));
}

Playbooks::Playbooks(const Parts& parts, std::unique_ptr<IndexKey> index,
                     std::unique_ptr<Catalogue> catalogue)
    : index_(std::move(index)),
      catalogue_(std::move(catalogue)),
      reader_(parts, catalogue_.get()),
      writer_(parts, catalogue_.get()),
      actor_(parts, catalogue_.get()) {}

}  // namespace klad::playbook
