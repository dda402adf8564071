#include "base/json_fields.h"

#include <cmath>
#include <limits>
#include <utility>

#include "base/strings.h"

namespace xinglin {

JsonFields::JsonFields(const boost::json::object& object, std::string where)
    : object_(object), where_(std::move(where)) {}

const boost::json::value* JsonFields::find(std::string_view name) {
    asked_.insert(name);
    const boost::json::value* value = object_.if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

std::string JsonFields::text(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value == nullptr) return {};
    const boost::json::string* written = value->if_string();
    if (written == nullptr) {
        fail(name, "This field must be text between quotes.");
        return {};
    }
    return {written->data(), written->size()};
}

std::string JsonFields::required_text(std::string_view name) {
    std::string written = text(name);
    if (trimmed(written).empty()) fail(name, "This field is missing or empty; it is required.");
    return written;
}

std::vector<std::string> JsonFields::texts(std::string_view name) {
    std::vector<std::string> list;
    const boost::json::array* items = array(name);
    if (items == nullptr) return list;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const boost::json::string* item = (*items)[i].if_string();
        if (item == nullptr) {
            fail(std::string(name) + "[" + std::to_string(i) + "]", "Each entry of this list must be text.");
            return {};
        }
        list.emplace_back(item->data(), item->size());
    }
    return list;
}

bool JsonFields::flag(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value == nullptr) return false;
    if (!value->is_bool()) {
        fail(name, "This field must be true or false, without quotes.");
        return false;
    }
    return value->get_bool();
}

std::optional<std::int64_t> JsonFields::integer(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (const std::int64_t* number = value->if_int64()) return *number;
    if (const std::uint64_t* number = value->if_uint64()) {
        if (*number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return static_cast<std::int64_t>(*number);
        }
    }
    const double* number = value->if_double();
    fail(name, number != nullptr && !std::isfinite(*number) ? "This number is not finite."
                                                            : "This field must be a whole number without quotes.");
    return std::nullopt;
}

Date JsonFields::date(std::string_view name) {
    const std::string written = text(name);
    if (written.empty()) return {};
    const auto day = Date::parse(written);
    if (day) return *day;
    fail(name, day.error().message);
    return {};
}

const boost::json::object* JsonFields::object(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value == nullptr) return nullptr;
    if (!value->is_object()) fail(name, "This field must be an object in braces.");
    return value->if_object();
}

const boost::json::array* JsonFields::array(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value == nullptr) return nullptr;
    if (!value->is_array()) fail(name, "This field must be a list in square brackets.");
    return value->if_array();
}

void JsonFields::fail(std::string_view name, std::string message) {
    if (!error_) error_ = Error{ErrorCode::InvalidInput, std::move(message), path(name)};
}

void JsonFields::keep_failure_of(const JsonFields& inner) {
    const auto finished = inner.finish();
    if (!error_ && !finished) error_ = finished.error();
}

Result<Done> JsonFields::finish() const {
    if (error_) return *error_;
    for (const auto& field : object_) {
        const std::string_view name(field.key().data(), field.key().size());
        if (asked_.contains(name)) continue;
        return Error{ErrorCode::InvalidInput, "This field is not known here; is its name misspelt?", path(name)};
    }
    return Done{};
}

}  // namespace xinglin
