#include "web/blocks.h"

#include <algorithm>

#include "html/markdown.h"
#include "web/assets.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kWideFactBytes = 60;  // a longer value takes the whole row

std::string_view class_of(CareLevel level) {
    switch (level) {
        case CareLevel::Emergency:
            return "care-emergency";
        case CareLevel::Urgent:
            return "care-urgent";
        case CareLevel::Routine:
            return "care-routine";
        case CareLevel::Selfcare:
            return "care-selfcare";
    }
    return "";
}

void write_sign(Html& html, const Sign& sign) {
    html.write("<li>{}</li>", [&](Html& out) { write_link(out, {sign.concept_id, sign.text}); });
}

void write_care_card(Html& html, const CareCard& card, std::size_t number) {
    const RedFlag& flag = card.red_flag;
    html.write(
        "<article class='care {}' aria-labelledby='care-{}'>"
        "<h2 id='care-{}'><span class='care-level'>{}</span>{}</h2>{}"
        "<p class='care-match'>关于{}{}，下列情况<strong>{}</strong>时：</p><ul>{}</ul>{}{}</article>",
        class_of(flag.level), number, number, short_words_for(flag.level),
        [&](Html& out) {
            if (card.named.empty()) out.write("有下列情况时：");
            out.write("{}", words_for(flag.level));
        },
        when(!card.named.empty(),
             [&](Html& out) {
                 out.write("<p class='care-named'>您提到的：{}</p>", [&](Html& list) { write_refs(list, card.named); });
             }),
        ref_link(card.of),
        when(card.kind.has_value(), [&](Html& out) { out.write("（{}是其中一种）", card.kind->name); }),
        words_for(flag.match), each(flag.signs, write_sign),
        when(!flag.action.empty(), [&](Html& out) { out.write("<p class='care-action'>{}</p>", flag.action); }),
        [&](Html& out) { write_sources(out, card.sources); });
}

std::string_view class_of(DrugClassification classification) {
    switch (classification) {
        case DrugClassification::Unknown:
            return "mark drug-unknown";
        case DrugClassification::Prescription:
            return "mark drug-prescription";
        case DrugClassification::OtcA:
            return "mark drug-otc-a";
        case DrugClassification::OtcB:
            return "mark drug-otc-b";
    }
    return "mark";
}

void write_meta_date(Html& html, std::string_view name, const Date& date) {
    if (!date.known()) return;
    const std::string iso = date.iso();
    html.write("<li>{} <time datetime='{}'>{}</time></li>", name, iso, iso);
}

void write_meta_item(Html& html, std::string_view name, std::string_view value) {
    if (!value.empty()) html.write("<li>{}：{}</li>", name, value);
}

void write_mark_items(Html& html, const RecordHead& head) {
    if (head.machine_written) html.write("<li><span class='mark machine'>人工智能生成</span></li>");
    if (head.trust == Trust::Imported) {
        html.write("<li>{}</li>", [&](Html& out) { write_imported_mark(out, head.trust); });
    }
}

/// "来源：…" once, where the author is the source too.
void write_origin(Html& html, const RecordHead& head, std::string_view source_line) {
    write_meta_item(html, "来源", source_line);
    if (head.author != source_line) write_meta_item(html, "作者", shown_name(head.author));
}

std::size_t minutes_of(std::size_t characters) {
    constexpr std::size_t kCharactersAMinute = 400;
    return (characters + kCharactersAMinute - 1) / kCharactersAMinute;
}

}  // namespace

void write_link(Html& html, const Ref& ref) {
    const std::string url = url_of(ref.id);
    const std::string name = shown_name(ref.name);
    if (url.empty()) {
        html.text(name);
    } else {
        html.write("<a href='{}'>{}</a>", url, name);
    }
}

void write_refs(Html& html, const std::vector<Ref>& refs) {
    bool is_first = true;
    for (const Ref& ref : refs) {
        if (!is_first) html.text("、");
        is_first = false;
        write_link(html, ref);
    }
}

void write_sources(Html& html, const std::vector<Ref>& sources) {
    if (sources.empty()) return;
    html.write("<p class='sources-line'>来源：{}</p>", [&](Html& out) { write_refs(out, sources); });
}

