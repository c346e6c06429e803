#include "crypto/base/check.h"
#include "crypto/roster/testing/authority_rows.h"
#include "gtest/gtest.h"

namespace klad::crypto::roster {
namespace {

TEST_P(AuthorityTest, Row) { RunRow(GetParam()); }

std::vector<Row> AuthorRows() {
  return {
    ROW("SuspendedMemberWritesNothing", "author-inactive",
        return {c.sven, Suspended(c.org, c.sven.id)};),
        ROW("SuspendedOwnerWritesNothing", "author-inactive",
            c.org.Suspend(c.olga.id);
            return {c.olga, Resumed(c.org, c.olga.id)};),
        ROW("ToolPastItsEndWritesNothing", "author-inactive",
            c.org.Wait(365 * kDayMs);
            return {c.bot, Suspended(c.org, c.bot.id)};),
        ROW("ToolBeforeItsEndMaySuspendItself", "", c.org.Wait(364 * kDayMs);
            return {c.bot, Suspended(c.org, c.bot.id)};),
        ROW("FormerOwnerIsNoOwner", "not-owner",
            c.org.TakeRole(c.olga.id, kOwner);
            return {c.olga, Suspended(c.org, c.mira.id)};),
        ROW("KitIsAnOwner", "", return {c.kit, Suspended(c.org, c.mira.id)};),
  };
}

AUTHORITY_ROWS(Authors, AuthorRows());

}  // namespace
}  // namespace klad::crypto::roster
