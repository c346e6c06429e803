#include "client/attachments.h"

#include <algorithm>

#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "klad/v1/attachment.pb.h"

namespace klad::client {
namespace {

using crypto::vault::Attachment;
using crypto::vault::ChunksOf;
using crypto::vault::FileName;

// As many as a request holds.
constexpr uint64_t kTogether = 6;

absl::Status NotAsSent() {
  return Unverified(
      Tr("the server gave an attachment that fails verification"));
}

// Takes what an answer brought behind `done` chunks.
absl::Status Take(const klad::v1::FetchResponse& response, const FileName& name,
                  const Attachment& attachment, uint64_t done,
                  WipedString* contents) {
  if (response.sealed().empty() ||
      done + response.sealed_size() > ChunksOf(attachment.size)) {
    return NotAsSent();
  }
  for (const std::string& sealed : response.sealed()) {
    const auto chunk =
        crypto::vault::OpenChunk(name, attachment, done++, sealed);
    if (!chunk.ok()) return NotAsSent();
    contents->append(chunk->Expose().data(), chunk->size());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SendAttachment(Vault& vault, const Mirror& mirror,
                            absl::string_view credential,
                            const Attachment& attachment,
                            absl::string_view contents, const ChunkStep& step) {
  const FileName name{vault.account().organisation(), std::string(credential)};
  const uint64_t all = ChunksOf(attachment.size);
  for (uint64_t done = 0; done < all;) {
    RETURN_IF_ERROR(step(done, all));
    klad::v1::SendRequest request;
    request.set_safe(mirror.safe());
    request.set_credential(name.credential);
    request.set_attachment(attachment.id);
    request.set_chunks(static_cast<uint32_t>(all));
    request.set_first(static_cast<uint32_t>(done));
    for (const uint64_t end = std::min(all, done + kTogether); done < end;) {
      request.add_sealed(
          crypto::vault::SealChunk(name, attachment, done++, contents));
    }
    klad::v1::SendResponse response;
    RETURN_IF_ERROR(vault.account().Call("klad.v1.AttachmentService/Send",
                                         request, &response));
  }
  return step(all, all);
}

absl::StatusOr<WipedString> FetchAttachment(Vault& vault,
                                            const trust::v1::Header& header,
                                            trust::v1::Purpose purpose,
                                            const Attachment& attachment,
                                            const ChunkStep& step) {
  const FileName name{vault.account().organisation(), header.credential()};
  const uint64_t all = ChunksOf(attachment.size);
  klad::v1::FetchRequest request;
  request.set_safe(header.safe());
  request.set_credential(header.credential());
  request.set_version(header.secret().version());
  request.set_purpose(purpose);
  request.set_attachment(attachment.id);
  WipedString contents;
  contents.reserve(attachment.size);
  for (uint64_t done = 0; done < all;) {
    RETURN_IF_ERROR(step(done, all));
    request.set_first(static_cast<uint32_t>(done));
    klad::v1::FetchResponse response;
    RETURN_IF_ERROR(vault.account().Call("klad.v1.AttachmentService/Fetch",
                                         request, &response));
    RETURN_IF_ERROR(Take(response, name, attachment, done, &contents));
    done += response.sealed_size();
  }
  if (crypto::vault::HashFile(ViewOf(contents)) != attachment.hash) {
    return NotAsSent();
  }
  RETURN_IF_ERROR(step(all, all));
  return contents;
}

}  // namespace klad::client
