// HTML becomes text in two steps. First it is cut into tags and text as the HTML standard's tokenizer does, and written
// anew with the tags of text alone and without attributes, comments and scripts; on the way the open elements are
// counted. What gumbo then parses can neither act nor nest deeply (gumbo frees its tree by recursion) nor multiply
// formatting elements (they differ by attributes only). Second its tree is written as blocks.
#include "pack/html_text.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/strings.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kMaxOpenElements = 100;

/// What an element is to a text.
enum class Role {
    Inline,
    Strong,
    Emphasis,
    Break,
    Block,
    Heading,
    List,
    OrderedList,
    Item,
    Quote,
    Table,
    Row,
    Cell,
    Dropped,  ///< with what is in it
    Gone,     ///< the tag alone
};

const std::unordered_map<std::string_view, Role>& roles() {
    static const std::unordered_map<std::string_view, Role> all = {
        {"span", Role::Inline},      {"font", Role::Inline},      {"u", Role::Inline},
        {"s", Role::Inline},         {"del", Role::Inline},       {"ins", Role::Inline},
        {"sub", Role::Inline},       {"sup", Role::Inline},       {"small", Role::Inline},
        {"big", Role::Inline},       {"code", Role::Inline},      {"label", Role::Inline},
        {"b", Role::Strong},         {"strong", Role::Strong},    {"i", Role::Emphasis},
        {"em", Role::Emphasis},      {"br", Role::Break},         {"hr", Role::Break},
        {"p", Role::Block},          {"div", Role::Block},        {"section", Role::Block},
        {"article", Role::Block},    {"header", Role::Block},     {"footer", Role::Block},
        {"main", Role::Block},       {"center", Role::Block},     {"pre", Role::Block},
        {"figure", Role::Block},     {"figcaption", Role::Block}, {"caption", Role::Block},
        {"dl", Role::Block},         {"dt", Role::Block},         {"dd", Role::Block},
        {"h1", Role::Heading},       {"h2", Role::Heading},       {"h3", Role::Heading},
        {"h4", Role::Heading},       {"h5", Role::Heading},       {"h6", Role::Heading},
        {"ul", Role::List},          {"ol", Role::OrderedList},   {"li", Role::Item},
        {"blockquote", Role::Quote}, {"table", Role::Table},      {"thead", Role::Inline},
        {"tbody", Role::Inline},     {"tfoot", Role::Inline},     {"tr", Role::Row},
        {"td", Role::Cell},          {"th", Role::Cell},          {"script", Role::Dropped},
        {"style", Role::Dropped},    {"noscript", Role::Dropped}, {"iframe", Role::Dropped},
        {"object", Role::Dropped},   {"svg", Role::Dropped},      {"math", Role::Dropped},
        {"template", Role::Dropped}, {"textarea", Role::Dropped}, {"select", Role::Dropped},
        {"title", Role::Dropped},    {"button", Role::Dropped},   {"video", Role::Dropped},
        {"audio", Role::Dropped},    {"a", Role::Gone},           {"img", Role::Gone},
        {"html", Role::Gone},        {"head", Role::Gone},        {"body", Role::Gone},
        {"meta", Role::Gone},        {"link", Role::Gone},        {"form", Role::Gone},
        {"input", Role::Gone},       {"embed", Role::Gone},       {"param", Role::Gone},
        {"nav", Role::Gone},         {"aside", Role::Gone},       {"address", Role::Gone},
        {"strike", Role::Gone},      {"tt", Role::Gone},          {"col", Role::Gone},
        {"colgroup", Role::Gone},    {"base", Role::Gone},
    };
    return all;
}

