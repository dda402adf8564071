// Cuts JSON by its brackets and strings alone, without understanding it: an entry is read by the JSON parser once it is
// whole. So an entry can be wrong without harm to the next.
#include "intake/bundle.h"

#include <algorithm>
#include <utility>

#include "base/strings.h"
#include "intake/json_lines.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::string_view kBlanks = " \t\r\n";

/// Brackets open inside of each other; real resources have some ten.
constexpr std::size_t kMaxOpenBrackets = 64;

constexpr const char* kGetItWhole = " Get the file whole and import it again; nothing of it was taken.";

/// Makes a row of a resource look like one of an entry.
void wrap(json::object& fields) {
    if (fields.contains("resource") || !fields.contains("resourceType")) return;
    json::object entry;
    entry.emplace("resource", std::move(fields));
    fields = std::move(entry);
}

class BundleReader : public RowReader {
  public:
    BundleReader(std::unique_ptr<Input> input, std::string_view first) : RowReader(std::move(input)), block_(first) {}

    Step next() override {
        for (;;) {
            if (failure()) return Step::End;
            if (const auto step = go_on()) return *step;
        }
    }

  private:
    enum class Inside {
        Nothing,  ///< between what stands side by side
        List,     ///< a list of resources
        Object,   ///< a bundle or a resource
        Entries,  ///< the list "entry" of a bundle
    };

    bool fill() {
        if (block_.empty()) block_ = source().next();
        return !block_.empty();
    }

    /// The next character that is no blank, without taking it; NUL at the end.
    char peek() {
        while (fill()) {
            const std::size_t length = std::min(block_.find_first_not_of(kBlanks), block_.size());
            skip(length);
            if (!block_.empty()) return block_.front();
        }
        return '\0';
    }

    void skip(std::size_t length) {
        line_ += static_cast<std::size_t>(
            std::count(block_.begin(), block_.begin() + static_cast<std::ptrdiff_t>(length), '\n'));
        block_.remove_prefix(length);
    }

    /// Takes `length` bytes of the block into the value.
    void keep(std::size_t length) {
        const std::size_t room = kMaxRowBytes - value_.size();
        if (length > room) is_value_too_long_ = true;
        value_.append(block_.substr(0, std::min(length, room)));
        skip(length);
    }

    /// Ends reading. Answers nothing, so that next() sees the failure.
    std::optional<Step> broken(const std::string& message, std::size_t line) {
        if (!RowReader::failure()) {
            fail({ErrorCode::InvalidInput, message + kGetItWhole, "line " + std::to_string(line)});
        }
        return Step::End;
    }

    std::optional<Step> go_on() {
        switch (inside_) {
            case Inside::Nothing:
                return begin();
            case Inside::List:
            case Inside::Entries:
                return go_on_in_list();
            case Inside::Object:
                return go_on_in_object();
        }
        return Step::End;
    }

    std::optional<Step> begin() {
        const char c = peek();
        if (c == '\0') return std::exchange(has_next_page_, false) ? page_of_more() : Step::End;
        has_next_page_ = false;
        needs_comma_ = false;
        if (c == '[') {
            skip(1);
            inside_ = Inside::List;
            return {};
        }
        if (c != '{') return broken("A bundle is an object in braces, and this is none.", line_);
        whole_ = "{";
        whole_line_ = line_;
        is_whole_too_long_ = false;
        has_entries_ = false;
        skip(1);
        inside_ = Inside::Object;
        return {};
    }

    /// Past the comma between two elements or fields; false when it is missing.
    bool take_comma() {
        if (std::exchange(needs_comma_, true)) {
            if (peek() != ',') return false;
            skip(1);
        }
        return true;
    }

    std::optional<Step> go_on_in_list() {
        const std::size_t begin_line = line_;
        if (peek() == ']') {
            skip(1);
            inside_ = inside_ == Inside::Entries ? Inside::Object : Inside::Nothing;
            return {};
        }
        if (!take_comma()) {
            return broken(peek() == '\0' ? "The file ends inside of a list: it was cut off."
                                         : "A comma or ] must stand here, between two entries.",
                          peek() == '\0' ? begin_line : line_);
        }
        peek();
        const std::size_t line = line_;
        if (!read_value()) return not_closed("The entry", line);
        if (is_value_too_long_) return too_long(line, value_);
        const Step step = json_row(value_, line);
        if (step == Step::Row) wrap(row_.fields);
        return step;
    }

    std::optional<Step> not_closed(const std::string& what, std::size_t line) {
        return broken(what +
                          " that begins on this line is not closed: a bracket or quotation mark is missing, or the "
                          "file was cut off.",
                      line);
    }

    Step too_long(std::size_t line, std::string_view text) {
        return faulty(line, "line-too-long",
                      "This entry has more than " + std::to_string(kMaxRowBytes) + " bytes; no resource should.", text);
    }

    std::optional<Step> go_on_in_object() {
        if (peek() == '}') {
            skip(1);
            inside_ = Inside::Nothing;
            return has_entries_ ? std::nullopt : lone_resource();
        }
        const bool is_first = !needs_comma_;
        if (!take_comma() || peek() != '"' || !read_value()) return not_closed("The object", whole_line_);
        const std::string key = value_;
        if (peek() != ':') return broken("A colon must stand here, behind a field's name.", line_);
        skip(1);
        if (key == "\"entry\"" && peek() == '[') {
            skip(1);
            inside_ = Inside::Entries;
            needs_comma_ = false;
            has_entries_ = true;
            whole_.clear();
            return {};
        }
        if (!read_value()) return not_closed("The object", whole_line_);
        if (key == "\"link\"" && leads_to_next_page(value_)) has_next_page_ = true;
        if (has_entries_) return {};
        if (!is_first) whole_ += ',';
        is_whole_too_long_ = is_whole_too_long_ || is_value_too_long_ || whole_.size() + value_.size() > kMaxRowBytes;
        if (!is_whole_too_long_) whole_.append(key).append(":").append(value_);
        return {};
    }

