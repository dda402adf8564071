#include <algorithm>
#include <iterator>
#include <vector>

#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

using Statement = SourceView::Statement;
using Statements = std::vector<const Statement*>;

/// The licence of a source of which nothing but facts is taken over.
constexpr std::string_view kFactsAlone = "facts cited";

/// With more subjects than this the page begins as a list of them, each to be opened.
constexpr std::size_t kOpenSubjects = 3;

void write_outer_link(Html& html, const std::string& url, const std::string& words) {
    html.write("<a href='{}' rel='nofollow noopener'>{}</a>", url, words);
}

/// 这是一份指南或专家共识，由…发布，2014年，19卷11期。
void write_what_it_is(Html& html, const Source& source) {
    html.write("<p>{}，由{}发布{}{}。</p>", what_it_is(source.kind), source.publisher,
               when(source.year > 0, [&](Html& out) { out.write("，{}年", source.year); }),
               when(!source.edition.empty(), [&](Html& out) { out.write("，{}", source.edition); }));
}

void write_where_to_read(Html& html, const Source& source) {
    const std::string doi_url = source.doi.empty() ? "" : "https://doi.org/" + source.doi;
    html.write("<div class='fact wide'><dt>在哪里读</dt><dd>{}{}{}</dd></div>",
               when(!doi_url.empty(),
                    [&](Html& out) {
                        out.write("{}（DOI）", [&](Html& link) { write_outer_link(link, doi_url, source.doi); });
                    }),
               when(!doi_url.empty() && !source.url.empty(), [](Html& out) { out.write("；"); }), [&](Html& out) {
                   if (is_safe_url(source.url)) {
                       write_outer_link(out, source.url, source.url);
                   } else if (!source.url.empty()) {
                       out.text(source.url);
                   } else if (doi_url.empty()) {
                       out.write("没有可靠的网址，请按题名和发布者查找。");
                   }
               });
}

void write_facts(Html& html, const Source& source) {
    const bool facts_alone = source.licence == kFactsAlone;
    html.write("<dl class='facts'>{}</dl>", [&](Html& out) {
        write_where_to_read(out, source);
        if (source.status != SourceStatus::InForce) write_fact(out, "状态", words_for(source.status));
        if (!facts_alone) write_fact(out, "许可", source.licence);
    });
    html.write("{}", when(facts_alone, [](Html& out) {
                   out.write("<p class='rest'>本站只引用其中的事实，并用自己的话转述；要看原文，请查这份资料。</p>");
               }));
}

/// What a reader must know before the rest: the portal no longer stands by it, or there is a newer one.
void write_withdrawn(Html& html, const SourceView& view) {
    if (!view.withdrawn) {
        if (view.source.status != SourceStatus::Superseded) return;
        html.write("<p class='notice'>这份资料已经有更新的版本。</p>");
        return;
    }
    html.write("<p class='notice withdrawn'><strong>已撤回</strong>{}：只以它为依据的知识和内容已不再展示。{}</p>",
               when(view.withdrawn->on.known(), [&](Html& out) { out.text("（" + view.withdrawn->on.iso() + "）"); }),
               when(!view.withdrawn->reason.empty(), [&](Html& out) { out.text("原因：" + view.withdrawn->reason); }));
}

/// One list for each value of `key`, in the order of their first members.
template <typename Key>
std::vector<Statements> grouped(const Statements& statements, Key key) {
    std::vector<Statements> groups;
    for (const Statement* statement : statements) {
        const auto same = [&](const Statements& group) { return key(*group.front()) == key(*statement); };
        const auto group = std::find_if(groups.begin(), groups.end(), same);
        if (group == groups.end()) {
            groups.push_back({statement});
        } else {
            group->push_back(statement);
        }
    }
    return groups;
}

/// One sentence that names all objects, and under it what the source says of single ones.
void write_sentence(Html& html, const Statements& statements) {
    const Statement& first = *statements.front();
    std::vector<Ref> objects;
    for (const Statement* statement : statements) objects.push_back(statement->object);
    const auto words = sentence_words(first.predicate);
    html.write(
        "<p>{}{}{}{}</p>", first.subject.name, words.between, [&](Html& out) { write_refs(out, objects); },
        words.after);
    Statements said;
    std::copy_if(statements.begin(), statements.end(), std::back_inserter(said),
                 [](const Statement* statement) { return !statement->statement.empty(); });
    if (said.empty()) return;
    html.write("<ul>{}</ul>", each(said, [](Html& out, const Statement* statement) {
                   out.write("<li>{}：{}</li>", statement->object.name, statement->statement);
               }));
}

void write_sentences(Html& html, const Statements& of_subject) {
    for (const Statements& group : grouped(of_subject, [](const Statement& each) { return each.predicate; })) {
        write_sentence(html, group);
    }
}

void write_subject(Html& html, const Statements& of_subject, bool open) {
    const Ref& subject = of_subject.front()->subject;
    if (open) {
        html.write("<h3>{}</h3>{}", ref_link(subject), [&](Html& out) { write_sentences(out, of_subject); });
        return;
    }
    html.write(
        "<details class='why'><summary>{}（{}条）</summary>{}{}</details>", subject.name, of_subject.size(),
        [&](Html& out) { write_sentences(out, of_subject); },
        [&](Html& out) { out.write("<p>更多：{}</p>", ref_link(subject)); });
}

void write_statements(Html& html, const SourceView& view) {
    if (view.statements.empty()) return;
    Statements all;
    for (const Statement& statement : view.statements) all.push_back(&statement);
    const auto subjects = grouped(all, [](const Statement& each) -> const std::string& { return each.subject.id; });
    html.write(
        "<section class='rests-on'><h2>本站哪些内容依据它</h2><p>共{}条，都是用本站自己的话转述。{}</p>{}</section>",
        view.statement_count,
        when(view.statement_count > view.statements.size(),
             [&](Html& out) { out.write("以下列出前{}条。", view.statements.size()); }),
        each(subjects, [&](Html& out, const Statements& subject) {
            write_subject(out, subject, subjects.size() <= kOpenSubjects);
        }));
}

}  // namespace

std::string source_page(const SourceView& view, const NavigationView& navigation) {
    Frame frame;
    frame.title = view.source.title;
    frame.description = "来源：" + view.source.title + "，" + view.source.publisher + "。";
    frame.canonical = url_of(view.source.id);
    frame.crumbs = {{"来源", ""}, {view.source.title, ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1>{}{}{}{}", view.source.title, [&](Html& out) { write_withdrawn(out, view); },
            [&](Html& out) { write_what_it_is(out, view.source); }, [&](Html& out) { write_facts(out, view.source); },
            [&](Html& out) { write_statements(out, view); });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
