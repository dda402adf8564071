#include "relate/danger.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/name_table.h"
#include "relate/danger_phrases.h"
#include "text/automaton.h"
#include "text/sentences.h"

namespace xinglin {

std::string_view relate_data(std::string_view name);

namespace {

// Signs count together when they stand within so many characters.
constexpr std::uint32_t kNearInMessage = 150;
constexpr std::uint32_t kNearInArticle = 25;
// Characters that may stand between a word and the danger that it speaks of.
constexpr std::uint32_t kAskReach = 3;
constexpr std::uint32_t kPreventReach = 6;
constexpr std::uint32_t kAfterReach = 3;
// An article lists much in one sentence: what comes suddenly stands right behind the word.
constexpr std::uint32_t kSuddenReachInArticle = 8;

enum class WordKind { Sudden, Lasting, Past, PastAfter, Present, Asks, Prevents, Supposes, Fiction, None };

constexpr NameTable<WordKind> kWordKinds("sudden", "lasting", "past", "past-after", "present", "asks", "prevents",
                                         "supposes", "fiction", "none");

/// The words of data/language/danger-words.txt, ready to be found. One word may be of several kinds.
class DangerWords {
  public:
    struct Found {
        WordKind kind;
        Span span;
    };

    static const DangerWords& get() {
        static const DangerWords words(relate_data("danger-words.txt"));
        return words;
    }

    /// By begin. A word that lies inside one of kind None does not count.
    std::vector<Found> find(std::string_view text) const {
        std::vector<Found> found;
        std::vector<Span> hidden;
        for (const auto& match : automaton_.find_all(text)) {
            for (const WordKind kind : kinds_[match.form]) {
                if (kind == WordKind::None) {
                    hidden.push_back({match.begin, match.end});
                } else {
                    found.push_back({kind, {match.begin, match.end}});
                }
            }
        }
        std::erase_if(found, [&](const Found& each) {
            // Ends ascend, so the first hidden span that ends no earlier is the only one that can begin before it too.
            const auto over = std::ranges::lower_bound(hidden, each.span.end, {}, &Span::end);
            return over != hidden.end() && over->begin <= each.span.begin;
        });
        std::ranges::stable_sort(found, {}, [](const Found& each) { return each.span.begin; });
        return found;
    }

  private:
    explicit DangerWords(std::string_view lines) {
        std::map<std::string, std::vector<WordKind>, std::less<>> words;
        while (!lines.empty()) {
            const std::string_view line = lines.substr(0, lines.find('\n'));
            lines.remove_prefix(std::min(lines.size(), line.size() + 1));
            if (line.empty() || line.front() == '#') continue;
            const std::size_t space = line.find(' ');
            CHECK(space != std::string_view::npos);
            const auto kind = kWordKinds.named(line.substr(0, space));
            CHECK(kind.has_value());
            words[std::string(line.substr(space + 1))].push_back(*kind);
        }
        std::vector<std::string> forms;
        for (auto& [word, kinds] : words) {
            forms.push_back(word);
            kinds_.push_back(std::move(kinds));
        }
        automaton_ = Automaton::build(forms);
    }

    Automaton automaton_;
    std::vector<std::vector<WordKind>> kinds_;  // by form
};

/// Whether [begin, end) of the text has at most `limit` characters and lies within one clause.
bool is_short_gap(std::string_view text, std::uint32_t begin, std::uint32_t end, std::uint32_t limit) {
    if (begin > end || end - begin > limit * 4) return false;
    const std::string_view gap = text.substr(begin, end - begin);
    for (const std::string_view mark : {"，", "。", "；", "！", "？", ",", ";", "!", "?", "\n"}) {
        if (gap.find(mark) != std::string_view::npos) return false;
    }
    return count_characters(gap) <= limit;
}

/// How the text means one mention.
struct Meant {
    bool is_danger = true;
    bool is_sudden = false;
    bool is_lasting = false;
};

/// Reads how mentions are meant from the words around them; asked by ascending begin. Each word is passed once, and
/// looked at again only from mentions next to it, so that a whole text is O(text).
class Context {
  public:
    Context(std::string_view text, Voice voice)
        : text_(text), voice_(voice), sentences_(sentences_of(text)), words_(DangerWords::get().find(text)) {}

