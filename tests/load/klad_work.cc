#include "tests/load/klad_work.h"

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "crypto/base/status_macros.h"
#include "klad/v1/credential.pb.h"

namespace klad::load {
namespace {

constexpr size_t kPage = 200;
constexpr size_t kSigners = 2;
constexpr char kChange[] = "klad.v1.CredentialService/Change";

// Without SHOW, which the repeated ones have.
const std::vector<trust::v1::Purpose> kPurposes = {
    trust::v1::PURPOSE_RUN, trust::v1::PURPOSE_EXPORT,
    trust::v1::PURPOSE_OFFLINE, trust::v1::PURPOSE_HEALTH};

// Calls part(i) for each i below `count`, on a few threads.
template <typename Part>
absl::Status InParallel(size_t count, const Part& part) {
  std::vector<absl::Status> results(kSigners);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < kSigners; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = t; i < count && results[t].ok(); i += kSigners) {
        results[t] = part(i);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& result : results) RETURN_IF_ERROR(result);
  return absl::OkStatus();
}

}  // namespace

void Prepared::Load(std::vector<grpc::ByteBuffer> requests) {
  requests_ = std::move(requests);
  for (size_t slot = 0; slot < at_.size(); ++slot) at_[slot] = slot;
}

const grpc::ByteBuffer* Prepared::Next(int slot) {
  size_t& at = at_[slot];
  if (order_ == Order::kAround && at >= requests_.size()) {
    at = slot % std::max<size_t>(requests_.size(), 1);
  }
  if (at >= requests_.size()) return nullptr;
  const grpc::ByteBuffer* const request = &requests_[at];
  at += kInFlight;
  return request;
}

Reveals::Reveals(Organisation* organisation) : organisation_(organisation) {
  const auto& chains = organisation->chains();
  for (size_t i = 0; i < chains.size(); ++i) {
    for (size_t j = 0; j < chains[i].credentials().size(); ++j) {
      places_.push_back({i, j});
    }
  }
  std::shuffle(places_.begin(), places_.end(), std::mt19937(1));
}

absl::StatusOr<std::vector<grpc::ByteBuffer>> Reveals::TakeNew(size_t count) {
  const size_t from = taken_;
  const size_t all = places_.size() * kPurposes.size();
  taken_ = std::min(all, taken_ + count);
  return Make(from, taken_ - from, kPurposes);
}

absl::StatusOr<std::vector<grpc::ByteBuffer>> Reveals::Same(
    size_t count) const {
  return Make(0, std::min(count, places_.size()), {trust::v1::PURPOSE_SHOW});
}

absl::StatusOr<std::vector<grpc::ByteBuffer>> Reveals::Make(
    size_t from, size_t count,
    const std::vector<trust::v1::Purpose>& purposes) const {
  std::vector<grpc::ByteBuffer> requests(count);
  RETURN_IF_ERROR(InParallel(count, [&](size_t i) -> absl::Status {
    const size_t at = from + i;
    requests[i] = MakeOne(at % places_.size(), purposes[at / places_.size()]);
    return absl::OkStatus();
  }));
  return requests;
}

// The first version: it stays what the credential had, whatever is put later.
grpc::ByteBuffer Reveals::MakeOne(size_t credential,
                                  trust::v1::Purpose purpose) const {
  const Place& place = places_[credential];
  const SafeChain& chain = organisation_->chains()[place.chain];
  return ToBuffer(chain.Reveal(organisation_->known(),
                               chain.credentials()[place.credential].id,
                               /*version=*/1, purpose));
}

std::vector<grpc::ByteBuffer> ListRequests(Organisation* organisation) {
  std::vector<grpc::ByteBuffer> requests;
  for (const SafeChain& chain : organisation->chains()) {
    std::vector<std::string> ids = {""};
    for (const auto& credential : chain.credentials()) {
      ids.push_back(credential.id);
    }
    std::sort(ids.begin(), ids.end());
    for (size_t i = 0; i == 0 || i + kPage < ids.size(); i += kPage) {
      klad::v1::ListRequest request;
      *request.mutable_known() = organisation->known();
      request.set_safe(chain.safe());
      request.set_after(ids[i]);
      request.set_limit(kPage);
      requests.push_back(ToBuffer(request));
    }
  }
  std::shuffle(requests.begin(), requests.end(), std::mt19937(1));
  return requests;
}

Puts::Puts(Organisation* organisation) : Work(kChange) {
  for (SafeChain& chain : organisation->chains()) {
    writers_.push_back({.chain = &chain, .waiting = {}});
  }
}

int Puts::slots() const {
  return std::min<int>(kInFlight, static_cast<int>(writers_.size()));
}

absl::Status Puts::Sign(size_t each, Writer* writer) {
  while (writer->waiting.size() < each) {
    ASSIGN_OR_RETURN(const Draft draft,
                     writer->chain->Edit(writer->signed_changes++));
    writer->chain->Take(draft);
    writer->waiting.push_back(
        {ToBuffer(draft.request), draft.checked.position});
  }
  return absl::OkStatus();
}

absl::Status Puts::Prepare(size_t each) {
  return InParallel(slots(),
                    [&](size_t i) { return Sign(each, &writers_[i]); });
}

const grpc::ByteBuffer* Puts::Next(int slot) {
  const Writer& writer = writers_[slot];
  return writer.waiting.empty() ? nullptr : &writer.waiting.front().request;
}

absl::StatusOr<bool> Puts::Take(int slot, const grpc::Status& status) {
  RETURN_IF_ERROR(Work::Take(slot, status).status());
  Writer& writer = writers_[slot];
  writer.chain->acknowledged = writer.waiting.front().after;
  writer.waiting.pop_front();
  return true;
}

ContendedPuts::ContendedPuts(SafeChain* chain)
    : Work(kChange), chain_(chain), slots_(kInFlight) {}

const grpc::ByteBuffer* ContendedPuts::Next(int slot) {
  MutexLock lock(&mutex_);
  auto draft = chain_->Edit(slot);
  if (!draft.ok()) {
    failure_.Update(draft.status());
    return nullptr;
  }
  slots_[slot].request = ToBuffer(draft->request);
  slots_[slot].draft = *std::move(draft);
  return &slots_[slot].request;
}

absl::StatusOr<bool> ContendedPuts::Take(int slot, const grpc::Status& status) {
  MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  if (status.error_code() == grpc::StatusCode::ABORTED) return false;
  RETURN_IF_ERROR(Work::Take(slot, status).status());
  chain_->Take(slots_[slot].draft);
  chain_->acknowledged = chain_->head();
  return true;
}

}  // namespace klad::load
