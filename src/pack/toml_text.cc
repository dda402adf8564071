// A small reader of TOML 1.0, for the flat lists of fields that pack.toml and articles have: strings of all four kinds,
// whole numbers, true and false, dates, and lists of these. Tables, times and fractions are valid TOML that no field
// here uses; they are refused by name. Not toml++: version 3.3 reaches undefined behaviour on "title。= 1" and the
// like, which is what people who write Chinese mistype.
#include "pack/toml_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

#include "base/date.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr int kMaxDepth = 8;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-';
}

/// Every function that can fail answers false then, with the fault in out_.
class TomlReader {
  public:
    TomlReader(std::string_view text, std::size_t first_line, InlineTables tables, FieldText& out)
        : text_(text), line_(first_line), tables_(tables), out_(out) {}

    bool run() {
        for (;;) {
            skip_blank_lines();
            if (at_ == text_.size()) return true;
            if (!field()) return false;
        }
    }

  private:
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    bool sees(std::string_view mark) const { return text_.substr(at_).starts_with(mark); }
    Place here() const { return {line_, at_ - line_begin_ + 1}; }

    bool fail(std::string_view rule, Place place, std::string message, std::string mend) {
        if (!out_.fault) out_.fault = SyntaxFault{std::string(rule), place, std::move(message), std::move(mend)};
        return false;
    }

    bool fail(std::string message) {
        return fail("broken-toml", here(), std::move(message),
                    "Write lines such as title = \"text\"; numbers, true, false and dates stand without quotes.");
    }

    /// Past one byte, keeping count of the lines.
    void step() {
        if (text_[at_++] != '\n') return;
        ++line_;
        line_begin_ = at_;
    }

    void step(std::size_t count) {
        for (; count > 0 && !at_end(); --count) step();
    }

    void skip_blanks() {
        while (peek() == ' ' || peek() == '\t') step();
    }

    bool skip_line_end() {
        if (sees("\r\n")) step();
        if (peek() != '\n') return false;
        step();
        return true;
    }

    void skip_comment() {
        if (peek() != '#') return;
        while (!at_end() && peek() != '\n') step();
    }

    void skip_blank_lines() {
        do {
            skip_blanks();
            skip_comment();
        } while (skip_line_end());
    }

    bool field() {
        const Place place = here();
        if (peek() == '[') {
            return fail("bad-field", place, "Tables are not used here.", "Write one name = value a line.");
        }
        std::string name;
        if (!key(name)) return false;
        skip_blanks();
        if (peek() != '=') return fail("An = must stand here, after the field's name.");
        step();
        skip_blanks();
        if (out_.object.contains(name)) {
            return fail("duplicate-field", place, "The field \"" + name + "\" is there twice.", "Keep one of them.");
        }
        out_.places.put(name, place);
        json::value read;
        if (!value(name, 0, read)) return false;
        out_.object.emplace(name, std::move(read));
        skip_blanks();
        skip_comment();
        if (!at_end() && !skip_line_end()) return fail("The line must end here.");
        return true;
    }

    bool key(std::string& name) {
        if (peek() == '"' || peek() == '\'') return string(name);
        while (is_bare(peek())) {
            name += peek();
            step();
        }
        return name.empty() ? fail("The name of a field must stand here.") : true;
    }

    bool value(const std::string& path, int depth, json::value& read) {
        if (peek() == '"' || peek() == '\'') {
            std::string text;
            if (!string(text)) return false;
            read = json::value(text);
            return true;
        }
        if (peek() == '[') return list(path, depth, read);
        if (peek() == '{' && tables_ == InlineTables::Read) return table(path, depth, read);
        return word(read);
    }

    bool list(const std::string& path, int depth, json::value& read) {
        if (depth == kMaxDepth) return fail("These lists are nested too deeply.");
        json::array items;
        step();
        for (skip_blank_lines(); peek() != ']'; skip_blank_lines()) {
            if (at_end()) return fail("The list must be closed with ].");
            const std::string inner = path + "[" + std::to_string(items.size()) + "]";
            out_.places.put(inner, here());
            json::value item;
            if (!value(inner, depth + 1, item)) return false;
            items.push_back(std::move(item));
            skip_blank_lines();
            if (peek() == ',') {
                step();
            } else if (peek() != ']') {
                return fail("A comma or ] must stand here.");
            }
        }
        step();
        read = std::move(items);
        return true;
    }

    /// { name = value, … }, which may go over several lines here.
    bool table(const std::string& path, int depth, json::value& read) {
        if (depth == kMaxDepth) return fail("These tables are nested too deeply.");
        json::object fields;
        step();
        for (skip_blank_lines(); peek() != '}'; skip_blank_lines()) {
            if (at_end()) return fail("The table must be closed with }.");
            if (!table_field(path, depth, fields)) return false;
            skip_blank_lines();
            if (peek() == ',') {
                step();
            } else if (peek() != '}') {
                return fail("A comma or } must stand here.");
            }
        }
        step();
        read = std::move(fields);
        return true;
    }

    bool table_field(const std::string& path, int depth, json::object& fields) {
        const Place place = here();
        std::string name;
        if (!key(name)) return false;
        skip_blanks();
        if (peek() != '=') return fail("An = must stand here, after the field's name.");
        step();
        skip_blanks();
        if (fields.contains(name)) {
            return fail("duplicate-field", place, "The field \"" + name + "\" is there twice.", "Keep one of them.");
        }
        out_.places.put(path + "." + name, place);
        json::value read;
        if (!value(path + "." + name, depth + 1, read)) return false;
        fields.emplace(name, std::move(read));
        return true;
    }

