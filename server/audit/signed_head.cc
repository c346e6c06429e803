#include "server/audit/signed_head.h"

namespace klad::audit {

void SignedHead::Set(const ChainHead& head) {
  MutexLock lock(&mutex_);
  head_ = head;
  signed_ = nullptr;
}

std::shared_ptr<const trust::v1::LedgerHead> SignedHead::Get() {
  MutexLock lock(&mutex_);
  if (signed_ == nullptr) {
    auto head = std::make_shared<trust::v1::LedgerHead>();
    *head->mutable_position() = head_.ToPosition();
    head->set_signature(signer_->Sign(head->position()));
    signed_ = std::move(head);
  }
  return signed_;
}

}  // namespace klad::audit
