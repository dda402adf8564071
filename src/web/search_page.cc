#include <algorithm>
#include <string>

#include "html/markdown.h"
#include "text/sentences.h"
#include "text/utf8.h"
#include "web/ask_page.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/search_box.h"
#include "web/search_filters.h"
#include "web/search_hits.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kTitleCharacters = 40;  // of the query in the page's title
constexpr std::size_t kPagesAround = 2;       // of the page that is shown, as links

std::string_view kind_words_of(std::string_view id) {
    const auto kind = concept_kind_named(id.substr(0, id.find('/')));
    return kind ? words_for(*kind) : std::string_view();
}

void write_answer_sources(Html& html, const std::vector<Ref>& sources) {
    if (sources.empty()) return;
    html.write("<div class='answer-sources'><p>来源</p><ol>{}</ol></div>",
               each(sources, [](Html& out, const Ref& source) { out.write("<li>{}</li>", ref_link(source)); }));
}

void write_entry(Html& html, std::string_view id, const AnswerCard::Entry& entry) {
    html.write("<li><a href='{}'>{}</a> <span class='where'>{}等</span>{}</li>", related_url(id, entry.panel),
               words_for(entry.panel), entry.first.name, when(entry.trust == Trust::Imported, [](Html& out) {
                   out.write(" <span class='mark imported'>列出的依据未经审核</span>");
               }));
}

bool names_a_danger(const AnswerCard& answer) {
    return !answer.care_cards.empty() && !answer.care_cards.front().named.empty();
}

/// What the query names is in sight; where it names nothing, what is an emergency. The rest opens.
void write_answer_care(Html& html, const std::vector<CareCard>& cards) {
    std::vector<CareCard> urgent;
    std::vector<CareCard> others;
    const bool is_named = !cards.empty() && !cards.front().named.empty();
    for (const CareCard& card : cards) {
        const bool is_in_sight = is_named ? !card.named.empty() : card.red_flag.level == CareLevel::Emergency;
        (is_in_sight ? urgent : others).push_back(card);
    }
    write_care_cards(html, urgent);
    if (others.empty()) return;
    html.write("<details class='more-care'><summary>其他 {} 种情况（最急的：{}）</summary>{}</details>", others.size(),
               words_for(others.front().red_flag.level),
               [&](Html& out) { write_care_cards(out, others, urgent.size() + 1); });
}

/// A query that names dangers and no one subject.
void write_dangers(Html& html, const AnswerCard& answer) {
    html.write("<section class='answer' aria-labelledby='answer'><h2 id='answer'>先看要不要马上就医</h2>{}</section>",
               [&](Html& out) { write_answer_care(out, answer.care_cards); });
}

void write_answer(Html& html, const AnswerCard& answer) {
    if (!answer.ref) return write_dangers(html, answer);
    const bool danger_first = names_a_danger(answer);
    if (danger_first) write_answer_care(html, answer.care_cards);
    html.write(
        "<section class='answer' aria-labelledby='answer'>"
        "<h2 id='answer'>{} <span class='type'>{}</span>{}</h2>{}{}{}{}{}</section>",
        ref_link(*answer.ref), kind_words_of(answer.ref->id),
        [&](Html& out) { write_imported_mark(out, answer.trust); },
        when(!answer.summary.empty(),
             [&](Html& out) { out.write("<div class='answer-text'>{}</div>", render_plain_text(answer.summary)); }),
        [&](Html& out) { write_answer_sources(out, answer.summary_sources); },
        when(!answer.departments.empty(),
             [&](Html& out) {
                 out.write("<p class='answer-departments'><span class='label'>看什么科</span>{}</p>",
                           [&](Html& list) { write_refs(list, answer.departments); });
             }),
        when(!danger_first, [&](Html& out) { write_answer_care(out, answer.care_cards); }),
        when(!answer.entries.empty(), [&](Html& out) {
            out.write("<ul class='answer-entries'>{}</ul>",
                      each(answer.entries, [&](Html& list, const AnswerCard::Entry& entry) {
                          write_entry(list, answer.ref->id, entry);
                      }));
        }));
}

/// A query that says what ails somebody, in a sentence.
bool describes_a_complaint(const SearchView& view) {
    constexpr std::size_t kSentenceCharacters = 7;
    if (count_characters(view.request.query) < kSentenceCharacters) return false;
    return std::any_of(view.concepts.begin(), view.concepts.end(),
                       [](const Ref& ref) { return ref.id.starts_with("symptom/"); }) ||
           (view.answer && names_a_danger(*view.answer));
}

void write_correction(Html& html, const SearchView& view) {
    if (!view.query.corrected) return;
    SearchRequest as_typed = view.request;
    as_typed.spelling = false;
    as_typed.offset = 0;
    html.write(
        "<p class='correction'>已按“<strong>{}</strong>”搜索；仍然搜索“<a rel='nofollow' href='{}'>{}</a>”。</p>",
        *view.query.corrected, search_url(as_typed), view.request.query);
}

