#include "web/ask_page.h"

#include <algorithm>
#include <array>
#include <vector>

#include "text/sentences.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kDepartmentsInSight = 3;
constexpr std::size_t kConditionsInSight = 3;
constexpr std::size_t kSaidCharacters = 60;

/// Examples that a reader can take over; each is a whole description as people write them.
constexpr std::array<std::string_view, 4> kExamples = {
    "我爸昨天开始右边嘴歪了，说话也不清楚，要挂什么科？",
    "孩子2岁，发烧39度两天，不爱喝水，精神不好",
    "头一阵阵地晕，一翻身就天旋地转，几十秒就好",
    "眼皮跳了一个月，最近嘴角也跟着抽",
};

std::string_view class_of(CareLevel level) {
    switch (level) {
        case CareLevel::Emergency:
            return "ask-first care care-emergency";
        case CareLevel::Urgent:
            return "ask-first care care-urgent";
        case CareLevel::Routine:
            return "ask-first care care-routine";
        case CareLevel::Selfcare:
            return "ask-first care care-selfcare";
    }
    return "";
}

/// What to do, as somebody says it who stays calm.
std::string_view headline_of(CareLevel level) {
    switch (level) {
        case CareLevel::Emergency:
            return "请现在就打120";
        case CareLevel::Urgent:
            return "请今天就去看医生";
        case CareLevel::Routine:
            return "不像急症，这几天约个门诊";
        case CareLevel::Selfcare:
            return "可以先在家照护，留意变化";
    }
    return "";
}

void write_text_box(Html& html, std::string_view text) {
    html.write(
        "<label for='ask-text'>哪里不舒服、多久了、是谁？用自己的话写就行。</label>"
        "<textarea id='ask-text' name='text' rows='4' maxlength='2000' autocomplete='off' required "
        "placeholder='例如：我妈68岁，从早上开始左边手脚没力气'>{}</textarea>",
        text);
}

/// What is always so, where people hesitate to write of themselves.
void write_privacy(Html& html) {
    html.write(
        "<p class='where'>您写的话只用来回答这一次，本站不保存、不记录。这里不做诊断；情况危急请直接打120。</p>");
}

// --- danger ----------------------------------------------------------------------------------------------------------

void write_words(Html& html, const std::vector<AskWords>& words) {
    if (words.empty()) return;
    html.write("<span class='where'>（您提到：{}）</span>", [&](Html& out) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            out.write("{}{}", std::string_view(i == 0 ? "" : "、"), words[i].text);
        }
    });
}

void write_flag(Html& html, const AskFlag& flag) {
    html.write(
        "<li><strong>{}</strong>{}{}</li>", flag.name, [&](Html& out) { write_words(out, flag.words); },
        when(!flag.statement.empty(), [&](Html& out) { out.write("<p>{}</p>", flag.statement); }));
}

/// Of those of one name the first: several rules may find the same danger.
std::vector<AskFlag> distinct(const std::vector<AskFlag>& flags) {
    std::vector<AskFlag> kept;
    for (const AskFlag& flag : flags) {
        const auto same = [&](const AskFlag& each) { return each.name == flag.name; };
        if (std::none_of(kept.begin(), kept.end(), same)) kept.push_back(flag);
    }
    return kept;
}

std::vector<Ref> sources_of(const std::vector<AskFlag>& flags) {
    std::vector<Ref> sources;
    for (const AskFlag& flag : flags) {
        for (const Ref& source : flag.sources) {
            const auto same = [&](const Ref& each) { return each.id == source.id; };
            if (std::none_of(sources.begin(), sources.end(), same)) sources.push_back(source);
        }
    }
    return sources;
}

/// The most pressing one in sight, the others and what all rest on a tap away: the first screen is for what to do.
void write_flags(Html& html, const std::vector<AskFlag>& all) {
    if (all.empty()) return;
    const std::vector<AskFlag> flags = distinct(all);
    const std::vector<AskFlag> first(flags.begin(), flags.begin() + 1);
    const std::vector<AskFlag> others(flags.begin() + 1, flags.end());
    html.write(
        "<ul class='ask-flags'>{}</ul><details class='ask-more'><summary>{}</summary>{}{}</details>",
        each(first, write_flag),
        others.empty() ? std::string_view("为什么这样说") : std::string_view("还有其他危险信号"),
        when(!others.empty(), [&](Html& out) { out.write("<ul class='ask-flags'>{}</ul>", each(others, write_flag)); }),
        [&](Html& out) { write_sources(out, sources_of(all)); });
}

