#include "server/link/writer.h"

#include <string>
#include <utility>

#include "crypto/base/status_macros.h"
#include "klad/store/v1/link.pb.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/base/remembered.h"
#include "server/link/address.h"
#include "server/link/batch.h"
#include "server/link/rules.h"
#include "server/store/update.h"

namespace klad::link {
namespace {

using store::v1::LinkRecord;
using v1::CreatedLink;

constexpr char kCreate[] = "klad.v1.LinkService/Create";
constexpr char kEdit[] = "klad.v1.LinkService/Edit";
constexpr int kMostNamed = 3;
constexpr size_t kMostCompared = 100;

absl::Status CheckCount(int links) {
  return links >= 1 && links <= kMostLinks
             ? absl::OkStatus()
             : access::BadField("links", kMostLinks);
}

struct Stored {
  LinkRecord record;
  store::Revision revision = 0;  // 0: there is none
};

absl::StatusOr<Stored> Load(store::Store* store, absl::string_view id) {
  Stored stored;
  const auto entry = store->Get(RecordKey(id));
  if (absl::IsNotFound(entry.status())) return stored;
  RETURN_IF_ERROR(entry.status());
  ASSIGN_OR_RETURN(stored.record, ParseRecord(*entry));
  stored.revision = entry->revision;
  return stored;
}

void Stamp(const access::Caller& caller, int64_t now_ms, v1::Link* link) {
  link->set_changed_ms(now_ms);
  link->set_changed_by(caller.id);
  if (link->revision() != 1) return;
  link->set_created_ms(now_ms);
  link->set_created_by(caller.id);
}

// Decides about the links of one request, one after the other.
class Creation {
 public:
  Creation(const Parts& parts, const access::Caller& caller, bool unless_known,
           Batch* batch)
      : parts_(parts),
        caller_(caller),
        unless_known_(unless_known),
        batch_(*batch) {}

  absl::StatusOr<CreatedLink> Add(v1::Link link) {
    Tidy(&link);
    CreatedLink created;
    const absl::string_view rule =
        batch_.Has(link.id()) ? "id"
                              : BrokenRule(link, v1::Link(), batch_.roster());
    if (!rule.empty()) return Refused(rule);
    ASSIGN_OR_RETURN(const Stored stored, Load(parts_.store, link.id()));
    if (stored.revision != 0) return Again(stored.record.link());
    if (unless_known_) RETURN_IF_ERROR(batch_.GuardAddress(link));
    RETURN_IF_ERROR(FindSameAddress(link, &created));
    if (unless_known_ && created.has_link()) {
      created.set_outcome(v1::LINK_OUTCOME_KNOWN);
      return created;
    }
    link.set_revision(1);
    Stamp(caller_, parts_.clock->NowMs(), &link);
    LinkRecord record;
    *record.mutable_link() = link;
    ASSIGN_OR_RETURN(const bool added,
                     batch_.Add(std::move(record), v1::Link(), 0));
    created.set_outcome(added ? v1::LINK_OUTCOME_CREATED
                              : v1::LINK_OUTCOME_NAME_TAKEN);
    *created.mutable_link() = std::move(link);
    return created;
  }

 private:
  static CreatedLink Refused(absl::string_view rule) {
    CreatedLink created;
    created.set_outcome(v1::LINK_OUTCOME_REFUSED);
    created.set_rule(std::string(rule));
    return created;
  }

  // The same request once more, or an id that is somebody else's.
  CreatedLink Again(const v1::Link& link) const {
    if (link.created_by() != caller_.id) return Refused("id");
    CreatedLink created;
    created.set_outcome(v1::LINK_OUTCOME_CREATED);
    *created.mutable_link() = link;
    return created;
  }

  // In the store: what another has just created may not be in the catalogue.
  absl::Status FindSameAddress(const v1::Link& link,
                               CreatedLink* created) const {
    const std::string address = Normalise(link.address());
    const auto note = [created](const v1::Link& same) {
      if (!created->has_link()) *created->mutable_link() = same;
      if (created->same_address_size() < kMostNamed) {
        created->add_same_address(same.name());
      }
    };
    ASSIGN_OR_RETURN(const store::Page page,
                     parts_.store->List(
                         store::Range::Prefix(parts_.index->OfAddress(address)),
                         "", kMostCompared));
    for (const store::Entry& entry : page.entries) {
      const std::string id = LinkOfAddress(entry.key);
      if (id.empty()) continue;
      ASSIGN_OR_RETURN(const Stored same, Load(parts_.store, id));
      if (batch_.Sees(same.record.link())) note(same.record.link());
    }
    for (const LinkRecord& each : batch_.links()) {
      if (Normalise(each.link().address()) == address) note(each.link());
    }
    return absl::OkStatus();
  }

