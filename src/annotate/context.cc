// Four passes over the mentions: answers of forms, questions, cues in their order, and who is spoken of. Work is
// bounded for each cue and each mention: a reach is at most 14 characters, and lists are cut where the next cue stands.
#include "annotate/context.h"

#include <algorithm>
#include <string>
#include <vector>

#include "annotate/clause.h"
#include "annotate/form_answers.h"
#include "annotate/scope.h"
#include "annotate/subjects.h"
#include "base/budget.h"
#include "text/fold.h"

namespace xinglin {

namespace {

constexpr std::uint32_t kFarthestBytes = 64;  // No cue reaches farther.

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

/// What is found in a person or as the cause of it.
bool is_finding(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom || kind == ConceptKind::Cause;
}

/// What can be done or given, and so not be done.
bool is_measure(ConceptKind kind) {
    return can_be_denied(kind) && !is_finding(kind) && kind != ConceptKind::Population;
}

bool negates_what_follows(CueKind kind) {
    return kind == CueKind::NegatesNoun || kind == CueKind::NegatesVerb || kind == CueKind::NegatesUse ||
           kind == CueKind::Stops || kind == CueKind::Excludes;
}

bool names_somebody(CueKind kind) {
    return kind == CueKind::Names || kind == CueKind::NamesAgain || kind == CueKind::NamesAtStart ||
           kind == CueKind::NamesBefore || kind == CueKind::Heading;
}

/// Whether the clause of text[begin ..) before it asks how, what or where: 怎么治疗面瘫？ does not doubt 面瘫.
bool asks_for_something(std::string_view text, std::uint32_t begin) {
    constexpr std::uint32_t kClause = 30;
    const std::size_t clause = clause_begin(text, begin, kClause);
    const std::string folded = fold(text.substr(clause, begin - clause));
    constexpr std::string_view kQuestionWords[] = {"怎", "何", "什么", "哪", "谁", "多少", "啥", "几", "咋"};
    return std::any_of(std::begin(kQuestionWords), std::end(kQuestionWords),
                       [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

bool is_question_particle(char32_t code_point) {
    return std::u32string_view(U"吗嗎").find(code_point) != std::u32string_view::npos;
}

bool is_question_end(char32_t code_point) {
    return is_question_particle(code_point) ||
           std::u32string_view(U"?？么麼嘛吧").find(code_point) != std::u32string_view::npos;
}

/// Applies cues to the mentions around them; those that cannot be denied are passed over.
class Denials {
  public:
    Denials(std::string_view text, std::span<const FoundCue> cues, std::span<const ConceptKind> kinds,
            std::span<Mention> mentions)
        : text_(text), cues_(cues), kinds_(kinds), mentions_(mentions) {}

    std::size_t steps() const { return steps_; }

    /// Answers are read first, since 无 behind an item is no denial of the next one, and applied last.
    void read_answers() {
        for (std::size_t at = 0; at < mentions_.size(); ++at) {
            ++steps_;
            if (!can_be_denied(kinds_[at])) continue;
            const FormAnswer answer = form_answer_behind(text_, mentions_[at].span.end);
            if (answer.says != FormAnswer::Says::Nothing) answers_.push_back({at, answer});
        }
    }

    void read_questions() {
        for (std::size_t at = 0; at < mentions_.size(); ++at) {
            ++steps_;
            if (!is_finding(kinds_[at]) || !is_asked(mentions_[at])) continue;
            mentions_[at].suspected = true;
            // 是偏头痛还是脑瘤？ A list ends at a mention that was asked about, so each is passed once.
            for (std::size_t other = at; other > 0 && is_finding(kinds_[other - 1]); --other) {
                Mention& before = mentions_[other - 1];
                ++steps_;
                if (before.suspected || !is_choice_between(before, mentions_[other])) break;
                before.suspected = true;
            }
        }
    }

    void apply_cues() {
        for (std::size_t index = 0; index < cues_.size(); ++index) {
            check_budget();
            apply(index);
        }
    }

    void apply_answers() {
        std::size_t first = 0;  // The first mention that no answer has been given for.
        for (const auto& [place, answer] : answers_) {
            for (std::size_t at = place;; --at) {
                ++steps_;
                answer_with(answer.says, at);
                if (at == first || !joins(at - 1, at)) break;
            }
            first = place + 1;
        }
    }

  private:
    using Mark = void (Denials::*)(std::size_t);

    void negate(std::size_t at) { mentions_[at].negated = true; }
    void negate_finding(std::size_t at) { mentions_[at].negated |= is_finding(kinds_[at]); }
    void negate_measure(std::size_t at) { mentions_[at].negated |= is_measure(kinds_[at]); }
    void stop(std::size_t at) {
        if (!is_measure(kinds_[at])) return;
        mentions_[at].negated = mentions_[at].stopped = true;
    }
    void suspect(std::size_t at) { mentions_[at].suspected |= is_finding(kinds_[at]); }

    void answer_with(FormAnswer::Says says, std::size_t at) {
        if (!can_be_denied(kinds_[at])) return;
        switch (says) {
            case FormAnswer::Says::Nothing:
                break;
            case FormAnswer::Says::No:
                negate(at);
                break;
            case FormAnswer::Says::Negative:
                negate_finding(at);
                break;
            case FormAnswer::Says::Yes:
                mentions_[at].negated = mentions_[at].suspected = false;
                break;
        }
    }

    void apply(std::size_t index) {
        ++steps_;
        switch (cues_[index].word->kind) {
            case CueKind::Nothing:
            case CueKind::Names:
            case CueKind::NamesAgain:
            case CueKind::NamesAtStart:
            case CueKind::NamesBefore:
            case CueKind::Heading:
                break;
            case CueKind::NegatesNoun:
            case CueKind::NegatesVerb:
                apply_negation(index);
                break;
            case CueKind::NegatesUse:
                mark_after(index, &Denials::negate_measure);
                break;
            case CueKind::Stops:
                apply_stop(index);
                break;
            case CueKind::NegatesBefore:
                mark_before(index, &Denials::negate_finding);
                break;
            case CueKind::GoneBefore:
                if (!follows_a_treatment(cues_[index])) mark_before(index, &Denials::negate_finding);
                break;
            case CueKind::UnrelatedBefore:
                mark_unrelated(index);
                break;
            case CueKind::Excludes:
                if (!mark_after(index, &Denials::negate_finding)) mark_before(index, &Denials::negate_finding);
                break;
            case CueKind::Suspects:
                mark_after(index, &Denials::suspect);
                break;
            case CueKind::SuspectsBefore:
                mark_before(index, &Denials::suspect);
                break;
            case CueKind::SuspectsAround:
                if (!mark_after(index, &Denials::suspect)) mark_before(index, &Denials::suspect);
                break;
            case CueKind::Supposes:
                suppose(cues_[index]);
                break;
        }
    }

    void apply_negation(std::size_t index) {
        const FoundCue& cue = cues_[index];
        if (is_answer(cue) || is_part_of_a_kind(cue) || cancels_one_before(index)) return;
        if (!mark_after(index, &Denials::negate)) deny_at_clause_end(index);
    }

    /// 停用丙戊酸, 丙戊酸停了三年; 丙戊酸停药吗 only asks.
    void apply_stop(std::size_t index) {
        const std::uint32_t end = cues_[index].span.end;
        if (end < text_.size() && is_question_end(decode_utf8(text_, end).code_point)) return;
        if (!mark_after(index, &Denials::stop)) mark_before(index, &Denials::stop);
    }

    /// Marks the nearest mention behind a cue and the list that begins with it. Whether there was one to mark.
    bool mark_after(std::size_t index, Mark mark) {
        const FoundCue& cue = cues_[index];
        const bool doubts = !negates_what_follows(cue.word->kind);
        const std::size_t nearest = nearest_after(cue, doubts);
        if (nearest == mentions_.size()) return false;
        if (cue.word->kind == CueKind::Stops && !is_measure(kinds_[nearest])) return false;
        const bool only_findings = cue.word->kind == CueKind::Excludes || cue.word->kind == CueKind::SuspectsAround;
        if (only_findings && !is_finding(kinds_[nearest])) return false;
        if (!reaches(index, nearest)) return false;
        if (is_choice_question(cue, mentions_[nearest])) {
            suspect(nearest);
            return true;
        }
        std::size_t next_cue = index + 1;
        for (std::size_t at = nearest;;) {
            ++steps_;
            (this->*mark)(at);
            const std::size_t next = deniable_from(at + 1);
            if (next == mentions_.size() || stands_a_cue_before(next_cue, mentions_[next].span.begin)) return true;
            if (!joins(at, next) && !is_list_by_commas(index, at, next)) return true;
            if (is_asserted_behind(next)) return true;
            at = next;
        }
    }

    /// 无呕吐、头晕明显: the clause goes on to say that the last item is there.
    bool is_asserted_behind(std::size_t at) {
        constexpr std::size_t kLongest = 4;
        const std::uint32_t end = mentions_[at].span.end;
        count(kLongest);
        ScopeWordReader words(characters_from(text_, end, kLongest));
        if (words.at_end()) return false;
        const ScopeWord word = words.next();
        return word.is(ScopeClass::Asserts) &&
               (end + word.length >= text_.size() || ends_clause(text_, end + word.length));
    }

    void mark_before(std::size_t index, Mark mark) {
        const FoundCue& cue = cues_[index];
        const std::size_t nearest = deniable_before(cue);
        if (nearest == mentions_.size()) return;
        const Gap gap(text_, mentions_[nearest].span.end, cue.span.begin);
        count(cue.word->reach);
        if (!gap.is_within(cue.word->reach) || gap.turns()) return;
        mark_list_before(index, nearest, mark);
    }

    void mark_list_before(std::size_t index, std::size_t nearest, Mark mark) {
        std::size_t cues_before = index;
        for (std::size_t at = nearest;;) {
            ++steps_;
            (this->*mark)(at);
            const std::size_t previous = deniable_before(at);
            if (previous == mentions_.size()) return;
            if (stands_a_cue_behind(cues_before, mentions_[previous].span.end)) return;
            // Side by side two findings are a list (头痛呕吐), a test and its finding are none.
            const bool touch = mentions_[previous].span.end == mentions_[at].span.begin;
            if (touch && !(is_finding(kinds_[previous]) && is_finding(kinds_[at]))) return;
            if (!joins(previous, at)) return;
            at = previous;
        }
    }

    /// 头痛没有了, 磁共振还没做: a denial that closes its clause denies what stands before it.
    void deny_at_clause_end(std::size_t index) {
        const FoundCue& cue = cues_[index];
        const std::size_t nearest = deniable_before(cue);
        if (nearest == mentions_.size()) return;
        constexpr std::uint32_t kReach = 6;
        const Gap gap(text_, mentions_[nearest].span.end, cue.span.begin);
        count(kReach);
        if (!gap.is_within(kReach) || !only_stands_between(gap_text(nearest, cue))) return;
        constexpr std::size_t kTail = 8;
        const std::string_view rest = characters_from(text_, cue.span.end, kTail + 1);
        std::size_t end = 0;
        while (end < rest.size() && !ends_clause(text_, cue.span.end + end)) end += decode_utf8(rest, end).length;
        if (end == rest.size() && cue.span.end + end < text_.size()) return;
        bool has_verb = false;
        for (ScopeWordReader words(rest.substr(0, end)); !words.at_end();) {
            const ScopeWord word = words.next();
            const bool is_measures = word.is(ScopeClass::Using) || word.is(ScopeClass::Doing);
            const bool is_verb = word.is(ScopeClass::Being) || (is_measures && is_measure(kinds_[nearest]));
            has_verb |= is_verb;
            if (word.is(ScopeClass::Recurs) && kinds_[nearest] == ConceptKind::Condition) return;
            if (!is_verb && !word.is(ScopeClass::Tail)) return;
        }
        // 头痛不, 好了没 are questions.
        if (cue.word->kind == CueKind::NegatesVerb && !has_verb) return;
        const bool is_question = end < rest.size() && is_question_end(decode_utf8(rest, end).code_point);
        mark_list_before(index, nearest, is_question ? &Denials::suspect : &Denials::negate);
    }

    std::string_view gap_text(std::size_t nearest, const FoundCue& cue) const {
        return text_.substr(mentions_[nearest].span.end, cue.span.begin - mentions_[nearest].span.end);
    }

    static bool only_stands_between(std::string_view gap) {
        for (ScopeWordReader words(gap); !words.at_end();) {
            const ScopeWord word = words.next();
            const bool passes = word.is(ScopeClass::Open) || word.is(ScopeClass::Light) || word.is(ScopeClass::Joint) ||
                                word.is(ScopeClass::Tail) || word.is_blank;
            if (!passes) return false;
        }
        return true;
    }

    /// 与头痛、呕吐无关. Of 头痛与脑瘤无关 only what stands behind 与 is meant.
    void mark_unrelated(std::size_t index) {
        const FoundCue& cue = cues_[index];
        const std::size_t nearest = deniable_before(cue);
        if (nearest == mentions_.size()) return;
        count(cue.word->reach);
        if (!Gap(text_, mentions_[nearest].span.end, cue.span.begin).is_within(cue.word->reach)) return;
        std::size_t cues_before = index;
        std::vector<std::size_t> list{nearest};
        for (std::size_t previous = deniable_before(nearest); previous != mentions_.size();
             previous = deniable_before(list.back())) {
            ++steps_;
            if (stands_a_cue_behind(cues_before, mentions_[previous].span.end) || !joins(previous, list.back())) break;
            list.push_back(previous);
        }
        if (!stands_behind_with(list.back())) {
            // The list's head is what the rest has nothing to do with: all that stands behind the first 与 or 和.
            while (list.size() > 1 && !stands_behind_with(list.back())) list.pop_back();
            if (!stands_behind_with(list.back())) return;
        }
        for (const std::size_t at : list) negate_finding(at);
    }

    bool stands_behind_with(std::size_t at) const {
        const std::uint32_t begin = mentions_[at].span.begin;
        if (begin == 0) return false;
        const std::size_t before = begin - decode_utf8_before(text_, begin).length;
        const std::string folded = fold(text_.substr(before, begin - before));
        return !folded.empty() && scope_word_at(folded).is(ScopeClass::With);
    }

    /// 术后面肌痉挛消失: it was there, and what made it go is said.
    bool follows_a_treatment(const FoundCue& cue) {
        constexpr std::uint32_t kBefore = 24;
        std::size_t begin = cue.span.begin;
        for (std::uint32_t count = 0; begin > 0 && count < kBefore; ++count) {
            const Decoded before = decode_utf8_before(text_, begin);
            if (std::u32string_view(U"。！？；;!?\n").find(before.code_point) != std::u32string_view::npos) break;
            begin -= before.length;
        }
        count(kBefore);
        for (ScopeWordReader words(text_.substr(begin, cue.span.begin - begin)); !words.at_end();) {
            if (words.next().is(ScopeClass::Treated)) return true;
        }
        return false;
    }

    /// All findings up to the end of the clause, or to what begins the consequence; on through a clause that begins
    /// with an item of the same list (如果头痛，伴呕吐，请就医).
    void suppose(const FoundCue& cue) {
        constexpr std::uint32_t kReach = 24;
        std::size_t from = std::max<std::size_t>(cue.span.end, supposed_until_);
        bool has_any = false;
        for (std::size_t at = first_from(static_cast<std::uint32_t>(from)); at < mentions_.size(); ++at) {
            ++steps_;
            count(kReach);
            if (!is_supposed_too(from, mentions_[at].span.begin, has_any, kReach)) return;
            suspect(at);
            has_any |= is_finding(kinds_[at]);
            from = mentions_[at].span.end;
            supposed_until_ = from;
        }
    }

    bool is_supposed_too(std::size_t from, std::size_t to, bool has_any, std::uint32_t reach) const {
        if (from >= to) return true;
        const std::string_view gap = text_.substr(from, to - from);
        const bool in_clause = Gap(text_, from, to).is_within(reach);
        if (!in_clause && !(has_any && is_comma_list(gap))) return false;
        for (ScopeWordReader words(gap); !words.at_end();) {
            const ScopeWord word = words.next();
            if (word.is(ScopeClass::Then) && !word.is(ScopeClass::Joint) && !word.is(ScopeClass::Light)) return false;
        }
        return true;
    }

    /// "，", "，伴", "，或者出现": one comma and little beside it.
    static bool is_comma_list(std::string_view gap) {
        constexpr std::size_t kLongest = 6;
        int commas = 0;
        if (gap.size() > kLongest * 4 || count_characters(gap) > kLongest) return false;
        for (std::size_t offset = 0; offset < gap.size();) {
            const Decoded mark = decode_utf8(gap, offset);
            if (mark.code_point == U'，' || mark.code_point == U',') {
                ++commas;
            } else if (ends_clause(gap, offset)) {
                return false;
            }
            offset += mark.length;
        }
        return commas == 1;
    }

    /// 否认高血压，糖尿病，冠心病史: items parted by commas, of a denial that is said for lists, each a clause alone.
    bool is_list_by_commas(std::size_t index, std::size_t at, std::size_t next) {
        const FoundCue& cue = cues_[index];
        if (cue.word->kind != CueKind::NegatesNoun || cue.word->reach < kListReach) return false;
        if (!is_comma(mentions_[at].span.end, mentions_[next].span.begin)) return false;
        // The next item closes its clause too, 史 aside.
        constexpr std::size_t kBehind = 5;
        const std::string_view rest = characters_from(text_, mentions_[next].span.end, kBehind);
        std::size_t end = 0;
        while (end < rest.size() && !ends_clause(text_, mentions_[next].span.end + end) && !is_joint_at(rest, end)) {
            end += decode_utf8(rest, end).length;
        }
        count(kBehind);
        if (end == rest.size() && mentions_[next].span.end + end < text_.size()) return false;
        return Gap(rest, 0, end).is_all(ScopeClass::Light);
    }

    static bool is_joint_at(std::string_view text, std::size_t offset) {
        return std::u32string_view(U"、及和或与").find(decode_utf8(text, offset).code_point) !=
               std::u32string_view::npos;
    }

    bool is_comma(std::uint32_t begin, std::uint32_t end) const {
        const std::string_view gap = text_.substr(begin, end - begin);
        return gap == "，" || gap == ",";
    }

    /// 有 has no say here; 无 and 否 behind their item were read as answers.
    bool is_answer(const FoundCue& cue) {
        while (next_answer_ < answers_.size() && answers_[next_answer_].second.begin < cue.span.begin) ++next_answer_;
        return next_answer_ < answers_.size() && answers_[next_answer_].second.begin == cue.span.begin;
    }

    /// 非酒精性脂肪肝: 非 belongs to 酒精性, a kind of its own. 非癫痫性发作 denies 癫痫. 不典型 is one, too.
    bool is_part_of_a_kind(const FoundCue& cue) const {
        const std::size_t at = first_from(cue.span.end);
        if (at == mentions_.size() || mentions_[at].span.begin != cue.span.end) return false;
        const std::string_view name = slice(text_, mentions_[at].span);
        const std::string_view said = slice(text_, cue.span);
        if (said != "非") return said == "不" && name.starts_with("典型");
        const std::size_t kind = std::min(name.find("性"), name.find("型"));
        return kind != std::string_view::npos && kind + std::string_view("性").size() < name.size();
    }

    /// 没有一天不头痛, 并非没有头痛.
    bool cancels_one_before(std::size_t index) const {
        if (index == 0) return false;
        const FoundCue& cue = cues_[index];
        const FoundCue& before = cues_[index - 1];
        const bool negates = before.word->kind == CueKind::NegatesNoun || before.word->kind == CueKind::NegatesVerb;
        constexpr std::uint32_t kReach = 6;
        const Gap gap(text_, before.span.end, cue.span.begin);
        return negates && gap.is_within(kReach) && gap.is_all(ScopeClass::Double);
    }

    /// Whether a cue says something of the mention behind it, given what stands between.
    bool reaches(std::size_t index, std::size_t nearest) {
        const FoundCue& cue = cues_[index];
        const std::uint32_t end = mentions_[nearest].span.begin;
        count(cue.word->reach);
        if (!Gap(text_, cue.span.end, end).is_within(cue.word->reach)) return false;
        ReachState state{cue.word->kind, is_measure(kinds_[nearest])};
        std::uint32_t from = cue.span.end;
        std::size_t mention = first_from(from);
        // Pieces of text between sites, people and other cues; those themselves are in nobody's way.
        std::size_t next = index + 1;
        while (from < end) {
            Span piece{from, end};
            std::uint32_t resume = end;
            const auto cut_at = [&](Span hole) {
                if (hole.begin >= piece.end || hole.begin < from) return;
                piece.end = hole.begin;
                resume = std::max(hole.end, hole.begin);
            };
            while (mention < nearest && mentions_[mention].span.begin < from) ++mention;
            while (next < cues_.size() && cues_[next].span.begin < from) ++next;
            if (mention < nearest) cut_at(mentions_[mention].span);
            if (next < cues_.size() && cues_[next].span.begin < end) {
                const CueKind kind = cues_[next].word->kind;
                if (negates_what_follows(kind) && negates_what_follows(cue.word->kind)) return false;
                if (kind != CueKind::Nothing) cut_at(cues_[next].span);
            }
            if (!passes(state, slice(text_, piece))) return false;
            from = std::max(resume, from + 1);
        }
        return true;
    }

    struct ReachState {
        CueKind kind;
        bool to_measure;
        bool only_open = true;  // Nothing but open words so far, so a verb that comes is the denied one.
    };

    static bool passes(ReachState& state, std::string_view piece) {
        const bool denies = negates_what_follows(state.kind);
        const bool stops = state.kind == CueKind::Stops;
        const bool needs_verb = stops || state.kind == CueKind::NegatesVerb || state.kind == CueKind::NegatesUse;
        for (ScopeWordReader words(piece); !words.at_end();) {
            const ScopeWord word = words.next();
            const bool is_measures = word.is(ScopeClass::Using) || word.is(ScopeClass::Doing);
            if (word.is(ScopeClass::Open) || word.is_blank) continue;
            // What stands behind another verb of using took the place of what was stopped: 停用改用丙戊酸.
            if (stops && is_measures) return false;
            if (denies && state.only_open && is_measures && state.to_measure) continue;
            if (word.is(ScopeClass::Being) && !is_measures) {
                if (denies && !state.only_open && word.is(ScopeClass::Begins)) return false;
                if (denies && !state.only_open && needs_verb) return false;
                if (state.only_open || !word.is(ScopeClass::Turn)) continue;
                return false;
            }
            if (word.is(ScopeClass::Turn) || (denies && (word.is(ScopeClass::Own) || is_measures))) return false;
            state.only_open = false;
            if (needs_verb && !word.is(ScopeClass::Quality)) return false;
        }
        return true;
    }

    bool is_asked(const Mention& mention) {
        if (mention.span.end == text_.size()) return false;
        const char32_t next = decode_utf8(text_, mention.span.end).code_point;
        if (is_question_end(next)) return !asks_for_something(text_, mention.span.begin);
        constexpr std::size_t kTail = 8;
        const std::string_view rest = characters_from(text_, mention.span.end, kTail);
        std::size_t end = 0;
        while (end < rest.size() && !is_question_particle(decode_utf8(rest, end).code_point)) {
            if (ends_clause(rest, end)) return false;
            end += decode_utf8(rest, end).length;
        }
        count(kTail);
        return end < rest.size() && Gap(rest, 0, end).is_all(ScopeClass::Asked) &&
               !asks_for_something(text_, mention.span.begin);
    }

    bool is_choice_between(const Mention& before, const Mention& mention) const {
        if (before.span.end >= mention.span.begin) return false;
        constexpr std::string_view kOr[] = {"还是", "或", "或者", "或是", "還是", "，还是", ",还是"};
        return std::ranges::find(kOr, text_.substr(before.span.end, mention.span.begin - before.span.end)) !=
               std::end(kOr);
    }

    /// 痛不痛, 咳不咳嗽: one of the two is asked for, nothing is denied.
    bool is_choice_question(const FoundCue& cue, const Mention& mention) const {
        if (cue.span.begin == 0 || cue.span.end != mention.span.begin) return false;
        return decode_utf8_before(text_, cue.span.begin) == decode_utf8(text_, mention.span.begin);
    }

    bool joins(std::size_t left, std::size_t right) {
        constexpr std::uint32_t kLongest = 12;
        count(kLongest);
        const std::uint32_t begin = mentions_[left].span.end;
        const std::uint32_t end = mentions_[right].span.begin;
        // Sites between are part of an item: 头痛、肢体麻木.
        std::uint32_t from = begin;
        if (right > left + 1 && end > begin && Gap(text_, begin, end).is_within(kLongest)) {
            std::string without_sites;
            for (std::size_t site = left + 1; site < right; ++site) {
                if (mentions_[site].span.begin > from)
                    without_sites += text_.substr(from, mentions_[site].span.begin - from);
                from = std::max(from, mentions_[site].span.end);
            }
            if (end > from) without_sites += text_.substr(from, end - from);
            return Gap(without_sites, 0, without_sites.size()).joins();
        }
        return Gap(text_, begin, end).joins();
    }

    /// Whether a cue that says something begins before `offset`; `next` moves to it.
    bool stands_a_cue_before(std::size_t& next, std::uint32_t offset) {
        for (; next < cues_.size() && cues_[next].span.begin < offset; ++next) {
            ++steps_;
            if (says_something(cues_[next].word->kind)) return true;
        }
        return false;
    }

    /// Whether one stands behind `offset`, before the one at `next`; `next` moves down to it.
    bool stands_a_cue_behind(std::size_t& next, std::uint32_t offset) {
        for (; next > 0 && cues_[next - 1].span.begin >= offset; --next) {
            ++steps_;
            if (says_something(cues_[next - 1].word->kind)) return true;
        }
        return false;
    }

    static bool says_something(CueKind kind) { return kind != CueKind::Nothing && !names_somebody(kind); }

    /// The first mention that can be denied behind a cue and within any reach; size() when there is none. A doubt
    /// passes over people: 怀疑孩子癫痫.
    std::size_t nearest_after(const FoundCue& cue, bool doubts) {
        for (std::size_t at = first_from(cue.span.end); at < mentions_.size(); ++at) {
            ++steps_;
            if (mentions_[at].span.begin - cue.span.end > kFarthestBytes) break;
            const bool is_person = kinds_[at] == ConceptKind::Population;
            if (can_be_denied(kinds_[at]) && !(doubts && is_person)) return at;
        }
        return mentions_.size();
    }

    std::size_t first_from(std::uint32_t offset) const {
        const auto found =
            std::lower_bound(mentions_.begin(), mentions_.end(), offset,
                             [](const Mention& mention, std::uint32_t at) { return mention.span.begin < at; });
        return static_cast<std::size_t>(found - mentions_.begin());
    }

    /// The first from `at` that can be denied, near enough to be of the same list; size() when there is none.
    std::size_t deniable_from(std::size_t at) {
        for (const std::size_t begin = at; at < mentions_.size(); ++at) {
            ++steps_;
            if (begin > 0 && mentions_[at].span.begin > mentions_[begin - 1].span.end + kFarthestBytes) break;
            if (can_be_denied(kinds_[at])) return at;
        }
        return mentions_.size();
    }

    /// The nearest one before `at` that can be denied and lies near `offset`; size() when there is none.
    std::size_t deniable_before(std::size_t at, std::uint32_t offset) {
        while (at-- > 0) {
            ++steps_;
            if (mentions_[at].span.end + kFarthestBytes < offset) break;
            if (can_be_denied(kinds_[at])) return at;
        }
        return mentions_.size();
    }

    std::size_t deniable_before(const FoundCue& cue) {
        return deniable_before(first_from(cue.span.begin), cue.span.begin);
    }
    std::size_t deniable_before(std::size_t at) { return deniable_before(at, mentions_[at].span.begin); }

    void count(std::size_t characters) { steps_ += characters; }

    static constexpr std::uint32_t kListReach = 14;  // Of denials that are said for lists: 否认, 未见.

    std::string_view text_;
    std::span<const FoundCue> cues_;
    std::span<const ConceptKind> kinds_;
    std::span<Mention> mentions_;
    std::vector<std::pair<std::size_t, FormAnswer>> answers_;  // By mention.
    std::size_t next_answer_ = 0;
    std::size_t supposed_until_ = 0;
    std::size_t steps_ = 0;
};

}  // namespace

std::size_t read_context(std::string_view text, std::span<const FoundCue> cues, std::span<const ConceptKind> kinds,
                         std::span<Mention> mentions) {
    if (mentions.empty()) return 0;
    Denials denials(text, cues, kinds, mentions);
    denials.read_answers();
    denials.read_questions();
    denials.apply_cues();
    denials.apply_answers();
    for (Mention& mention : mentions) mention.suspected &= !mention.negated;
    const auto names_one = [](const FoundCue& cue) {
        return names_somebody(cue.word->kind) && cue.word->subject != Subject::Self;
    };
    if (std::ranges::any_of(cues, names_one)) read_subjects(text, cues, mentions);
    return denials.steps();
}

}  // namespace xinglin
