#include "annotate/context.h"

#include <algorithm>
#include <string>
#include <vector>

#include "text/fold.h"

namespace xinglin {

namespace {

/// Whether the character at text[offset] ends a clause; a point between digits does not.
bool ends_clause(std::string_view text, std::size_t offset) {
    const Decoded mark = decode_utf8(text, offset);
    if (mark.code_point == U'.' || mark.code_point == U'．') {
        const std::size_t next = offset + mark.length;
        return next == text.size() || text[next] < '0' || text[next] > '9';
    }
    return std::u32string_view(U"。！？；，：,;!?:\n\r)）").find(mark.code_point) != std::u32string_view::npos;
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
            if (ends_clause(text_, offset) || count == limit) return false;
            offset += decode_utf8(text_, offset).length;
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
                                               "所以", "导致", "引起", "所致", "造成", "影响", "关系", "必要", "区别",
                                               "让",   "说",   "对",   "每个", "所有"};
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
        case ConceptKind::Population:
        case ConceptKind::Cause:
            return true;
        case ConceptKind::Site:
        case ConceptKind::Department:
            return false;
    }
    return false;
}

bool is_finding(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
}

/// Whether the clause of text[begin ..) before it asks how, what or where: 怎么治疗面瘫？ does not doubt 面瘫.
bool asks_for_something(std::string_view text, std::uint32_t begin) {
    constexpr std::uint32_t kClause = 30;
    std::size_t clause = begin;
    for (std::uint32_t count = 0; clause > 0 && count < kClause; ++count) {
        const std::size_t before = clause - decode_utf8_before(text, clause).length;
        if (ends_clause(text, before)) break;
        clause = before;
    }
    const std::string folded = fold(text.substr(clause, begin - clause));
    constexpr std::string_view kQuestionWords[] = {"怎", "何", "什么", "哪", "谁", "多少", "啥", "几", "咋"};
    return std::any_of(std::begin(kQuestionWords), std::end(kQuestionWords),
                       [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

/// 面瘫？ 面瘫吗: asked with the mention as its last word.
bool is_asked(std::string_view text, const Mention& mention) {
    if (mention.span.end == text.size()) return false;
    const char32_t next = decode_utf8(text, mention.span.end).code_point;
    return std::u32string_view(U"?？吗嗎么麼嘛吧").find(next) != std::u32string_view::npos &&
           !asks_for_something(text, mention.span.begin);
}

/// Applies cues to the mentions around them; those that cannot be denied are passed over.
class Denials {
  public:
    Denials(std::string_view text, std::span<const ConceptKind> kinds, std::span<Mention> mentions)
        : text_(text), kinds_(kinds), mentions_(mentions) {}

    void apply(const FoundCue& cue) const {
        switch (cue.word->kind) {
            case CueKind::Nothing:
            case CueKind::Names:
                break;
            case CueKind::Negates:
                mark_after(cue, &Denials::negate);
                break;
            case CueKind::NegatesBefore:
                mark_before(cue, &Denials::negate);
                break;
            case CueKind::Excludes:
                if (!mark_after(cue, &Denials::negate)) mark_before(cue, &Denials::negate_finding);
                break;
            case CueKind::Suspects:
                mark_after(cue, &Denials::suspect);
                break;
            case CueKind::SuspectsBefore:
                mark_before(cue, &Denials::suspect);
                break;
        }
    }

  private:
    using Place = std::span<Mention>::iterator;
    using Mark = void (Denials::*)(Mention&) const;

    void negate(Mention& mention) const { mention.negated = true; }
    void negate_finding(Mention& mention) const { mention.negated |= is_finding(kind_of(mention)); }
    void suspect(Mention& mention) const { mention.suspected |= is_finding(kind_of(mention)); }

    bool mark_after(const FoundCue& cue, Mark mark) const {
        Place at = first_from(cue.span.end);
        if (at == mentions_.end() || at->span.begin - cue.span.end > kFarthestBytes) return false;
        at = deniable_from(at);
        if (at == mentions_.end()) return false;
        const Gap gap(text_, cue.span.end, at->span.begin);
        if (!gap.is_within(cue.word->reach) || gap.turns()) return false;
        if (is_choice_question(cue, *at)) {
            suspect(*at);
            return false;
        }
        for (;;) {
            (this->*mark)(*at);
            const Place next = deniable_from(std::next(at));
            if (next == mentions_.end() || !Gap(text_, at->span.end, next->span.begin).joins()) return true;
            at = next;
        }
    }

    void mark_before(const FoundCue& cue, Mark mark) const {
        Place at = deniable_before(first_from(cue.span.begin));
        if (at == mentions_.end()) return;
        const Gap gap(text_, at->span.end, cue.span.begin);
        if (!gap.is_within(cue.word->reach) || gap.turns()) return;
        for (;;) {
            (this->*mark)(*at);
            const Place previous = deniable_before(at);
            if (previous == mentions_.end()) return;
            const Gap between(text_, previous->span.end, at->span.begin);
            if (between.is_empty() || !between.joins()) return;
            at = previous;
        }
    }

    Place first_from(std::uint32_t offset) const {
        return std::lower_bound(mentions_.begin(), mentions_.end(), offset,
                                [](const Mention& mention, std::uint32_t at) { return mention.span.begin < at; });
    }

    Place deniable_from(Place at) const {
        while (at != mentions_.end() && !can_be_denied(kind_of(*at))) ++at;
        return at;
    }

    /// The nearest one before `at`; end() when there is none.
    Place deniable_before(Place at) const {
        while (at != mentions_.begin()) {
            if (can_be_denied(kind_of(*--at))) return at;
        }
        return mentions_.end();
    }

    ConceptKind kind_of(const Mention& mention) const {
        return kinds_[static_cast<std::size_t>(&mention - mentions_.data())];
    }

    /// 痛不痛, 咳不咳嗽: one of the two is asked for, nothing is denied.
    bool is_choice_question(const FoundCue& cue, const Mention& mention) const {
        if (cue.span.begin == 0 || cue.span.end != mention.span.begin) return false;
        return decode_utf8_before(text_, cue.span.begin) == decode_utf8(text_, mention.span.begin);
    }

    static constexpr std::uint32_t kFarthestBytes = 64;  // No cue reaches farther.

    std::string_view text_;
    std::span<const ConceptKind> kinds_;
    std::span<Mention> mentions_;
};

/// The end of the first clause of text[span).
std::uint32_t first_clause_end(std::string_view text, Span span) {
    for (std::uint32_t offset = span.begin; offset < span.end;) {
        const bool is_last = ends_clause(text, offset);
        offset += decode_utf8(text, offset).length;
        if (is_last) return offset;
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

void read_context(std::string_view text, std::span<const FoundCue> cues, std::span<const ConceptKind> kinds,
                  std::span<Mention> mentions) {
    for (std::size_t index = 0; index < mentions.size(); ++index) {
        if (is_asked(text, mentions[index])) mentions[index].suspected = is_finding(kinds[index]);
    }
    if (cues.empty() || mentions.empty()) return;
    const Denials denials(text, kinds, mentions);
    bool names_others = false;
    for (const FoundCue& cue : cues) {
        denials.apply(cue);
        names_others |= cue.word->kind == CueKind::Names && cue.word->subject != Subject::Self;
    }
    if (names_others) read_subjects(text, cues, mentions);
}

}  // namespace xinglin