/// Elements that the next of their kind or their parent's end closes; they nest no deeper than those around them.
bool closes_by_itself(std::string_view name) {
    constexpr std::array<std::string_view, 12> kNames = {"p",  "li", "dt", "dd",    "tr",    "td",
                                                         "th", "br", "hr", "thead", "tbody", "tfoot"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string lowered(std::string_view text) {
    std::string low(text);
    for (char& c : low) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return low;
}

/// A tag at text[at], a '<'.
struct Tag {
    std::string name;  ///< in small letters
    bool is_end = false;
    std::size_t length = 0;  ///< 0: this is no tag
};

/// `last_bracket` is the place of the text's last '>': behind it no tag ends.
Tag tag_at(std::string_view text, std::size_t at, std::size_t last_bracket) {
    Tag tag;
    std::size_t i = at + 1;
    if (i < text.size() && text[i] == '/') {
        tag.is_end = true;
        ++i;
    }
    const std::size_t begin = i;
    while (i < text.size() &&
           (is_letter(text[i]) || (i > begin && (is_digit(text[i]) || text[i] == ':' || text[i] == '-'))))
        ++i;
    if (i == begin || i == text.size() || i > last_bracket) return tag;
    if (!is_space(text[i]) && text[i] != '/' && text[i] != '>') return tag;
    tag.name = lowered(text.substr(begin, i - begin));
    char quote = 0;
    bool may_quote = false;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '>') {
            tag.length = i + 1 - at;
            return tag;
        } else if ((c == '"' || c == '\'') && may_quote) {
            quote = c;
            may_quote = false;
        } else if (!is_space(c)) {
            may_quote = c == '=';
        }
    }
    return tag;
}

/// Length of the character reference at text[at], an '&'; 0 when there is none.
std::size_t reference_length(std::string_view text, std::size_t at) {
    constexpr std::size_t kLongest = 32;
    const std::string_view rest = text.substr(at + 1, kLongest);
    const auto end = rest.find(';');
    if (end == std::string_view::npos || end < 2) return 0;
    std::string_view name = rest.substr(0, end);
    if (name.front() == '#') {
        name.remove_prefix(1);
        if (name.front() == 'x' || name.front() == 'X') {
            name.remove_prefix(1);
            return !name.empty() && name.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos ? end + 2
                                                                                                               : 0;
        }
        return name.find_first_not_of("0123456789") == std::string_view::npos ? end + 2 : 0;
    }
    if (!is_letter(name.front())) return 0;
    return std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); }) ? end + 2 : 0;
}

/// HTML of text alone.
struct CleanHtml {
    std::string html;
    bool has_tags = false;
    bool has_paragraphs = false;   ///< some tag makes lines
    bool has_acting_tags = false;  ///< something was dropped that is no text
    bool is_too_deep = false;
};

class Cleaner {
  public:
    explicit Cleaner(std::string_view text) : text_(text), low_(lowered(text)), last_bracket_(text.rfind('>')) {
        if (last_bracket_ == std::string_view::npos) last_bracket_ = 0;
    }

    CleanHtml run() {
        std::size_t at = 0;
        while (at < text_.size()) {
            const auto next = std::min(text_.find('<', at), text_.size());
            clean_.html += text_.substr(at, next - at);
            at = next;
            if (at < text_.size()) at = pass_bracket(at);
        }
        return std::move(clean_);
    }

  private:
    /// Takes what the '<' at `at` begins; answers where to go on.
    std::size_t pass_bracket(std::size_t at) {
        const char next = at + 1 < text_.size() ? text_[at + 1] : '\0';
        if ((next == '!' || next == '?') && at < last_bracket_) return pass_comment(at);
        Tag tag = has_broken_tail_ ? Tag{} : tag_at(text_, at, last_bracket_);
        if (tag.length == 0) {
            // A quotation mark that is never closed: nobody needs to look for its end again.
            if (!tag.name.empty()) has_broken_tail_ = true;
            clean_.html += "&lt;";
            return at + 1;
        }
        const auto role = roles().find(tag.name);
        clean_.has_tags = true;
        if (role == roles().end() || role->second == Role::Gone) {
            clean_.has_acting_tags = clean_.has_acting_tags || tag.name != "a";
            return at + tag.length;
        }
        if (role->second == Role::Dropped) return pass_dropped(at, tag);
        clean_.has_paragraphs =
            clean_.has_paragraphs || tag.name == "p" || tag.name == "br" || tag.name == "div" || tag.name == "section";
        write(tag);
        return at + tag.length;
    }

