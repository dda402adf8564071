#include "pack/record_text.h"

#include <array>
#include <string>
#include <string_view>

#include "base/json_fields.h"
#include "records/codec.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// pack.toml says these for all records, or the id does, or the record that the id names.
constexpr std::array<std::string_view, 7> kStoreFields = {"kind",       "origin",        "trust",           "language",
                                                          "fictitious", "hospital_name", "body_is_markdown"};
constexpr std::array<std::string_view, 3> kStoreFieldsOfAnswer = {"doctor_name", "doctor_title", "doctor_hospital"};

template <typename Visit>
void for_each_answer(json::object& object, Visit visit) {
    json::value* answers = object.if_contains("answers");
    if (answers == nullptr || !answers->is_array()) return;
    for (json::value& answer : answers->get_array()) {
        if (answer.is_object()) visit(answer.get_object());
    }
}

Error unknown_field(std::string where) {
    return {ErrorCode::InvalidInput, std::string(kUnknownFieldMessage) + ".", std::move(where)};
}

}  // namespace

json::object to_pack_json(const Record& record) {
    json::object object = to_json(record);
    for (const std::string_view field : kStoreFields) object.stable_erase(field);
    for_each_answer(object, [](json::object& answer) {
        for (const std::string_view field : kStoreFieldsOfAnswer) answer.stable_erase(field);
    });
    return object;
}

Result<Record> record_from_pack_json(const json::object& object) {
    for (const std::string_view field : kStoreFields) {
        if (object.contains(field)) return unknown_field(std::string(field));
    }
    const json::value* answers = object.if_contains("answers");
    if (answers != nullptr && answers->is_array()) {
        const json::array& list = answers->get_array();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const json::object* answer = list[i].if_object();
            for (const std::string_view field : kStoreFieldsOfAnswer) {
                if (answer == nullptr || !answer->contains(field)) continue;
                return unknown_field("answers[" + std::to_string(i) + "]." + std::string(field));
            }
        }
    }
    return record_from_json(object);
}

}  // namespace xinglin