    /// `is_new`: the words say something that comes suddenly, unless the sentence says that it has lasted.
    Meant read(const Mention& mention, bool is_new) {
        enter_sentence_of(mention.span.begin);
        for (; passed_ < words_.size() && words_[passed_].span.end <= mention.span.begin; ++passed_) {
            if (words_[passed_].kind == WordKind::Past) {
                is_past_ = true;
                past_end_ = words_[passed_].span.end;
            }
            if (words_[passed_].kind == WordKind::Present) is_past_ = false;
            if (words_[passed_].kind == WordKind::Sudden) last_sudden_ = words_[passed_].span.end;
        }
        const bool is_new_now = is_new && !is_lasting_;
        const bool is_past = is_past_ && !is_another_clause(mention.span.begin);
        return {!mention.negated && !is_past && !is_fiction_ && !is_set_aside(mention.span),
                is_new_now || is_sudden(mention.span), is_lasting_};
    }

  private:
    void enter_sentence_of(std::uint32_t begin) {
        while (next_sentence_ < sentences_.size() && sentences_[next_sentence_].span.begin <= begin) {
            const Span sentence = sentences_[next_sentence_++].span;
            while (passed_ < words_.size() && words_[passed_].span.begin < sentence.begin) ++passed_;
            is_past_ = false;
            is_sudden_ = false;
            is_lasting_ = false;
            is_fiction_ = false;
            for (std::size_t i = passed_; i < words_.size() && words_[i].span.begin < sentence.end; ++i) {
                is_sudden_ = is_sudden_ || words_[i].kind == WordKind::Sudden;
                is_lasting_ = is_lasting_ || words_[i].kind == WordKind::Lasting;
                is_fiction_ = is_fiction_ || words_[i].kind == WordKind::Fiction;
            }
        }
    }

    /// Who types blanks for commas ends with one what was long ago: 以前开过刀 肚子胀.
    bool is_another_clause(std::uint32_t offset) {
        if (voice_ == Voice::Article) return false;
        for (; scanned_ < offset; ++scanned_)
            if (text_[scanned_] == ' ') last_blank_ = scanned_;
        return last_blank_ && *last_blank_ >= past_end_;
    }

    bool is_sudden(Span danger) const {
        if (voice_ == Voice::Message) return is_sudden_;
        return last_sudden_ && is_short_gap(text_, *last_sudden_, danger.begin, kSuddenReachInArticle);
    }

    /// Whether a word close by says that nobody is in this danger now.
    bool is_set_aside(Span danger) const {
        constexpr std::uint32_t kBytes = 4 * (kPreventReach + 8);  // the longest reach and the longest word
        for (std::size_t i = passed_; i > 0 && words_[i - 1].span.begin + kBytes > danger.begin; --i) {
            const auto& [kind, span] = words_[i - 1];
            if (kind == WordKind::Asks && is_short_gap(text_, span.end, danger.begin, kAskReach)) return true;
            if (kind == WordKind::Prevents && is_short_gap(text_, span.end, danger.begin, kPreventReach)) return true;
            if (kind == WordKind::Supposes && is_short_gap(text_, span.end, danger.begin, kAskReach)) return true;
        }
        for (std::size_t i = passed_; i < words_.size() && words_[i].span.begin < danger.end + kBytes; ++i) {
            const auto& [kind, span] = words_[i];
            if (span.begin < danger.end) continue;
            if (kind == WordKind::Asks && is_short_gap(text_, danger.end, span.begin, kAskReach)) return true;
            const bool sets_aside = kind == WordKind::Prevents || kind == WordKind::PastAfter;
            if (sets_aside && is_short_gap(text_, danger.end, span.begin, kAfterReach)) return true;
        }
        return false;
    }

