#include "client/cli/headings.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "absl/strings/str_replace.h"
#include "client/cli/kind.h"
#include "client/words/words.h"

namespace klad::cli {
namespace {

using client::Mark;

struct Row {
  absl::string_view key;
  client::Text heading;
};

constexpr Row kHeadings[] = {
    {"access", Mark("access")},
    {"address", Mark("address")},
    {"addresses", Mark("addresses")},
    {"adopted", Mark("adopted")},
    {"alive", Mark("alive")},
    {"answer", Mark("answer")},
    {"archived", Mark("archived")},
    {"arguments", Mark("arguments")},
    {"asked", Mark("asked")},
    {"assignee", Mark("assignee")},
    {"attachments", Mark("attachments")},
    {"audit", Mark("audit")},
    {"author", Mark("author")},
    {"bits", Mark("bits")},
    {"bound_by", Mark("bound by")},
    {"by", Mark("by")},
    {"caller", Mark("caller")},
    {"category", Mark("category")},
    {"certificate", Mark("certificate")},
    {"certificate_until", Mark("certificate until")},
    {"changed", Mark("changed")},
    {"checked", Mark("checked")},
    {"checked_at", Mark("checked at")},
    {"closed", Mark("closed")},
    {"code", Mark("code")},
    {"confirmed", Mark("confirmed")},
    {"created", Mark("created")},
    {"credential", Mark("credential")},
    {"credentials", Mark("credentials")},
    {"current", Mark("current")},
    {"dead", Mark("dead")},
    {"deleted", Mark("deleted")},
    {"distrusted_since", Mark("distrusted since")},
    {"due", Mark("due")},
    {"email", Mark("email")},
    {"encoding", Mark("encoding")},
    {"ended", Mark("ended")},
    {"epoch", Mark("epoch of the key")},
    {"exported", Mark("exported")},
    {"exposures", Mark("exposures")},
    {"file", Mark("file")},
    {"files", Mark("files")},
    {"format", Mark("format")},
    {"found_in", Mark("found in")},
    {"gave", Mark("gave")},
    {"generation", Mark("generation")},
    {"group", Mark("group")},
    {"handed_over", Mark("handed over")},
    {"id", Mark("id")},
    {"in_doubt", Mark("in doubt")},
    {"in_force", Mark("in force")},
    {"invitation", Mark("invitation")},
    {"invited_until", Mark("invited until")},
    {"key", Mark("key")},
    {"key_due", Mark("key due for")},
    {"keys_of_roles", Mark("keys of roles")},
    {"keys_of_safes", Mark("keys of safes")},
    {"kind", Mark("kind")},
    {"kit", Mark("kit")},
    {"known", Mark("known")},
    {"last_change", Mark("last change")},
    {"least", Mark("least")},
    {"ledger", Mark("ledger")},
    {"left", Mark("left")},
    {"level", Mark("level")},
    {"line", Mark("line")},
    {"links", Mark("links")},
    {"login", Mark("login")},
    {"managed", Mark("managed")},
    {"material", Mark("material")},
    {"member", Mark("member")},
    {"members", Mark("members")},
    {"method", Mark("method")},
    {"most", Mark("most")},
    {"moved", Mark("moved")},
    {"moved_to", Mark("moved to")},
    {"name", Mark("name")},
    {"never_seen", Mark("never seen")},
    {"new", Mark("new")},
    {"newest", Mark("newest")},
    {"not_checked", Mark("not checked")},
    {"note", Mark("note")},
    {"old", Mark("old")},
    {"open", Mark("open")},
    {"organisation", Mark("organisation")},
    {"outcome", Mark("outcome")},
    {"owned", Mark("owned")},
    {"owner", Mark("owner")},
    {"parts_lost", Mark("parts lost")},
    {"password", Mark("password")},
    {"permission", Mark("permission")},
    {"permissions", Mark("permissions")},
    {"phone", Mark("phone")},
    {"playbooks", Mark("playbooks")},
    {"position", Mark("position")},
    {"problems", Mark("problems")},
    {"purpose", Mark("purpose")},
    {"read", Mark("read")},
    {"reason", Mark("reason")},
    {"records", Mark("records")},
    {"recovery_codes", Mark("recovery codes")},
    {"recovery_kit", Mark("recovery kit")},
    {"recovery_kits", Mark("recovery kits")},
    {"registered", Mark("registered")},
    {"rejected", Mark("rejected")},
    {"renewed_keys", Mark("renewed keys")},
    {"required", Mark("required")},
    {"retired", Mark("retired")},
    {"reused", Mark("reused")},
    {"review", Mark("review")},
    {"review_days", Mark("days to the review")},
    {"reviewers", Mark("reviewers")},
    {"revision", Mark("revision")},
    {"role", Mark("role")},
    {"roles", Mark("roles")},
    {"roster_entries", Mark("roster entries")},
    {"roster_words", Mark("words of the roster")},
    {"rotations", Mark("rotations")},
    {"row", Mark("row")},
    {"safe", Mark("safe")},
    {"safes", Mark("safes")},
    {"same", Mark("same")},
    {"sealed", Mark("sealed")},
    {"second_factor", Mark("second factor")},
    {"secret", Mark("secret")},
    {"secret_changed", Mark("secret changed")},
    {"seed", Mark("seed")},
    {"seen_current", Mark("seen, current")},
    {"seen_rotated", Mark("seen, changed since")},
    {"sequence", Mark("sequence")},
    {"server", Mark("server")},
    {"server_distrusted", Mark("server distrusted")},
    {"signed", Mark("signed")},
    {"signed_by", Mark("signed by")},
    {"since", Mark("since")},
    {"size", Mark("size")},
    {"state", Mark("state")},
    {"status", Mark("status")},
    {"step", Mark("step")},
    {"steps", Mark("steps")},
    {"strength", Mark("strength")},
    {"successor", Mark("successor")},
    {"suspended_tools", Mark("suspended tools")},
    {"tags", Mark("tags")},
    {"text", Mark("text")},
    {"through", Mark("through")},
    {"time", Mark("time")},
    {"title", Mark("title")},
    {"to_rotate", Mark("to change")},
    {"tools", Mark("tools")},
    {"until", Mark("until")},
    {"user_name", Mark("user name")},
    {"uses", Mark("uses")},
    {"usual", Mark("usual")},
    {"value", Mark("value")},
    {"verified", Mark("verified")},
    {"version", Mark("version")},
    {"weak", Mark("weak")},
    {"what", Mark("what")},
    {"when", Mark("when")},
    {"why", Mark("why")},
    {"without_second_factor", Mark("without second factor")},
    {"word", Mark("word")},
    {"words", Mark("words")},
};

}  // namespace

std::string FieldHeading(absl::string_view key) {
  for (const Row& row : kHeadings) {
    if (row.key == key) return std::string(client::Tr(row.heading));
  }
  return FieldLabel(absl::StrReplaceAll(key, {{"_", " "}}));
}

std::string ColumnHeading(absl::string_view key) {
  const std::string heading = FieldHeading(key);
  std::string capitals;
  icu::UnicodeString::fromUTF8(
      icu::StringPiece(heading.data(), static_cast<int32_t>(heading.size())))
      .toUpper(icu::Locale::getRoot())
      .toUTF8String(capitals);
  return capitals;
}

}  // namespace klad::cli
