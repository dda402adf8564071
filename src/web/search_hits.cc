#include "web/search_hits.h"

#include <algorithm>
#include <string>

#include "web/blocks.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

/// What the item says, and what that is called where the item calls it otherwise.
void write_concept(Html& html, const HitReason& reason, const std::vector<Ref>& concepts) {
    const auto named = std::ranges::find(concepts, reason.id, &Ref::id);
    if (named == concepts.end() || named->name == reason.text) {
        html.write("“{}”", [&](Html& out) { write_link(out, {reason.id, reason.text}); });
    } else {
        html.write("“{}”，即“{}”", reason.text, ref_link(*named));
    }
}

void write_reason_words(Html& html, const HitReason& reason, const std::vector<Ref>& concepts) {
    switch (reason.kind) {
        case HitReason::Kind::Name:
            html.write("{}“{}”", reason.field == "alias" ? std::string_view("又称") : std::string_view("名称是"),
                       reason.text);
            return;
        case HitReason::Kind::Title:
            html.write("标题里有“{}”", reason.text);
            return;
        case HitReason::Kind::Text:
            html.write("{}里有“{}”", words_for_field(reason.field), reason.text);
            return;
        case HitReason::Kind::Concept:
            html.write("{}写到{}", words_for_field(reason.field),
                       [&](Html& out) { write_concept(out, reason, concepts); });
            return;
        case HitReason::Kind::Narrower:
            html.write("属于所搜的一类：{}", reason.text);
            return;
        case HitReason::Kind::Relation:
            html.write("有依据的关系（{}）：{}", words_for_step(reason.field, StepDirection::Forward, ""), reason.text);
            return;
    }
}

/// Words that stand where a concept of the same name was found tell a reader nothing more.
bool is_told(const HitReason& reason, const std::vector<HitReason>& all) {
    if (reason.kind != HitReason::Kind::Title && reason.kind != HitReason::Kind::Text) return false;
    return std::ranges::any_of(all, [&](const HitReason& other) {
        const bool is_named = other.kind == HitReason::Kind::Name || other.kind == HitReason::Kind::Concept;
        return is_named && other.text == reason.text && other.field == reason.field;
    });
}

void write_reasons(Html& html, const FoundItem& item, const std::vector<Ref>& concepts) {
    if (item.hit.why.empty()) return;
    html.write(
        "<details class='why'><summary>为什么<span class='hidden-text'>找到“{}”</span></summary><ul>{}</ul></details>",
        item.hit.title, [&](Html& out) {
            for (std::size_t i = 0; i < item.hit.why.size(); ++i) {
                if (is_told(item.hit.why[i], item.hit.why)) continue;
                out.write(
                    "<li><p>{}</p>{}</li>", [&](Html& words) { write_reason_words(words, item.hit.why[i], concepts); },
                    [&](Html& sources) {
                        if (i < item.why_sources.size()) write_sources(sources, item.why_sources[i]);
                    });
            }
        });
}

void write_title(Html& html, const SearchHit& hit) {
    const auto title = [&](Html& out) { write_highlighted(out, hit.title, hit.title_highlights); };
    const std::string url = url_of(hit.id);
    html.write("<h2><span class='type'>{}</span> {}</h2>", words_for(hit.type), [&](Html& out) {
        if (url.empty()) return title(out);
        out.write("<a href='{}'>{}</a>", url, title);
    });
}

void write_hit(Html& html, const FoundItem& item, const std::vector<Ref>& concepts) {
    Card card = item.card;
    if (!item.hit.excerpt.empty()) {  // It says better why the item is here than the text that all lists show.
        card.text.clear();
        card.specialty.clear();
    }
    html.write(
        "<li class='hit'>{}{}{}{}{}{}</li>", [&](Html& out) { write_title(out, item.hit); },
        when(!item.hit.caution.empty(),
             [&](Html& out) { out.write("<p class='caution'><strong>注意：</strong>{}</p>", item.hit.caution); }),
        [&](Html& out) { write_card_details(out, card); },
        when(!item.hit.excerpt.empty(),
             [&](Html& out) {
                 out.write("<p class='text'>{}</p>",
                           [&](Html& text) { write_highlighted(text, item.hit.excerpt, item.hit.excerpt_highlights); });
             }),
        [&](Html& out) { write_card_marks(out, card); }, [&](Html& out) { write_reasons(out, item, concepts); });
}

}  // namespace

void write_highlighted(Html& html, std::string_view text, const std::vector<Span>& spans) {
    std::size_t written = 0;
    for (const Span& span : spans) {
        const std::size_t begin = std::max<std::size_t>(span.begin, written);
        const std::size_t end = std::min<std::size_t>(span.end, text.size());
        if (begin >= end) continue;
        html.text(text.substr(written, begin - written));
        html.write("<mark>{}</mark>", text.substr(begin, end - begin));
        written = end;
    }
    html.text(text.substr(written));
}

void write_hits(Html& html, const SearchView& view) {
    html.write("<ol class='hits' start='{}'>{}</ol>", view.request.offset + 1,
               each(view.items, [&](Html& out, const FoundItem& item) { write_hit(out, item, view.concepts); }));
}

}  // namespace xinglin