    std::size_t pass_comment(std::size_t at) {
        clean_.has_tags = true;
        const bool is_comment = text_.substr(at).starts_with("<!--");
        const auto end = is_comment ? text_.find("-->", at + 4) : text_.find('>', at);
        if (end == std::string_view::npos) return text_.size();
        return end + (is_comment ? 3 : 1);
    }

    std::size_t pass_dropped(std::size_t at, const Tag& tag) {
        clean_.has_acting_tags = true;
        if (tag.is_end || without_end_.contains(tag.name)) return at + tag.length;
        const auto end = low_.find("</" + tag.name, at + tag.length);
        if (end != std::string::npos) return end;
        if (tag.name == "script" || tag.name == "style") return text_.size();
        without_end_.insert(tag.name);
        return at + tag.length;
    }

    void write(const Tag& tag) {
        clean_.html += tag.is_end ? "</" : "<";
        clean_.html += tag.name;
        clean_.html += '>';
        if (closes_by_itself(tag.name)) return;
        std::size_t& open = open_[tag.name];
        if (!tag.is_end) {
            ++open;
            if (++all_open_ > kMaxOpenElements) clean_.is_too_deep = true;
        } else if (open > 0) {
            --open;
            --all_open_;
        }
    }

    std::string_view text_;
    std::string low_;
    std::size_t last_bracket_;
    CleanHtml clean_;
    bool has_broken_tail_ = false;
    std::unordered_set<std::string> without_end_;
    std::unordered_map<std::string, std::size_t> open_;
    std::size_t all_open_ = 0;
};

enum class Style { Markdown, Plain };

bool is_han(char32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000;
}

/// Whether a mark of emphasis beside this character is sure to be read as one: letters, digits and Han, no punctuation.
bool is_word_character(char32_t c) {
    if (c < 0x80) return is_letter(static_cast<char>(c)) || is_digit(static_cast<char>(c));
    const bool is_punctuation = (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
                                (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) ||
                                (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65) || c < 0xC0;
    return !is_punctuation;
}

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view kWideBlank = "\u3000";
    for (;;) {
        if (!text.empty() && is_space(text.front())) {
            text.remove_prefix(1);
        } else if (text.starts_with(kWideBlank)) {
            text.remove_prefix(kWideBlank.size());
        } else if (!text.empty() && is_space(text.back())) {
            text.remove_suffix(1);
        } else if (text.ends_with(kWideBlank)) {
            text.remove_suffix(kWideBlank.size());
        } else {
            return text;
        }
    }
}

/// A paragraph of Markdown must not begin like a heading, a list or a quotation.
std::string guarded(std::string text) {
    if (text.empty()) return text;
    constexpr std::string_view kMarks = "#>+-=";
    if (kMarks.find(text.front()) != std::string_view::npos) return "\\" + text;
    const auto digits = text.find_first_not_of("0123456789");
    if (digits != 0 && digits != std::string::npos && (text[digits] == '.' || text[digits] == ')')) {
        text.insert(digits, "\\");
    }
    return text;
}

std::vector<const GumboNode*> children_of(const GumboNode& node) {
    std::vector<const GumboNode*> children;
    if (node.type != GUMBO_NODE_ELEMENT && node.type != GUMBO_NODE_TEMPLATE) return children;
    const GumboVector& all = node.v.element.children;
    for (unsigned i = 0; i < all.length; ++i) children.push_back(static_cast<const GumboNode*>(all.data[i]));
    return children;
}

std::string_view tag_of(const GumboNode& node) {
    if (node.type != GUMBO_NODE_ELEMENT) return {};
    return gumbo_normalized_tagname(node.v.element.tag);
}

Role role_of(const GumboNode& node) {
    const auto role = roles().find(tag_of(node));
    return role == roles().end() ? Role::Inline : role->second;
}

