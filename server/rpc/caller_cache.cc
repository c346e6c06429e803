#include "server/rpc/caller_cache.h"

#include <utility>

#include "crypto/certificate.h"

namespace klad::rpc {
namespace {

constexpr size_t kCertificates = 4096;

using access::Caller;
using crypto::Subject;

const std::shared_ptr<const Caller>& Nobody() {
  static const auto* const nobody =
      new std::shared_ptr<const Caller>(std::make_shared<Caller>());
  return *nobody;
}

}  // namespace

std::shared_ptr<const Caller> CallerCache::Find(absl::string_view pem,
                                                int64_t now_ms) {
  Known known = FindOrParse(pem);
  const bool valid = now_ms >= known.from_ms && now_ms < known.until_ms;
  if (!valid) return Nobody();
  return std::move(known.caller);
}

CallerCache::Known CallerCache::FindOrParse(absl::string_view pem) {
  {
    MutexLock lock(&mutex_);
    const auto found = known_.find(pem);
    if (found != known_.end()) return found->second;
  }
  Known known = Parse(pem);
  MutexLock lock(&mutex_);
  if (known_.size() >= kCertificates) known_.clear();
  known_.emplace(std::string(pem), known);
  return known;
}

CallerCache::Known CallerCache::Parse(absl::string_view pem) {
  auto facts = crypto::ReadPemCertificate(pem);
  if (!facts.ok()) return {Nobody()};
  auto caller = std::make_shared<Caller>();
  switch (facts->subject.kind) {
    case Subject::Kind::kMember:
      caller->kind = Caller::Kind::kMember;
      break;
    case Subject::Kind::kDoor:
      caller->kind = Caller::Kind::kDoor;
      break;
    case Subject::Kind::kInvitation:
      caller->kind = Caller::Kind::kInvitation;
      break;
    case Subject::Kind::kMove:
      caller->kind = Caller::Kind::kMove;
      break;
    default:
      return {Nobody()};
  }
  caller->id = std::move(facts->subject.id);
  caller->tls_key = std::move(facts->public_key);
  return {std::move(caller), facts->from_ms, facts->until_ms};
}

}  // namespace klad::rpc
