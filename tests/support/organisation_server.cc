#include "tests/support/organisation_server.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/founding.h"
#include "client/keychain.h"
#include "client/roster_writer.h"
#include "crypto/base/status_macros.h"
#include "crypto/door.h"
#include "crypto/identity.h"
#include "crypto/names.h"
#include "klad/v1/roster.pb.h"
#include "server/access/refusal.h"
#include "server/app/backup.h"
#include "server/app/commands.h"
#include "server/store/keyspace.h"
#include "server/store/sealed_store.h"

namespace klad::testing {
namespace {

constexpr int64_t kInvitationMs = 3'600'000;

std::string NewId() {
  return std::string(Secret::Random(crypto::kIdSize).Expose());
}

absl::Status WriteFolder(const std::string& folder,
                         const crypto::Identity& identity,
                         const client::v1::Account& account) {
  ASSIGN_OR_RETURN(const auto state, client::State::Open(folder));
  RETURN_IF_ERROR(
      client::WriteIdentity(state.get(), identity, Secret::Copy(kPassphrase)));
  return client::WriteAccount(state.get(), account);
}

trust::v1::Entry Invited(const crypto::Identity& invitation,
                         absl::string_view member, const std::string& login,
                         const std::vector<std::string>& roles,
                         int64_t until_ms) {
  trust::v1::Entry entry;
  trust::v1::Invited* invited = entry.mutable_invited();
  invited->set_invitation(invitation.about().member());
  invited->set_member(std::string(member));
  invited->set_login(login);
  *invited->mutable_keys() = invitation.PublicKeys();
  invited->set_name_hash(
      crypto::HashDisplayName(std::string(crypto::kNameSaltSize, 's'), login)
          .str());
  for (const std::string& role : roles) invited->add_roles()->set_role(role);
  invited->set_until_ms(until_ms);
  return entry;
}

}  // namespace

absl::Status TestClient::Write(const trust::v1::Entry& entry) {
  client::Keychain keychain(account.get());
  return client::RosterWriter(account.get(), &keychain).Write([&](const auto&) {
    return entry;
  });
}

absl::StatusOr<TestClient> OpenClient(const std::string& folder) {
  TestClient client;
  ASSIGN_OR_RETURN(client.state, client::State::Open(folder));
  client.keyring = std::make_unique<client::FakeKeyring>();
  ASSIGN_OR_RETURN(client.account,
                   client::Account::Open(
                       {.state = client.state.get(),
                        .keyring = client.keyring.get(),
                        .passphrase = [] { return Secret::Copy(kPassphrase); },
                        .now = absl::Now}));
  client.vault = std::make_unique<client::Vault>(client.account.get());
  return client;
}

absl::StatusOr<std::unique_ptr<OrganisationServer>>
OrganisationServer::Start() {
  std::unique_ptr<OrganisationServer> server(new OrganisationServer());
  RETURN_IF_ERROR(server->Init());
  RETURN_IF_ERROR(server->Resume());
  return server;
}

OrganisationServer::~OrganisationServer() {
  if (server_ != nullptr) CHECK_THAT(Stop().ok());
}

absl::Status OrganisationServer::Init() {
  ASSIGN_OR_RETURN(
      store::SealKey seal,
      store::SealKey::Create(store::SealKey::PathFor(data_folder())));
  ASSIGN_OR_RETURN(const auto engine,
                   store::RocksStore::Create(
                       {.folder = data_folder(), .on_failure = nullptr}));
  store::SealedStore store(engine.get(), std::move(seal));
  ASSIGN_OR_RETURN(const store::v1::ServerRecord record,
                   app::ServerKeys::Make(address_, clock_.NowMs()));
  store::Transaction first;
  first.expects.push_back({store::kServerKey, 0});
  first.puts.push_back({store::kServerKey, record.SerializeAsString()});
  return store.Commit(std::move(first)).status();
}

absl::Status OrganisationServer::Resume() {
  ASSIGN_OR_RETURN(data_, app::OpenData(data_folder(), &clock_, nullptr));
  ASSIGN_OR_RETURN(services_, app::Services::Open(&data_, &clock_));
  services_->OnEnded([this](absl::string_view member) {
    rpc::Server* now = serving_.load();
    if (now != nullptr) now->CloseMember(member);
  });
  real_ = std::make_unique<rpc::MethodTable>();
  services_->Bind([] { return 0; }, real_.get());
  RETURN_IF_ERROR(real_->Build());
  ASSIGN_OR_RETURN(const crypto::TlsKey key, crypto::TlsKey::Generate());
  ASSIGN_OR_RETURN(const std::string certificate, data_.keys->IssueServer(key));
  ASSIGN_OR_RETURN(server_,
                   rpc::Server::Start({.listen = address_,
                                       .local_socket = "",
                                       .ca_der = data_.keys->ca().der(),
                                       .certificate_der = certificate,
                                       .key = &key,
                                       .limits = {},
                                       .bell = &services_->ledger().bell()},
                                      Tapped(), services_->membership(),
                                      services_->denials(), clock_));
  address_ = server_->address();
  serving_ = server_.get();
  return absl::OkStatus();
}

absl::Status OrganisationServer::Stop() {
  server_->Drain(std::chrono::seconds(5));
  serving_ = nullptr;
  server_.reset();
  const absl::Status drained = services_->Drain();
  real_.reset();
  services_.reset();
  data_ = app::Data();
  return drained;
}

absl::StatusOr<std::string> OrganisationServer::Backup() {
  const std::string folder = NewFolder();
  RETURN_IF_ERROR(
      app::WriteBackup(data_, services_->roster(), folder).status());
  return folder;
}

absl::Status OrganisationServer::Restore(const std::string& backup) {
  RETURN_IF_ERROR(Stop());
  const std::string seal = NewFolder();
  std::filesystem::rename(store::SealKey::PathFor(data_folder()), seal);
  std::filesystem::remove_all(data_folder());
  app::Options options;
  options.named = {{"data", data_folder()}, {"seal", seal}};
  options.positional = {backup};
  RETURN_IF_ERROR(app::RestoreBackup(options));
  return Resume();
}

absl::StatusOr<std::string> OrganisationServer::CopyDisk() {
  RETURN_IF_ERROR(Stop());
  const std::string copy = CopyOf(data_folder());
  RETURN_IF_ERROR(Resume());
  return copy;
}

absl::Status OrganisationServer::PutBackDisk(const std::string& copy) {
  RETURN_IF_ERROR(Stop());
  std::filesystem::remove_all(data_folder());
  std::filesystem::copy(copy, data_folder(),
                        std::filesystem::copy_options::recursive);
  return Resume();
}

void OrganisationServer::SetTap(Tap tap) {
  MutexLock lock(&mutex_);
  tap_ = std::move(tap);
}

absl::Status OrganisationServer::Answer(const rpc::Call& call,
                                        std::string* response) const {
  return real_->Find(call.method)->run(call, response);
}

absl::Status OrganisationServer::Run(const rpc::Call& call,
                                     std::string* response) {
  Tap tap;
  {
    MutexLock lock(&mutex_);
    tap = tap_;
  }
  const Handler real = [this](const rpc::Call& asked, std::string* answer) {
    return Answer(asked, answer);
  };
  return tap ? tap(call, real, response) : real(call, response);
}

rpc::MethodTable OrganisationServer::Tapped() {
  rpc::MethodTable table;
  table.BindRest([this](const rpc::Call& call, std::string* response) {
    return Run(call, response);
  });
  return table;
}

absl::StatusOr<trust::v1::Door> OrganisationServer::RealDoor() const {
  ASSIGN_OR_RETURN(const std::string line, data_.keys->IssueDoor());
  ASSIGN_OR_RETURN(trust::v1::Door door, crypto::ParseDoor(line));
  door.set_server(address_);
  return door;
}

absl::StatusOr<std::string> OrganisationServer::Door() const {
  ASSIGN_OR_RETURN(const trust::v1::Door door, RealDoor());
  return crypto::FormatDoor(door);
}

absl::StatusOr<std::string> OrganisationServer::Found(
    const std::string& login) {
  ASSIGN_OR_RETURN(trust::v1::Door door, RealDoor());
  ASSIGN_OR_RETURN(const client::Founding founding,
                   client::Founding::Make({.door = std::move(door),
                                           .login = login,
                                           .organisation = "Marketing",
                                           .now_ms = clock_.NowMs()}));
  ASSIGN_OR_RETURN(const client::v1::Account account, founding.Send());
  kit_code_ = std::string(founding.KitCode().Expose());
  founder_folder_ = NewFolder();
  RETURN_IF_ERROR(WriteFolder(founder_folder_, founding.identity(), account));
  return founder_folder_;
}

absl::StatusOr<std::string> OrganisationServer::Join(
    const std::string& login, const std::vector<std::string>& roles) {
  ASSIGN_OR_RETURN(const TestClient founder, OpenClient(founder_folder_));
  trust::v1::Identity about = founder.account->identity().about();
  about.clear_founding();
  about.set_member(NewId());
  ASSIGN_OR_RETURN(crypto::Identity newcomer, crypto::Identity::Create(about));
  newcomer.set_founding(founder.account->roster().founding());
  about.set_member(NewId());
  ASSIGN_OR_RETURN(const crypto::Identity invitation,
                   crypto::Identity::Create(about));

  client::Keychain keychain(founder.account.get());
  client::RosterWriter writer(founder.account.get(), &keychain);
  RETURN_IF_ERROR(writer.Write([&](const auto&) {
    return Invited(invitation, newcomer.about().member(), login, roles,
                   clock_.NowMs() + kInvitationMs);
  }));
  trust::v1::Entry joined;
  joined.mutable_joined()->set_invitation(invitation.about().member());
  *joined.mutable_joined()->mutable_keys() = newcomer.PublicKeys();
  RETURN_IF_ERROR(
      writer.Write([&](const auto&) { return joined; },
                   {invitation.about().member(), &invitation.signing_key(),
                    &newcomer.signing_key()}));

  v1::RenewRequest request;
  request.set_member(newcomer.about().member());
  v1::RenewResponse response;
  RETURN_IF_ERROR(
      founder.account->Call("klad.v1.RosterService/Renew", request, &response));
  RETURN_IF_ERROR(founder.account->Save());
  client::v1::Account account;
  account.set_organisation(newcomer.about().organisation());
  account.set_member(newcomer.about().member());
  account.set_certificate(response.certificate());
  const std::string folder = NewFolder();
  RETURN_IF_ERROR(WriteFolder(folder, newcomer, account));
  return folder;
}

std::string OrganisationServer::NewFolder() {
  return temp_ / absl::StrCat("state", ++folders_);
}

std::string OrganisationServer::CopyOf(const std::string& folder) {
  const std::string copy = NewFolder();
  std::filesystem::copy(folder, copy, std::filesystem::copy_options::recursive);
  std::filesystem::permissions(copy, std::filesystem::perms::owner_all);
  return copy;
}

}  // namespace klad::testing
