// cmark-gfm 0.29 walks up to the root for each inline node, down all open containers for each line, over all earlier
// delimiters and brackets of a block for each new one, and over all earlier cells of a row; and it fills the rows of a
// table up to the width of the head. Each is bounded here by a count that ends where the walk ends: at the line for
// containers and cells, at the blank line for marks, at the end of the text for cells that are filled up.
#include "html/markdown_limits.h"

#include <algorithm>
#include <cstddef>

namespace xinglin {
namespace {

constexpr std::size_t kMostIndent = 100;        // bytes of a line in which containers can open or go on
constexpr std::size_t kMostMarks = 1000;        // of one block
constexpr std::size_t kMostCells = 100;         // of one row
constexpr std::size_t kMostDelimiterRows = 20;  // of one block: at each, all of the block may be read as a head
constexpr std::size_t kMostLinesOfHead = 100;   // of a block up to where a table begins in it
constexpr std::size_t kMostFilled = 20'000;     // cells that a text's tables lack

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\v\f") == std::string_view::npos;
}

bool is_space(char c) {
    return c == ' ' || c == '\t';
}

/// Bytes of the mark of a list's item that `text` begins with and of the blank behind it, or 0.
std::size_t item_mark(std::string_view text) {
    std::size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
    if (length == text.size()) return 0;
    const std::string_view ends = length == 0 ? "-+*" : ".)";
    if (ends.find(text[length]) == std::string_view::npos) return 0;
    ++length;
    return length < text.size() && is_space(text[length]) ? length + 1 : 0;
}

/// Bytes in front of the line in which containers may open or go on: blanks, marks of quotations and of items.
std::size_t indent_of(std::string_view line) {
    std::size_t indent = 0;
    while (indent < line.size()) {
        const bool is_one = is_space(line[indent]) || line[indent] == '>';
        const std::size_t length = is_one ? 1 : item_mark(line.substr(indent));
        if (length == 0) break;
        indent += length;
    }
    return indent;
}

/// Whether the line is a rule or underlines a heading, however long: one character again and again.
bool is_rule(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return false;
    const char only = line[first];
    return (only == '-' || only == '*') &&
           std::ranges::all_of(line, [only](char c) { return c == only || c == ' ' || c == '\t' || c == '\r'; });
}

/// Whether the line begins an item of a list, whatever stands above it: a block of its own.
bool starts_item(std::string_view line) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first > 3 || line.find_first_of("-+*", first) != first) return false;
    const std::size_t length = item_mark(line.substr(first));
    return length > 0 && !is_blank(line.substr(first + length));
}

/// Columns of the table whose head a line like "|-|:-:|" ends; 0 for other lines.
std::size_t columns_of(std::string_view line) {
    if (line.find('-') == std::string_view::npos || line.find_first_of("|:") == std::string_view::npos) return 0;
    if (line.find_first_not_of("|-: \t\r\v\f>") != std::string_view::npos) return 0;
    return static_cast<std::size_t>(std::ranges::count(line, '|')) + 1;
}

class Bounder {
  public:
    explicit Bounder(std::string_view markdown) : rest_(markdown) { out_.reserve(markdown.size()); }

    std::string run() {
        while (!rest_.empty()) {
            const std::size_t end = std::min(rest_.find_first_of("\n\r"), rest_.size());
            const std::size_t length = rest_.substr(end).starts_with("\r\n") ? 2 : 1;
            line(rest_.substr(0, end));
            out_ += rest_.substr(end, length);
            rest_.remove_prefix(std::min(rest_.size(), end + length));
        }
        return std::move(out_);
    }

  private:
    void line(std::string_view text) {
        if (is_blank(text)) {
            marks_ = 0;
            columns_ = 0;
            delimiter_rows_ = 0;
            lines_ = 0;
        }
        if (starts_item(text)) marks_ = 0;
        ++lines_;
        text = within_indent(text);
        const std::size_t columns = columns_of(text);
        if (columns > 0) ++delimiter_rows_;
        const bool is_too_late = lines_ > kMostLinesOfHead || delimiter_rows_ > kMostDelimiterRows;
        const bool is_refused = columns > 0 && (filled_ >= kMostFilled || is_too_late);
        if (columns > 0 && !is_refused) columns_ = std::max(columns_, std::min(columns, kMostCells));
        if (columns_ > 1) pay_for_row(text);
        write(text, is_refused ? "|:-" : "");
    }

    /// The line without what stands too far in front to be read as a container.
    static std::string_view within_indent(std::string_view text) {
        const std::size_t indent = indent_of(text);
        if (indent <= kMostIndent) return text;
        if (is_rule(text)) return text.substr(0, kMostIndent);
        return text.substr(indent - kMostIndent);
    }

    /// A row of a table costs what it lacks; when too much was lacking, the table ends.
    void pay_for_row(std::string_view text) {
        const auto own = static_cast<std::size_t>(std::ranges::count(text, '|')) + 1;
        if (own < columns_) filled_ += columns_ - own;
        if (filled_ < kMostFilled) return;
        out_ += '\n';
        columns_ = 0;
    }

    /// Writes the line; the characters of `refused` and those over a limit so that they mean nothing.
    void write(std::string_view text, std::string_view refused) {
        std::size_t cells = 0;
        for (const char c : text) {
            const bool is_over = (c == '|' && ++cells > kMostCells) || (is_mark(c) && ++marks_ > kMostMarks);
            if (is_over || refused.find(c) != std::string_view::npos) {
                out_ += "&#";
                out_ += std::to_string(static_cast<int>(c));
                out_ += ';';
            } else {
                out_ += c;
            }
        }
    }

    static bool is_mark(char c) { return c == '*' || c == '_' || c == '~' || c == '[' || c == ']'; }

    std::string_view rest_;
    std::string out_;
    std::size_t marks_ = 0;           // since the last blank line
    std::size_t lines_ = 0;           // since then
    std::size_t delimiter_rows_ = 0;  // since then
    std::size_t columns_ = 0;         // of the table that may be going on
    std::size_t filled_ = 0;
};

}  // namespace

std::string bounded_markdown(std::string_view markdown) {
    return Bounder(markdown).run();
}

}  // namespace xinglin