void write_imported_mark(Html& html, Trust trust) {
    if (trust == Trust::Imported) html.write("<span class='mark imported'>转载资料，未经审核</span>");
}

void write_record_meta(Html& html, const RecordHead& head, std::string_view source_line, std::size_t characters) {
    html.write(
        "<ul class='meta'>{}</ul>{}",
        [&](Html& out) {
            write_origin(out, head, source_line);
            write_meta_date(out, "发布", head.published_on);
            if (characters > 0) out.write("<li>约{}分钟读完</li>", minutes_of(characters));
            write_mark_items(out, head);
        },
        [&](Html& out) { write_review_line(out, head); });
}

void write_review_line(Html& html, const RecordHead& head) {
    html.write("<p class='review-line'>{}<a href='/about/editorial-policy'>我们怎样审核</a></p>", [&](Html& out) {
        if (head.trust == Trust::Imported) return write_imported_mark(out, head.trust);
        if (head.reviewer.empty()) {
            out.write("<span>尚未经临床医生审核</span>");
            return;
        }
        out.write(
            "<span class='reviewed'>已由{}审核{}{}</span>", shown_name(head.reviewer),
            [&](Html& on) {
                if (head.reviewed_on.known()) on.text("（" + head.reviewed_on.iso() + "）");
            },
            [&](Html& next) {
                if (head.next_review_on.known()) next.text("，下次审核" + head.next_review_on.iso());
            });
    });
}

void write_record_marks(Html& html, const RecordHead& head) {
    if (head.machine_written || head.trust == Trust::Imported) {
        html.write("<ul class='meta'>{}</ul>", [&](Html& out) { write_mark_items(out, head); });
    }
}

void write_care_cards(Html& html, const std::vector<CareCard>& cards, std::size_t first_number) {
    if (cards.empty()) return;
    html.write("<div class='care-cards'>{}</div>", [&](Html& out) {
        std::size_t number = first_number;
        for (const CareCard& card : cards) write_care_card(out, card, number++);
    });
}

void write_about(Html& html, const std::vector<Ref>& about) {
    if (about.empty()) return;
    html.write("<p class='about'>本页主题：{}</p>", [&](Html& out) { write_refs(out, about); });
}

void write_text_section(Html& html, std::string_view heading, std::string_view text) {
    if (!text.empty()) html.write("<section class='prose'><h2>{}</h2>{}</section>", heading, render_plain_text(text));
}

void write_fact(Html& html, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    html.write("<div class='{}'><dt>{}</dt><dd>{}</dd></div>",
               value.size() > kWideFactBytes ? std::string_view("fact wide") : std::string_view("fact"), name, value);
}

void write_fact(Html& html, std::string_view name, const std::vector<Ref>& refs) {
    if (refs.empty()) return;
    std::size_t bytes = 0;
    for (const Ref& ref : refs) bytes += ref.name.size();
    html.write("<div class='{}'><dt>{}</dt><dd>{}</dd></div>",
               bytes > kWideFactBytes ? std::string_view("fact wide") : std::string_view("fact"), name,
               [&](Html& out) { write_refs(out, refs); });
}

void write_icon(Html& html, std::string_view name) {
    html.write("<svg class='icon' aria-hidden='true'><use href='{}'></use></svg>",
               asset_url("icons.svg") + "#" + std::string(name));
}

void write_classification(Html& html, DrugClassification classification) {
    html.write("<span class='{}'>{}</span>", class_of(classification), words_for(classification));
}

void write_page_links(Html& html, const PageLinks& links) {
    if (links.previous_url.empty() && links.next_url.empty()) return;
    html.write("<nav class='pages' aria-label='分页'>{}<span>第 {} 页</span>{}</nav>",
               when(!links.previous_url.empty(),
                    [&](Html& out) { out.write("<a rel='prev' href='{}'>上一页</a>", links.previous_url); }),
               links.page, when(!links.next_url.empty(), [&](Html& out) {
                   out.write("<a rel='next' href='{}'>下一页</a>", links.next_url);
               }));
}

}  // namespace xinglin