bool speaks_of(const std::vector<AskFlag>& flags, std::string_view number) {
    return std::any_of(flags.begin(), flags.end(), [&](const AskFlag& flag) {
        return flag.statement.find(number) != std::string::npos || flag.name.find(number) != std::string::npos;
    });
}

/// A number that a rule names is a tap away; an emergency is always one.
void write_calls(Html& html, const AskAnswer& answer) {
    const bool is_emergency = answer.care_level == CareLevel::Emergency;
    const bool has_crisis = speaks_of(answer.red_flags, "12356");
    const bool has_violence = speaks_of(answer.red_flags, "110");
    if (!is_emergency && !has_crisis && !has_violence) return;
    html.write("<p class='ask-calls'>{}{}{}</p>",
               when(is_emergency, [](Html& out) { out.call(HelpNumber::Ambulance, "拨打120"); }),
               when(has_violence, [](Html& out) { out.call(HelpNumber::Police, "报警110"); }),
               when(has_crisis, [](Html& out) { out.call(HelpNumber::Crisis, "心理援助12356"); }));
}

void write_level(Html& html, const AskAnswer& answer) {
    html.write(
        "<section class='{}' aria-labelledby='ask-level'><h1 id='ask-level'><span "
        "class='care-level'>{}</span>{}</h1>{}{}{}</section>",
        class_of(answer.care_level), short_words_for(answer.care_level), headline_of(answer.care_level),
        [&](Html& out) { write_calls(out, answer); },
        when(answer.red_flags.empty() && !answer.care_reason.empty(),
             [&](Html& out) { out.write("<p>{}</p>", answer.care_reason); }),
        [&](Html& out) { write_flags(out, answer.red_flags); });
}

// --- where to go -----------------------------------------------------------------------------------------------------

void write_why(Html& html, const std::vector<Ref>& why) {
    if (why.empty()) return;
    html.write(" <span class='where'>因为{}</span>", [&](Html& out) {
        for (std::size_t i = 0; i < why.size() && i < 2; ++i) {
            out.write("{}{}", std::string_view(i == 0 ? "" : "、"), why[i].name);
        }
    });
}

void write_department(Html& html, const AskDepartment& department) {
    html.write("<li>{}{}</li>", ref_link(department.ref), [&](Html& out) { write_why(out, department.why); });
}

void write_person(Html& html, const Card& card) {
    html.write("<li>{} <span class='where'>{} {} {}</span>{}</li>", ref_link(card.ref),
               card.titles.empty() ? std::string() : card.titles.front(), card.department, card.hospital.name,
               [&](Html& out) { write_imported_mark(out, card.trust); });
}

void write_hospital(Html& html, const Card& card) {
    html.write("<li>{} <span class='where'>{} {}</span>{}</li>", ref_link(card.ref), card.level, card.region,
               [&](Html& out) { write_imported_mark(out, card.trust); });
}

void write_places(Html& html, const AskAnswer& answer) {
    if (answer.departments.empty() && answer.doctors.empty() && answer.hospitals.empty()) return;
    const std::size_t shown = std::min(answer.departments.size(), kDepartmentsInSight);
    const std::vector<AskDepartment> departments(answer.departments.begin(),
                                                 answer.departments.begin() + static_cast<std::ptrdiff_t>(shown));
    const bool has_people = !answer.doctors.empty() || !answer.hospitals.empty();
    html.write(
        "<section aria-labelledby='ask-where'><h2 id='ask-where'>挂什么科</h2>{}{}</section>",
        when(!departments.empty(),
             [&](Html& out) { out.write("<ol class='ask-departments'>{}</ol>", each(departments, write_department)); }),
        when(has_people, [&](Html& out) {
            out.write(
                "<details class='ask-more'><summary>本站的相关医生和医院</summary><ul "
                "class='ask-list'>{}{}</ul></details>",
                each(answer.doctors, write_person), each(answer.hospitals, write_hospital));
        }));
}