    /// true, false, a whole number or a date.
    bool word(json::value& read) {
        const Place place = here();
        const std::size_t begin = at_;
        while (is_bare(peek()) || peek() == '+' || peek() == '.' || peek() == ':') step();
        const std::string_view written = text_.substr(begin, at_ - begin);
        if (written.empty()) {
            if (peek() == '{')
                return fail("bad-field", place, "Tables are not used here.", "Write one name = value a line.");
            return fail("A value must stand here; text stands between \" marks.");
        }
        if (written == "true" || written == "false") {
            read = written == "true";
            return true;
        }
        if (written.size() == 10 && written[4] == '-') {
            const auto day = Date::parse(written);
            if (!day) return fail("broken-toml", place, "There is no such day.", day.error().message);
            read = json::value(day->iso());
            return true;
        }
        return number(written, place, read);
    }

    bool number(std::string_view written, Place place, json::value& read) {
        std::string digits;
        for (std::size_t i = 0; i < written.size(); ++i) {
            const bool joins_digits = written[i] == '_' && i > 0 && i + 1 < written.size() &&
                                      is_digit(written[i - 1]) && is_digit(written[i + 1]);
            if (!joins_digits) digits += written[i];
        }
        if (digits.size() > 1 && digits[0] == '+' && is_digit(digits[1])) digits.erase(0, 1);
        const std::size_t first = digits.starts_with('-') ? 1 : 0;
        const bool has_leading_zero = digits.size() > first + 1 && digits[first] == '0';
        std::int64_t whole = 0;
        const char* end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, whole);
        if (error != std::errc() || stop != end || has_leading_zero) {
            return fail("bad-field", place, "A value of this type is not used here.",
                        "Write text between quotes, a whole number, true, false or a date.");
        }
        read = whole;
        return true;
    }

    bool string(std::string& text) {
        const bool is_literal = peek() == '\'';
        const char quote = peek();
        const std::string long_mark(3, quote);
        const bool is_long = sees(long_mark);
        step(is_long ? 3 : 1);
        if (is_long) skip_line_end();
        for (;;) {
            if (at_end() || (!is_long && (peek() == '\n' || sees("\r\n")))) {
                return fail("The text must be closed with a quotation mark on its line.");
            }
            if (is_long ? sees(long_mark) : peek() == quote) return close(text, is_long, quote);
            if (peek() == '\\' && !is_literal) {
                if (!escape(text, is_long)) return false;
                continue;
            }
            const auto byte = static_cast<unsigned char>(peek());
            if (sees("\r\n")) {
                step();
            } else if ((byte < 0x20 && peek() != '\t' && peek() != '\n') || byte == 0x7F) {
                return fail("A control character must not stand here.");
            }
            text += peek();
            step();
        }
    }

    /// Past the closing marks. One or two quotes right before the three that close are part of the text.
    bool close(std::string& text, bool is_long, char quote) {
        if (is_long) {
            for (int i = 0; i < 2 && sees(std::string(4, quote)); ++i) {
                text += quote;
                step();
            }
        }
        step(is_long ? 3 : 1);
        return true;
    }

    bool escape(std::string& text, bool is_long) {
        step();
        constexpr std::string_view kNames = "btnfr\"\\";
        constexpr std::string_view kMeanings = "\b\t\n\f\r\"\\";
        const char name = peek();
        const auto known = at_end() ? std::string_view::npos : kNames.find(name);
        if (known != std::string_view::npos) {
            text += kMeanings[known];
            step();
            return true;
        }
        if (name == 'u' || name == 'U') return code_point(text, name == 'u' ? 4 : 8);
        if (is_long) {
            const std::size_t before = at_;
            skip_blanks();
            if (skip_line_end()) {
                do skip_blanks();
                while (skip_line_end());
                return true;
            }
            at_ = before;
        }
        return fail(
            "A \\ in text must be followed by one of b t n f r \" \\ u U; write \\\\ for the character itself.");
    }

    bool code_point(std::string& text, std::size_t length) {
        step();
        const std::string_view digits = text_.substr(at_, length);
        std::uint32_t value = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        const bool is_scalar = value < 0xD800 || (value > 0xDFFF && value <= 0x10FFFF);
        if (digits.size() != length || error != std::errc() || stop != digits.data() + digits.size() || !is_scalar) {
            return fail("Four or eight hexadecimal digits of a character must stand here.");
        }
        append_utf8(text, value);
        step(length);
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_;
    std::size_t line_begin_ = 0;
    InlineTables tables_;
    FieldText& out_;
};

/// The line and column of a byte.
Place place_at(std::string_view text, std::size_t offset, std::size_t first_line) {
    const std::string_view before = text.substr(0, offset);
    const auto line_end = before.rfind('\n');
    const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    return {first_line + lines, line_end == std::string_view::npos ? offset + 1 : offset - line_end};
}

}  // namespace

FieldText parse_toml(std::string_view text, std::size_t first_line, InlineTables tables) {
    FieldText out;
    out.places.set_start({first_line, 1});
    if (const auto offset = first_invalid_utf8(text)) {
        const Place place = place_at(text, *offset, first_line);
        out.fault = SyntaxFault{"invalid-utf8", place,
                                "Byte " + std::to_string(place.column) + " of this line is not valid UTF-8.",
                                "Save the file as UTF-8."};
        return out;
    }
    if (!TomlReader(text, first_line, tables, out).run()) out.object.clear();
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
