#include "client/cli/usual_fields.h"

#include <utility>

#include "client/cli/fields.h"
#include "client/cli/kind.h"
#include "client/cli/opened.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using How = UsualField::How;

absl::Status Ask(Context& context, const UsualField& field,
                 trust::v1::Overview* overview,
                 crypto::vault::SecretPart* secret) {
  const std::string prompt = Say("$0 (Enter: none): ", Tr(field.label));
  if (field.how == How::kHidden) {
    ASSIGN_OR_RETURN(Secret value, context.terminal().AskSecret(prompt));
    PutSecret(field.name, std::move(value), secret);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::string answer, context.terminal().AskLine(prompt));
  if (field.how == How::kShown) {
    PutText(field.name, std::move(answer), overview);
  } else if (!answer.empty()) {
    ASSIGN_OR_RETURN(Secret value, ReadSecretFile(answer));
    PutSecret(field.name, std::move(value), secret);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AskUsual(Context& context, trust::v1::Kind kind,
                      trust::v1::Overview* overview,
                      crypto::vault::SecretPart* secret) {
  if (!context.terminal().Interactive() || HasSecretOptions(context)) {
    return absl::OkStatus();
  }
  for (const UsualField& field : UsualFields(kind)) {
    if (HasField(*overview, *secret, field.name)) continue;
    RETURN_IF_ERROR(Ask(context, field, overview, secret));
  }
  return absl::OkStatus();
}

}  // namespace klad::cli
