#include "annotate/subjects.h"

#include <algorithm>

#include "annotate/clause.h"
#include "text/sentences.h"

namespace xinglin {

namespace {

/// Walks sentences, cues and mentions side by side.
class SubjectWalk {
  public:
    SubjectWalk(std::string_view text, std::span<const FoundCue> cues, std::span<Mention> mentions)
        : text_(text),
          cue_(cues.begin()),
          cues_end_(cues.end()),
          mention_(mentions.begin()),
          mentions_end_(mentions.end()) {}

    void walk() {
        std::uint32_t previous_end = 0;
        for (const Sentence& sentence : sentences_of(text_)) {
            const std::string_view between = text_.substr(previous_end, sentence.span.begin - previous_end);
            if (between.find('\n') != std::string_view::npos) heading_ = Subject::Self;
            read(sentence);
            previous_end = sentence.span.end;
        }
    }

  private:
    void read(const Sentence& sentence) {
        current_ = carried_;
        was_named_ = false;
        for (; mention_ != mentions_end_ && mention_->span.begin < sentence.span.end; ++mention_) {
            // A population (孩子) is its own subject, so the cue that starts with it counts too.
            take_cues_before(mention_->span.begin + 1);
            const bool holds = was_named_ || carried_ != Subject::Self;
            mention_->subject = holds ? current_ : heading_;
        }
        take_cues_before(sentence.span.end);
        carried_ = was_named_ ? current_ : Subject::Self;
    }

    void take_cues_before(std::uint32_t offset) {
        for (; cue_ != cues_end_ && cue_->span.begin < offset; ++cue_) {
            if (!names(*cue_)) continue;
            const bool is_again = cue_->word->kind == CueKind::NamesAgain && last_other_ != Subject::Self;
            current_ = is_again ? last_other_ : cue_->word->subject;
            if (current_ != Subject::Self) last_other_ = current_;
            was_named_ = true;
        }
    }

    bool names(const FoundCue& cue) {
        if (cue.word->kind == CueKind::Heading) {
            // 诊断： ends a history of the family; it does not end what is told of one's mother.
            const bool changes = heading_ != cue.word->subject;
            heading_ = cue.word->subject;
            return changes;
        }
        return (cue.word->kind == CueKind::Names && !only_tells(cue)) || cue.word->kind == CueKind::NamesAgain ||
               (cue.word->kind == CueKind::NamesAtStart && starts_clause(text_, cue.span.begin));
    }

    /// 我怀疑, 我带孩子: the writer speaks, of somebody else.
    bool only_tells(const FoundCue& cue) const {
        constexpr std::size_t kLongest = 5;
        if (slice(text_, cue.span) != "我") return false;
        ScopeWordReader words(first_characters(text_.substr(cue.span.end), kLongest));
        return !words.at_end() && words.next().is(ScopeClass::Tells);
    }

    std::string_view text_;
    std::span<const FoundCue>::iterator cue_;
    std::span<const FoundCue>::iterator cues_end_;
    std::span<Mention>::iterator mention_;
    std::span<Mention>::iterator mentions_end_;
    Subject heading_ = Subject::Self;  // Of the heading whose line this is.
    Subject carried_ = Subject::Self;  // Whom the sentence before spoke of last.
    Subject current_ = Subject::Self;
    Subject last_other_ = Subject::Self;  // Whom 她 means; Self: nobody was named yet.
    bool was_named_ = false;              // In this sentence.
};

/// 偏头痛家族史, 有高血压、糖尿病家族史. Each mention is passed once: a list ends at the cue before it.
void read_histories_behind(std::string_view text, std::span<const FoundCue> cues, std::span<Mention> mentions) {
    auto mention = mentions.begin();
    for (const FoundCue& cue : cues) {
        const auto first = mention;
        while (mention != mentions.end() && mention->span.begin < cue.span.begin) ++mention;
        if (cue.word->kind != CueKind::NamesBefore || mention == first) continue;
        auto at = std::prev(mention);
        if (!Gap(text, at->span.end, cue.span.begin).is_within(cue.word->reach)) continue;
        for (;; --at) {
            at->subject = cue.word->subject;
            if (at == first || !Gap(text, std::prev(at)->span.end, at->span.begin).joins()) break;
        }
    }
}

}  // namespace

void read_subjects(std::string_view text, std::span<const FoundCue> cues, std::span<Mention> mentions) {
    SubjectWalk(text, cues, mentions).walk();
    read_histories_behind(text, cues, mentions);
}

}  // namespace xinglin
