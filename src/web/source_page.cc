#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

void write_address(Html& html, const std::string& url) {
    if (!is_safe_url(url)) return write_fact(html, "网址", url);
    html.write("<div class='fact wide'><dt>网址</dt><dd><a href='{}' rel='nofollow noopener'>{}</a></dd></div>", url,
               url);
}

void write_facts(Html& html, const Source& source) {
    html.write("<dl class='facts'>{}</dl>", [&](Html& out) {
        write_fact(out, "种类", words_for(source.kind));
        write_fact(out, "发布者", source.publisher);
        write_fact(out, "年份", source.year > 0 ? std::to_string(source.year) : std::string());
        write_fact(out, "版本", source.edition);
        write_fact(out, "状态", words_for(source.status));
        write_fact(out, "许可", source.licence);
        write_address(out, source.url);
        write_fact(out, "DOI", source.doi);
    });
}

/// What a reader must know before the rest: the portal no longer stands by it.
void write_withdrawn(Html& html, const std::optional<WithdrawnSource>& withdrawn) {
    if (!withdrawn) return;
    html.write("<p class='notice withdrawn'><strong>已撤回</strong>{}：只以它为依据的知识和内容已不再展示。{}</p>",
               when(withdrawn->on.known(), [&](Html& out) { out.text("（" + withdrawn->on.iso() + "）"); }),
               when(!withdrawn->reason.empty(), [&](Html& out) { out.text("原因：" + withdrawn->reason); }));
}

void write_statement(Html& html, const SourceView::Statement& statement) {
    html.write("<li class='relation'><p class='relation-name'>{} <span class='step'>—{}→</span> {}</p>{}</li>",
               ref_link(statement.subject),
               words_for_step(name_of(statement.predicate), StepDirection::Forward, statement.object.id),
               ref_link(statement.object),
               when(!statement.statement.empty(), [&](Html& out) { out.write("<p>{}</p>", statement.statement); }));
}

void write_statements(Html& html, const SourceView& view) {
    if (view.statements.empty()) return;
    html.write("<section class='relations'><h2>以它为依据的知识（{}条）</h2>{}<ul>{}</ul></section>",
               view.statement_count,
               when(view.statement_count > view.statements.size(),
                    [&](Html& out) { out.write("<p>以下列出前{}条。</p>", view.statements.size()); }),
               each(view.statements, write_statement));
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
            "<h1>{}</h1>{}{}{}", view.source.title, [&](Html& out) { write_withdrawn(out, view.withdrawn); },
            [&](Html& out) { write_facts(out, view.source); }, [&](Html& out) { write_statements(out, view); });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
