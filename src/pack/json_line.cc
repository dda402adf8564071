#include "pack/json_line.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "text/utf8.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// Walks over JSON that is known to be valid and notes where each field stands. The parser keeps neither places nor
/// repeated keys (the last one wins), and both matter to the person who mends the line.
class PlaceScanner {
  public:
    PlaceScanner(std::string_view text, std::size_t line, FieldPlaces& places)
        : text_(text), line_(line), places_(places) {}

    void run() { value(""); }

    /// The column of a key that its object has already, 0 when there is none.
    std::size_t repeated_column() const { return repeated_column_; }
    const std::string& repeated_key() const { return repeated_key_; }

  private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void skip_blanks() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
    }

    /// Past a string; its raw form with the quotes.
    std::string_view string() {
        const std::size_t begin = at_++;
        while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
        ++at_;
        return text_.substr(begin, at_ - begin);
    }

    void value(const std::string& path) {
        skip_blanks();
        switch (peek()) {
            case '{':
                object(path);
                break;
            case '[':
                array(path);
                break;
            case '"':
                string();
                break;
            default:
                at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
        }
        skip_blanks();
    }

    void object(const std::string& path) {
        std::unordered_set<std::string> keys;
        do {
            ++at_;
            skip_blanks();
            if (peek() == '}') break;
            const std::size_t column = at_ + 1;
            std::string key = decoded(string());
            std::string inner = path.empty() ? key : path + "." + key;
            if (!keys.insert(key).second && repeated_column_ == 0) {
                repeated_column_ = column;
                repeated_key_ = std::move(key);
            }
            places_.put(inner, {line_, column});
            skip_blanks();
            ++at_;
            value(inner);
        } while (peek() == ',');
        ++at_;
    }

    void array(const std::string& path) {
        std::size_t index = 0;
        do {
            ++at_;
            skip_blanks();
            if (peek() == ']') break;
            std::string inner = path + "[" + std::to_string(index++) + "]";
            places_.put(inner, {line_, at_ + 1});
            value(inner);
        } while (peek() == ',');
        ++at_;
    }

    static std::string decoded(std::string_view raw) {
        if (raw.find('\\') == std::string_view::npos) return std::string(raw.substr(1, raw.size() - 2));
        json::error_code error;
        const json::value value = json::parse(raw, error);
        const json::string* text = value.if_string();
        return text == nullptr ? std::string(raw) : std::string(text->data(), text->size());
    }

    std::string_view text_;
    std::size_t line_;
    FieldPlaces& places_;
    std::size_t at_ = 0;
    std::size_t repeated_column_ = 0;
    std::string repeated_key_;
};

FieldText faulty(std::string_view rule, Place place, std::string message, std::string mend) {
    FieldText text;
    text.places.set_start(place);
    text.fault = SyntaxFault{std::string(rule), place, std::move(message), std::move(mend)};
    return text;
}

}  // namespace

FieldText parse_json_line(std::string_view text, std::size_t line) {
    if (const auto offset = first_invalid_utf8(text)) {
        return faulty("invalid-utf8", {line, *offset + 1},
                      "Byte " + std::to_string(*offset + 1) + " of this line is not valid UTF-8.",
                      "Save the file as UTF-8.");
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        return faulty("byte-order-mark", {line, 1}, "The file begins with a byte order mark.",
                      "Save the file as UTF-8 without it.");
    }
    json::stream_parser parser;
    json::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error && read == text.size()) parser.finish(error);
    if (error || read < text.size()) {
        const bool is_cut = read == text.size();
        return faulty(
            "broken-json", {line, read + 1},
            is_cut ? "The line ends before its JSON object does." : "This is not JSON from here on.",
            "Write one complete JSON object on each line, with quoted field names and commas between fields.");
    }
    json::value value = parser.release();
    if (!value.is_object()) {
        return faulty("not-an-object", {line, 1}, "This line is JSON, but not an object in braces.",
                      "Write one JSON object on each line; a list around them is not needed.");
    }
    FieldText read_text;
    read_text.places.set_start({line, 1});
    PlaceScanner scanner(text, line, read_text.places);
    scanner.run();
    if (scanner.repeated_column() != 0) {
        return faulty("duplicate-field", {line, scanner.repeated_column()},
                      "The field \"" + scanner.repeated_key() + "\" is there twice.", "Keep one of them.");
    }
    read_text.object = std::move(value.as_object());
    return read_text;
}

}  // namespace xinglin
