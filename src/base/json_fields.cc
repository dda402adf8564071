#include "base/json_fields.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/strings.h"

namespace xinglin {
namespace {

/// Insertions, deletions and replacements that turn `a` into `b` (Levenshtein's distance).
std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

/// The name that `written` was probably meant to be, or "".
std::string_view nearest(std::string_view written, const std::unordered_set<std::string_view>& names) {
    constexpr std::size_t kLongestName = 40;
    if (written.size() > kLongestName) return {};
    std::string_view best;
    std::size_t best_edits = written.size() / 3 + 1;
    for (const std::string_view name : names) {
        const std::size_t edits = edits_between(written, name);
        if (edits > best_edits || (edits == best_edits && !best.empty() && best < name)) continue;
        best = name;
        best_edits = edits;
    }
    return best;
}

}  // namespace

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
    if (trimmed(written).empty()) fail_missing(name);
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
        const std::string_view meant = nearest(name, asked_);
        std::string message(kUnknownFieldMessage);
        message += meant.empty() ? "." : "; did you mean \"" + std::string(meant) + "\"?";
        return Error{ErrorCode::InvalidInput, std::move(message), path(name)};
    }
    return Done{};
}

}  // namespace xinglin
