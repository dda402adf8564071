// The one file that knows toml++. It is compiled in here instead of linked, because Debian's library throws and ours
// must not: without exceptions parse() returns the fault.
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include "pack/toml_text.h"

#include <toml++/toml.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "text/utf8.h"

namespace xinglin {
namespace {

namespace json = boost::json;

class Converter {
  public:
    Converter(std::size_t first_line, FieldText& out) : first_line_(first_line), out_(out) {}

    json::object table(const toml::table& table, const std::string& path) {
        json::object object;
        for (const auto& entry : table) {
            const std::string key(entry.first.str());
            const std::string inner = path.empty() ? key : path + "." + key;
            out_.places.put(inner, place_of(entry.first.source()));
            object.emplace(key, value(entry.second, inner));
        }
        return object;
    }

    Place place_of(const toml::source_region& region) const {
        return {first_line_ + region.begin.line - 1, region.begin.column};
    }

  private:
    json::value value(const toml::node& node, const std::string& path) {
        if (const toml::table* inner = node.as_table()) return table(*inner, path);
        if (const toml::array* inner = node.as_array()) return array(*inner, path);
        if (const auto text = node.value_exact<std::string>()) return json::value(*text);
        if (const auto number = node.value_exact<std::int64_t>()) return *number;
        if (const auto flag = node.value_exact<bool>()) return *flag;
        if (const auto day = node.value_exact<toml::date>()) return json::value(iso(*day));
        const auto number = node.value_exact<double>();
        if (number && std::isfinite(*number)) return *number;
        if (!out_.fault) {
            out_.fault = SyntaxFault{"bad-field", place_of(node.source()), "A value of this type is not used here.",
                                     "Write text between quotes, a whole number, true, false or a date."};
        }
        return nullptr;
    }

    json::array array(const toml::array& list, const std::string& path) {
        json::array items;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string inner = path + "[" + std::to_string(i) + "]";
            out_.places.put(inner, place_of(list[i].source()));
            items.push_back(value(list[i], inner));
        }
        return items;
    }

    static std::string iso(const toml::date& day) {
        std::array<char, 32> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%04u-%02u-%02u", unsigned{day.year}, unsigned{day.month},
                      unsigned{day.day});
        return buffer.data();
    }

    std::size_t first_line_;
    FieldText& out_;
};

/// The line and column of a byte.
Place place_at(std::string_view text, std::size_t offset, std::size_t first_line) {
    Place place{first_line, 1};
    for (const char c : text.substr(0, offset)) {
        ++place.column;
        if (c == '\n') place = {place.line + 1, 1};
    }
    return place;
}

}  // namespace

FieldText parse_toml(std::string_view text, std::size_t first_line) {
    FieldText out;
    out.places.set_start({first_line, 1});
    if (const auto offset = first_invalid_utf8(text)) {
        const Place place = place_at(text, *offset, first_line);
        out.fault = SyntaxFault{"invalid-utf8", place,
                                "Byte " + std::to_string(place.column) + " of this line is not valid UTF-8.",
                                "Save the file as UTF-8."};
        return out;
    }
    const toml::parse_result parsed = toml::parse(text);
    Converter converter(first_line, out);
    if (!parsed) {
        out.fault = SyntaxFault{"broken-toml", converter.place_of(parsed.error().source()),
                                std::string(parsed.error().description()) + ".",
                                "Write name = value lines with text between quotes (TOML)."};
        return out;
    }
    out.object = converter.table(parsed.table(), "");
    if (out.fault) out.object.clear();
    return out;
}

std::string toml_string(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            std::array<char, 8> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\u%04X", unsigned{byte});
            quoted += escaped.data();
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

}  // namespace xinglin