void write_not_found(Html& html, const SearchView& view) {
    if (view.not_found.empty()) return;
    html.write(
        "<p class='correction'>本站没有提到{}的内容{}。</p>",
        [&](Html& out) {
            for (std::size_t i = 0; i < view.not_found.size(); ++i)
                out.write("{}“<strong>{}</strong>”", i == 0 ? std::string_view() : std::string_view("、"),
                          view.not_found[i]);
        },
        view.total > 0 ? std::string_view("，下面是与其余部分有关的") : std::string_view());
}

std::size_t page_of(const SearchRequest& request) {
    return request.offset / request.limit + 1;
}

std::size_t page_count_of(const SearchView& view) {
    return (view.total + view.request.limit - 1) / view.request.limit;
}

std::string page_url(const SearchView& view, std::size_t page) {
    SearchRequest request = view.request;
    request.offset = (page - 1) * request.limit;
    return search_url(request);
}

/// The first, the last, and those around the one that is shown; 0 stands for what is left out between two of them.
std::vector<std::size_t> page_numbers(std::size_t page, std::size_t count) {
    std::vector<std::size_t> numbers;
    for (std::size_t number = 1; number <= count; ++number) {
        const std::size_t distance = number > page ? number - page : page - number;
        if (number != 1 && number != count && distance > kPagesAround) continue;
        if (!numbers.empty() && numbers.back() + 1 != number) numbers.push_back(0);
        numbers.push_back(number);
    }
    return numbers;
}

void write_page_number(Html& html, const SearchView& view, std::size_t number) {
    if (number == 0) {
        html.write("<li class='gap'>…</li>");
    } else if (number == page_of(view.request)) {
        html.write(
            "<li><span aria-current='page'><span class='hidden-text'>第</span>{}<span class='hidden-text'>页"
            "</span></span></li>",
            number);
    } else {
        html.write("<li><a href='{}'><span class='hidden-text'>第</span>{}<span class='hidden-text'>页</span></a></li>",
                   page_url(view, number), number);
    }
}

void write_paging(Html& html, const SearchView& view) {
    const std::size_t page = page_of(view.request);
    const std::size_t count = page_count_of(view);
    if (count < 2) return;
    const std::vector<std::size_t> numbers = page_numbers(page, count);
    html.write(
        "<nav class='pages' aria-label='分页'>{}<ul class='page-numbers'>{}</ul>{}</nav>",
        when(page > 1, [&](Html& out) { out.write("<a rel='prev' href='{}'>上一页</a>", page_url(view, page - 1)); }),
        each(numbers, [&](Html& out, std::size_t number) { write_page_number(out, view, number); }),
        when(page < count,
             [&](Html& out) { out.write("<a rel='next' href='{}'>下一页</a>", page_url(view, page + 1)); }));
}

void write_total(Html& html, const SearchView& view) {
    const std::size_t page = page_of(view.request);
    html.write("<p class='total'>{}{}{}</p>", view.cut ? std::string_view("最相关的前 ") : std::string_view("共 "),
               view.total, [&](Html& out) {
                   out.text(" 条");
                   if (page > 1) out.text("，第 " + std::to_string(page) + " 页");
               });
}

void write_elsewhere(Html& html, const NavigationView& navigation) {
    html.write(
        "<section><h2>从这里继续</h2><ul class='chips'><li><a href='/departments'>科室</a></li>{}</ul></section>{}",
        each(navigation.kinds,
             [](Html& out, const auto& kind) {
                 out.write("<li><a href='{}'>{}</a></li>", list_url(kind.first), words_for(kind.first));
             }),
        when(!navigation.departments.empty(), [&](Html& out) {
            out.write("<section><h2>按科室查找</h2><ul class='chips'>{}</ul></section>",
                      each(navigation.departments, [](Html& list, const NavigationView::Department& department) {
                          list.write("<li>{}</li>", ref_link(department.ref));
                      }));
        }));
}

void write_alternatives(Html& html, const std::vector<Suggestion>& alternatives) {
    if (alternatives.empty()) return;
    html.write(
        "<section><h2>名称相近的内容</h2><ul class='alternatives'>{}</ul></section>",
        each(alternatives, [](Html& out, const Suggestion& item) {
            out.write(
                "<li><span class='type'>{}</span> {}{}</li>", words_for(item.type),
                [&](Html& link) {
                    write_link(link, {item.id, item.text});
                },
                when(!item.via.empty(), [&](Html& via) { via.write(" <span class='where'>又称{}</span>", item.via); }));
        }));
}

