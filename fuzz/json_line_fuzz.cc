// One line of --jsonl or one body of the API: what is taken is one object that writes itself and reads itself again as
// the same, no deeper than promised; every refusal has a place inside of the text and is JSON itself.
#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "json/shapes.h"

namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 64;

void require(bool holds) {
    if (!holds) std::abort();
}

std::size_t depth_of(const json::value& value) {
    std::size_t deepest = 0;
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) deepest = std::max(deepest, depth_of(member.value()));
        return deepest + 1;
    }
    if (const auto* array = value.if_array()) {
        for (const auto& element : *array) deepest = std::max(deepest, depth_of(element));
        return deepest + 1;
    }
    return 0;
}

/// The same value; of two numbers with a fraction only that they are such, for the last bit may differ when read again.
bool same(const json::value& a, const json::value& b) {
    if (a.kind() != b.kind()) return false;
    if (const auto* object = a.if_object()) {
        return object->size() == b.as_object().size() && std::ranges::all_of(*object, [&](const auto& member) {
                   const json::value* other = b.as_object().if_contains(member.key());
                   return other != nullptr && same(member.value(), *other);
               });
    }
    if (const auto* array = a.if_array()) return std::ranges::equal(*array, b.as_array(), same);
    return a.is_double() || a == b;
}

void check_refusal(const xinglin::Error& error, bool has_place, std::size_t size) {
    require(error.code == xinglin::ErrorCode::InvalidInput && !error.message.empty());
    // An error is told as JSON, so it may not repeat bytes that are none.
    require(static_cast<bool>(xinglin::parse_object(json::serialize(xinglin::to_json(error)))));
    if (!has_place) return;
    require(error.where.starts_with("byte "));
    require(std::stoull(error.where.substr(5)) <= size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto object = xinglin::parse_object(text);
    if (!object) {
        check_refusal(object.error(), true, size);
        return 0;
    }
    require(depth_of(*object) <= kMaxDepth);
    const auto again = xinglin::parse_object(json::serialize(*object));
    require(again && same(*again, *object));

    const auto input = xinglin::text_or_record_from(*object);
    if (!input) {
        check_refusal(input.error(), false, size);
    } else {
        const json::value* record = object->if_contains("record");
        const bool is_text = record != nullptr && record->is_string();
        require(input->record == (is_text ? std::string(record->as_string()) : std::string()));
    }
    const auto annotated = xinglin::text_from(*object);
    if (!annotated) check_refusal(annotated.error(), false, size);
    if (input && object->contains("text")) require(annotated && *annotated == input->text);
    return 0;
}
