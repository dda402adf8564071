#include "annotate/context.h"

#include <algorithm>
#include <string>
#include <vector>

#include "text/fold.h"

namespace xinglin {

namespace {

bool ends_clause(char32_t code_point) {
    return std::u32string_view(U"。！？；，：,;!?:\n\r)）").find(code_point) != std::u32string_view::npos;
}

/// What stands between a cue and a mention, or between two mentions.
class Gap {
  public:
    /// `begin` may lie behind `end` when the two touch; then the gap is empty.
    Gap(std::string_view text, std::uint32_t begin, std::uint32_t end)
        : text_(begin < end ? text.substr(begin, end - begin) : std::string_view()) {}

    bool is_empty() const { return text_.empty(); }

    /// Whether it lies within one clause and has at most `limit` characters.
    bool is_within(std::uint32_t limit) const {
        if (text_.size() > limit * std::size_t{4}) return false;
        std::uint32_t count = 0;
        for (std::size_t offset = 0; offset < text_.size(); ++count) {
            const Decoded next = decode_utf8(text_, offset);
            if (ends_clause(next.code_point) || count == limit) return false;
            offset += next.length;
        }
        return true;
    }

    /// Whether it turns the sentence to something else, so that a cue before it says nothing about what follows.
    bool turns() const {
        if (is_empty()) return false;
        const std::string folded = fold(text_);
        const auto has = [&](std::string_view word) { return folded.find(word) != std::string::npos; };
        const auto has_later = [&](std::string_view word) { return folded.find(word, 1) != std::string::npos; };
        constexpr std::string_view kTurns[] = {"但",   "而",   "却",   "不过", "然而", "只是", "只有", "就",   "才",
                                               "仅",   "治",   "愈",   "控制", "缓解", "好转", "改善", "减轻", "减少",
                                               "预防", "及时", "重视", "注意", "告诉", "方法", "办法", "因为", "由于",
                                               "所以", "导致", "引起", "所致", "造成", "影响", "关系", "必要", "区别"};
        constexpr std::string_view kTurnsLater[] = {"有", "出现", "发生", "开始"};
        return std::any_of(std::begin(kTurns), std::end(kTurns), has) ||
               std::any_of(std::begin(kTurnsLater), std::end(kTurnsLater), has_later);
    }

    /// Whether it only joins two items of a list, perhaps with items between that are no mentions.
    bool joins() const {
        if (is_empty()) return true;
        constexpr std::uint32_t kLongest = 12;
        if (!is_within(kLongest)) return false;
        const std::string folded = fold(text_);
        return is_all_light(folded) || (starts_with_joint(folded) && ends_with_joint(folded) && !turns());
    }

  private:
    static constexpr std::string_view kJoints[] = {"、", "和", "与", "及",   "或",   "以及", "或者", "及其", "并", "跟",
                                                   "/",  "也", "伴", "伴有", "合并", "或是", "还有", "均无", " "};
    static constexpr std::string_view kLight[] = {"病史", "史",   "症状", "体征", "表现", "现象", "情况",
                                                  "等",   "之类", "明显", "任何", "病",   "症",   "患者"};

    static bool starts_with_joint(std::string_view folded) {
        return std::any_of(std::begin(kJoints), std::end(kJoints),
                           [&](auto joint) { return folded.starts_with(joint); });
    }
    static bool ends_with_joint(std::string_view folded) {
        return std::any_of(std::begin(kJoints), std::end(kJoints), [&](auto joint) { return folded.ends_with(joint); });
    }

    static bool is_all_light(std::string_view folded) {
        while (!folded.empty()) {
            std::size_t longest = 0;
            const auto consider = [&](std::string_view word) {
                if (folded.starts_with(word)) longest = std::max(longest, word.size());
            };
            std::for_each(std::begin(kJoints), std::end(kJoints), consider);
            std::for_each(std::begin(kLight), std::end(kLight), consider);
            if (longest == 0) return false;
            folded.remove_prefix(longest);
        }
        return true;
    }

    std::string_view text_;
};

/// Whether a mention of this kind can be absent or uncertain.
bool can_be_denied(ConceptKind kind) {
    switch (kind) {
        case ConceptKind::Condition:
        case ConceptKind::Symptom:
        case ConceptKind::Test:
        case ConceptKind::Procedure:
        case ConceptKind::Substance:
        case ConceptKind::Class:
            return true;
        case ConceptKind::Site:
        case ConceptKind::Department:
        case ConceptKind::Population:
            return false;
    }
    return false;
}

bool is_finding(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
}

class Denials {
  public:
    Denials(const Knowledge& knowledge, std::string_view text, std::span<Mention> mentions) : text_(text) {
        for (Mention& mention : mentions) {
            const ConceptKind kind = knowledge.at(mention.concept_index).kind;
            if (can_be_denied(kind)) targets_.push_back({&mention, is_finding(kind)});
        }
    }

