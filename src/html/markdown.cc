#include "html/markdown.h"

#include "base/check.h"
#include "base/strings.h"
#include "html/markdown_limits.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>

// cmark-gfm only parses; the tree is written by Html like any page, so escaping is decided in one place.

namespace xinglin {
namespace {

constexpr int kMaxDepth = 50;
constexpr int kTopHeading = 2;
constexpr int kLowestHeading = 6;

struct FreeParser {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Document = std::unique_ptr<cmark_node, FreeNode>;

Document parse(std::string_view written) {
    const std::string markdown = bounded_markdown(written);
    // Registration changes a list shared by all parsers, so it happens once and thread-safely.
    [[maybe_unused]] static const bool registered = [] {
        cmark_gfm_core_extensions_ensure_registered();
        return true;
    }();
    const std::unique_ptr<cmark_parser, FreeParser> parser(
        cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8));
    for (const char* name : {"table", "strikethrough"}) {
        cmark_syntax_extension* extension = cmark_find_syntax_extension(name);
        CHECK(extension != nullptr);
        cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
    cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
    Document document(cmark_parser_finish(parser.get()));
    cmark_consolidate_text_nodes(document.get());
    return document;
}

std::string_view text_or_empty(const char* text) {
    return text == nullptr ? std::string_view() : text;
}

/// Whether the node is of an extension's type; those have no enumerator.
bool is_named(cmark_node* node, std::string_view type) {
    return type == cmark_node_get_type_string(node);
}

/// Everything below (and including) `node`, in reading order, that is text; a space for a line's end.
std::string text_below(cmark_node* node) {
    std::string text;
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> walk(cmark_iter_new(node), cmark_iter_free);
    for (cmark_event_type event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(walk.get())) {
        if (event != CMARK_EVENT_ENTER) continue;
        cmark_node* current = cmark_iter_get_node(walk.get());
        const cmark_node_type type = cmark_node_get_type(current);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) text += text_or_empty(cmark_node_get_literal(current));
        if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_PARAGRAPH) text += ' ';
        if (type == CMARK_NODE_HEADING || is_named(current, "table_cell")) text += ' ';
    }
    return text;
}

bool is_slug_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/// A text cut at its first citation.
struct CitedText {
    std::string_view before;
    std::string_view slug;
    std::string_view after;
};

std::optional<CitedText> first_citation(std::string_view text) {
    for (std::size_t begin = text.find("[@"); begin != std::string_view::npos; begin = text.find("[@", begin + 2)) {
        std::size_t end = begin + 2;
        while (end < text.size() && is_slug_character(text[end])) ++end;
        if (end == begin + 2 || end == text.size() || text[end] != ']') continue;
        return CitedText{text.substr(0, begin), text.substr(begin + 2, end - begin - 2), text.substr(end + 1)};
    }
    return std::nullopt;
}

std::string without_citations(std::string_view text) {
    std::string plain;
    while (const auto cited = first_citation(text)) {
        plain += cited->before;
        text = cited->after;
    }
    plain += text;
    return plain;
}

bool is_inline(cmark_node* node) {
    return (cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE;
}

/// Whether the byte is part of a character outside of ASCII, such as all Chinese ones.
bool is_wide(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

class Renderer {
  public:
    explicit Renderer(std::span<const std::string> citations) : was_cited_(citations.size(), false) {
        for (std::size_t i = 0; i < citations.size(); ++i) citations_.emplace(citations[i], i);
    }

    RenderedText render(cmark_node* document) {
        heading_shift_ = kTopHeading - highest_heading(document);
        Html html;
        children(html, document);
        return {std::move(html).markup(), std::move(headings_)};
    }

  private:
    static int highest_heading(cmark_node* document) {
        int highest = kLowestHeading;
        for (cmark_node* node = cmark_node_first_child(document); node != nullptr; node = cmark_node_next(node)) {
            if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
                highest = std::min(highest, cmark_node_get_heading_level(node));
            }
        }
        return highest;
    }

    void children(Html& html, cmark_node* parent) {
        if (depth_ == kMaxDepth) return;
        ++depth_;
        for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
            if (is_inline(node)) {
                inline_node(html, node);
            } else {
                block(html, node);
            }
        }
        --depth_;
    }

    auto children_of(cmark_node* node) {
        return [this, node](Html& html) { children(html, node); };
    }

    // The node types of extensions are known at run time only, so these are no switches.

    void block(Html& html, cmark_node* node) {
        const cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_PARAGRAPH) {
            paragraph(html, node);
        } else if (type == CMARK_NODE_HEADING) {
            heading(html, node);
        } else if (type == CMARK_NODE_LIST) {
            list(html, node);
        } else if (type == CMARK_NODE_ITEM) {
            html.write("<li>{}</li>", children_of(node));
        } else if (type == CMARK_NODE_BLOCK_QUOTE) {
            html.write("<blockquote>{}</blockquote>", children_of(node));
        } else if (type == CMARK_NODE_CODE_BLOCK) {
            html.write("<pre><code>{}</code></pre>", text_or_empty(cmark_node_get_literal(node)));
        } else if (type == CMARK_NODE_THEMATIC_BREAK) {
            html.write("<hr>");
        } else if (is_named(node, "table")) {
            table(html, node);
        }
    }

