#include <algorithm>

#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

std::string letter_words(char letter, const Messages& say) {
    return letter == '0' ? std::string(say("list.other_letter"))
                         : std::string(1, static_cast<char>(letter - 'a' + 'A'));
}

/// The request for the whole list with one thing of it changed, from its first page.
BrowseRequest with_letter(const BrowseRequest& request, char letter) {
    BrowseRequest changed = request;
    changed.letter = letter;
    changed.page = 1;
    return changed;
}

BrowseRequest with_value(const BrowseRequest& request, std::size_t facet, const std::string& key) {
    BrowseRequest changed = request;
    changed.chosen[facet] = key;
    changed.page = 1;
    return changed;
}

BrowseRequest with_page(const BrowseRequest& request, std::size_t page) {
    BrowseRequest changed = request;
    changed.page = page;
    return changed;
}

void write_letter(Html& html, const BrowseView& view, const BrowseView::Letter& letter, const Messages& say) {
    const std::string words = letter_words(letter.letter, say);
    if (letter.letter == view.request.letter) {
        html.write("<li><span aria-current='true'>{}</span></li>", words);
    } else if (letter.count == 0) {
        html.write("<li><span>{}</span></li>", words);
    } else {
        html.write("<li><a href='{}'>{}</a></li>", browse_url(with_letter(view.request, letter.letter)), words);
    }
}

void write_letters(Html& html, const BrowseView& view, const Messages& say) {
    if (view.letters.empty()) return;
    html.write(
        "<nav class='letters' aria-label='{}'><ul><li>{}</li>{}</ul></nav>", say("list.letters"),
        [&](Html& out) {
            if (view.request.letter == 0) {
                out.write("<span aria-current='true'>{}</span>", say("list.all"));
            } else {
                out.write("<a href='{}'>{}</a>", browse_url(with_letter(view.request, 0)), say("list.all"));
            }
        },
        each(view.letters, [&](Html& out, const BrowseView::Letter& letter) { write_letter(out, view, letter, say); }));
}

bool is_narrowed(const BrowseView& view) {
    return std::ranges::any_of(view.request.chosen, [](const std::string& key) { return !key.empty(); });
}

/// Crawlers follow single values; what they combine to is endless.
void write_value(Html& html, const BrowseView& view, std::size_t facet, const BrowseView::Value& value) {
    const std::string url = browse_url(with_value(view.request, facet, value.key));
    const auto words = [&](Html& out) {
        out.write("{} <span class='count'>{}</span>", shown_name(value.name), value.count);
    };
    if (is_narrowed(view)) {
        html.write("<li><a rel='nofollow' href='{}'>{}</a></li>", url, words);
    } else {
        html.write("<li><a href='{}'>{}</a></li>", url, words);
    }
}

void write_facet(Html& html, const BrowseView& view, std::size_t facet, const Messages& say) {
    const auto& values = view.facets[facet];
    if (values.empty() || !view.request.chosen[facet].empty()) return;
    html.write("<details class='facet'><summary>{}</summary><ul>{}</ul></details>",
               words_for(static_cast<PeopleFacet>(facet), say),
               each(values, [&](Html& out, const BrowseView::Value& value) { write_value(out, view, facet, value); }));
}

void write_chosen(Html& html, const BrowseView& view, const Messages& say) {
    if (!is_narrowed(view)) return;
    html.write("<p class='chosen-values'><span>{}</span>{}</p>", say("list.chosen"), [&](Html& out) {
        for (std::size_t i = 0; i < kPeopleFacetCount; ++i) {
            if (view.request.chosen[i].empty()) continue;
            out.write("<a class='remove' href='{}'><span class='hidden-text'>{} </span>{}</a>",
                      browse_url(with_value(view.request, i, "")), say("list.remove"),
                      shown_name(view.chosen_names[i]));
        }
    });
}

void write_facets(Html& html, const BrowseView& view, const Messages& say) {
    const auto is_empty = [](const auto& values) { return values.empty(); };
    if (std::ranges::all_of(view.facets, is_empty)) return;
    html.write("<div class='facets'>{}</div>", [&](Html& out) {
        for (std::size_t i = 0; i < kPeopleFacetCount; ++i) write_facet(out, view, i, say);
    });
    write_chosen(html, view, say);
}

/// A name and what it is in a line, for lists that people run through.
void write_name(Html& html, const Card& card) {
    html.write("<li>{}{}{}</li>", ref_link(card.ref),
               when(!card.text.empty(), [&](Html& out) { out.write("<span class='gist'>{}</span>", card.text); }),
               [&](Html& out) { write_imported_mark(out, card.trust); });
}

void write_items(Html& html, const BrowseView& view, const Messages& say) {
    if (view.cards.empty()) {
        html.write("<p class='nothing'>{}</p>", say("list.nothing"));
    } else if (!view.letters.empty() && view.request.kind != ListKind::Drugs) {
        html.write("<ul class='names-list'>{}</ul>", each(view.cards, write_name));
    } else {
        write_cards(html, {"", "本页"}, view.cards);
    }
}

PageLinks links_of(const BrowseView& view) {
    PageLinks links;
    links.page = view.request.page;
    if (view.request.page > 1) links.previous_url = browse_url(with_page(view.request, view.request.page - 1));
    if (view.request.page < view.page_count)
        links.next_url = browse_url(with_page(view.request, view.request.page + 1));
    return links;
}

/// "医生：神经内科，三级甲等"
std::string title_of(const BrowseView& view, const Messages& say) {
    std::string title(words_for(view.request.kind, say));
    if (view.request.letter != 0) title += "：" + letter_words(view.request.letter, say);
    bool is_first = true;
    for (std::size_t i = 0; i < kPeopleFacetCount; ++i) {
        if (view.request.chosen[i].empty()) continue;
        title += (is_first ? "：" : "，") + shown_name(view.chosen_names[i]);
        is_first = false;
    }
    return title;
}

/// Combinations are endless: search engines are sent to the list, its letters and its single values.
bool is_indexable(const BrowseView& view) {
    const auto is_chosen = [](const std::string& key) { return !key.empty(); };
    return !view.cards.empty() && std::ranges::count_if(view.request.chosen, is_chosen) <= 1;
}

}  // namespace

std::string list_page(const BrowseView& view, const NavigationView& navigation) {
    const Messages& say = messages_in(navigation.locale);
    const std::string name(words_for(view.request.kind, say));
    const std::string title = title_of(view, say);
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = view.request.page > 1 ? say("list.title", title, view.request.page) : title;
    frame.description = navigation.site->name + "的" + title + "，共" + std::to_string(view.total) + "项。";
    frame.canonical = browse_url(view.request);
    frame.indexable = is_indexable(view);
    frame.crumbs = {{name, title == name ? std::string() : list_url(view.request.kind)}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1>{}{}<section class='list'><h2>{}</h2>{}{}</section>", title,
            [&](Html& out) { write_letters(out, view, say); }, [&](Html& out) { write_facets(out, view, say); },
            say("list.position", view.total, view.request.page, view.page_count),
            [&](Html& out) { write_items(out, view, say); }, [&](Html& out) { write_page_links(out, links_of(view)); });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