    std::string_view text_;
    Voice voice_;
    std::vector<Sentence> sentences_;
    std::vector<DangerWords::Found> words_;
    std::size_t next_sentence_ = 0;
    std::size_t passed_ = 0;
    bool is_past_ = false;
    std::uint32_t past_end_ = 0;  // of the word that says so
    std::uint32_t scanned_ = 0;
    std::optional<std::uint32_t> last_blank_;
    bool is_sudden_ = false;   // somewhere in the sentence
    bool is_lasting_ = false;  // somewhere in the sentence
    bool is_fiction_ = false;  // somewhere in the sentence
    std::optional<std::uint32_t> last_sudden_;
};

/// A danger that the text names, and the concept as which it counts: itself or what it is a kind of.
struct Named {
    std::uint32_t mention = 0;
    std::uint32_t at = 0;  // in characters
    ConceptIndex as;
    bool is_sudden = false;
    bool is_lasting = false;
};

/// How a card was called for, strongest first.
enum class Strength { All, Alone, Pair };

struct Called {
    const RedFlag* card = nullptr;
    Strength strength = Strength::Pair;
    std::vector<std::uint32_t> evidence;  // mentions

    bool is_cause = false;  // a condition that is named itself: its first aid cannot wait (choking before breath)

    std::tuple<CareLevel, bool, Strength, std::ptrdiff_t, std::string_view> rank() const {
        const bool has_own_aid = is_cause && strength == Strength::Alone;
        return {card->level, !has_own_aid, strength, -static_cast<std::ptrdiff_t>(evidence.size()), card->id};
    }
};

class DangerReader {
  public:
    DangerReader(const Knowledge& knowledge, std::span<const Mention> mentions, Voice voice)
        : knowledge_(knowledge),
          mentions_(mentions),
          voice_(voice),
          near_(voice == Voice::Message ? kNearInMessage : kNearInArticle) {}

    void add(std::uint32_t mention, const Meant& meant) {
        const Mention& named = mentions_[mention];
        const auto as = [&](ConceptIndex what) {
            add_as({mention, named.begin_character, what, meant.is_sudden, meant.is_lasting && !meant.is_sudden});
        };
        as(named.concept_index);
        for (const auto& above : knowledge_.ancestors(named.concept_index)) as(above.concept_index);
    }

    /// What stronger cards speak of needs no pair.
    std::vector<NamedDanger> dangers() {
        std::vector<NamedDanger> dangers;
        std::vector<bool> told(mentions_.size());
        for (const Called& each : ranked()) {
            const auto is_told = [&](std::uint32_t mention) { return told[mention]; };
            if (each.strength == Strength::Pair && std::ranges::all_of(each.evidence, is_told)) continue;
            const bool is_said = std::ranges::any_of(
                dangers, [&](const NamedDanger& earlier) { return earlier.card->action == each.card->action; });
            for (const std::uint32_t mention : each.evidence) told[mention] = true;
            if (!is_said) dangers.push_back({each.card, concepts_of(each.evidence)});
        }
        return dangers;
    }

  private:
    std::vector<Called> ranked() {
        std::vector<Called> called;
        for (auto& [card, each] : called_) {
            std::ranges::sort(each.evidence);
            each.evidence.erase(std::unique(each.evidence.begin(), each.evidence.end()), each.evidence.end());
            called.push_back(std::move(each));
        }
        std::ranges::sort(called, {}, &Called::rank);
        return called;
    }

    std::vector<ConceptIndex> concepts_of(const std::vector<std::uint32_t>& evidence) const {
        std::vector<ConceptIndex> concepts;
        for (const std::uint32_t mention : evidence) concepts.push_back(mentions_[mention].concept_index);
        std::ranges::sort(concepts);
        concepts.erase(std::unique(concepts.begin(), concepts.end()), concepts.end());
        return concepts;
    }

    static bool is_pressing(const RedFlag& card) {
        return card.level == CareLevel::Emergency || card.level == CareLevel::Urgent;
    }

    void add_as(const Named& named) {
        for (const SignPlace& place : knowledge_.sign_places_of(named.as)) {
            const RedFlag& card = knowledge_.red_flags()[place.red_flag];
            if (is_pressing(card)) add_sign(card, place.sign, named);
        }
        if (voice_ == Voice::Article) return;
        for (const RedFlag* card : knowledge_.red_flags_of(named.as))
            if (is_pressing(*card) && card->match == SignMatch::Any) add_to_pair(*card, named, true);
    }