// --- questions -------------------------------------------------------------------------------------------------------

void write_choice(Html& html, std::string_view key, const AskQuestion::Choice& choice) {
    html.write("<button type='submit' name='reply' value='{}={}'>{}</button>", key, choice.value, choice.label);
}

void write_question(Html& html, const AskQuestion& question) {
    html.write("<fieldset class='ask-question'><legend>{}</legend><p class='ask-choices'>{}</p></fieldset>",
               question.text, each(question.choices, [&](Html& out, const AskQuestion::Choice& choice) {
                   write_choice(out, question.key, choice);
               }));
}

void write_questions(Html& html, const std::vector<AskQuestion>& questions) {
    if (questions.empty()) return;
    html.write(
        "<section aria-labelledby='ask-questions'><h2 id='ask-questions'>再问您{}句，点一下就行</h2>{}</section>",
        questions.size(), each(questions, write_question));
}

// --- what it may be, answers -----------------------------------------------------------------------------------------

void write_condition(Html& html, const AskCondition& condition) {
    html.write(
        "<li>{}{}{}{}{}</li>", ref_link(condition.ref),
        when(condition.must_not_miss, [](Html& out) { out.write(" <span class='mark must-not-miss'>不能漏</span>"); }),
        [&](Html& out) { write_imported_mark(out, condition.trust); },
        when(!condition.speaks_for.empty(),
             [&](Html& out) {
                 out.write("<p class='where'>符合的：{}</p>",
                           [&](Html& list) { write_refs(list, condition.speaks_for); });
             }),
        when(!condition.speaks_against.empty(), [&](Html& out) {
            out.write("<p class='where'>不太符合的：{}</p>",
                      [&](Html& list) { write_refs(list, condition.speaks_against); });
        }));
}

void write_conditions(Html& html, const std::vector<AskCondition>& conditions) {
    if (conditions.empty()) return;
    const auto split =
        conditions.begin() + static_cast<std::ptrdiff_t>(std::min(conditions.size(), kConditionsInSight));
    const std::vector<AskCondition> in_sight(conditions.begin(), split);
    const std::vector<AskCondition> others(split, conditions.end());
    html.write(
        "<section aria-labelledby='ask-conditions'><h2 id='ask-conditions'>可能和什么有关</h2><p "
        "class='where'>这不是诊断，只是与您说的相符的几种情况，要由医生看过才能确定。</p><ul "
        "class='ask-list'>{}</ul>{}</section>",
        each(in_sight, write_condition), when(!others.empty(), [&](Html& out) {
            out.write("<details class='ask-more'><summary>另外{}种情况</summary><ul class='ask-list'>{}</ul></details>",
                      others.size(), each(others, write_condition));
        }));
}

void write_passage(Html& html, const AskPassage& passage) {
    html.write("<li>{}{}<p class='where'>{}{}{}</p></li>",
               when(passage.verbatim, [&](Html& out) { out.write("<blockquote>{}</blockquote>", passage.quote); }),
               when(!passage.verbatim, [&](Html& out) { out.write("<p>{}</p>", passage.quote); }),
               when(!passage.record.name.empty(), [&](Html& out) { out.write("摘自{} ", ref_link(passage.record)); }),
               when(!passage.source.name.empty() && passage.source.id != passage.record.id,
                    [&](Html& out) { out.write("来源：{} ", ref_link(passage.source)); }),
               [&](Html& out) {
                   out.text(passage.date);
                   if (!passage.difference.empty()) out.write(" <strong>{}</strong>", passage.difference);
               });
}

