#include "web/care.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "web/blocks.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kSignsOfALine = 1;

std::string_view class_of(CareLevel level) {
    switch (level) {
        case CareLevel::Emergency:
            return "care care-emergency";
        case CareLevel::Urgent:
            return "care care-urgent";
        case CareLevel::Routine:
            return "care care-routine";
        case CareLevel::Selfcare:
            return "care care-selfcare";
    }
    return "care";
}

void write_sign(Html& html, const Sign& sign) {
    html.write("<li>{}</li>", [&](Html& out) { write_link(out, {sign.concept_id, sign.text}); });
}

/// What to do, unless the card's heading says just that.
bool says_more_than_level(const RedFlag& flag) {
    return !flag.action.empty() && flag.action != std::string(words_for(flag.level)) + "。";
}

/// The first signs that the text itself names, otherwise those of the first card.
std::string first_signs(const std::vector<CareCard>& cards) {
    const CareCard& first = cards.front();
    if (!first.named.empty()) return first.named.front().name;
    std::string signs;
    for (std::size_t i = 0; i < std::min(kSignsOfALine, first.red_flag.signs.size()); ++i) {
        signs += (i == 0 ? "" : "、") + first.red_flag.signs[i].text;
    }
    return signs;
}

}  // namespace

CareLevels::CareLevels(std::vector<CareCard> cards, Ref subject)
    : cards_(std::move(cards)), subject_(std::move(subject)) {
    std::ranges::stable_sort(cards_, {}, [](const CareCard& card) {
        return std::tuple(card.red_flag.level, card.named.empty(), card.after_treatment);
    });
}

void CareLevels::write_card(Html& html, const CareCard& card, Citations& citations) const {
    const RedFlag& flag = card.red_flag;
    const bool is_of_another = card.of.id != subject_.id;
    html.write("{}{}<ul>{}</ul>{}",
               when(is_of_another || card.after_treatment,
                    [&](Html& out) {
                        out.write("<p class='care-of'>{}{}</p>",
                                  when(is_of_another, [&](Html& of) { of.write("{}：", ref_link(card.of)); }),
                                  std::string_view(card.after_treatment ? "治疗以后：" : ""));
                    }),
               when(flag.match == SignMatch::All && flag.signs.size() > 1,
                    [](Html& out) { out.write("<p class='care-match'>下面<strong>全部</strong>同时出现：</p>"); }),
               each(flag.signs, write_sign), [&](Html& out) {
                   out.write("<p class='care-action'>{}{}</p>",
                             std::string_view(says_more_than_level(flag) ? flag.action : words_for(flag.level)),
                             [&](Html& cites) { citations.cite(cites, card.sources); });
               });
}

void CareLevels::write_level(Html& html, CareLevel level, Citations& citations) const {
    std::vector<CareCard> of_level;
    std::ranges::copy_if(cards_, std::back_inserter(of_level),
                         [&](const CareCard& card) { return card.red_flag.level == level; });
    if (of_level.empty()) return;
    // Signs of the kind that the subject is of say much the same again, where it has signs of its own.
    const auto is_own = [&](const CareCard& card) { return card.of.id == subject_.id || !card.named.empty(); };
    auto others = std::stable_partition(of_level.begin(), of_level.end(), is_own);
    if (others == of_level.begin()) others = of_level.end();
    const std::vector<CareCard> shown(of_level.begin(), others);
    const std::vector<CareCard> folded(others, of_level.end());
    const auto write = [&](Html& out, const CareCard& card) { write_card(out, card, citations); };
    html.write(
        "<section class='{}' aria-labelledby='care-{}'><h2 id='care-{}'><span class='care-level'>{}</span>{}</h2>"
        "<p class='care-match'>有下列<strong>任一</strong>情况时：</p>{}{}</section>",
        class_of(level), name_of(level), name_of(level), short_words_for(level), words_for(level), each(shown, write),
        when(!folded.empty(), [&](Html& out) {
            out.write("<details class='fold'><summary>{}的其他危险信号</summary>{}</details>", folded.front().of.name,
                      each(folded, write));
        }));
}

void CareLevels::write_first(Html& html, Citations& citations) const {
    if (!cards_.empty()) write_level(html, cards_.front().red_flag.level, citations);
}

void CareLevels::write_others(Html& html, Citations& citations) const {
    if (cards_.empty()) return;
    CareLevel told = cards_.front().red_flag.level;
    for (const CareCard& card : cards_) {
        if (card.red_flag.level == told) continue;
        told = card.red_flag.level;
        write_level(html, told, citations);
    }
}

void CareLevels::write_line(Html& html) const {
    if (cards_.empty()) return;
    Citations citations;
    const CareLevel level = cards_.front().red_flag.level;
    html.write(
        "<details class='care-line {}'><summary><span class='care-level'>{}</span>{}{}等情况：{}</summary>{}{}{}"
        "</details>",
        class_of(level), short_words_for(level), std::string_view(cards_.front().named.empty() ? "" : "文中提到"),
        first_signs(cards_), words_for(level), [&](Html& out) { write_first(out, citations); },
        [&](Html& out) { write_others(out, citations); }, [&](Html& out) { citations.write_list(out); });
}

}  // namespace xinglin
