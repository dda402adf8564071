#include "pack/overlay_line.h"

#include <algorithm>
#include <string>

#include "base/json_fields.h"
#include "base/strings.h"
#include "knowledge/codec.h"
#include "pack/record_text.h"
#include "records/codec.h"
#include "records/validity.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::string_view kRedFlagKind = "red_flag";

std::string_view kind_of(std::string_view id) {
    return id.substr(0, id.find('/'));
}

bool is_relation(std::string_view of) {
    return of.find(' ') != std::string_view::npos;
}

/// What an overlay may lie over.
bool is_target(std::string_view of) {
    if (is_relation(of)) {
        const auto words = split(of, ' ');
        const bool is_imported = words.size() == 4 && words[3].starts_with('@');
        return (words.size() == 3 || is_imported) && predicate_named(words[1]).has_value();
    }
    const std::string_view kind = kind_of(of);
    return of.find('/') != std::string_view::npos &&
           (kind == kRedFlagKind || concept_kind_named(kind) || record_kind_named(kind));
}

Error not_the_same(std::string_view of) {
    return {ErrorCode::InvalidInput, "What stands in its place has the same id, \"" + std::string(of) + "\".", "with"};
}

/// The JSON that the store keeps of an entity read from the object.
template <typename Entity>
Result<std::string> body_of(Result<Entity> read, const std::string& id, std::string_view of) {
    if (!read) return Error{read.error().code, read.error().message, "with." + read.error().where};
    if (id != of) return not_the_same(of);
    return json::serialize(to_json(*read));
}

Result<std::string> record_body(const json::object& object, std::string_view of, std::string_view pack) {
    auto record = record_from_pack_json(object);
    if (!record) return Error{record.error().code, record.error().message, "with." + record.error().where};
    if (record->head.id != of) return not_the_same(of);
    for (const Problem& problem : check(*record)) {
        if (problem.severity == Severity::Error) {
            return Error{ErrorCode::InvalidInput, problem.message, "with." + problem.where};
        }
    }
    record->head.origin = pack;
    record->head.trust = Trust::Curated;
    return json::serialize(to_json(*record));
}

Result<std::string> replacement(const json::object& object, std::string_view of, std::string_view pack) {
    if (is_relation(of)) {
        auto relation = relation_from_json(object);
        const std::string key = relation ? key_of(*relation) : std::string();
        const bool is_same = of == key || of.starts_with(key + " @");
        return body_of(std::move(relation), is_same ? std::string(of) : key, of);
    }
    if (kind_of(of) == kRedFlagKind) {
        auto red_flag = red_flag_from_json(object);
        const std::string id = red_flag ? red_flag->id : std::string();
        return body_of(std::move(red_flag), id, of);
    }
    if (concept_kind_named(kind_of(of)) && !object.contains("title") && !record_kind_named(kind_of(of))) {
        auto known = concept_from_json(object);
        const std::string id = known ? known->id : std::string();
        return body_of(std::move(known), id, of);
    }
    return record_body(object, of, pack);
}

}  // namespace

Result<Overlay> overlay_from_json(const json::object& object, std::string_view pack) {
    JsonFields fields(object);
    Overlay overlay;
    overlay.of = fields.required_text("of");
    const std::string action = fields.required_text("action");
    overlay.by = fields.required_text("by");
    overlay.on = fields.date("on");
    overlay.why = fields.required_text("why");
    const json::object* with = fields.object("with");
    if (!overlay.on.known()) fields.fail_missing("on");
    if (!is_target(overlay.of)) {
        fields.fail(
            "of", "Name a concept, a care card or a record by its id, or a relation as \"subject predicate object\".");
    }
    if (action != "retract" && action != "replace") fields.fail("action", "The actions are retract and replace.");
    if (action == "replace" && with == nullptr) fields.fail_missing("with");
    if (action == "retract" && with != nullptr) fields.fail("with", "What is retracted has nothing in its place.");
    if (auto done = fields.finish(); !done) return done.error();
    if (with == nullptr) return overlay;
    auto body = replacement(*with, overlay.of, pack);
    if (!body) return body.error();
    overlay.body = *std::move(body);
    return overlay;
}

json::object to_json(const Overlay& overlay) {
    json::object object;
    object["of"] = overlay.of;
    object["action"] = overlay.body.empty() ? "retract" : "replace";
    if (!overlay.body.empty()) {
        json::object with = json::parse(overlay.body).as_object();
        const std::string_view kind = kind_of(overlay.of);
        if (!is_relation(overlay.of) && record_kind_named(kind)) {
            if (const auto record = record_from_json(with)) with = to_pack_json(*record);
        }
        object["with"] = std::move(with);
    }
    object["by"] = overlay.by;
    object["on"] = overlay.on.iso();
    object["why"] = overlay.why;
    return object;
}

}  // namespace xinglin
