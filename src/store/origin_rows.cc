#include "store/origin_rows.h"

#include <algorithm>
#include <boost/json.hpp>

#include "store/entity_rows.h"

namespace xinglin {
namespace {

std::string on_table(std::string_view sql, OriginTable table) {
    return with_placeholder(sql, "{table}", table == OriginTable::Imported ? "origin" : "staging");
}

std::string json_of(const std::vector<std::string>& steps) {
    boost::json::array array;
    for (const std::string& step : steps) array.emplace_back(step);
    return boost::json::serialize(array);
}

bool read_steps(std::string_view json, std::vector<std::string>& steps) {
    boost::json::error_code error;
    const boost::json::value value = boost::json::parse(json, error);
    if (error || !value.is_array()) return false;
    for (const boost::json::value& step : value.get_array()) {
        if (!step.is_string()) return false;
        steps.emplace_back(step.get_string());
    }
    return true;
}

bool read_date(std::string_view text, Date& date) {
    if (text.empty()) return true;
    const auto parsed = Date::parse(text);
    if (parsed) date = *parsed;
    return static_cast<bool>(parsed);
}

bool read_row(const Row& row, Origin& origin) {
    const auto trust = trust_named(row.text(5));
    const auto audience = audience_named(row.text(13));
    if (!trust || !audience || !read_date(row.text(11), origin.imported_on) || !read_steps(row.text(12), origin.steps))
        return false;
    origin.name = row.text(0);
    origin.version = row.text(1);
    origin.title = row.text(2);
    origin.licence = row.text(3);
    origin.language = row.text(4);
    origin.trust = *trust;
    origin.audience = *audience;
    origin.fictitious = row.integer(6) != 0;
    origin.source = row.text(7);
    origin.input = {std::string(row.text(8)), static_cast<std::uint64_t>(row.integer(9)),
                    static_cast<std::uint64_t>(row.integer(10))};
    return true;
}

}  // namespace

Result<Done> check_origin(const Origin& origin) {
    if (!is_storable_key(origin.name)) {
        return Error{ErrorCode::InvalidInput, "An origin's name is UTF-8 text of 1 to 1000 bytes.", "origin"};
    }
    std::vector<std::string> texts = {origin.version,  origin.title,  origin.licence,
                                      origin.language, origin.source, origin.input.file};
    texts.insert(texts.end(), origin.steps.begin(), origin.steps.end());
    for (const std::string& text : texts) {
        if (storable_text(text) == text) continue;
        return Error{ErrorCode::InvalidInput, "The description of this origin is not UTF-8 text.", origin.name};
    }
    return Done{};
}

bool describe_the_same(const Origin& a, const Origin& b) {
    Origin dated = a;
    dated.imported_on = b.imported_on;
    return dated == b;
}

std::vector<Origin> read_origins(Database& database, OriginTable table) {
    std::vector<Origin> origins;
    database.run(on_table("SELECT name, version, title, licence, language, trust, fictitious, source, input_file, "
                          "input_bytes, input_hash, imported_on, steps, audience FROM {table} ORDER BY name",
                          table),
                 {}, [&](const Row& row) {
                     Origin origin;
                     if (!read_row(row, origin)) {
                         throw DatabaseError(database.name() + ": the table of origins is damaged.");
                     }
                     origins.push_back(std::move(origin));
                 });
    return origins;
}

std::optional<Origin> read_origin(Database& database, OriginTable table, std::string_view name) {
    const std::vector<Origin> origins = read_origins(database, table);
    const auto found = std::ranges::find(origins, name, &Origin::name);
    if (found == origins.end()) return {};
    return *found;
}

void write_origin(Database& database, OriginTable table, const Origin& origin) {
    const std::string date = origin.imported_on.iso();
    const std::string steps = json_of(origin.steps);
    database.run(
        on_table("INSERT INTO {table}(name, version, title, licence, language, trust, fictitious, source, input_file, "
                 "input_bytes, input_hash, imported_on, steps, audience) "
                 "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
                 "ON CONFLICT (name) DO UPDATE SET version = excluded.version, title = excluded.title, "
                 "licence = excluded.licence, language = excluded.language, trust = excluded.trust, "
                 "fictitious = excluded.fictitious, source = excluded.source, input_file = excluded.input_file, "
                 "input_bytes = excluded.input_bytes, input_hash = excluded.input_hash, "
                 "imported_on = excluded.imported_on, steps = excluded.steps, audience = excluded.audience",
                 table),
        {origin.name, origin.version, origin.title, origin.licence, origin.language, name_of(origin.trust),
         origin.fictitious ? 1 : 0, origin.source, origin.input.file, static_cast<std::int64_t>(origin.input.bytes),
         static_cast<std::int64_t>(origin.input.hash), date, steps, name_of(origin.audience)});
}

}  // namespace xinglin
