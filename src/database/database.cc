#include "database/database.h"

#include "base/check.h"

namespace xinglin {

std::string_view Batch::Column::text(std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends[row - 1];
    return std::string_view(bytes).substr(begin, ends[row] - begin);
}

Batch::Batch(std::span<const ColumnType> types) {
    for (const ColumnType type : types) columns_.push_back({type, {}, {}, {}});
}

void Batch::add(std::span<const Value> values) {
    CHECK(values.size() == columns_.size());
    auto column = columns_.begin();
    for (const Value& value : values) {
        if (column->type == ColumnType::Integer) {
            column->integers.push_back(std::get<std::int64_t>(value));
        } else {
            column->bytes += std::get<std::string_view>(value);
            column->ends.push_back(column->bytes.size());
        }
        ++column;
    }
    ++size_;
}

void Batch::clear() {
    for (Column& column : columns_) {
        column.integers.clear();
        column.bytes.clear();
        column.ends.clear();
    }
    size_ = 0;
}

std::size_t Batch::bytes() const {
    std::size_t sum = 0;
    for (const Column& column : columns_) sum += column.bytes.size();
    return sum;
}

std::string with_placeholder(std::string_view text, std::string_view placeholder, std::string_view replacement) {
    std::string out;
    for (;;) {
        const std::size_t found = text.find(placeholder);
        out += text.substr(0, found);
        if (found == std::string_view::npos) return out;
        out += replacement;
        text.remove_prefix(found + placeholder.size());
    }
}

bool is_database_address(std::string_view location) {
    return location.starts_with("postgresql://") || location.starts_with("postgres://");
}

std::unique_ptr<Database> open_database(const std::string& location, std::chrono::milliseconds lock_wait,
                                        Access access) {
    if (is_database_address(location)) return open_postgres_database(location, lock_wait);
    return open_sqlite_database(location, lock_wait, access);
}

}  // namespace xinglin
