#include "crypto/roster/testing/knowledge.h"

namespace klad::crypto::roster {

void Knowledge::Has(const Holder& who, const std::string& box) {
  boxes_[who].insert(box);
}

void Knowledge::Made(const Holder& who, const Secret& secret) {
  made_[who].insert(secret);
}

void Knowledge::Opens(const Secret& secret, const std::string& box) {
  opens_[secret] = box;
}

void Knowledge::Sealed(const Secret& secret, const std::string& box) {
  sealed_[box].insert(secret);
}

void Knowledge::Forget(const Holder& who) { boxes_.erase(who); }

std::set<Knowledge::Secret> Knowledge::Of(const Holder& who) const {
  std::set<Secret> known;
  std::vector<Secret> fresh;
  const auto learn = [&](const Secret& secret) {
    if (known.insert(secret).second) fresh.push_back(secret);
  };
  const auto open = [&](const std::string& box) {
    const auto sealed = sealed_.find(box);
    if (sealed == sealed_.end()) return;
    for (const Secret& secret : sealed->second) learn(secret);
  };
  if (made_.count(who)) {
    for (const Secret& secret : made_.at(who)) learn(secret);
  }
  if (boxes_.count(who)) {
    for (const std::string& box : boxes_.at(who)) open(box);
  }
  while (!fresh.empty()) {
    const Secret secret = fresh.back();
    fresh.pop_back();
    if (secret.second > 1) learn({secret.first, secret.second - 1});
    if (opens_.count(secret)) open(opens_.at(secret));
  }
  return known;
}

std::set<Holder> Knowledge::Everybody() const {
  std::set<Holder> out;
  for (const auto& [who, boxes] : boxes_) out.insert(who);
  return out;
}

}  // namespace klad::crypto::roster
