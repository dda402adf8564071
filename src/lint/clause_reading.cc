// How a text is read for its wording. One automaton finds all words. LintCue words keep those that are first and
// longest; the words of a pattern are joined by a small automaton of its own (per pattern: how far the newest run of
// its parts has come), so that both are one pass. Whether the text means what it says there is asked of the cues
// around, never farther than kReach bytes away, so that no text costs more than its length.
#include "lint/clause_reading.h"

#include <algorithm>
#include <utility>

namespace xinglin {
namespace {

constexpr std::uint32_t kReach = 180;      // bytes; some sixty characters
constexpr std::uint32_t kShortReach = 12;  // of a denial of one character
constexpr std::uint32_t kOneCharacter = 3;

bool is_digit_at(std::string_view text, std::size_t offset) {
    return offset < text.size() && text[offset] >= '0' && text[offset] <= '9';
}

bool ends_clause(std::string_view text, std::uint32_t offset, const Decoded& mark) {
    switch (mark.code_point) {
        case U'，':
        case U'；':
        case U'：':
        case U';':
            return true;
        case U',':
        case U':':
            return !is_digit_at(text, offset + 1);
        default:
            return false;
    }
}

std::uint64_t context_key(std::uint32_t pattern, std::uint32_t sentence) {
    return (std::uint64_t{pattern} << 32U) | sentence;
}

/// The state of one pattern: for each of its parts the newest run that ends with it.
struct Run {
    Span parts[Wording::kMostParts][Wording::kMostParts];  // by last part: the words of all parts up to it
    std::uint32_t reached[Wording::kMostParts] = {};       // sentence + 1 of the last of them
};

}  // namespace

ClauseReading::ClauseReading(const Wording& wording, std::string_view title, std::string_view text,
                             std::span<const SlotMatch> in_title, std::span<const SlotMatch> in_text)
    : text_(text), sentences_(sentences_of(text)) {
    cut_clauses();
    read_title(wording, title, in_title);
    find_words(wording, in_text);
    frame_clauses();
}

void ClauseReading::cut_clauses() {
    for (std::uint32_t sentence = 0; sentence < sentences_.size(); ++sentence) {
        const Span whole = sentences_[sentence].span;
        std::uint32_t begin = whole.begin;
        for (std::uint32_t at = whole.begin; at < whole.end;) {
            const Decoded mark = decode_utf8(text_, at);
            const bool ends = ends_clause(text_, at, mark);
            at += mark.length;
            if (!ends) continue;
            clauses_.push_back({{begin, at}, sentence, false});
            begin = at;
        }
        if (begin < whole.end) clauses_.push_back({{begin, whole.end}, sentence, false});
    }
    steps_ += clauses_.size();
}

std::uint32_t ClauseReading::sentence_of(std::uint32_t offset) const {
    const auto after =
        std::ranges::upper_bound(sentences_, offset, {}, [](const Sentence& each) { return each.span.begin; });
    return after == sentences_.begin() ? 0 : static_cast<std::uint32_t>(after - sentences_.begin() - 1);
}

std::uint32_t ClauseReading::clause_of(std::uint32_t offset) const {
    const auto after =
        std::ranges::upper_bound(clauses_, offset, {}, [](const Clause& each) { return each.span.begin; });
    return after == clauses_.begin() ? 0 : static_cast<std::uint32_t>(after - clauses_.begin() - 1);
}

void ClauseReading::read_title(const Wording& wording, std::string_view title, std::span<const SlotMatch> slots) {
    bool warns = false;
    bool turns = false;
    auto matches = wording.automaton().find_all(title);
    matches.insert(matches.end(), slots.begin(), slots.end());
    for (const Automaton::Match& match : matches) {
        const Wording::Word& word = wording.words()[match.form];
        warns |= word.cues.meets(LintCues(LintCue::Frames, LintCue::Refutes));
        turns |= word.cues.has(LintCue::Turns);
        title_with_.insert(word.with.begin(), word.with.end());
        title_severe_.insert(word.severe.begin(), word.severe.end());
    }
    title_warns_ = warns && !turns;
}

void ClauseReading::find_words(const Wording& wording, std::span<const SlotMatch> slots) {
    auto matches = wording.automaton().find_all(text_);
    matches.insert(matches.end(), slots.begin(), slots.end());
    std::ranges::sort(
        matches, [](const auto& a, const auto& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
    std::vector<LintCueAt> cues;
    std::vector<Run> runs(wording.patterns().size());
    Span covered;  // by a longer word
    for (const Automaton::Match& match : matches) {
        const Wording::Word& word = wording.words()[match.form];
        const Span span{match.begin, match.end};
        if (span.end <= covered.end) continue;
        if (word.cues.has(LintCue::Covers)) {
            covered = span;
            continue;
        }
        const std::uint32_t sentence = sentence_of(match.begin);
        if (!word.cues.empty()) cues.push_back({span, word.cues});
        for (const std::uint32_t pattern : word.with) with_.insert(context_key(pattern, sentence));
        for (const std::uint32_t pattern : word.without) without_.insert(context_key(pattern, sentence));
        for (const std::uint32_t pattern : word.severe) severe_.insert(context_key(pattern, sentence));
        // The later part first: one word must not be two parts of a run.
        for (auto use = word.uses.rbegin(); use != word.uses.rend(); ++use) {
            const WordPattern& pattern = wording.patterns()[use->pattern];
            Run& run = runs[use->pattern];
            ++steps_;
            if (use->part > 0) {
                const std::uint32_t before = use->part - 1;
                if (run.reached[before] == 0) continue;
                const std::uint32_t apart = sentence + 1 - run.reached[before];
                const Span previous = run.parts[before][before];
                if (apart > (pattern.across ? 1U : 0U) || previous.end > span.begin ||
                    span.begin - previous.end > pattern.gap * kOneCharacter ||
                    (pattern.one_clause && clause_of(previous.begin) != clause_of(span.begin)))
                    continue;
            }
            if (use->part > 0) std::copy_n(run.parts[use->part - 1], use->part, run.parts[use->part]);
            run.parts[use->part][use->part] = span;
            run.reached[use->part] = sentence + 1;
            if (use->part + 1 < pattern.parts) continue;
            WordHit hit{use->pattern, pattern.parts, {}, false};
            std::copy_n(run.parts[use->part], pattern.parts, hit.part);
            hits_.push_back(hit);
        }
    }
    steps_ += matches.size();
    choose_cues(std::move(cues));
    std::erase_if(hits_, [&](const WordHit& hit) {
        const std::uint32_t first = sentence_of(hit.part[0].begin);
        const std::uint32_t last = sentence_of(hit.part[hit.parts - 1].begin);
        if (without_.contains(context_key(hit.pattern, first)) || without_.contains(context_key(hit.pattern, last)))
            return true;
        const WordPattern& pattern = wording.patterns()[hit.pattern];
        return pattern.needs_context && !title_with_.contains(hit.pattern) &&
               !is_near(with_, hit, pattern.context_here);
    });
    for (WordHit& hit : hits_) {
        hit.severe = wording.patterns()[hit.pattern].can_be_severe &&
                     (title_severe_.contains(hit.pattern) || is_near(severe_, hit, false));
    }
    std::ranges::stable_sort(hits_, {}, [](const WordHit& hit) { return hit.part[0].begin; });
}

bool ClauseReading::is_near(const Contexts& contexts, const WordHit& hit, bool here) const {
    const std::uint32_t first = sentence_of(hit.part[0].begin);
    const std::uint32_t last = sentence_of(hit.part[hit.parts - 1].begin);
    const auto has = [&](std::uint32_t sentence) { return contexts.contains(context_key(hit.pattern, sentence)); };
    if (has(first) || has(last)) return true;
    return !here && (has(last + 1) || (first > 0 && has(first - 1)) || (first > 1 && has(first - 2)));
}

void ClauseReading::choose_cues(std::vector<LintCueAt> found) {
    std::uint32_t end = 0;
    for (const LintCueAt& cue : found) {
        if (cue.span.begin < end) continue;
        cues_.push_back(cue);
        end = cue.span.end;
    }
}

std::span<const LintCueAt> ClauseReading::cues_in(Span span) const {
    const auto begins = [](const LintCueAt& cue) { return cue.span.begin; };
    const auto first = std::ranges::lower_bound(cues_, span.begin, {}, begins);
    auto last = std::ranges::lower_bound(cues_, span.end, {}, begins);
    if (last < first) last = first;
    while (last != first && (last - 1)->span.end > span.end) --last;
    steps_ += static_cast<std::size_t>(last - first);
    return {first, last};
}

bool ClauseReading::has(Span span, LintCues kinds) const {
    return std::ranges::any_of(cues_in(span), [&](const LintCueAt& cue) { return cue.kinds.meets(kinds); });
}

bool ClauseReading::is_heading(std::uint32_t sentence) const {
    const std::string_view said = slice(text_, sentences_[sentence].span);
    constexpr std::size_t kLongest = 120;
    if (said.size() > kLongest) return false;
    return said.starts_with("#") || said.starts_with("【") || said.ends_with("：") || said.ends_with(":") ||
           (said.starts_with("**") && said.ends_with("**"));
}

/// A heading of what is wrong frames all that follows up to the next one; "误区：" within a sentence frames its rest.
void ClauseReading::frame_clauses() {
    constexpr LintCues kFrames(LintCue::Frames, LintCue::Warns, LintCue::Doubts, LintCue::Refutes);
    std::uint32_t framed_by = 0;  // sentence + 1 of the heading
    bool until_blank = false;
    std::uint32_t last_sentence = 0;
    bool rest_framed = false;
    for (Clause& clause : clauses_) {
        if (clause.sentence != last_sentence || &clause == clauses_.data()) {
            rest_framed = false;
            const Span whole = sentences_[clause.sentence].span;
            if (is_heading(clause.sentence)) {
                const bool warns = has(whole, kFrames) && !has(whole, LintCues(LintCue::Turns));
                framed_by = warns ? clause.sentence + 1 : 0;
                until_blank = !slice(text_, whole).starts_with("#");
            } else if (framed_by != 0 && until_blank && clause.sentence > 0) {
                const Span before = sentences_[clause.sentence - 1].span;
                const std::string_view between = text_.substr(before.end, whole.begin - before.end);
                const bool blank = between.find("\n\n") != std::string_view::npos;
                if (blank && framed_by != clause.sentence) framed_by = 0;
            }
            if (framed_by != 0 && has({whole.begin, std::min(whole.end, whole.begin + 30)}, LintCues(LintCue::Turns)))
                framed_by = 0;
            last_sentence = clause.sentence;
        }
        clause.framed = rest_framed || framed_by != 0;
        const std::string_view said = slice(text_, clause.span);
        if (said.size() <= kReach && (said.ends_with("：") || said.ends_with(":")) && has(clause.span, kFrames) &&
            !has(clause.span, LintCues(LintCue::Turns)))
            rest_framed = true;
    }
}

/// 没有药物可以……: what could is what there is not, so that the denial reaches over it.
bool ClauseReading::allows_nothing(const LintCueAt& turn, Span clause) const {
    if (!turn.kinds.has(LintCue::Allows)) return false;
    constexpr std::uint32_t kNounReach = 30;
    const std::uint32_t begin = std::max(clause.begin, turn.span.begin > kNounReach ? turn.span.begin - kNounReach : 0);
    return has({begin, turn.span.begin}, LintCues(LintCue::Lacks));
}

bool ClauseReading::denied_before(Span span, Strictness strictness) const {
    const Span clause = clauses_[clause_of(span.begin)].span;
    const std::uint32_t begin = std::max(clause.begin, span.begin > kReach ? span.begin - kReach : 0);
    const auto before = cues_in({begin, span.begin});
    bool turned = false;
    for (auto cue = before.rbegin(); cue != before.rend(); ++cue) {
        if (cue->kinds.meets(LintCues(LintCue::Doubts))) return true;
        if (!turned && cue->kinds.meets(LintCues(LintCue::Warns, LintCue::Refutes, LintCue::Unfit))) return true;
        if (!turned && cue->kinds.has(LintCue::Needless) && strictness == Strictness::Remedy) return true;
        const bool is_short = cue->span.end - cue->span.begin <= kOneCharacter;
        const bool is_near = !is_short || span.begin - cue->span.end <= kShortReach;
        if (!turned && cue->kinds.has(LintCue::Denies) && is_near) return true;
        turned |= cue->kinds.meets(LintCues(LintCue::Turns, LintCue::Urgent)) && !allows_nothing(*cue, clause);
    }
    return false;
}

bool ClauseReading::harm_is_kept_away(const LintCueAt& harm) const {
    const Span clause = clauses_[clause_of(harm.span.begin)].span;
    const std::uint32_t begin = std::max(clause.begin, harm.span.begin > 30 ? harm.span.begin - 30 : 0);
    return has({begin, harm.span.begin}, LintCues(LintCue::Prevents, LintCue::Denies, LintCue::Needless));
}

bool ClauseReading::refuted_in(Span stretch, Span clause, Strictness strictness, Span apart) const {
    const bool remedy = strictness == Strictness::Remedy;
    return std::ranges::any_of(cues_in(stretch), [&](const LintCueAt& cue) {
        if (cue.span.begin >= apart.begin && cue.span.begin < apart.end) return false;
        if (cue.kinds.has(LintCue::Refutes)) return true;
        if (!remedy) return false;
        if (cue.kinds.has(LintCue::Harms) && !harm_is_kept_away(cue)) return true;
        return cue.kinds.has(LintCue::Unfit) || (cue.kinds.has(LintCue::Frames) && cue.span.begin < clause.end);
    });
}

bool ClauseReading::refuted_after(Span span, Strictness strictness, Span apart) const {
    const std::uint32_t index = sentence_of(span.begin);
    const Span sentence = sentences_[index].span;
    const Span clause = clauses_[clause_of(span.end > 0 ? span.end - 1 : 0)].span;
    if (refuted_in({span.end, std::min(sentence.end, span.end + kReach)}, clause, strictness, apart)) return true;
    const std::uint32_t reported_from = std::max(sentence.begin, span.begin > kReach ? span.begin - kReach : 0);
    const bool reported = has({reported_from, span.begin}, LintCues(LintCue::Reports));
    // What others do is told, not recommended, unless it is praised.
    if (reported && strictness == Strictness::Remedy &&
        !has({span.end, std::min(sentence.end, span.end + kReach)}, LintCues(LintCue::Works)))
        return true;
    // 有人认为……，其实…….
    if (reported && has({span.end, std::min(sentence.end, span.end + kReach)}, LintCues(LintCue::Anaphors)))
        return true;
    const std::uint32_t sentences_on = reported ? 2 : 1;
    for (std::uint32_t next = index + 1; next <= index + sentences_on && next < sentences_.size(); ++next) {
        const Span other = sentences_[next].span;
        const Span head{other.begin, std::min(other.end, other.begin + kReach)};
        const auto cues = cues_in(head);
        const bool looks_back =
            reported ||
            (!cues.empty() && cues.front().span.begin <= other.begin + kOneCharacter &&
             cues.front().kinds.has(LintCue::Anaphors)) ||
            std::ranges::any_of(cues.first(std::min<std::size_t>(cues.size(), 2)), [&](const LintCueAt& cue) {
                return cue.kinds.has(LintCue::Anaphors) && cue.span.begin <= other.begin + 9;
            });
        if (!looks_back) return false;
        if (refuted_in(head, {other.begin, other.begin}, strictness)) return true;
        if (reported && has(head, LintCues(LintCue::Warns, LintCue::Harms))) return true;
    }
    return false;
}

bool ClauseReading::is_warned_within(const WordHit& hit) const {
    for (std::uint32_t part = 1; part < hit.parts; ++part) {
        constexpr LintCues kWarning(LintCue::Warns, LintCue::Doubts, LintCue::Unfit, LintCue::Refutes);
        // 不能 warns where the pattern's own word is 能.
        for (const LintCueAt& cue : cues_in({hit.part[part - 1].end, hit.part[part].end})) {
            if (cue.span.begin < hit.part[part].begin && cue.kinds.meets(kWarning)) return true;
        }
    }
    return false;
}

bool ClauseReading::takes_back(Span span, Strictness strictness, Span apart) const {
    if (clauses_.empty()) return false;
    if (clauses_[clause_of(span.begin)].framed) return true;
    const Span sentence = sentences_[sentence_of(span.begin)].span;
    const std::uint32_t asked_until = std::min(sentence.end, span.end + kReach);
    if (has({span.end, asked_until}, LintCues(LintCue::Asks))) return true;
    return denied_before(span, strictness) || refuted_after(span, strictness, apart);
}

Span ClauseReading::phrase_around(Span span) const {
    constexpr std::uint32_t kMost = 60;  // bytes on each side
    if (clauses_.empty()) return span;
    const Span first = clauses_[clause_of(span.begin)].span;
    const Span last = clauses_[clause_of(span.end > 0 ? span.end - 1 : 0)].span;
    Span phrase{span.begin - first.begin <= kMost ? first.begin : span.begin,
                last.end > span.end && last.end - span.end <= kMost ? last.end : span.end};
    while (phrase.end > span.end) {
        std::uint32_t mark = phrase.end - 1;
        while (mark > span.end && (static_cast<unsigned char>(text_[mark]) & 0xC0U) == 0x80U) --mark;
        if (mark < span.end) break;
        const Decoded decoded = decode_utf8(text_, mark);
        constexpr std::u32string_view kMarks = U"，；：。！？、,;:.!? ";
        if (kMarks.find(decoded.code_point) == std::u32string_view::npos) break;
        phrase.end = mark;
    }
    return phrase;
}

bool ClauseReading::disowns_title(Strictness strictness) const {
    constexpr std::uint32_t kBeginning = 600;
    LintCues disowning(LintCue::Refutes, LintCue::Frames, LintCue::Doubts, LintCue::Unfit, LintCue::Warns);
    if (strictness == Strictness::Remedy) disowning.add(LintCue::Harms);
    return has({0, std::min(kBeginning, static_cast<std::uint32_t>(text_.size()))}, disowning);
}

bool ClauseReading::warning_goes_on(Span span) const {
    const std::uint32_t index = clause_of(span.begin);
    if (index == 0 || clauses_[index - 1].sentence != clauses_[index].sentence) return false;
    const Span clause = clauses_[index].span;
    const std::uint32_t begin = std::max(clause.begin, span.begin > kReach ? span.begin - kReach : 0);
    if (has({begin, span.begin}, LintCues(LintCue::Turns, LintCue::Urgent))) return false;
    const Span previous = clauses_[index - 1].span;
    const auto cues = cues_in({previous.begin, std::min(previous.end, previous.begin + 30)});
    if (!cues.empty() && cues.front().span.begin <= previous.begin + 6 && cues.front().kinds.has(LintCue::Warns))
        return true;
    // …后禁忌洗胃，催吐: what is warned of ends the clause.
    constexpr std::uint32_t kShortItem = 24;
    const std::uint32_t tail = std::max(previous.begin, previous.end > kShortItem ? previous.end - kShortItem : 0);
    return has({tail, previous.end}, LintCues(LintCue::Warns));
}

bool ClauseReading::sends_to_care(Span first, Span last) const {
    const std::uint32_t from = sentence_of(first.begin);
    const std::uint32_t to = sentence_of(last.begin);
    const std::uint32_t near_begin = first.begin > 2 * kReach ? first.begin - 2 * kReach : 0;
    const Span around{
        std::max(near_begin, sentences_[from > 0 ? from - 1 : 0].span.begin),
        std::min(last.end + 2 * kReach, sentences_[std::min<std::size_t>(to + 1, sentences_.size() - 1)].span.end)};
    return std::ranges::any_of(cues_in(around), [&](const LintCueAt& cue) {
        if (!cue.kinds.has(LintCue::Urgent)) return false;
        const std::uint32_t clause = clause_of(cue.span.begin);
        const std::uint32_t before = clause > 0 && clauses_[clause - 1].sentence == clauses_[clause].sentence
                                         ? clauses_[clause - 1].span.begin
                                         : clauses_[clause].span.begin;
        const std::uint32_t begin = std::max(before, cue.span.begin > kReach ? cue.span.begin - kReach : 0);
        return !has({begin, cue.span.begin}, LintCues(LintCue::Later)) &&
               !has({std::max(begin, cue.span.begin > 12 ? cue.span.begin - 12 : 0), cue.span.begin},
                    LintCues(LintCue::Needless, LintCue::Warns, LintCue::Denies));
    });
}

}  // namespace xinglin
