#include "client/cli/template.h"

#include <string>

#include "absl/strings/match.h"
#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::cli {
namespace {

std::string Filled(absl::string_view text) {
  auto parsed = ParseTemplate(text);
  if (!parsed.ok()) return std::string(parsed.status().message());
  std::vector<Secret> values;
  for (const ValueReference& reference : parsed->references) {
    values.push_back(Secret::Copy(reference.field));
  }
  return std::string(Fill(*parsed, values).Expose());
}

TEST(Template, ReferencesAreReplacedAndNothingElse) {
  EXPECT_EQ(Filled("a={{ klad://ads/x/one }}\nb={{klad://ads/y z/two}};"),
            "a=one\nb=two;");
  EXPECT_EQ(Filled("{{klad://ads/x/one}}{{klad://ads/x/two}}"), "onetwo");
  EXPECT_EQ(Filled("{{ other }} {{{ }} { {{"), "{{ other }} {{{ }} { {{");
  EXPECT_EQ(Filled("{{ {{ klad://ads/x/one }} }}"), "{{ one }}");
  EXPECT_EQ(Filled(""), "");
  EXPECT_EQ(Filled("\n"), "\n");
}

TEST(Template, WrongReferenceIsNamedByItsLine) {
  EXPECT_TRUE(absl::StartsWith(Filled("a\n\n{{ klad://ads/x }}"), "line 3:"));
  EXPECT_TRUE(absl::StartsWith(Filled("\n{{ klad://ads/x/y"), "line 2:"));
  EXPECT_EQ(client::ExitCodeOf(ParseTemplate("{{klad:x}}").status()),
            client::ExitCode::kUsage);
}

}  // namespace
}  // namespace klad::cli
