#include "store/quarantine_rows.h"

#include "store/entity_rows.h"

namespace xinglin {
namespace {

constexpr std::size_t kMaxQuarantinedBytes = 4096;
constexpr std::size_t kBatchRows = 500;

/// The first bytes of a line, cut between characters.
std::string quarantined_text(std::string_view line) {
    if (line.size() > kMaxQuarantinedBytes) {
        std::size_t end = kMaxQuarantinedBytes;
        while (end > kMaxQuarantinedBytes - 4 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        line = line.substr(0, end);
    }
    return storable_text(line);
}

std::string_view insertion_into(QuarantineTable table) {
    return table == QuarantineTable::Imported
               ? "INSERT INTO quarantine(origin, position, place, rule, message, text) "
                 "SELECT c1, c2, c3, c4, c5, c6 FROM {rows}"
               : "INSERT INTO staged_quarantine(origin, position, place, rule, message, text) "
                 "SELECT c1, c2, c3, c4, c5, c6 FROM {rows}";
}

}  // namespace

std::vector<QuarantinedLine> kept_lines(std::string_view origin, const std::vector<QuarantinedLine>& lines) {
    std::vector<QuarantinedLine> kept;
    kept.reserve(lines.size());
    for (const QuarantinedLine& line : lines) {
        kept.push_back({std::string(origin), storable_text(line.place), storable_text(line.rule),
                        storable_text(line.message), quarantined_text(line.text)});
    }
    return kept;
}

void add_lines(Database& database, QuarantineTable table, const std::vector<QuarantinedLine>& lines,
               std::int64_t position) {
    Batch rows{ColumnType::Text, ColumnType::Integer, ColumnType::Text,
               ColumnType::Text, ColumnType::Text,    ColumnType::Text};
    for (const QuarantinedLine& line : lines) {
        rows.add({line.origin, position++, line.place, line.rule, line.message, line.text});
        if (rows.size() < kBatchRows) continue;
        database.run_each(insertion_into(table), rows);
        rows.clear();
    }
    if (rows.size() > 0) database.run_each(insertion_into(table), rows);
}

}  // namespace xinglin
