// What must hold of every playbook file, whatever the bytes: it ends with a
// usage error, or with a playbook that is written and read again equal, whose
// references and steps lie within its text.
#ifndef KLAD_TESTS_SUPPORT_FUZZ_PLAYBOOK_H_
#define KLAD_TESTS_SUPPORT_FUZZ_PLAYBOOK_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/error.h"
#include "client/playbooks/playbook_file.h"
#include "client/title.h"
#include "crypto/base/check.h"
#include "crypto/text/playbook_text.h"

namespace klad::testing {

inline std::string RenamedAlike(const std::string& text) {
  return text::Renamed(text, text::FindReferences(text),
                       [](const auto& each) { return each.name; });
}

inline std::vector<std::string> NamesOf(const std::string& text) {
  std::vector<std::string> names;
  for (const auto& each : text::FindReferences(text)) {
    names.push_back(each.name);
  }
  return names;
}

inline void CheckPlaybookText(const std::string& text) {
  const auto references = text::FindReferences(text);
  size_t end = 0;
  for (const text::TextReference& each : references) {
    CHECK_THAT(end <= each.begin && each.begin < each.end);
    CHECK_THAT(each.end <= text.size());
    end = each.end;
  }
  // Code is a matter of what stands around: new names may end it.
  if (text.find_first_of("`~") == std::string::npos) {
    CHECK_THAT(NamesOf(RenamedAlike(text)) == NamesOf(text));
  }
  for (const text::TextStep& step : text::FindSteps(text)) {
    CHECK_THAT(step.line >= 1 && step.line <= text::LineAt(text, text.size()));
    for (const text::TextReference& each : step.references) {
      CHECK_THAT(each.begin < each.end && each.end <= step.text.size());
    }
  }
}

// Whether a playbook came out of it.
inline bool FuzzPlaybook(absl::string_view bytes) {
  const auto file = client::ReadPlaybookFile("file.md", bytes);
  if (!file.ok()) {
    CHECK_THAT(client::ExitCodeOf(file.status()) == client::ExitCode::kUsage);
    return false;
  }
  CHECK_THAT(client::IsUtf8(file->text) && client::IsUtf8(file->name));
  const auto again =
      client::ReadPlaybookFile("other.md", client::WritePlaybookFile(*file));
  CHECK_THAT(again.ok() && *again == *file);
  CheckPlaybookText(file->text);
  return true;
}

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_FUZZ_PLAYBOOK_H_
