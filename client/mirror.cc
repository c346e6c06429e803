#include "client/mirror.h"

#include <utility>
#include <vector>

#include "client/error.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/part.h"
#include "crypto/vault/roster_judge.h"
#include "crypto/vault/succession.h"

namespace klad::client {
namespace {

using crypto::roster::KeyName;
using crypto::vault::SafeState;
using crypto::vault::SignedHeader;

template <typename Parts>
std::map<std::string, const std::string*> ByHash(const Parts& parts) {
  std::map<std::string, const std::string*> by_hash;
  for (const std::string& part : parts) {
    by_hash[crypto::vault::HashPart(part).str()] = &part;
  }
  return by_hash;
}

}  // namespace

absl::StatusOr<Mirror> Mirror::Load(Account* account, Keychain* keychain,
                                    absl::string_view safe) {
  Mirror mirror(account, keychain, safe);
  auto file = MirrorFile::Open(*account->state(), account->identity(), safe);
  if (absl::IsNotFound(file.status())) return mirror;
  RETURN_IF_ERROR(file.status());
  mirror.at_ = file->head();
  mirror.file_.emplace(*std::move(file));
  return mirror;
}

absl::StatusOr<const MirrorItems*> Mirror::Items() {
  if (file_.has_value()) {
    ASSIGN_OR_RETURN(MirrorItems stored, file_->ReadAll());
    items_.merge(stored);
    file_.reset();
  }
  return &items_;
}

// Nothing changes before all of the stored copy has been read.
absl::Status Mirror::ForEach(
    const std::function<void(const Item&)>& visit) const {
  if (file_.has_value()) return file_->ForEach(visit);
  for (const auto& [id, item] : items_) visit(item);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<const Mirror::Item*>> Mirror::WithTitle(
    absl::string_view title, bool deleted) {
  const std::string folded = FoldTitle(title);
  if (file_.has_value() && !deleted) {
    ASSIGN_OR_RETURN(auto stored, file_->WithTitle(folded));
    if (stored.has_value()) return Keep(*std::move(stored));
    changed_ = true;  // folded anew, it will answer the next time
  }
  ASSIGN_OR_RETURN(const MirrorItems* items, Items());
  std::vector<const Item*> found;
  for (const auto& [id, item] : *items) {
    if (item.deleted() == deleted &&
        FoldTitle(item.overview().title()) == folded) {
      found.push_back(&item);
    }
  }
  return found;
}

absl::StatusOr<const Mirror::Item*> Mirror::WithId(
    absl::string_view credential) {
  const auto it = items_.find(std::string(credential));
  if (it != items_.end()) return &it->second;
  if (!file_.has_value()) return nullptr;
  ASSIGN_OR_RETURN(auto stored, file_->WithId(credential));
  if (!stored.has_value()) return nullptr;
  return Keep({*std::move(stored)}).front();
}

std::vector<const Mirror::Item*> Mirror::Keep(std::vector<Item>&& items) {
  std::vector<const Item*> kept;
  kept.reserve(items.size());
  for (Item& item : items) {
    std::string id = item.credential();
    kept.push_back(
        &items_.try_emplace(std::move(id), std::move(item)).first->second);
  }
  return kept;
}

absl::StatusOr<const SafeState*> Mirror::State() {
  if (state_ != nullptr) return state_.get();
  auto state = std::make_unique<SafeState>(
      crypto::vault::SafeName{account_->organisation(), safe_});
  state->head = at_.head;
  state->roster = at_.roster;
  ASSIGN_OR_RETURN(const MirrorItems* items, Items());
  std::vector<crypto::vault::SafeMap::Entry> entries;
  entries.reserve(items->size());
  for (const auto& [id, item] : *items) {
    entries.push_back({id, crypto::vault::HashHeader(item.header())});
  }
  RETURN_IF_ERROR(state->map.Put(entries));
  state_ = std::move(state);
  return state_.get();
}

absl::StatusOr<SignedHeader> Mirror::NewestHeader(
    absl::string_view credential) {
  ASSIGN_OR_RETURN(const Item* item, WithId(credential));
  if (item == nullptr) return absl::NotFoundError("no such credential");
  return crypto::vault::ReadHeader(item->header());
}

absl::Status Mirror::Follow() {
  klad::v1::FollowRequest request;
  *request.mutable_known() = account_->Known();
  request.set_safe(safe_);
  *request.mutable_after() = at_.head;
  klad::v1::FollowResponse response;
  RETURN_IF_ERROR(
      account_->Call("klad.v1.CredentialService/Follow", request, &response));
  RETURN_IF_ERROR(account_->Learn(response.news()));
  if (response.safe().changes().empty() &&
      response.safe().sequence() > at_.head.sequence()) {
    return Unverified(
        Tr("the server names changes of a safe that it does not show"));
  }
  return Learn(response.safe());
}

absl::Status Mirror::Learn(const klad::v1::SafeNews& news) {
  const auto sealed = ByHash(news.overviews());
  for (const trust::v1::Signed& change : news.changes()) {
    RETURN_IF_ERROR(Apply(change, sealed));
    account_->ShowProgress(at_.head.sequence(), news.sequence());
  }
  if (news.sequence() > at_.head.sequence()) return Follow();
  if (news.sequence() < at_.head.sequence()) {
    return Error(ExitCode::kIntegrity,
                 Tr("the server shows an older state of a safe than before"),
                 Tr("if a backup was restored, an owner says so with `klad "
                    "restore accept`"));
  }
  return Finish();
}

absl::Status Mirror::Learn(const crypto::vault::BuiltChange& own) {
  RETURN_IF_ERROR(Accept(own.checked, ByHash(own.parts)));
  return Finish();
}

absl::Status Mirror::Apply(const trust::v1::Signed& change,
                           const SealedParts& sealed) {
  RETURN_IF_ERROR(State().status());
  const crypto::vault::RosterJudge judge(account_->roster(), safe_);
  const auto newest = [&](absl::string_view id) -> absl::StatusOr<std::string> {
    const auto it = items_.find(std::string(id));
    if (it == items_.end()) return absl::NotFoundError("no such credential");
    return it->second.header();
  };
  auto checked = crypto::vault::CheckChange(*state_, judge, newest, change);
  if (!checked.ok())
    return Unverified(
        Say("the server shows a change of a safe that fails verification: $0",
            checked.status().message()),
        checked.status());
  return Accept(*checked, sealed);
}

absl::Status Mirror::Accept(const crypto::vault::CheckedChange& checked,
                            const SealedParts& sealed) {
  crypto::vault::Accept(checked, state_.get());
  for (const SignedHeader& header : checked.headers) {
    RETURN_IF_ERROR(TakeHeader(header, sealed));
  }
  at_ = {state_->head, state_->roster};
  changed_ = true;
  return absl::OkStatus();
}

absl::Status Mirror::TakeHeader(const SignedHeader& header,
                                const SealedParts& sealed) {
  const std::string& id = header.header.credential();
  Item& item = items_[id];
  item.set_credential(id);
  item.set_header(header.bytes);
  item.set_deleted(header.header.deleted());
  item.set_changed_ms(header.header.time_ms());
  item.set_kind(header.header.kind());
  if (!crypto::vault::BringsOverview(header.header)) return absl::OkStatus();
  const auto part = sealed.find(header.header.overview().hash());
  if (part == sealed.end()) {
    awaited_[id] = header.header.overview().hash();
    return absl::OkStatus();
  }
  awaited_.erase(id);
  ASSIGN_OR_RETURN(*item.mutable_overview(),
                   OpenOverview(header.header, *part->second));
  return absl::OkStatus();
}

absl::StatusOr<trust::v1::Overview> Mirror::OpenOverview(
    const trust::v1::Header& header, absl::string_view sealed) {
  ASSIGN_OR_RETURN(
      const Secret* key,
      keychain_->Open(KeyName::Safe(safe_), header.overview().epoch()));
  const crypto::vault::PartName name = {{account_->organisation(), safe_},
                                        header.credential(),
                                        crypto::vault::PartKind::kOverview};
  const auto opened =
      crypto::vault::OpenPart(*key, name, header.overview(), sealed);
  if (!opened.ok())
    return Unverified(
        Say("the server shows an overview that fails verification: $0",
            opened.status().message()),
        opened.status());
  auto overview = crypto::vault::ParseOverview(opened->Expose());
  if (!overview.ok())
    return Unverified(
        Say("the server shows an overview that fails verification: $0",
            overview.status().message()),
        overview.status());
  return overview;
}

// At the head: nothing may be missing, and the roster's word on it must hold.
absl::Status Mirror::Finish() {
  if (!awaited_.empty()) {
    return Unverified(Tr("the server holds back the overview of a credential"));
  }
  const crypto::vault::RosterJudge judge(account_->roster(), safe_);
  const auto& anchors = judge.anchors();
  // Also when nothing came: an entry may name what the server holds back.
  if (!anchors.empty() && anchors.back().position > at_.roster) {
    RETURN_IF_ERROR(State().status());
    if (absl::Status status = crypto::vault::CheckHead(*state_, judge);
        !status.ok()) {
      return Unverified(
          Say("the server shows the head of a safe that fails verification: $0",
              status.message()),
          status);
    }
    // What follows the head can only be made behind the entry that names it.
    state_->roster = anchors.back().position;
    at_.roster = state_->roster;
    changed_ = true;
  }
  return account_->memory().RaiseSafe(safe_, at_.head);
}

absl::Status Mirror::Save() {
  if (!changed_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const StateLock lock, account_->state()->Lock());
  const auto stored =
      MirrorFile::Open(*account_->state(), account_->identity(), safe_);
  if (stored.ok() && stored->head().head.sequence() > at_.head.sequence()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const MirrorItems* items, Items());
  changed_ = false;
  return MirrorFile::Write(account_->state(), lock, account_->identity(), safe_,
                           at_, *items);
}

}  // namespace klad::client
