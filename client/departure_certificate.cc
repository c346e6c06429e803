#include "client/departure_certificate.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/people.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/digest.h"
#include "crypto/identity.h"
#include "crypto/log.h"
#include "crypto/vault/departure.h"

namespace klad::client {
namespace {

constexpr absl::string_view kPrefix = "klad-departure.1.";
constexpr size_t kChecksumSize = 4;

std::string Checksum(absl::string_view bytes) {
  return crypto::Hash(crypto::vault::kDepartureDomain, {bytes})
      .str()
      .substr(0, kChecksumSize);
}

std::string Format(const std::string& organisation,
                   const trust::v1::Signed& made) {
  const std::string bytes =
      absl::StrCat(organisation, made.SerializeAsString());
  return absl::StrCat(
      kPrefix, absl::WebSafeBase64Escape(absl::StrCat(bytes, Checksum(bytes))));
}

absl::Status NotClosed() {
  return Error(ExitCode::kConflict,
               Tr("a rotation of this departure is open again"),
               Tr("klad rotation list shows it"));
}

absl::Status AddRotation(const Account& account, const Rotation& rotation,
                         RotationBook& book,
                         trust::v1::DepartureCertificate* out) {
  ASSIGN_OR_RETURN(const RotationStand stand, book.ClosingOf(rotation));
  if (stand.standing == Standing::kOpen ||
      stand.standing == Standing::kUnknown) {
    return NotClosed();
  }
  trust::v1::CertifiedRotation* certified = out->add_rotations();
  certified->set_number(rotation.number);
  ASSIGN_OR_RETURN(*certified->mutable_name(), book.NameOf(rotation));
  certified->set_by(LoginOf(account.roster(), stand.by));
  certified->set_time_ms(stand.time_ms);
  certified->set_waived(rotation.waived);
  return absl::OkStatus();
}

void CountOthers(const Departure& departure,
                 trust::v1::DepartureCertificate* out) {
  for (const trust::v1::DepartureChunk& chunk : departure.chunks) {
    for (const trust::v1::Finding& finding : chunk.findings()) {
      if (finding.seen() == trust::v1::SEEN_NEVER) {
        out->set_never_seen(out->never_seen() + 1);
      }
      if (finding.seen() == trust::v1::SEEN_ROTATED) {
        out->set_seen_rotated(out->seen_rotated() + 1);
      }
    }
  }
}

absl::string_view LineIn(absl::string_view text) {
  const size_t begin = text.find(kPrefix);
  if (begin == absl::string_view::npos) return {};
  const absl::string_view rest = text.substr(begin + kPrefix.size());
  const auto end = std::find_if(rest.begin(), rest.end(), [](char c) {
    return !absl::ascii_isalnum(c) && c != '-' && c != '_';
  });
  return rest.substr(0, static_cast<size_t>(end - rest.begin()));
}

absl::Status Altered() {
  return Error(ExitCode::kIntegrity,
               Tr("the certificate is not what was signed, or it is cut short"),
               Tr("ask for it again: klad departure show"));
}

}  // namespace

absl::StatusOr<std::string> MakeDepartureCertificate(Vault* vault,
                                                     const Departure& departure,
                                                     RotationBook& book) {
  Account& account = vault->account();
  const auto& roster = account.roster();
  trust::v1::DepartureCertificate out;
  out.set_departure(crypto::HashSigned(departure.made).str());
  out.set_sign(account.identity().signing_key().public_key());
  out.set_organisation(roster.facts().name);
  out.set_member(LoginOf(roster, departure.about.member()));
  out.set_successor(LoginOf(roster, departure.about.successor()));
  out.set_author(LoginOf(roster, account.member()));
  out.set_left_ms(departure.about.time_ms());
  out.set_closed_ms(departure.closed.time_ms());
  out.set_time_ms(account.NowMs());
  *out.mutable_roster() = account.Known().roster();
  *out.mutable_ledger() = account.Known().ledger();
  out.set_distrusted(departure.about.distrusted());
  for (const Rotation& rotation : departure.rotations) {
    RETURN_IF_ERROR(AddRotation(account, rotation, book, &out));
  }
  CountOthers(departure, &out);
  return Format(
      account.organisation(),
      crypto::vault::SignCertificate(account.organisation(), account.member(),
                                     account.identity().signing_key(), out));
}

absl::StatusOr<OpenedCertificate> OpenDepartureCertificate(
    absl::string_view text) {
  const absl::string_view line = LineIn(text);
  if (line.empty()) {
    return Error(ExitCode::kUsage, Tr("there is no certificate in it"),
                 Tr("it is what klad departure show gives of a closed "
                    "departure"));
  }
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(line, &bytes) ||
      bytes.size() <= crypto::kIdSize + kChecksumSize) {
    return Altered();
  }
  const std::string checksum = bytes.substr(bytes.size() - kChecksumSize);
  bytes.resize(bytes.size() - kChecksumSize);
  OpenedCertificate opened;
  if (Checksum(bytes) != checksum ||
      !opened.made.ParseFromString(bytes.substr(crypto::kIdSize))) {
    return Altered();
  }
  auto certificate = crypto::vault::VerifyCertificate(
      bytes.substr(0, crypto::kIdSize), opened.made);
  if (!certificate.ok())
    return WithDetail(Altered(), certificate.status().ToString());
  opened.certificate = *std::move(certificate);
  return opened;
}

}  // namespace klad::client