/// Where nothing is good enough, what to do next is said instead.
void write_answers(Html& html, const AskAnswer& answer) {
    if (answer.answers.empty()) {
        html.write(
            "<section aria-labelledby='ask-answers'><h2 "
            "id='ask-answers'>本站的资料</h2><p>还没有找到足够好的资料来回答这个"
            "问题。看医生时可以直接问：这是什么问题、还要查什么、接下来怎么办；带上正在吃的药和以前的检查单。</p></"
            "section>");
        return;
    }
    html.write(
        "<section aria-labelledby='ask-answers'><h2 id='ask-answers'>资料里怎么说</h2><ul "
        "class='ask-passages'>{}</ul></section>",
        each(answer.answers, write_passage));
}

void write_similar(Html& html, const std::vector<Card>& similar) {
    if (similar.empty()) return;
    html.write(
        "<section aria-labelledby='ask-similar'><h2 id='ask-similar'>别人问过的相近问题</h2><ul "
        "class='ask-list'>{}</ul></section>",
        each(similar, [](Html& out, const Card& card) {
            out.write("<li>{}{}</li>", ref_link(card.ref), [&](Html& text) {
                if (!card.text.empty()) text.write("<p class='where'>{}</p>", card.text);
                if (!card.caution.empty()) text.write("<p><strong>{}</strong></p>", card.caution);
            });
        }));
}

// --- what was understood ---------------------------------------------------------------------------------------------

void write_correction(Html& html, std::string_view key, std::string_view value, std::string_view label) {
    html.write("<button type='submit' name='reply' value='{}={}'>{}</button>", key, value, label);
}

void write_fact_line(Html& html, const AskFact& fact) {
    html.write("<li><span>{}{}{}</span>{}</li>", std::string_view(fact.is_denied ? "没有：" : ""), fact.label,
               std::string_view(fact.is_impossible ? "（这个数不像真的，没有采用）" : ""),
               [&](Html& out) { write_correction(out, fact.key, "unknown", "不对"); });
}

void write_named(Html& html, const Ref& ref, bool is_denied) {
    html.write("<li><span>{}：{}</span>{}</li>", std::string_view(is_denied ? "没有" : "有"), ref.name, [&](Html& out) {
        write_correction(out, ref.id, is_denied ? "yes" : "no", is_denied ? "其实有" : "其实没有");
    });
}

bool has_fact(const AskAnswer& answer, std::string_view key) {
    return std::any_of(answer.facts.begin(), answer.facts.end(),
                       [&](const AskFact& fact) { return fact.key == key && !fact.is_impossible; });
}

void write_missing(Html& html, const AskAnswer& answer) {
    if (!has_fact(answer, "sex")) {
        html.write(
            "<li><span>性别没有说</span>{}{}</li>", [](Html& out) { write_correction(out, "sex", "female", "女"); },
            [](Html& out) { write_correction(out, "sex", "male", "男"); });
    }
    if (!has_fact(answer, "age")) {
        html.write(
            "<li><label for='ask-age'>年龄没有说</label><input id='ask-age' class='ask-age' name='age' type='number' "
            "max='1440' "
            "autocomplete='off'><button type='submit' name='unit' value='years'>岁</button><button type='submit' "
            "name='unit' value='months'>个月</button></li>");
    }
}

void write_understood(Html& html, const AskAnswer& answer) {
    html.write(
        "<section aria-labelledby='ask-understood'><h2 id='ask-understood'>我们是这样理解的</h2><p "
        "class='where'>“{}”{}</p><ul class='ask-facts'>{}{}{}{}</ul></section>",
        excerpt_of(answer.text, kSaidCharacters),
        std::string_view(answer.is_cut ? "太长了，只读了前2000个字。" : "有不对的，点一下改过来。"),
        each(answer.facts, write_fact_line),
        each(answer.concepts, [](Html& out, const Ref& ref) { write_named(out, ref, false); }),
        each(answer.negated, [](Html& out, const Ref& ref) { write_named(out, ref, true); }),
        [&](Html& out) { write_missing(out, answer); });
}

void write_not_understood(Html& html) {
    html.write(
        "<section class='ask-first' aria-labelledby='ask-level'><h1 id='ask-level'>没有看懂这段话</h1><p>"
        "可以换个说法：哪里不舒服、什么时候开始的、有多重、是谁（年龄、男女、有没有怀孕）。如果觉得情况紧急，不用等，直"
        "接打120。"
        "</p><p class='ask-calls'>{}</p></section>",
        [](Html& out) { out.call(HelpNumber::Ambulance, "拨打120"); });
}

