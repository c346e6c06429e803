// What products put into rows of their tables beyond what columns say.
#ifndef KLAD_CLIENT_FORMATS_CSV_OWN_H_
#define KLAD_CLIENT_FORMATS_CSV_OWN_H_

#include "absl/status/status.h"
#include "client/formats/csv_table.h"

namespace klad::client {

absl::Status OwnBitwarden(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnOnePassword(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnLastPass(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnDashlanePayment(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnDashlaneOther(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnNote(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnNordPass(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnProton(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnRoboForm(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnZoho(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnKeePass(const CsvRow& row, Rows& rows, Draft draft);
absl::Status OwnKeePassXc(const CsvRow& row, Rows& rows, Draft draft);

// In buttercup.cc.
absl::Status OwnButtercup(const CsvRow& row, Rows& rows, Draft draft);

// A folder's own row, with nothing of a credential in it.
absl::Status PassFolder(absl::string_view name, Rows& rows);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_CSV_OWN_H_