void write_nothing_found(Html& html, const SearchView& view, const NavigationView& navigation) {
    html.write(
        "<h1>没有找到“{}”</h1>{}{}{}{}<p class='lead'>{}</p>{}"
        "<section><h2>可以这样试试</h2><ul "
        "class='tips'><li>检查有没有错别字，或换一种说法：病名、症状、药品的通用名。</li>"
        "<li>只留最要紧的一两个词，去掉“怎么办”“吃什么药”之类的话。</li>"
        "<li>记不准写法时，在搜索框里输入拼音或名称的一部分，从列出的建议里选。</li></ul></section>{}",
        view.request.query,
        [&](Html& out) {
            if (view.answer) write_answer(out, *view.answer);
        },
        [&](Html& out) { write_correction(out, view); }, [&](Html& out) { write_not_found(out, view); },
        [&](Html& out) { write_filters(out, view); },
        is_narrowed(view.request)
            ? std::string_view("在所选条件内没有内容。去掉一些条件再试。")
            : std::string_view("全站的疾病、症状、文章、问答、医生、医院、药品和检查里，没有与它相符的内容。"),
        [&](Html& out) { write_alternatives(out, view.alternatives); },
        [&](Html& out) { write_elsewhere(out, navigation); });
}

void write_past_the_end(Html& html, const SearchView& view) {
    const std::size_t count = page_count_of(view);
    html.write(
        "<h1>“{}”的搜索结果没有第 {} 页</h1><p class='lead'>一共 {} 条，{} 页。"
        "可以看<a href='{}'>最后一页</a>，或<a href='{}'>从第一页看起</a>。</p>",
        view.request.query, page_of(view.request), view.total, count, page_url(view, count), page_url(view, 1));
}

/// On wide screens the answer stands beside the hits.
void write_found(Html& html, const SearchView& view) {
    const auto hits = [&](Html& out) {
        out.write(
            "<div class='found'>{}{}</div>", [&](Html& list) { write_hits(list, view); },
            [&](Html& pages) { write_paging(pages, view); });
    };
    if (!view.answer) return hits(html);
    html.write(
        "<div class='answered'>{}{}</div>", [&](Html& out) { write_answer(out, *view.answer); }, hits);
}

void write_results(Html& html, const SearchView& view) {
    html.write(
        "<h1>“{}”的搜索结果</h1>{}{}{}{}{}{}{}", view.request.query,
        when(describes_a_complaint(view), [&](Html& out) { write_ask_offer(out, view.request.query); }),
        [&](Html& out) { write_correction(out, view); }, [&](Html& out) { write_not_found(out, view); },
        [&](Html& out) { write_type_tabs(out, view); }, [&](Html& out) { write_filters(out, view); },
        [&](Html& out) { write_total(out, view); }, [&](Html& out) { write_found(out, view); });
}

std::string title_of(const SearchView& view) {
    std::string title = "“" + excerpt_of(view.request.query, kTitleCharacters) + "”的搜索结果";
    if (page_of(view.request) > 1) title += "，第" + std::to_string(page_of(view.request)) + "页";
    return title;
}

void write_popular(Html& html, const std::vector<Card>& conditions) {
    if (conditions.empty()) return;
    html.write("<section><h2>常看疾病</h2><ul class='chips'>{}</ul></section>",
               each(conditions, [](Html& out, const Card& card) { out.write("<li>{}</li>", ref_link(card.ref)); }));
}

}  // namespace

std::string search_page(const SearchView& view, const NavigationView& navigation) {
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = title_of(view);
    frame.query = view.request.query;
    frame.crumbs = {{"搜索", "/search"}};
    frame.main = [&](Html& html) {
        html.write("<div class='results'>{}</div>", [&](Html& out) {
            if (view.total == 0) return write_nothing_found(out, view, navigation);
            if (view.items.empty()) return write_past_the_end(out, view);
            write_results(out, view);
        });
    };
    return render_page(frame, navigation);
}

std::string search_start_page(const HomeView& home, const NavigationView& navigation) {
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = "搜索";
    frame.description = "在" + navigation.site->name + "里查找疾病、症状、药品、检查、医生、医院、文章和问答。";
    frame.canonical = "/search";
    frame.crumbs = {{"搜索", ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<div class='results'><h1>搜索</h1><p "
            "class='lead'>输入病名、症状、药品、检查、医生或医院，也可以整句提问，例如“眼皮一直跳是怎么回事”。"
            "</p>{}{}{}</div>",
            [&](Html& out) {
                write_search_box(out, {SearchBoxPlace::Content, "", navigation.locale});
            },
            [&](Html& out) { write_popular(out, home.conditions); },
            [&](Html& out) { write_elsewhere(out, navigation); });
    };
    return render_page(frame, navigation);
}

std::string refused_search_page(std::string_view query, std::string_view message, const NavigationView& navigation) {
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = "不能这样搜索";
    frame.query = query;
    frame.crumbs = {{"搜索", "/search"}};
    frame.main = [&](Html& html) {
        html.write(
            "<div class='results'><h1>不能这样搜索</h1><p class='lead'>{}</p>"
            "<p>搜索框里还留着刚才的内容，改好以后可以再搜。长段文字里，留下病名、症状、药名就够了。</p>{}</div>",
            message, [&](Html& out) { write_elsewhere(out, navigation); });
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
