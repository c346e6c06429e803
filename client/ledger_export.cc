#include "client/ledger_export.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/ledger_log.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/ledger_chain.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/vault/exposure.h"
#include "klad/trust/v1/ledger_export.pb.h"

namespace klad::client {
namespace {

using RosterState = crypto::roster::State;
using trust::v1::LedgerExportItem;
using trust::v1::LedgerRecord;

constexpr absl::string_view kMagic("klad-ledger-1\n");
constexpr size_t kSizeBytes = 4;
constexpr size_t kMostBytes = 1 << 20;

absl::Status Broken(absl::string_view sentence) {
  return Error(ExitCode::kIntegrity, sentence,
               Tr("do not rely on this file; export the ledger again and "
                  "compare"));
}

absl::Status BrokenRecord(uint64_t sequence) {
  return Broken(Say("ledger record $0 is missing, changed or out of its place",
                    sequence));
}

std::string Framed(const LedgerExportItem& item) {
  const std::string bytes = item.SerializeAsString();
  std::string size(kSizeBytes, 0);
  for (size_t i = 0; i < kSizeBytes; ++i) {
    size[i] = static_cast<char>(bytes.size() >> (8 * (kSizeBytes - 1 - i)));
  }
  return size + bytes;
}

// The key that spoke for the member where its exposure says it stood.
absl::Status VerifySigned(const RosterState& roster,
                          absl::string_view organisation,
                          const LedgerRecord& record,
                          const trust::v1::Revealed& revealed) {
  absl::string_view hex = record.caller();
  trust::v1::Exposure said;
  if (!absl::ConsumePrefix(&hex, "member/") ||
      !said.ParseFromString(revealed.exposure().body())) {
    return absl::DataLossError("no exposure of a member");
  }
  const std::string member = absl::HexStringToBytes(hex);
  const std::string* key =
      roster.SigningKeyAt(member, said.roster().sequence());
  if (key == nullptr) return absl::DataLossError("no key of the member");
  ASSIGN_OR_RETURN(const auto exposure,
                   crypto::vault::VerifyExposure(organisation, member, *key,
                                                 revealed.exposure()));
  const bool same = exposure.safe() == revealed.safe() &&
                    exposure.credential() == revealed.credential() &&
                    exposure.version() == revealed.version() &&
                    exposure.generation() == revealed.generation() &&
                    exposure.purpose() == revealed.purpose();
  return same ? absl::OkStatus() : absl::DataLossError("of something else");
}

// Reads item by item and keeps what the next one is judged by.
class Verifier {
 public:
  Verifier(std::istream& in, const LedgerJudge& judge)
      : in_(in), judge_(judge) {}

  absl::StatusOr<ExportedLedger> Run() {
    RETURN_IF_ERROR(ReadMagic());
    while (!done_) {
      ASSIGN_OR_RETURN(const LedgerExportItem item, ReadItem());
      RETURN_IF_ERROR(Take(item));
    }
    if (in_.peek() != std::istream::traits_type::eof()) {
      return Broken(Tr("the file goes on behind the head of the ledger"));
    }
    return std::move(out_);
  }

 private:
  absl::Status ReadMagic() {
    std::string magic(kMagic.size(), 0);
    in_.read(magic.data(), static_cast<std::streamsize>(magic.size()));
    if (in_.good() && magic == kMagic) return absl::OkStatus();
    return Error(ExitCode::kUsage, Tr("this is not an export of a ledger"),
                 Tr("klad audit export FILE writes one"));
  }

  absl::StatusOr<LedgerExportItem> ReadItem() {
    char size_bytes[kSizeBytes];
    in_.read(size_bytes, kSizeBytes);
    size_t size = 0;
    for (const char byte : size_bytes) {
      size = size << 8 | static_cast<unsigned char>(byte);
    }
    LedgerExportItem item;
    if (!in_.good() || size > kMostBytes) return BrokenHere();
    std::string bytes(size, 0);
    in_.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!in_.good() || !item.ParseFromString(bytes)) return BrokenHere();
    return item;
  }

  absl::Status BrokenHere() const {
    return at_.sequence() == 0 && !roster_.has_value()
               ? Broken(Tr("the roster in the file is damaged"))
               : BrokenRecord(at_.sequence() + 1);
  }

  absl::Status Take(const LedgerExportItem& item) {
    switch (item.item_case()) {
      case LedgerExportItem::kBegin:
        if (!out_.organisation.empty()) return BrokenHere();
        out_.organisation = item.begin().organisation();
        return absl::OkStatus();
      case LedgerExportItem::kEntry:
        if (roster_.has_value()) return BrokenHere();
        entries_.push_back(item.entry());
        return absl::OkStatus();
      case LedgerExportItem::kRecord:
        RETURN_IF_ERROR(ReplayRoster());
        return TakeRecord(item.record());
      case LedgerExportItem::kHead:
        RETURN_IF_ERROR(ReplayRoster());
        return TakeHead(item.head());
      default:
        return BrokenHere();
    }
  }