/// Return in a field sends a form's first button: it must be one that answers nothing.
void write_form(Html& html, std::span<const AskReply> replies, const PagePart& content) {
    html.write(
        "<form class='ask' action='/ask' method='post'><button class='hidden-text' type='submit' "
        "tabindex='-1'>再看一次</button>{}{}</form>",
        [&](Html& out) {
            for (const AskReply& reply : replies) {
                out.write("<input type='hidden' name='reply' value='{}={}'>", reply.key, reply.value);
            }
        },
        content);
}

void write_again(Html& html, std::string_view text) {
    html.write(
        "<section aria-labelledby='ask-again'><h2 id='ask-again'>改一改再问</h2>{}<p><button class='ask-send' "
        "type='submit'>再看一次</button></p>{}</section>",
        [&](Html& out) { write_text_box(out, text); }, write_privacy);
}

Frame frame_of(std::string_view title) {
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = title;
    frame.crumbs = {{"说说您的情况", "/ask"}};
    return frame;
}

}  // namespace

std::string ask_start_page(const NavigationView& navigation) {
    Frame frame = frame_of("说说您的情况");
    frame.description = "写下哪里不舒服，先看要不要马上就医、该挂什么科，再看可靠的资料怎么说。";
    frame.canonical = "/ask";
    frame.crumbs = {{"说说您的情况", ""}};
    frame.main = [](Html& html) {
        html.write(
            "<div class='asking'><h1>说说您的情况</h1><p class='lead'>先看急不急，再看挂什么科，最后看资料怎么说。</p>"
            "<form class='ask' action='/ask' method='post'>{}<p><button class='ask-send' "
            "type='submit'>看看怎么办</button></p>{}</form><section aria-labelledby='ask-examples'><h2 "
            "id='ask-examples'>别人会这样写</h2>{}</section></div>",
            [](Html& out) { write_text_box(out, ""); }, write_privacy,
            each(kExamples, [](Html& out, std::string_view example) {
                out.write(
                    "<form class='ask-example' action='/ask' method='post'><button type='submit' name='text' "
                    "value='{}'>{}</button></form>",
                    example, example);
            }));
    };
    return render_page(frame, navigation);
}

std::string ask_page(const AskAnswer& answer, std::span<const AskReply> replies, const NavigationView& navigation) {
    Frame frame = frame_of("您的情况");
    frame.crumbs.clear();  // the first screen is for what to do
    frame.main = [&](Html& html) {
        html.write("<div class='asking'>{}</div>", [&](Html& out) {
            write_form(out, replies, [&](Html& content) {
                if (!answer.is_understood && answer.red_flags.empty()) {
                    write_not_understood(content);
                    return write_again(content, answer.text);
                }
                write_level(content, answer);
                write_places(content, answer);
                write_questions(content, answer.questions);
                write_conditions(content, answer.conditions);
                write_answers(content, answer);
                write_similar(content, answer.similar);
                write_understood(content, answer);
                write_again(content, answer.text);
            });
        });
    };
    return render_page(frame, navigation);
}

std::string refused_ask_page(std::string_view text, std::string_view message, const NavigationView& navigation) {
    Frame frame = frame_of("说说您的情况");
    frame.main = [&](Html& html) {
        html.write("<div class='asking'><h1>这样还看不了</h1><p class='lead'>{}</p>{}</div>", message,
                   [&](Html& out) { write_form(out, {}, [&](Html& content) { write_again(content, text); }); });
    };
    return render_page(frame, navigation);
}

void write_ask_offer(Html& html, std::string_view text) {
    html.write(
        "<form class='ask-offer' action='/ask' method='post'><button type='submit' name='text' "
        "value='{}'>是自己或家人的情况？看看急不急、挂什么科</button></form>",
        text);
}

void write_ask_link(Html& html) {
    html.write("<p class='ask-offer'><a href='/ask'>对照一下您的情况：急不急、挂什么科</a></p>");
}

}  // namespace xinglin
