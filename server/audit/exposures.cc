#include "server/audit/exposures.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"

namespace klad::audit {
namespace {

using store::v1::ExposureRecord;
using trust::v1::Purpose;

constexpr size_t kNumberSize = 8;

absl::Status Damaged() {
  return absl::DataLossError("a record of an exposure is damaged");
}

std::string MemberPrefix(absl::string_view member) {
  return absl::StrCat(store::kExposurePrefix, member, "/");
}

std::string CredentialPrefix(absl::string_view safe,
                             absl::string_view credential) {
  return absl::StrCat(store::kExposureIndexPrefix, safe, "/", credential, "/");
}

// Takes the fixed-size parts of a key one by one.
class KeyReader {
 public:
  KeyReader(absl::string_view key, absl::string_view prefix) : rest_(key) {
    ok_ = absl::ConsumePrefix(&rest_, prefix);
  }

  std::string Id() { return std::string(Take(kIdSize)); }

  uint64_t Number() {
    uint64_t number = 0;
    ok_ = ParseBigEndian(Take(kNumberSize), &number) && ok_;
    return number;
  }

  Purpose Last() {
    int number = 0;
    ok_ = absl::SimpleAtoi(rest_, &number) &&
          trust::v1::Purpose_IsValid(number) && ok_;
    return static_cast<Purpose>(number);
  }

  bool ok() const { return ok_; }

 private:
  absl::string_view Take(size_t size) {
    if (rest_.size() <= size || rest_[size] != '/') {
      ok_ = false;
      return {};
    }
    const absl::string_view part = rest_.substr(0, size);
    rest_.remove_prefix(size + 1);
    return part;
  }

  absl::string_view rest_;
  bool ok_;
};

absl::StatusOr<store::Page> ListAfter(store::Store* store,
                                      const std::string& prefix,
                                      absl::string_view after, size_t limit) {
  return store->List(store::Range::Prefix(prefix),
                     after.empty() ? "" : absl::StrCat(prefix, after), limit);
}

void SetNext(const store::Page& listed, const std::string& prefix,
             ExposurePage* page) {
  if (listed.more) page->next = listed.entries.back().key.substr(prefix.size());
}

}  // namespace

std::string ExposureKey(const ExposureName& name) {
  return absl::StrCat(MemberPrefix(name.member), name.safe, "/",
                      name.credential, "/", BigEndian(name.generation), "/",
                      static_cast<int>(name.purpose));
}

std::string ExposureIndexKey(const ExposureName& name) {
  return absl::StrCat(CredentialPrefix(name.safe, name.credential),
                      BigEndian(name.generation), "/", name.member, "/",
                      static_cast<int>(name.purpose));
}

void PutExposure(const ExposureName& name, const ExposureRecord& record,
                 store::Transaction* transaction) {
  transaction->puts.push_back({ExposureKey(name), record.SerializeAsString()});
  transaction->puts.push_back({ExposureIndexKey(name), ""});
}

absl::StatusOr<ExposureName> ParseExposureKey(absl::string_view key) {
  KeyReader reader(key, store::kExposurePrefix);
  ExposureName name;
  name.member = reader.Id();
  name.safe = reader.Id();
  name.credential = reader.Id();
  name.generation = reader.Number();
  name.purpose = reader.Last();
  if (!reader.ok()) return Damaged();
  return name;
}

absl::StatusOr<ExposureName> ParseExposureIndexKey(absl::string_view key) {
  KeyReader reader(key, store::kExposureIndexPrefix);
  ExposureName name;
  name.safe = reader.Id();
  name.credential = reader.Id();
  name.generation = reader.Number();
  name.member = reader.Id();
  name.purpose = reader.Last();
  if (!reader.ok()) return Damaged();
  return name;
}

absl::StatusOr<ExposureRecord> ReadExposure(absl::string_view value) {
  ExposureRecord record;
  if (!record.ParseFromArray(value.data(), static_cast<int>(value.size())) ||
      record.version() == 0) {
    return Damaged();
  }
  return record;
}

absl::StatusOr<ExposurePage> ExposuresOfMember(store::Store* store,
                                               absl::string_view member,
                                               absl::string_view after,
                                               size_t limit) {
  const std::string prefix = MemberPrefix(member);
  ASSIGN_OR_RETURN(const store::Page listed,
                   ListAfter(store, prefix, after, limit));
  ExposurePage page;
  for (const store::Entry& entry : listed.entries) {
    FoundExposure& found = page.exposures.emplace_back();
    ASSIGN_OR_RETURN(found.name, ParseExposureKey(entry.key));
    ASSIGN_OR_RETURN(found.record, ReadExposure(entry.value));
  }
  SetNext(listed, prefix, &page);
  return page;
}

absl::StatusOr<ExposurePage> ExposuresOfCredential(store::Store* store,
                                                   absl::string_view safe,
                                                   absl::string_view credential,
                                                   absl::string_view after,
                                                   size_t limit) {
  const std::string prefix = CredentialPrefix(safe, credential);
  ASSIGN_OR_RETURN(const store::Page listed,
                   ListAfter(store, prefix, after, limit));
  ExposurePage page;
  for (const store::Entry& entry : listed.entries) {
    FoundExposure& found = page.exposures.emplace_back();
    ASSIGN_OR_RETURN(found.name, ParseExposureIndexKey(entry.key));
    const auto record = store->Get(ExposureKey(found.name));
    if (absl::IsNotFound(record.status())) return Damaged();
    RETURN_IF_ERROR(record.status());
    ASSIGN_OR_RETURN(found.record, ReadExposure(record->value));
  }
  SetNext(listed, prefix, &page);
  return page;
}

}  // namespace klad::audit
