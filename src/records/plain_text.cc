#include "records/plain_text.h"

#include "base/strings.h"

namespace xinglin {
namespace {

bool is_table_rule(std::string_view line) {
    return line.find('-') != std::string_view::npos && line.find_first_not_of("|-: \t") == std::string_view::npos;
}

/// The line without what makes it a heading, a quotation or a list item.
std::string_view without_block_marks(std::string_view line) {
    line = trimmed(line);
    while (!line.empty() && (line.front() == '#' || line.front() == '>')) line = trimmed(line.substr(1));
    if (line.size() >= 2 && (line.front() == '-' || line.front() == '*' || line.front() == '+') && line[1] == ' ') {
        line = trimmed(line.substr(2));
    }
    return line;
}

/// Finds the same character again and again from growing places, in time linear in the text.
class NextOf {
  public:
    NextOf(std::string_view text, char wanted) : text_(text), wanted_(wanted) {}

    std::size_t from(std::size_t at) {
        if (next_ == kUnknown || (next_ != std::string_view::npos && next_ < at)) next_ = text_.find(wanted_, at);
        return next_;
    }

  private:
    static constexpr std::size_t kUnknown = std::string_view::npos - 1;

    std::string_view text_;
    char wanted_;
    std::size_t next_ = kUnknown;
};

void append_inline(std::string& out, std::string_view line) {
    NextOf bracket(line, ']');
    NextOf parenthesis(line, ')');
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line.substr(i, 2) == "[@" && bracket.from(i) != std::string_view::npos) {
            i = bracket.from(i);
            continue;
        }
        const char c = line[i];
        if (c == ']' && i + 1 < line.size() && line[i + 1] == '(') {
            if (parenthesis.from(i) != std::string_view::npos) i = parenthesis.from(i);
            continue;
        }
        if (c == '\\' && i + 1 < line.size()) {
            out += line[++i];
            continue;
        }
        if (c == '*' || c == '`' || c == '[' || c == ']') continue;
        out += c == '|' ? ' ' : c;
    }
}

enum class Headings { Keep, Drop };

std::string text_of(std::string_view markdown, Headings headings) {
    std::string out;
    out.reserve(markdown.size());
    for (const std::string_view line : split(markdown, '\n')) {
        const bool is_heading = trimmed(line).starts_with('#');
        if (is_table_rule(line) || (is_heading && headings == Headings::Drop)) continue;
        append_inline(out, without_block_marks(line));
        while (out.ends_with(' ')) out.pop_back();
        out += '\n';
    }
    while (out.ends_with('\n')) out.pop_back();
    return out;
}

}  // namespace

std::string plain_text(std::string_view markdown) {
    return text_of(markdown, Headings::Keep);
}

std::string running_text(std::string_view markdown) {
    return text_of(markdown, Headings::Drop);
}

}  // namespace xinglin