    void add_sign(const RedFlag& card, std::size_t sign, const Named& named) {
        if (voice_ == Voice::Article && knowledge_.at(named.as).kind != ConceptKind::Symptom) return;
        switch (card.match) {
            case SignMatch::All:
                if (card.signs[sign].use == SignUse::Sudden && !named.is_sudden) return;
                seen_[&card].resize(card.signs.size());
                seen_[&card][sign] = named;
                call_if_complete(card);
                return;
            case SignMatch::Any:
                if (counts_alone(card.signs[sign], named)) {
                    call(card, Strength::Alone, {named.mention});
                } else if (voice_ == Voice::Message && !(card.signs[sign].use == SignUse::Sudden && named.is_lasting)) {
                    add_to_pair(card, named, false);
                }
                return;
        }
    }

    static bool counts_alone(const Sign& sign, const Named& named) {
        return sign.use == SignUse::Alone || (sign.use == SignUse::Sudden && named.is_sudden);
    }

    void call_if_complete(const RedFlag& card) {
        const auto& signs = seen_[&card];
        std::uint32_t first = ~0U;
        std::uint32_t last = 0;
        std::vector<std::uint32_t> evidence;
        for (const auto& sign : signs) {
            if (!sign) return;
            first = std::min(first, sign->at);
            last = std::max(last, sign->at);
            evidence.push_back(sign->mention);
        }
        if (last - first <= near_) call(card, Strength::All, evidence);
    }

    /// A card of what the text names, and one of its signs; the two are different mentions.
    void add_to_pair(const RedFlag& card, const Named& named, bool is_subject) {
        auto& ends = pairs_[&card];
        ends[is_subject ? 0 : 1] = named;
        const auto& other = ends[is_subject ? 1 : 0];
        if (other && are_apart(other->mention, named.mention) && named.at - other->at <= near_)
            call(card, Strength::Pair, {other->mention, named.mention});
    }

    /// One stretch of words is no two signs: 腿麻木.
    bool are_apart(std::uint32_t a, std::uint32_t b) const {
        const Span first = mentions_[a].span;
        const Span second = mentions_[b].span;
        return a != b && (first.end <= second.begin || second.end <= first.begin);
    }

    void call(const RedFlag& card, Strength strength, const std::vector<std::uint32_t>& evidence) {
        Called& called = called_.try_emplace(&card, Called{&card, strength, {}, false}).first->second;
        const ConceptIndex of = *knowledge_.find(card.of);
        called.is_cause = knowledge_.at(of).kind == ConceptKind::Condition;
        called.strength = std::min(called.strength, strength);
        called.evidence.insert(called.evidence.end(), evidence.begin(), evidence.end());
    }

    const Knowledge& knowledge_;
    std::span<const Mention> mentions_;
    Voice voice_;
    std::uint32_t near_;
    std::map<const RedFlag*, std::vector<std::optional<Named>>> seen_;
    std::map<const RedFlag*, std::array<std::optional<Named>, 2>> pairs_;
    std::map<const RedFlag*, Called> called_;
};

/// Says which signs the same sentence explains without danger.
class HarmlessCauses {
  public:
    HarmlessCauses(const Knowledge& knowledge, std::string_view text, std::span<const HarmlessCause> causes)
        : knowledge_(knowledge), causes_(causes) {
        if (!causes.empty()) sentences_ = sentences_of(text);
    }

    bool explain(const Mention& mention) const {
        if (causes_.empty()) return false;
        const auto next = std::ranges::upper_bound(sentences_, mention.span.begin, {},
                                                   [](const Sentence& each) { return each.span.begin; });
        if (next == sentences_.begin()) return false;
        const Span sentence = std::prev(next)->span;
        auto cause = std::ranges::lower_bound(causes_, sentence.begin, {}, &HarmlessCause::at);
        for (std::size_t i = 0; i < kMost && cause != causes_.end() && cause->at < sentence.end; ++i, ++cause)
            if (knowledge_.is_kind_of(mention.concept_index, cause->sign)) return true;
        return false;
    }