    void paragraph(Html& html, cmark_node* node) {
        cmark_node* item = cmark_node_parent(node);
        cmark_node* list = item == nullptr ? nullptr : cmark_node_parent(item);
        const bool is_tight =
            list != nullptr && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) != 0;
        if (is_tight) {
            children(html, node);
        } else {
            html.write("<p>{}</p>", children_of(node));
        }
    }

    void heading(Html& html, cmark_node* node) {
        const int level = std::clamp(cmark_node_get_heading_level(node) + heading_shift_, kTopHeading, kLowestHeading);
        const std::string id = "section-" + std::to_string(headings_.size() + 1);
        headings_.push_back({level, id, without_citations(trimmed(text_below(node)))});
        const auto text = children_of(node);
        if (level == 2) html.write("<h2 id='{}'>{}</h2>", id, text);
        if (level == 3) html.write("<h3 id='{}'>{}</h3>", id, text);
        if (level == 4) html.write("<h4 id='{}'>{}</h4>", id, text);
        if (level == 5) html.write("<h5 id='{}'>{}</h5>", id, text);
        if (level == 6) html.write("<h6 id='{}'>{}</h6>", id, text);
    }

    void list(Html& html, cmark_node* node) {
        if (cmark_node_get_list_type(node) == CMARK_BULLET_LIST) {
            html.write("<ul>{}</ul>", children_of(node));
        } else if (cmark_node_get_list_start(node) == 1) {
            html.write("<ol>{}</ol>", children_of(node));
        } else {
            html.write("<ol start='{}'>{}</ol>", cmark_node_get_list_start(node), children_of(node));
        }
    }

    void table(Html& html, cmark_node* node) {
        cmark_node* head = cmark_node_first_child(node);
        const auto row = [this](cmark_node* table_row, bool is_head) {
            return [this, table_row, is_head](Html& out) {
                for (cmark_node* cell = cmark_node_first_child(table_row); cell != nullptr;
                     cell = cmark_node_next(cell)) {
                    if (is_head) {
                        out.write("<th scope='col'>{}</th>", children_of(cell));
                    } else {
                        out.write("<td>{}</td>", children_of(cell));
                    }
                }
            };
        };
        if (head == nullptr) return;
        html.write(
            "<div class='table' tabindex='0' role='group' "
            "aria-label='表格'><table><thead><tr>{}</tr></thead>{}</table></div>",
            row(head, true), [&](Html& out) {
                if (cmark_node_next(head) == nullptr) return;
                out.write("<tbody>{}</tbody>", [&](Html& body) {
                    for (cmark_node* next = cmark_node_next(head); next != nullptr; next = cmark_node_next(next)) {
                        body.write("<tr>{}</tr>", row(next, false));
                    }
                });
            });
    }

    void inline_node(Html& html, cmark_node* node) {
        const cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT) {
            cited_text(html, text_or_empty(cmark_node_get_literal(node)));
        } else if (type == CMARK_NODE_SOFTBREAK) {
            soft_break(html, node);
        } else if (type == CMARK_NODE_LINEBREAK) {
            html.write("<br>");
        } else if (type == CMARK_NODE_CODE) {
            html.write("<code>{}</code>", text_or_empty(cmark_node_get_literal(node)));
        } else if (type == CMARK_NODE_EMPH) {
            html.write("<em>{}</em>", children_of(node));
        } else if (type == CMARK_NODE_STRONG) {
            html.write("<strong>{}</strong>", children_of(node));
        } else if (is_named(node, "strikethrough")) {
            html.write("<del>{}</del>", children_of(node));
        } else if (type == CMARK_NODE_LINK) {
            link(html, node);
        }
    }

    void link(Html& html, cmark_node* node) {
        const std::string_view url = text_or_empty(cmark_node_get_url(node));
        if (is_safe_url(url) && !inside_link_) {
            inside_link_ = true;
            html.write("<a href='{}' rel='nofollow noopener'>{}</a>", url, children_of(node));
            inside_link_ = false;
        } else {
            children(html, node);
        }
    }

    /// Chinese has no spaces: the end of a line between two Chinese characters means nothing.
    void soft_break(Html& html, cmark_node* node) {
        cmark_node* next = cmark_node_next(node);
        const std::string_view before = html.view();
        const std::string_view after =
            next == nullptr ? std::string_view() : text_or_empty(cmark_node_get_literal(next));
        const bool joins = (!before.empty() && is_wide(before.back())) || (!after.empty() && is_wide(after.front()));
        if (!joins) html.write("\n");
    }

    void cited_text(Html& html, std::string_view text) {
        while (const auto cited = first_citation(text)) {
            html.text(cited->before);
            const auto place = citations_.find(cited->slug);
            if (place == citations_.end() || inside_link_) {
                html.write("[@{}]", cited->slug);
            } else {
                citation(html, place->second);
            }
            text = cited->after;
        }
        html.text(text);
    }

    void citation(Html& html, std::size_t index) {
        const std::size_t number = index + 1;
        if (was_cited_[index]) {
            html.write("<sup class='cite'><a href='#cite-{}' aria-label='来源{}'>{}</a></sup>", number, number, number);
        } else {
            html.write("<sup class='cite'><a id='cited-{}' href='#cite-{}' aria-label='来源{}'>{}</a></sup>", number,
                       number, number, number);
        }
        was_cited_[index] = true;
    }

    std::unordered_map<std::string_view, std::size_t> citations_;  // the first place of each
    std::vector<bool> was_cited_;
    std::vector<Heading> headings_;
    int heading_shift_ = 0;
    int depth_ = 0;
    bool inside_link_ = false;
};

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// The bytes of the first `limit` characters of `text`, with "…" when that is not all of it.
std::string first_characters_of(std::string_view text, std::size_t limit) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
        if (starts_character && characters++ == limit) return std::string(text.substr(0, i)) + "…";
    }
    return std::string(text);
}

/// `text` with each run of white space as one space, or none between Chinese characters, and none at the ends.
std::string on_one_line(std::string_view text) {
    std::string line;
    bool space = false;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            space = true;
            continue;
        }
        if (space && !line.empty() && !(is_wide(line.back()) && is_wide(c))) line += ' ';
        space = false;
        line += c;
    }
    return line;
}

}  // namespace

RenderedText render_markdown(std::string_view markdown, std::span<const std::string> citations) {
    const Document document = parse(markdown);
    return Renderer(citations).render(document.get());
}

Markup render_plain_text(std::string_view text) {
    Html html;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (!is_blank(line)) html.write("<p>{}</p>", trimmed(line));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return std::move(html).markup();
}

std::string markdown_excerpt(std::string_view markdown, std::size_t limit) {
    const Document document = parse(markdown);
    std::string text;
    for (cmark_node* node = cmark_node_first_child(document.get()); node != nullptr; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_HEADING) text += text_below(node);
    }
    return first_characters_of(on_one_line(without_citations(text)), limit);
}

std::string plain_text_excerpt(std::string_view text, std::size_t limit) {
    return first_characters_of(on_one_line(text), limit);
}

}  // namespace xinglin