    /// Whether a bundle's links name a page behind it.
    static bool leads_to_next_page(std::string_view links) {
        json::error_code error;
        const json::value value = json::parse(links, error);
        if (error || !value.is_array()) return false;
        return std::ranges::any_of(value.get_array(), [](const json::value& link) {
            const json::object* object = link.if_object();
            const json::value* relation = object == nullptr ? nullptr : object->if_contains("relation");
            return relation != nullptr && relation->is_string() && relation->get_string() == "next";
        });
    }

    /// The input's last bundle says that it is not the last.
    Step page_of_more() {
        return faulty(whole_line_, "unknown-record-shape",
                      "This bundle is one page of several: its link \"next\" leads to the page behind it, which is not "
                      "here. Get all pages and write them one behind the other into one file.",
                      "link");
    }

    std::optional<Step> lone_resource() {
        whole_ += '}';
        if (is_whole_too_long_) return too_long(whole_line_, whole_);
        const Step step = json_row(whole_, whole_line_);
        if (step == Step::Fault) return step;
        const json::value* type = row_.fields.if_contains("resourceType");
        if (type != nullptr && type->is_string() && type->get_string() == "Bundle") {
            --row_.number;  // A bundle without entries holds nothing.
            return {};
        }
        wrap(row_.fields);
        return step;
    }

    /// Takes the value that begins at the next character into value_. False when it does not end.
    bool read_value() {
        value_.clear();
        is_value_too_long_ = false;
        const char c = peek();
        if (c == '\0') return false;
        if (c == '"') return read_string();
        if (c == '{' || c == '[') return read_brackets();
        while (fill()) {
            const std::size_t length = std::min(block_.find_first_of(",]}: \t\r\n"), block_.size());
            keep(length);
            if (!block_.empty()) break;
        }
        return !value_.empty();
    }

    bool read_string() {
        keep(1);
        while (fill()) {
            keep(std::min(block_.find_first_of("\"\\"), block_.size()));
            if (block_.empty()) continue;
            const bool is_end = block_.front() == '"';
            keep(1);
            if (is_end) return true;
            if (fill()) keep(1);
        }
        return false;
    }

    bool read_brackets() {
        std::string open;
        while (fill()) {
            keep(std::min(block_.find_first_of("\"{}[]"), block_.size()));
            if (block_.empty()) continue;
            const char c = block_.front();
            if (c == '"') {
                if (!read_string()) return false;
                continue;
            }
            if (c == '{' || c == '[') {
                if (open.size() == kMaxOpenBrackets) return false;
                open += c;
            } else {
                if (open.back() != (c == '}' ? '{' : '[')) return false;
                open.pop_back();
            }
            keep(1);
            if (open.empty()) return true;
        }
        return false;
    }

    std::string_view block_;
    std::size_t line_ = 1;
    Inside inside_ = Inside::Nothing;
    bool needs_comma_ = false;
    std::string value_;  ///< the last value read, at most kMaxRowBytes of it
    bool is_value_too_long_ = false;
    std::string whole_;  ///< the object around, as long as it may be a resource and not a bundle
    bool is_whole_too_long_ = false;
    std::size_t whole_line_ = 0;
    bool has_entries_ = false;
    bool has_next_page_ = false;  ///< of the last bundle
};

/// A resource a line.
class ResourceLinesReader : public JsonLinesReader {
  public:
    using JsonLinesReader::JsonLinesReader;

    Step next() override {
        const Step step = JsonLinesReader::next();
        if (step == Step::Row) wrap(row_.fields);
        return step;
    }
};

bool is_resource_line(std::string_view line) {
    if (!line.starts_with('{') || line.size() > kMaxRowBytes) return false;
    json::error_code error;
    const json::value value = json::parse(line, error);
    if (error || !value.is_object()) return false;
    const json::value* type = value.get_object().if_contains("resourceType");
    return type != nullptr && type->is_string() && type->get_string() != "Bundle";
}

/// Whether some line of the input's beginning is a resource, so that each line can be read by itself.
bool holds_resource_lines(std::string_view block) {
    constexpr int kLinesToLookAt = 8;
    for (int i = 0; i < kLinesToLookAt && !block.empty(); ++i) {
        const std::size_t length = std::min(block.find('\n'), block.size());
        if (is_resource_line(trimmed(block.substr(0, length)))) return true;
        block.remove_prefix(std::min(length + 1, block.size()));
    }
    return false;
}

}  // namespace

Result<std::unique_ptr<RowReader>> open_bundle(std::unique_ptr<Input> input) {
    const std::string_view first = input->next();
    if (holds_resource_lines(first)) {
        return std::unique_ptr<RowReader>(std::make_unique<ResourceLinesReader>(std::move(input), first));
    }
    return std::unique_ptr<RowReader>(std::make_unique<BundleReader>(std::move(input), first));
}

}  // namespace xinglin