  private:
    static constexpr std::size_t kMost = 8;  // words of one sentence that are looked at, so that a text stays O(text)

    const Knowledge& knowledge_;
    std::span<const HarmlessCause> causes_;
    std::vector<Sentence> sentences_;
};

/// A mention and whether it counts as sudden without a word for that.
struct Danger {
    Mention mention;
    bool is_new = false;
};

/// The mentions of a text and the phrases that are not denied there as names, by begin.
std::vector<Danger> dangers_in(std::span<const Mention> named, const DangerPhrases& phrases) {
    std::vector<Danger> dangers;
    for (const Mention& mention : named) dangers.push_back({mention, false});
    for (const DangerPhrase& phrase : phrases.dangers) {
        auto over = std::ranges::upper_bound(named, phrase.mention.span.begin, {},
                                             [](const Mention& mention) { return mention.span.end; });
        bool is_denied = false;
        for (; over != named.end() && over->span.begin < phrase.mention.span.end; ++over) is_denied |= over->negated;
        if (!is_denied) dangers.push_back({phrase.mention, phrase.is_new});
    }
    std::ranges::stable_sort(dangers, {}, [](const Danger& each) { return each.mention.span.begin; });
    return dangers;
}

}  // namespace

std::vector<CardAbout> cards_about(const Knowledge& knowledge, ConceptIndex subject) {
    std::vector<CardAbout> cards;
    for (const RedFlag* card : knowledge.red_flags_of(subject)) cards.push_back({card, subject});
    for (const auto& above : knowledge.ancestors(subject)) {
        for (const RedFlag* card : knowledge.red_flags_of(above.concept_index))
            cards.push_back({card, above.concept_index});
    }
    return cards;
}

std::vector<MeantSign> signs_meant(const Knowledge& knowledge, std::string_view text, std::span<const Mention> named,
                                   Voice voice) {
    const DangerPhrases phrases =
        voice == Voice::Message ? find_danger_phrases(knowledge, text, named) : DangerPhrases();
    Context context(text, voice);
    const HarmlessCauses harmless(knowledge, text, phrases.explanations);
    std::vector<MeantSign> signs;
    for (const Danger& each : dangers_in(named, phrases)) {
        const Meant meant = context.read(each.mention, each.is_new);
        if (meant.is_danger && !harmless.explain(each.mention))
            signs.push_back({each.mention, meant.is_sudden, meant.is_lasting});
    }
    return signs;
}

std::vector<NamedDanger> find_dangers(const Knowledge& knowledge, std::string_view text, std::span<const Mention> named,
                                      Voice voice) {
    return find_dangers(signs_meant(knowledge, text, named, voice), knowledge, voice);
}

std::vector<NamedDanger> find_dangers(std::span<const MeantSign> signs, const Knowledge& knowledge, Voice voice) {
    std::vector<Mention> mentions;
    for (const MeantSign& sign : signs) mentions.push_back(sign.mention);
    DangerReader reader(knowledge, mentions, voice);
    for (std::uint32_t i = 0; i < signs.size(); ++i) reader.add(i, {true, signs[i].is_sudden, signs[i].is_lasting});
    return reader.dangers();
}

std::vector<SpanMeaning> meanings_of(std::string_view text, std::span<const Span> spans, Voice voice) {
    Context context(text, voice);
    std::vector<SpanMeaning> meanings;
    for (const Span span : spans) {
        Mention mention;
        mention.span = span;
        const Meant meant = context.read(mention, false);
        meanings.push_back({meant.is_danger, meant.is_sudden, meant.is_lasting});
    }
    return meanings;
}

std::vector<const RedFlag*> dangers_named(const Knowledge& knowledge, std::string_view text,
                                          std::span<const Mention> mentions, Voice voice) {
    std::vector<const RedFlag*> cards;
    for (const NamedDanger& each : find_dangers(knowledge, text, mentions, voice)) cards.push_back(each.card);
    return cards;
}

}  // namespace xinglin