  const Parts& parts_;
  const access::Caller& caller_;
  const bool unless_known_;
  Batch& batch_;
};

absl::StatusOr<v1::Link> EditOne(const Parts& parts,
                                 const access::Caller& caller,
                                 const v1::EditLinksRequest& request,
                                 v1::Link link, Batch* batch) {
  if (!IsId(link.id())) return access::Refuse(v1::REASON_LINK_UNKNOWN);
  if (batch->Has(link.id())) return access::BadField("id", kIdSize);
  ASSIGN_OR_RETURN(Stored stored, Load(parts.store, link.id()));
  const v1::Link before = stored.record.link();
  if (stored.revision == 0 || !batch->Sees(before)) {
    return access::Refuse(v1::REASON_LINK_UNKNOWN);
  }
  auto* requests = stored.record.mutable_requests();
  if (Remembers(*requests, request.request_id())) return before;
  if (link.revision() != before.revision()) {
    return access::Refuse(v1::REASON_LINK_MOVED);
  }
  if (request.end()) link.set_until_ms(parts.clock->NowMs());
  Tidy(&link);
  const absl::string_view rule = BrokenRule(link, before, batch->roster());
  if (!rule.empty()) {
    return access::Refuse(v1::REASON_LINK_REFUSED,
                          {{"rule", std::string(rule)}});
  }
  link.set_revision(before.revision() + 1);
  link.set_created_ms(before.created_ms());
  link.set_created_by(before.created_by());
  Stamp(caller, parts.clock->NowMs(), &link);
  *stored.record.mutable_link() = link;
  Remember(request.request_id(), requests);
  ASSIGN_OR_RETURN(const bool added, batch->Add(std::move(stored.record),
                                                before, stored.revision));
  if (!added) return access::Refuse(v1::REASON_LINK_NAME_TAKEN);
  return link;
}

// Commits the batch that `decide` makes, and shows it in the catalogue.
template <typename Decide>
absl::Status Write(Catalogue* catalogue, Decide&& decide) {
  return store::Update(decide,
                       [&](Batch batch) {
                         auto committed = batch.Commit();
                         if (!committed.ok()) return committed;
                         for (const LinkRecord& record : batch.links()) {
                           catalogue->Put(record);
                         }
                         return committed;
                       })
      .status();
}

}  // namespace

absl::Status Writer::Create(const access::Caller& caller,
                            const v1::CreateLinksRequest& request,
                            v1::CreateLinksResponse* response) const {
  RETURN_IF_ERROR(CheckCount(request.links_size()));
  return Write(catalogue_, [&]() -> absl::StatusOr<Batch> {
    ASSIGN_OR_RETURN(Batch batch, Batch::Begin(parts_, caller, kCreate));
    response->Clear();
    Creation creation(parts_, caller, request.unless_known(), &batch);
    for (const v1::Link& link : request.links()) {
      ASSIGN_OR_RETURN(*response->add_links(), creation.Add(link));
    }
    return batch;
  });
}

absl::Status Writer::Edit(const access::Caller& caller,
                          const v1::EditLinksRequest& request,
                          v1::EditLinksResponse* response) const {
  RETURN_IF_ERROR(CheckCount(request.links_size()));
  if (!IsId(request.request_id()))
    return access::BadField("request_id", kIdSize);
  return Write(catalogue_, [&]() -> absl::StatusOr<Batch> {
    ASSIGN_OR_RETURN(Batch batch, Batch::Begin(parts_, caller, kEdit));
    response->Clear();
    for (const v1::Link& link : request.links()) {
      ASSIGN_OR_RETURN(*response->add_links(),
                       EditOne(parts_, caller, request, link, &batch));
    }
    return batch;
  });
}

}  // namespace klad::link