    void apply(const FoundCue& cue) {
        switch (cue.word->kind) {
            case CueKind::Nothing:
            case CueKind::Names:
                break;
            case CueKind::Negates:
                mark_after(cue, [](Target& target) { target.mention->negated = true; });
                break;
            case CueKind::NegatesBefore:
                mark_before(cue, [](Target& target) { target.mention->negated = true; });
                break;
            case CueKind::Excludes:
                if (mark_after(cue, [](Target& target) { target.mention->negated = true; })) break;
                mark_before(cue, [](Target& target) { target.mention->negated |= target.is_finding; });
                break;
            case CueKind::Suspects:
                mark_after(cue, suspect);
                break;
            case CueKind::SuspectsBefore:
                mark_before(cue, suspect);
                break;
        }
    }

  private:
    struct Target {
        Mention* mention;
        bool is_finding;
    };

    static void suspect(Target& target) { target.mention->suspected |= target.is_finding; }

    template <typename Mark>
    bool mark_after(const FoundCue& cue, Mark mark) {
        auto target = first_from(cue.span.end);
        if (target == targets_.end()) return false;
        const Gap gap(text_, cue.span.end, target->mention->span.begin);
        if (!gap.is_within(cue.word->reach) || gap.turns()) return false;
        if (is_choice_question(cue, *target->mention)) {
            suspect(*target);
            return false;
        }
        for (mark(*target); std::next(target) != targets_.end(); mark(*++target)) {
            if (!Gap(text_, target->mention->span.end, std::next(target)->mention->span.begin).joins()) break;
        }
        return true;
    }

    template <typename Mark>
    void mark_before(const FoundCue& cue, Mark mark) {
        auto target = first_from(cue.span.begin);
        if (target == targets_.begin()) return;
        --target;
        const Gap gap(text_, target->mention->span.end, cue.span.begin);
        if (!gap.is_within(cue.word->reach) || gap.turns()) return;
        for (mark(*target); target != targets_.begin(); mark(*--target)) {
            const Gap between(text_, std::prev(target)->mention->span.end, target->mention->span.begin);
            if (between.is_empty() || !between.joins()) break;
        }
    }

    std::vector<Target>::iterator first_from(std::uint32_t offset) {
        return std::lower_bound(targets_.begin(), targets_.end(), offset,
                                [](const Target& target, std::uint32_t at) { return target.mention->span.begin < at; });
    }

    /// 痛不痛, 咳不咳嗽: one of the two is asked for, nothing is denied.
    bool is_choice_question(const FoundCue& cue, const Mention& mention) const {
        if (cue.span.begin == 0 || cue.span.end != mention.span.begin) return false;
        return decode_utf8_before(text_, cue.span.begin) == decode_utf8(text_, mention.span.begin);
    }

    std::string_view text_;
    std::vector<Target> targets_;
};

/// The end of the first clause of text[span).
std::uint32_t first_clause_end(std::string_view text, Span span) {
    for (std::uint32_t offset = span.begin; offset < span.end;) {
        const Decoded next = decode_utf8(text, offset);
        offset += next.length;
        if (ends_clause(next.code_point)) return offset;
    }
    return span.end;
}

void read_subjects(std::string_view text, std::span<const FoundCue> cues, std::span<Mention> mentions) {
    auto cue = cues.begin();
    auto mention = mentions.begin();
    Subject carried = Subject::Self;
    for (const Sentence& sentence : sentences_of(text)) {
        const std::uint32_t carried_until = first_clause_end(text, sentence.span);
        Subject current = carried;
        bool was_named = false;
        const auto take_cues_before = [&](std::uint32_t offset) {
            for (; cue != cues.end() && cue->span.begin < offset; ++cue) {
                if (cue->word->kind != CueKind::Names) continue;
                current = cue->word->subject;
                was_named = true;
            }
        };
        for (; mention != mentions.end() && mention->span.begin < sentence.span.end; ++mention) {
            // A population (孩子) is its own subject, so the cue that starts with it counts too.
            take_cues_before(mention->span.begin + 1);
            const bool holds = was_named || mention->span.begin < carried_until;
            mention->subject = holds ? current : Subject::Self;
        }
        take_cues_before(sentence.span.end);
        carried = was_named ? current : Subject::Self;
    }
}

}  // namespace

void read_context(const Knowledge& knowledge, std::string_view text, std::span<const FoundCue> cues,
                  std::span<Mention> mentions) {
    if (cues.empty() || mentions.empty()) return;
    Denials denials(knowledge, text, mentions);
    bool names_others = false;
    for (const FoundCue& cue : cues) {
        denials.apply(cue);
        names_others |= cue.word->kind == CueKind::Names && cue.word->subject != Subject::Self;
    }
    if (names_others) read_subjects(text, cues, mentions);
}

}  // namespace xinglin
