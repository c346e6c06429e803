#include "tests/interop/make_moves.h"

#include <string>

#include "crypto/base/check.h"
#include "crypto/vault/attachment.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/overview.h"
#include "crypto/vault/secret_part.h"

namespace klad::interop {
namespace {

namespace vault = crypto::vault;

// One safe and its one writer. Who could write is no matter of these vectors.
class Writer {
 public:
  explicit Writer(const std::string& organisation)
      : state_({organisation, std::string(Secret::Random(16).Expose())}),
        key_(Secret::Random(32)) {
    stamp_.author = std::string(16, 'a');
    stamp_.roster.set_sequence(1);
    stamp_.roster.set_link(std::string(32, 'l'));
    stamp_.epoch = 1;
    stamp_.time_ms = 1'700'000'000'000;
  }

  const std::string& safe() const { return state_.name.safe; }
  const Secret& key() const { return key_; }

  template <typename Add>
  vault::SignedHeader Write(Add add, json* parts) {
    vault::ChangeBuilder builder(state_, stamp_, key_);
    CHECK_THAT(add(builder).ok());
    const auto signing =
        crypto::SigningKey::FromSeed(Secret::Copy(std::string(32, 's')));
    const vault::BuiltChange built = builder.Sign(signing).value();
    vault::Accept(built.checked, &state_);
    for (const std::string& part : built.parts) parts->push_back(Hex(part));
    return built.checked.headers[0];
  }

 private:
  vault::SafeState state_;
  const Secret key_;
  vault::Stamp stamp_;
};

std::string OverviewOf(const std::string& title) {
  trust::v1::Overview overview;
  overview.set_title(title);
  overview.set_strength(2);
  overview.set_secret_tag(vault::kUnknownSecretTag);
  return vault::SerializeOverview(overview).value();
}

}  // namespace

json MakeMoves() {
  const std::string organisation(Secret::Random(16).Expose());
  const std::string credential(Secret::Random(16).Expose());
  Writer ads(organisation);
  Writer smm(organisation);
  json parts = json::array();

  vault::SecretPart secret;
  secret.password = Secret::Copy("correct horse");
  json files = json::array();
  for (const auto& [name, contents, document] :
       {std::tuple<std::string, std::string, bool>{
            "коды.txt", "1111-2222\n3333-4444\n", false},
        {"empty", "", true}}) {
    auto file = vault::NewAttachment(name, contents, document).value();
    files.push_back({{"name", name},
                     {"document", document},
                     {"contents", Hex(contents)},
                     {"chunks",
                      {Hex(vault::SealChunk({organisation, credential}, file, 0,
                                            contents))}}});
    secret.attachments.push_back(std::move(file));
  }

  const vault::SignedHeader first = ads.Write(
      [&](vault::ChangeBuilder& builder) {
        vault::Edit edit;
        edit.overview = OverviewOf("here");
        edit.secret = vault::SerializeSecretPart(secret).value();
        edit.sensitivity = trust::v1::SENSITIVITY_HIGH;
        return builder.Create(credential, trust::v1::KIND_LOGIN, edit);
      },
      &parts);
  const vault::SignedHeader left = ads.Write(
      [&](vault::ChangeBuilder& builder) {
        return builder.Leave(first, smm.safe());
      },
      &parts);
  const vault::SignedHeader arrived = smm.Write(
      [&](vault::ChangeBuilder& builder) {
        return builder.Arrive(left, ads.key(), OverviewOf("there"), nullptr);
      },
      &parts);
  return {{"organisation", Hex(organisation)},
          {"credential", Hex(credential)},
          {"safes", {Hex(ads.safe()), Hex(smm.safe())}},
          {"safe_keys", {Hex(ads.key().Expose()), Hex(smm.key().Expose())}},
          {"headers", {Hex(first.bytes), Hex(left.bytes), Hex(arrived.bytes)}},
          {"parts", parts},
          {"password", "correct horse"},
          {"files", files}};
}

}  // namespace klad::interop
