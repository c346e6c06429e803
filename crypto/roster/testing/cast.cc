#include "crypto/roster/testing/cast.h"

#include "crypto/base/check.h"

namespace klad::crypto::roster {
namespace {

void Must(const absl::Status& status) { CHECK_THAT(status.ok()); }

}  // namespace

Cast::Cast()
    : founder(org.founder()),
      kit(org.kit()),
      maks_end_ms(org.now_ms() + 30 * kDayMs),
      cora_end_ms(org.now_ms() + 20 * kDayMs) {
  olga = org.Join("olga");
  org.GiveRole(olga.id, kOwner);
  hans = org.Join("hans", {{kHead}});
  mira = org.Join("mira", {{"marketer"}});
  rita = org.Join("rita", {{"marketer"}});
  wim = org.Join("wim", {{"marketer"}});
  maks = org.Join("maks", {{"marketer"}});
  cora = org.Join("cora", {{kContractor, cora_end_ms}});
  bot = org.MakeTool("bot", {"lead.write"});
  sven = org.Join("sven", {{"marketer"}});
  lena = org.Join("lena", {{"marketer"}});
  dora = org.Join("dora");
  safe = org.MakeSafe(founder);
  org.Grant(safe, rita.id, trust::v1::LEVEL_READ);
  org.Grant(safe, wim.id, trust::v1::LEVEL_WRITE);
  org.Grant(safe, maks.id, trust::v1::LEVEL_MANAGE, maks_end_ms);
  retired = org.MakeSafe(founder);
  Must(org.Add(founder, SafeRetired(org, retired)));
  org.Suspend(sven.id);
  Must(org.Add(founder, Lost(org, lena.id)));
  org.Suspend(dora.id);
  org.RenewDue();
  Must(org.Add(founder, Departed(org, dora.id, mira.id)));
  wanda = org.Fresh("wanda");
  letter = org.Fresh("");
  Must(org.Add(olga, org.DraftInvited(letter, wanda, {{"marketer"}})));
}

void PrintTo(const Row& row, std::ostream* out) { *out << row.situation; }

}  // namespace klad::crypto::roster
