#pragma once

#include <boost/json.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace xinglin {

/// How the messages for these two failures begin, so that a caller can tell them from a wrong value.
inline constexpr std::string_view kMissingFieldMessage = "This field is missing or empty; it is required.";
inline constexpr std::string_view kUnknownFieldMessage = "This field is not known here";

/// Reads the fields of one JSON object into plain values. The first thing wrong (a required field missing or empty, a
/// wrong type) is kept and everything after is a no-op; finish() tells it, or names a field that nobody asked for.
class JsonFields {
  public:
    /// `object` must outlive the reader. `where` prefixes field names in errors ("answers[0].").
    explicit JsonFields(const boost::json::object& object, std::string where = {});

    std::string required_text(std::string_view name);
    std::string text(std::string_view name);  ///< "" when absent or null
    std::vector<std::string> texts(std::string_view name);
    bool flag(std::string_view name);  ///< false when absent
    std::optional<std::int64_t> integer(std::string_view name);
    Date date(std::string_view name);
    const boost::json::value* find(std::string_view name);  ///< null pointer when absent or null
    const boost::json::object* object(std::string_view name);
    const boost::json::array* array(std::string_view name);

    /// A word out of a closed list: `parse` answers nothing for an unknown one. `fallback` when absent.
    template <typename Enum>
    Enum word(std::string_view name, std::optional<Enum> (*parse)(std::string_view), Enum fallback) {
        const std::string written = text(name);
        if (written.empty()) return fallback;
        const auto value = parse(written);
        if (!value) fail(name, "\"" + written + "\" is not one of the words that this field knows (docs/PACK.md).");
        return value.value_or(fallback);
    }

    void fail_missing(std::string_view name) { fail(name, std::string(kMissingFieldMessage)); }
    void fail(std::string_view name, std::string message);  ///< Keeps the first failure.
    void keep_failure_of(const JsonFields& inner);          ///< The same for a reader of an object inside this one.
    std::string path(std::string_view name) const { return where_ + std::string(name); }

    Result<Done> finish() const;

  private:
    const boost::json::object& object_;
    std::string where_;
    std::unordered_set<std::string_view> asked_;
    std::optional<Error> error_;
};

}  // namespace xinglin