/// Writes a tree as blocks. Recursive; the Cleaner has bounded the tree's depth.
class BlockWriter {
  public:
    explicit BlockWriter(Style style) : style_(style) {}

    void write_children(const GumboNode& node) {
        for (const GumboNode* child : children_of(node)) write(*child);
    }

    std::vector<std::string> blocks() {
        end_block();
        return std::move(blocks_);
    }

  private:
    void write(const GumboNode& node) {
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA) {
            add_text(node.v.text.text);
            return;
        }
        if (node.type != GUMBO_NODE_ELEMENT) return;
        switch (role_of(node)) {
            case Role::Inline:
            case Role::Gone:
                write_children(node);
                return;
            case Role::Strong:
                write_emphasis(node, "**");
                return;
            case Role::Emphasis:
                write_emphasis(node, "*");
                return;
            case Role::Break:
                end_block();
                return;
            case Role::Block:
            case Role::Item:
            case Role::Row:
            case Role::Cell:
                end_block();
                write_children(node);
                end_block();
                return;
            case Role::Heading:
                write_heading(node);
                return;
            case Role::List:
            case Role::OrderedList:
                write_list(node);
                return;
            case Role::Quote:
                write_quote(node);
                return;
            case Role::Table:
                write_table(node);
                return;
            case Role::Dropped:
                return;
        }
    }

    void add_text(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            const Decoded decoded = decode_utf8(text, at);
            const char32_t c = decoded.code_point;
            if (c == U' ' || c == U'\n' || c == U'\t' || c == U'\r' || c == U'\f' || c == 0xA0) {
                pending_line_end_ = pending_line_end_ || c == U'\n' || c == U'\r';
                has_pending_blank_ = true;
                at += decoded.length;
                continue;
            }
            put_blank(c);
            put(c, text.substr(at, decoded.length),
                at + decoded.length < text.size() ? text[at + decoded.length] : ' ');
            last_ = c;
            at += decoded.length;
        }
    }

    /// A line end between two Han characters is none of the text's.
    void put_blank(char32_t next) {
        if (!has_pending_blank_) return;
        const bool is_torn = pending_line_end_ && is_han(last_) && is_han(next);
        if (!inline_.empty() && !is_torn) inline_ += ' ';
        has_pending_blank_ = false;
        pending_line_end_ = false;
    }

    void put(char32_t c, std::string_view bytes, char next) {
        if (style_ == Style::Markdown) {
            constexpr std::u32string_view kAlways = U"\\`*[]|~";
            const bool is_lone_underscore = c == U'_' && !(last_ < 0x80 && is_word_character(last_) && last_ != 0);
            const bool opens =
                (c == U'<' || c == U'&') && (is_letter(next) || next == '/' || next == '!' || next == '#');
            if (kAlways.find(c) != std::u32string_view::npos || is_lone_underscore || opens) inline_ += '\\';
        }
        inline_ += bytes;
    }

    void write_emphasis(const GumboNode& node, std::string_view mark) {
        if (style_ == Style::Plain || is_emphasised_ || holds_blocks(node)) {
            write_children(node);
            return;
        }
        is_emphasised_ = true;
        BlockWriter inner(style_);
        inner.is_emphasised_ = true;
        inner.write_children(node);
        const std::string text = join(inner.blocks(), " ");
        is_emphasised_ = false;
        if (text.empty()) return;
        const char32_t first = decode_utf8(text, 0).code_point;
        const char32_t last = decode_utf8_before(text, text.size()).code_point;
        put_blank(first);
        const bool is_sure = is_word_character(first) && is_word_character(last);
        if (is_sure) inline_ += mark;
        inline_ += text;
        if (is_sure) inline_ += mark;
        last_ = last;
    }

    static bool holds_blocks(const GumboNode& node) {
        for (const GumboNode* child : children_of(node)) {
            if (child->type != GUMBO_NODE_ELEMENT) continue;
            const Role role = role_of(*child);
            if (role != Role::Inline && role != Role::Strong && role != Role::Emphasis) return true;
        }
        return false;
    }

    void end_block() {
        const std::string_view text = without_blanks(inline_);
        if (!text.empty()) {
            blocks_.push_back(style_ == Style::Markdown && !is_emphasised_ ? guarded(std::string(text))
                                                                           : std::string(text));
        }
        inline_.clear();
        has_pending_blank_ = false;
        pending_line_end_ = false;
        last_ = 0;
    }

    /// What the node says, on one line.
    std::string line_of(const GumboNode& node) const {
        BlockWriter inner(style_);
        inner.is_emphasised_ = true;
        inner.write_children(node);
        return join(inner.blocks(), " ");
    }

    void write_heading(const GumboNode& node) {
        end_block();
        const std::string text = line_of(node);
        if (text.empty()) return;
        // The page's own title is the first heading.
        const int level = std::max(2, tag_of(node)[1] - '0');
        blocks_.push_back(style_ == Style::Markdown ? std::string(static_cast<std::size_t>(level), '#') + " " + text
                                                    : text);
    }

    void write_list(const GumboNode& node) {
        end_block();
        const bool is_ordered = role_of(node) == Role::OrderedList;
        std::string list;
        int number = 0;
        for (const GumboNode* child : children_of(node)) {
            BlockWriter inner(style_);
            if (role_of(*child) == Role::Item) {
                inner.write_children(*child);
            } else {
                inner.write(*child);
            }
            const std::vector<std::string> blocks = inner.blocks();
            if (blocks.empty()) continue;
            const std::string mark = is_ordered ? std::to_string(++number) + ". " : "- ";
            if (!list.empty()) list += '\n';
            list += style_ == Style::Markdown ? mark + indented(blocks, std::string(mark.size(), ' '))
                                              : (is_ordered ? mark : "") + join(blocks, "\n");
        }
        if (!list.empty()) blocks_.push_back(std::move(list));
    }

    /// The blocks below each other, all lines but the first behind `margin`.
    static std::string indented(const std::vector<std::string>& blocks, const std::string& margin) {
        std::string text;
        const std::string whole = join(blocks, "\n\n");
        for (const std::string_view line : split(whole, '\n')) {
            if (!text.empty()) text += line.empty() ? "\n" : "\n" + margin;
            text += line;
        }
        return text;
    }

    void write_quote(const GumboNode& node) {
        end_block();
        BlockWriter inner(style_);
        inner.write_children(node);
        const std::vector<std::string> blocks = inner.blocks();
        if (blocks.empty()) return;
        blocks_.push_back(style_ == Style::Markdown ? "> " + indented_quote(blocks) : join(blocks, "\n"));
    }

    static std::string indented_quote(const std::vector<std::string>& blocks) {
        std::string text;
        const std::string whole = join(blocks, "\n\n");
        for (const std::string_view line : split(whole, '\n')) {
            if (!text.empty()) text += line.empty() ? "\n>" : "\n> ";
            text += line;
        }
        return text;
    }

    static void collect_rows(const GumboNode& node, std::vector<const GumboNode*>& rows) {
        for (const GumboNode* child : children_of(node)) {
            if (role_of(*child) == Role::Row) {
                rows.push_back(child);
            } else if (role_of(*child) == Role::Inline && child->type == GUMBO_NODE_ELEMENT) {
                collect_rows(*child, rows);
            }
        }
    }

    /// Old pages are laid out by tables: one of a single row or column, or that holds lists and tables, is no table.
    void write_table(const GumboNode& node) {
        end_block();
        for (const GumboNode* child : children_of(node)) {
            if (tag_of(*child) == "caption") write(*child);
        }
        std::vector<const GumboNode*> rows;
        collect_rows(node, rows);
        std::vector<std::vector<std::string>> cells;
        std::size_t width = 0;
        bool is_layout = rows.size() < 2;
        for (const GumboNode* row : rows) {
            std::vector<std::string>& line = cells.emplace_back();
            for (const GumboNode* cell : children_of(*row)) {
                if (role_of(*cell) != Role::Cell) continue;
                is_layout = is_layout || holds_structure(*cell);
                if (!is_layout) line.push_back(line_of(*cell));
            }
            width = std::max(width, line.size());
        }
        if (is_layout || width < 2) {
            for (const GumboNode* row : rows) write(*row);
            return;
        }
        blocks_.push_back(style_ == Style::Markdown ? markdown_table(cells, width) : plain_table(cells));
    }

    static bool holds_structure(const GumboNode& node) {
        for (const GumboNode* child : children_of(node)) {
            const Role role = role_of(*child);
            if (role == Role::Table || role == Role::List || role == Role::OrderedList || role == Role::Heading ||
                holds_structure(*child))
                return true;
        }
        return false;
    }

    static std::string markdown_table(const std::vector<std::vector<std::string>>& cells, std::size_t width) {
        std::string table;
        for (std::size_t row = 0; row < cells.size(); ++row) {
            if (row > 0) table += '\n';
            table += '|';
            for (std::size_t i = 0; i < width; ++i) table += " " + (i < cells[row].size() ? cells[row][i] : "") + " |";
            if (row > 0) continue;
            table += "\n|";
            for (std::size_t i = 0; i < width; ++i) table += " --- |";
        }
        return table;
    }

    static std::string plain_table(const std::vector<std::vector<std::string>>& cells) {
        std::vector<std::string> lines;
        for (const std::vector<std::string>& row : cells) lines.push_back(join(row, " "));
        return join(lines, "\n");
    }

    Style style_;
    std::vector<std::string> blocks_;
    std::string inline_;
    char32_t last_ = 0;  ///< the character written last in this block
    bool has_pending_blank_ = false;
    bool pending_line_end_ = false;  ///< the blank that is due has a line end
    bool is_emphasised_ = false;
};

