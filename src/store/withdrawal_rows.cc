#include "store/withdrawal_rows.h"

#include <algorithm>
#include <string>

namespace xinglin {

std::vector<Withdrawal> read_withdrawals(Database& database) {
    std::vector<Withdrawal> withdrawals;
    database.run("SELECT source, withdrawn_on, reason FROM withdrawal ORDER BY source", {}, [&](const Row& row) {
        Withdrawal withdrawal{std::string(row.text(0)), {}, std::string(row.text(2))};
        if (!row.text(1).empty()) {
            const auto on = Date::parse(row.text(1));
            if (!on) throw DatabaseError(database.name() + ": the table of withdrawals is damaged.");
            withdrawal.on = *on;
        }
        withdrawals.push_back(std::move(withdrawal));
    });
    return withdrawals;
}

std::optional<Withdrawal> read_withdrawal(Database& database, std::string_view source) {
    const std::vector<Withdrawal> withdrawals = read_withdrawals(database);
    const auto found = std::ranges::find(withdrawals, source, &Withdrawal::source);
    if (found == withdrawals.end()) return {};
    return *found;
}

void write_withdrawal(Database& database, const Withdrawal& withdrawal) {
    const std::string date = withdrawal.on.iso();
    database.run(
        "INSERT INTO withdrawal(source, withdrawn_on, reason) VALUES ($1, $2, $3) "
        "ON CONFLICT (source) DO UPDATE SET withdrawn_on = excluded.withdrawn_on, reason = excluded.reason",
        {withdrawal.source, date, withdrawal.reason});
}

void erase_withdrawal(Database& database, std::string_view source) {
    database.run("DELETE FROM withdrawal WHERE source = $1", {source});
}

}  // namespace xinglin