  absl::Status ReplayRoster() {
    if (roster_.has_value() || entries_.empty()) return absl::OkStatus();
    auto roster =
        RosterState::Replay(out_.organisation, std::nullopt, entries_, {});
    if (!roster.ok()) {
      return Broken(Say("the roster in the file is not valid: $0",
                        roster.status().message()));
    }
    if (judge_.roster != nullptr && !judge_.roster->Contains(roster->head())) {
      return Broken(Tr("the roster in the file is not the one that you know"));
    }
    out_.roster_entries = entries_.size();
    out_.roster = crypto::roster::ToProto(roster->head());
    roster_ = *std::move(roster);
    return absl::OkStatus();
  }

  absl::Status TakeRecord(const trust::v1::LedgerExportRecord& item) {
    const uint64_t sequence = at_.sequence() + 1;
    // What does not link is damage, whatever it looks like.
    const auto before = at_.sequence() == 0
                            ? absl::StatusOr<crypto::Digest>(crypto::Digest())
                            : crypto::Digest::From(at_.link());
    if (!before.ok() ||
        crypto::NextLedgerLink(*before, item.record()).view() != item.link()) {
      return BrokenRecord(sequence);
    }
    const auto record = crypto::FollowLedger(item.record(), &at_);
    if (absl::IsUnimplemented(record.status())) return record.status();
    if (!record.ok()) return BrokenRecord(sequence);
    if (sequence == judge_.known.sequence() &&
        at_.link() != judge_.known.link()) {
      return Broken(
          Say("the ledger up to record $0 is not the one that you "
              "know: its history was rewritten",
              sequence));
    }
    for (const trust::v1::Revealed& revealed : record->revealed()) {
      RETURN_IF_ERROR(TakeRevealed(*record, revealed));
    }
    return absl::OkStatus();
  }

  // Repeats and writes are not signed: the first reveal is, and the change.
  absl::Status TakeRevealed(const LedgerRecord& record,
                            const trust::v1::Revealed& revealed) {
    if (revealed.repeat() || revealed.purpose() == trust::v1::PURPOSE_WRITE) {
      return absl::OkStatus();
    }
    if (!roster_.has_value() ||
        !VerifySigned(*roster_, out_.organisation, record, revealed).ok()) {
      return Broken(
          Say("in ledger record $0 a reveal is not signed by its "
              "member",
              record.sequence()));
    }
    ++out_.exposures;
    return absl::OkStatus();
  }

  absl::Status TakeHead(const trust::v1::LedgerHead& head) {
    done_ = true;
    const bool is_signed = std::any_of(
        judge_.audit_keys.begin(), judge_.audit_keys.end(),
        [&](const std::string& key) {
          return crypto::vault::VerifyLedgerHead(out_.organisation, key, head)
              .ok();
        });
    if (!is_signed) {
      return Broken(
          Tr("the head of the ledger is not signed by the key that you gave"));
    }
    if (head.position().sequence() != at_.sequence() ||
        head.position().link() != at_.link()) {
      return BrokenRecord(std::min(head.position().sequence(), at_.sequence()) +
                          1);
    }
    out_.head = head;
    return absl::OkStatus();
  }

  std::istream& in_;
  const LedgerJudge& judge_;
  ExportedLedger out_;
  std::vector<trust::v1::Signed> entries_;
  std::optional<RosterState> roster_;
  trust::v1::Position at_;
  bool done_ = false;
};

}  // namespace

absl::StatusOr<ExportedLedger> ExportLedger(
    Account* account,
    absl::FunctionRef<absl::Status(absl::string_view)> write) {
  RETURN_IF_ERROR(account->CatchUp());
  LedgerLog log(account, 0);
  // Asked for first: no record names a later entry of the roster than there
  // is when the head is signed.
  std::vector<LedgerEntry> records;
  for (;;) {
    ASSIGN_OR_RETURN(std::vector<LedgerEntry> page, log.Next());
    if (page.empty()) break;
    std::move(page.begin(), page.end(), std::back_inserter(records));
  }
  ExportedLedger out;
  out.organisation = account->organisation();
  out.head = log.head();
  ASSIGN_OR_RETURN(const auto* entries, account->Entries());
  out.roster_entries = entries->size();
  out.roster = crypto::roster::ToProto(account->roster().head());
  RETURN_IF_ERROR(write(kMagic));
  LedgerExportItem item;
  item.mutable_begin()->set_organisation(out.organisation);
  RETURN_IF_ERROR(write(Framed(item)));
  for (const trust::v1::Signed& entry : *entries) {
    *item.mutable_entry() = entry;
    RETURN_IF_ERROR(write(Framed(item)));
  }
  for (LedgerEntry& record : records) {
    item.mutable_record()->set_record(std::move(record.bytes));
    item.mutable_record()->set_link(std::move(record.link));
    for (const trust::v1::Revealed& revealed : record.record.revealed()) {
      out.exposures += revealed.has_exposure() ? 1 : 0;
    }
    RETURN_IF_ERROR(write(Framed(item)));
  }
  *item.mutable_head() = out.head;
  RETURN_IF_ERROR(write(Framed(item)));
  return out;
}

absl::StatusOr<ExportedLedger> VerifyLedger(std::istream& in,
                                            const LedgerJudge& judge) {
  return Verifier(in, judge).Run();
}

}  // namespace klad::client
