#include "html/markdown.h"
#include "records/record.h"
#include "web/blocks.h"
#include "web/care.h"
#include "web/layout.h"
#include "web/notes.h"
#include "web/pages.h"
#include "web/panels.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kDescriptionCharacters = 110;
constexpr std::size_t kContentsFrom = 3;  // a text with fewer headings needs no table of contents

RenderedText render_body(const ArticleView& view) {
    if (!view.article.body_is_markdown) return {render_plain_text(view.article.body), {}};
    std::vector<std::string> slugs;
    for (const Source& source : view.citations) slugs.emplace_back(slug_of(source.id));
    return render_markdown(view.article.body, slugs);
}

std::string description_of(const ArticleView& view) {
    return view.article.body_is_markdown ? markdown_excerpt(view.article.body, kDescriptionCharacters)
                                         : plain_text_excerpt(view.article.body, kDescriptionCharacters);
}

/// Folded, so that the text begins on the first screen of a phone.
void write_contents(Html& html, const std::vector<Heading>& headings) {
    if (headings.size() < kContentsFrom) return;
    html.write("<details class='fold contents'><summary>目录（{}）</summary><ol>{}</ol></details>", headings.size(),
               each(headings, [](Html& out, const Heading& heading) {
                   if (heading.level == 2) out.write("<li><a href='#{}'>{}</a></li>", heading.id, heading.text);
               }));
}

void write_citation(Html& html, std::size_t number, const Source& source) {
    html.write(
        "<li id='cite-{}'>{}。{}{}{} <a href='#cited-{}' aria-label='回到正文引用{}处'>↑</a></li>", number,
        [&](Html& out) {
            write_link(out, {source.id, source.title});
        },
        source.publisher, when(source.year > 0, [&](Html& out) { out.text("，" + std::to_string(source.year)); }),
        when(source.status != SourceStatus::InForce,
             [&](Html& out) { out.write("<span class='mark unreviewed'>{}</span>", words_for(source.status)); }),
        number, number);
}

void write_citations(Html& html, const std::vector<Source>& citations) {
    if (citations.empty()) return;
    html.write("<section class='citations'><h2>参考来源</h2><ol>{}</ol></section>", [&](Html& out) {
        std::size_t number = 0;
        for (const Source& source : citations) write_citation(out, ++number, source);
    });
}

/// The signs that need care, behind one line, with what they rest on.
void write_care(Html& html, const ArticleView& view) {
    const Ref subject = view.about.empty() ? Ref{} : view.about.front();
    CareLevels(view.care_cards, subject).write_line(html);
}

}  // namespace

std::string article_page(const ArticleView& view, const NavigationView& navigation) {
    const RenderedText body = render_body(view);
    const PanelPlace place{view.ref.id, "本文"};
    Frame frame;
    frame.title = view.article.title;
    frame.description = description_of(view);
    frame.canonical = url_of(view.ref.id);
    frame.indexable = !view.contradicted;
    frame.crumbs = crumbs_of(view.breadcrumb);
    frame.main = [&](Html& html) {
        html.write(
            "<article><h1>{}</h1>{}{}{}{}<div class='prose'>{}</div>{}{}</article>", view.article.title,
            [&](Html& out) { write_record_meta(out, view.head, view.article.source_line, view.characters); },
            [&](Html& out) { write_care(out, view); }, [&](Html& out) { write_notes(out, view.notes); },
            [&](Html& out) { write_contents(out, body.headings); }, body.html,
            [&](Html& out) { write_citations(out, view.citations); }, [&](Html& out) { write_about(out, view.about); });
    };
    frame.side = [&](Html& html) { write_side_panels(html, place, view.panels); };
    frame.below = [&](Html& html) { write_main_panels(html, place, view.panels); };
    return render_page(frame, navigation);
}

}  // namespace xinglin
