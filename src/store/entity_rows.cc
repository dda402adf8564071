#include "store/entity_rows.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "knowledge/codec.h"
#include "records/codec.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kMaxKeyBytes = 1000;
constexpr std::size_t kChunkRows = 500;
constexpr std::size_t kChunkBytes = std::size_t{4} << 20;

std::string id_of(const Source& source, const Origin&) {
    return source.id;
}
std::string id_of(const Concept& value, const Origin&) {
    return value.id;
}
std::string id_of(const Relation& relation, const Origin& origin) {
    return origin.trust == Trust::Imported ? key_of(relation) + " @" + origin.name : key_of(relation);
}
std::string id_of(const RedFlag& red_flag, const Origin&) {
    return red_flag.id;
}
std::string id_of(const TriageRule& rule, const Origin&) {
    return rule.id;
}
std::string id_of(const Record& record, const Origin&) {
    return record.head.id;
}

std::string_view kind_of(const Source& source) {
    return name_of(source.kind);
}
std::string_view kind_of(const Concept& value) {
    return name_of(value.kind);
}
std::string_view kind_of(const Relation& relation) {
    return name_of(relation.predicate);
}
std::string_view kind_of(const RedFlag& red_flag) {
    return name_of(red_flag.level);
}
std::string_view kind_of(const TriageRule& rule) {
    return name_of(rule.level);
}

std::string_view status_of(const Source& source) {
    return name_of(source.status);
}
std::string_view status_of(const Concept&) {
    return {};
}
std::string_view status_of(const Relation&) {
    return {};
}
std::string_view status_of(const RedFlag&) {
    return {};
}
std::string_view status_of(const TriageRule&) {
    return {};
}

template <typename Knowledge>
EntityRow knowledge_row(EntityKind entity, const Knowledge& value, const Origin& origin) {
    return {entity,
            id_of(value, origin),
            std::string(kind_of(value)),
            std::string(name_of(origin.trust)),
            std::string(status_of(value)),
            boost::json::serialize(to_json(value))};
}

EntityRow record_row(const Record& record) {
    return {EntityKind::Record,
            record.head.id,
            std::string(name_of(record.kind())),
            std::string(name_of(record.head.trust)),
            std::string(name_of(record.head.status)),
            boost::json::serialize(to_json(record))};
}

/// The record as part of `origin`, whatever it says itself.
EntityRow record_row_of_origin(const Record& record, const std::string& origin) {
    if (record.head.origin == origin) return record_row(record);
    Record owned = record;
    owned.head.origin = origin;
    return record_row(owned);
}

/// The list of `entities`, by id, each id once; the id that two different ones claim as an error.
template <typename Entity>
Result<std::vector<IncomingEntities::Item>> items_by_id(const std::vector<Entity>& entities, const Origin& origin,
                                                        const std::function<EntityRow(std::size_t place)>& row) {
    std::vector<IncomingEntities::Item> items;
    items.reserve(entities.size());
    for (std::size_t place = 0; place < entities.size(); ++place) {
        items.push_back({id_of(entities[place], origin), place});
    }
    const auto comes_before = [](const auto& a, const auto& b) {
        return a.id != b.id ? a.id < b.id : a.place < b.place;
    };
    std::ranges::sort(items, comes_before);

    const auto same_id = [](const auto& a, const auto& b) { return a.id == b.id; };
    for (std::size_t i = 1; i < items.size(); ++i) {
        if (!same_id(items[i - 1], items[i]) || row(items[i - 1].place) == row(items[i].place)) continue;
        return two_contents(items[i].id);
    }
    items.erase(std::unique(items.begin(), items.end(), same_id), items.end());
    return items;
}

/// Appends the entities of one kind to `lists`; the first error stays in `error`.
template <typename Entity, typename ToRow>
void append(EntityKind entity, const std::vector<Entity>& entities, const Origin& origin, ToRow to_row,
            std::vector<IncomingEntities>& lists, std::optional<Error>& error) {
    const auto row = [&entities, to_row](std::size_t place) { return to_row(entities[place]); };
    auto items = items_by_id(entities, origin, row);
    if (!items) {
        if (!error) error = items.error();
        return;
    }
    lists.push_back({entity, *std::move(items), row});
}