struct FreeTree {
    void operator()(GumboOutput* tree) const { gumbo_destroy_output(&kGumboDefaultOptions, tree); }
};

std::string with_breaks(std::string_view html) {
    std::string broken;
    for (const char c : html) broken += c == '\n' ? std::string("<br>") : std::string(1, c);
    return broken;
}

std::optional<std::string> written(std::string_view html, Style style) {
    CleanHtml clean = Cleaner(html).run();
    if (clean.is_too_deep) return std::nullopt;
    if (!clean.has_paragraphs) clean.html = with_breaks(clean.html);
    const std::unique_ptr<GumboOutput, FreeTree> tree(
        gumbo_parse_with_options(&kGumboDefaultOptions, clean.html.data(), clean.html.size()));
    BlockWriter writer(style);
    writer.write_children(*tree->root);
    return join(writer.blocks(), style == Style::Markdown ? "\n\n" : "\n");
}

}  // namespace

bool has_html(std::string_view text) {
    const std::size_t last_bracket = text.rfind('>');
    for (std::size_t at = text.find_first_of("<&"); at != std::string_view::npos;
         at = text.find_first_of("<&", at + 1)) {
        if (text[at] == '&') {
            if (reference_length(text, at) > 0) return true;
            continue;
        }
        if (last_bracket == std::string_view::npos || at > last_bracket) continue;
        if (text.substr(at).starts_with("<!--")) return true;
        const Tag tag = tag_at(text, at, last_bracket);
        if (tag.length > 0 && roles().contains(tag.name)) return true;
        at += tag.length > 0 ? tag.length - 1 : 0;
        if (tag.length == 0 && !tag.name.empty()) return false;  // a quotation mark that nothing closes
    }
    return false;
}

std::optional<std::string> markdown_of_html(std::string_view html) {
    return written(html, Style::Markdown);
}

std::optional<std::string> text_of_html(std::string_view html) {
    return written(html, Style::Plain);
}

std::string without_simple_markup(std::string_view text) {
    if (!has_html(text)) return std::string(text);
    if (Cleaner(text).run().has_acting_tags) return std::string(text);
    return text_of_html(text).value_or(std::string(text));
}

}  // namespace xinglin
