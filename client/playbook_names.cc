#include "client/playbook_names.h"

#include <algorithm>

#include "client/sealed_file.h"

namespace klad::client {
namespace {

using klad::v1::Playbook;

constexpr char kPlaybookNamesFile[] = "playbooks";
constexpr int kMostPlaybookNames = 5000;

}  // namespace

void RememberPlaybooks(Account* account,
                       const std::vector<Playbook>& playbooks) {
  klad::v1::ListPlaybooksResponse names;
  for (const Playbook& playbook : playbooks) {
    if (names.playbooks_size() == kMostPlaybookNames) break;
    Playbook* named = names.add_playbooks();
    named->set_name(playbook.name());
    named->set_category(playbook.category());
  }
  const auto lock = account->state()->Lock();
  if (!lock.ok()) return;
  WriteSealed(account->state(), *lock, account->identity(), kPlaybookNamesFile,
              names.SerializeAsString())
      .IgnoreError();
}

void RememberPlaybook(Account* account, const Playbook& playbook) {
  std::vector<Playbook> known =
      RememberedPlaybooks(*account->state(), account->identity());
  const bool there =
      std::any_of(known.begin(), known.end(), [&](const Playbook& each) {
        return each.name() == playbook.name() &&
               each.category() == playbook.category();
      });
  if (there) return;
  known.insert(known.begin(), playbook);
  RememberPlaybooks(account, known);
}

std::vector<Playbook> RememberedPlaybooks(const State& state,
                                          const crypto::Identity& identity) {
  const auto bytes = ReadSealed(state, identity, kPlaybookNamesFile);
  klad::v1::ListPlaybooksResponse names;
  if (!bytes.ok() || !names.ParseFromString(*bytes)) return {};
  return {names.playbooks().begin(), names.playbooks().end()};
}

}  // namespace klad::client