template <typename Entity>
bool read(std::string_view body, Entity& out, Result<Entity> (*from_json)(const boost::json::object&)) {
    boost::json::error_code error;
    const boost::json::value value = boost::json::parse(body, error);
    if (error || !value.is_object()) return false;
    auto entity = from_json(value.get_object());
    if (entity) out = *std::move(entity);
    return static_cast<bool>(entity);
}

}  // namespace

Error two_contents(std::string id) {
    return {ErrorCode::Conflict, "This id is there twice with different content; rename or remove one.", std::move(id)};
}

Error owned_by_another(std::string id) {
    return {ErrorCode::Conflict, "Another origin owns this id; rename it here, or remove it there.", std::move(id)};
}

Result<std::vector<IncomingEntities>> incoming_entities(const Origin& origin, const KnowledgeData& knowledge,
                                                        const std::vector<Record>& records) {
    const auto as_knowledge = [&origin](EntityKind entity) {
        return [entity, &origin](const auto& value) { return knowledge_row(entity, value, origin); };
    };
    const auto as_record = [&origin](const Record& record) { return record_row_of_origin(record, origin.name); };

    std::vector<IncomingEntities> lists;
    std::optional<Error> error;
    append(EntityKind::Source, knowledge.sources, origin, as_knowledge(EntityKind::Source), lists, error);
    append(EntityKind::Concept, knowledge.concepts, origin, as_knowledge(EntityKind::Concept), lists, error);
    append(EntityKind::Relation, knowledge.relations, origin, as_knowledge(EntityKind::Relation), lists, error);
    append(EntityKind::RedFlag, knowledge.red_flags, origin, as_knowledge(EntityKind::RedFlag), lists, error);
    append(EntityKind::Record, records, origin, as_record, lists, error);
    append(EntityKind::TriageRule, knowledge.triage_rules, origin, as_knowledge(EntityKind::TriageRule), lists, error);
    if (error) return *error;
    return lists;
}

IncomingEntities incoming_record(const Record& record) {
    return {EntityKind::Record, {{record.head.id, 0}}, [&record](std::size_t) { return record_row(record); }};
}

bool is_storable_key(std::string_view key) {
    return !key.empty() && key.size() <= kMaxKeyBytes && key.find('\0') == std::string_view::npos &&
           !first_invalid_utf8(key);
}

Result<Done> check_storable(const EntityRow& row) {
    if (!is_storable_key(row.id)) {
        return Error{ErrorCode::InvalidInput, "An id is UTF-8 text of 1 to 1000 bytes without NUL.",
                     storable_text(row.id.substr(0, kMaxKeyBytes))};
    }
    if (first_invalid_utf8(row.body)) {
        return Error{ErrorCode::InvalidInput, "A text of this entity is not UTF-8; convert it before the import.",
                     row.id};
    }
    return Done{};
}

std::string storable_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        append_utf8(out, decoded.code_point == 0 ? char32_t{0xFFFD} : decoded.code_point);
        offset += decoded.length;
    }
    return out;
}

Result<Done> for_each_chunk(const IncomingEntities& incoming,
                            const std::function<Result<Done>(const std::vector<EntityRow>& rows)>& use) {
    std::vector<EntityRow> chunk;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < incoming.items.size(); ++i) {
        chunk.push_back(incoming.row(incoming.items[i].place));
        if (auto storable = check_storable(chunk.back()); !storable) return storable;
        bytes += chunk.back().body.size();
        if (chunk.size() < kChunkRows && bytes < kChunkBytes && i + 1 < incoming.items.size()) continue;
        if (auto used = use(chunk); !used) return used;
        chunk.clear();
        bytes = 0;
    }
    return Done{};
}

bool read_body(std::string_view body, Source& out) {
    return read(body, out, source_from_json);
}
bool read_body(std::string_view body, Concept& out) {
    return read(body, out, concept_from_json);
}
bool read_body(std::string_view body, Relation& out) {
    return read(body, out, relation_from_json);
}
bool read_body(std::string_view body, RedFlag& out) {
    return read(body, out, red_flag_from_json);
}
bool read_body(std::string_view body, TriageRule& out) {
    return read(body, out, triage_rule_from_json);
}
bool read_body(std::string_view body, Record& out) {
    return read(body, out, record_from_json);
}

}  // namespace xinglin
