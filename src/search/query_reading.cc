#include "search/query_reading.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>

#include "search/features.h"
#include "search/query_vocabulary.h"
#include "search/query_words.h"
#include "text/fold.h"

namespace xinglin {
namespace {

// Set by bench/ranking_bench: docs/SEARCH.md says how.
constexpr double kRarityPower = 1.6;
constexpr double kCharacterShare = 4;  // of a pair of the same rarity
constexpr double kWordShare = 2;
constexpr double kAskingShare = 0.5;
constexpr double kUnitScale = 20;

// Of the weight of the words that name a concept.
constexpr double kNamesShare = 0.6;
constexpr double kKindShare = 0.3;
constexpr double kIsShare = 1.0;
constexpr double kRelatedShare = 0.25;
constexpr double kAskedRelatedShare = 0.8;  // The query asks for what the relation leads to.

// Of the score of a middling title that has all that admits. Short queries are to be met whole: an article that says
// 口服 is no answer to 口服液. Of a long question, part will do.
constexpr double kLeastOfShort = 0.16;
constexpr double kLeastOfLong = 0.05;
constexpr double kShortQuery = 3;
constexpr double kLongQuery = 9;

// Beside a name of letters, a word that more documents have says nothing of its own.
constexpr double kCommonShare = 0.01;
constexpr double kFewDocuments = 4;

constexpr double kUnreachable = 1e18;

// A longer query is read by its rarest units and first concepts: what more there is says no better what is asked for.
constexpr std::size_t kMostUnits = 96;
constexpr std::size_t kMostConcepts = 12;

constexpr std::size_t kMiddlingTitle = 18;
constexpr std::size_t kMostRelatedOfPredicate = 24;
constexpr std::size_t kMostConceptsRelated = 3;

void add_once(std::vector<ConceptIndex>& concepts, ConceptIndex index) {
    if (std::ranges::find(concepts, index) == concepts.end()) concepts.push_back(index);
}

bool may_be_subject(ConceptKind kind) {
    switch (kind) {
        case ConceptKind::Condition:
        case ConceptKind::Symptom:
        case ConceptKind::Test:
        case ConceptKind::Procedure:
        case ConceptKind::Substance:
            return true;
        case ConceptKind::Class:
        case ConceptKind::Site:
        case ConceptKind::Department:
        case ConceptKind::Population:
        case ConceptKind::Cause:
            return false;
    }
    return false;
}

/// The query without the words that only ask.
std::string essence_of(std::string_view text, const FoldedText& folded, const std::vector<Asking>& asking) {
    std::string essence;
    for (std::size_t i = 0; i < folded.size(); ++i)
        if (asking[i] == Asking::No && class_of(folded.characters()[i]) != CharacterClass::Separator)
            essence += slice(text, folded.span(i));
    return essence;
}

/// What the whole query, or a name of letters in it, names: also by names that mean nothing within a text.
void add_whole_names(const Knowledge& knowledge, std::string_view text, const FoldedText& folded,
                     const std::vector<Asking>& asking, std::vector<ConceptIndex>& concepts) {
    std::vector<std::string> names{std::string(text), essence_of(text, folded, asking)};
    for (const CharacterRange name : latin_names(folded.characters()))
        names.emplace_back(slice(text, folded.span(name.first, name.last)));
    for (const std::string& name : names) {
        if (name.find_first_not_of("0123456789 .%") == std::string::npos)
            continue;  // A code, or a department's number.
        const std::vector<ConceptIndex> named = knowledge.named(name);
        constexpr std::size_t kMostMeanings = 4;
        if (named.size() <= kMostMeanings)
            for (const ConceptIndex each : named)
                if (knowledge.is_for_readers(each)) add_once(concepts, each);
    }
}

/// Whether every character of a name stands in a generic noun.
bool is_generic(const FoldedText& folded, const std::vector<bool>& generic, Span name) {
    for (std::size_t i = 0; i < folded.size(); ++i)
        if (folded.span(i).begin >= name.begin && folded.span(i).end <= name.end && !generic[i]) return false;
    return true;
}

/// Whether a name stands within a longer one that a number tells from it: HLA of HLA-B27.
bool is_cut_from_name(const FoldedText& folded, Span span) {
    const auto is_digit = [](char16_t each) { return class_of(each) == CharacterClass::Digit; };
    for (const CharacterRange name : latin_names(folded.characters())) {
        bool covers = false;
        bool has_other_digit = false;
        for (std::size_t i = name.first; i <= name.last; ++i) {
            const Span here = folded.span(i);
            const bool inside = here.begin >= span.begin && here.end <= span.end;
            covers = covers || inside;
            has_other_digit = has_other_digit || (!inside && is_digit(folded.characters()[i]));
        }
        if (covers && has_other_digit) return true;
    }
    return false;
}

/// What the query says is not there; a drug that was stopped is what it asks about.
bool is_denied(const Mention& mention) {
    return mention.negated && !mention.stopped;
}

/// Whether a mention is no name but a complaint put together from words (头有点晕): each of them is a word of its own.
bool is_put_together(const Knowledge& knowledge, std::string_view text, const Mention& mention) {
    const std::vector<ConceptIndex> named = knowledge.named(slice(text, mention.span));
    return std::ranges::find(named, mention.concept_index) == named.end();
}

/// Reads the names of the query: what it denies beside something that it asserts is not asked for, and neither is a
/// generic noun beside a name that says which (Hp感染 asks for no other 感染).
void read_mentions(const Knowledge& knowledge, std::vector<Mention> mentions, const FoldedText& folded,
                   UnderstoodQuery& understood) {
    const std::vector<bool> generic = generic_characters(folded.characters());
    std::erase_if(mentions, [&](const Mention& each) { return is_cut_from_name(folded, each.span); });
    const auto is_whom = [&](const Mention& each) {
        return knowledge.at(each.concept_index).kind == ConceptKind::Population;
    };
    const auto is_specific = [&](const Mention& each) {
        return !is_denied(each) && !is_whom(each) && !is_generic(folded, generic, each.span);
    };
    const bool says_which = std::ranges::any_of(mentions, is_specific) || !latin_names(folded.characters()).empty();
    const bool asserts = std::ranges::any_of(mentions, [](const Mention& each) { return !is_denied(each); });
    for (const Mention& mention : mentions) {
        if (is_denied(mention) && asserts) {
            understood.denied.push_back(mention.span);
            continue;
        }
        if (says_which && is_generic(folded, generic, mention.span)) continue;
        add_once(understood.concepts, mention.concept_index);
        if (is_denied(mention)) add_once(understood.denied_concepts, mention.concept_index);
        if (is_put_together(knowledge, understood.text, mention)) continue;
        understood.mentions.push_back(mention.span);
        if (is_whom(mention)) understood.whom.push_back(mention.span);
    }
}

/// What the words behind a drug's name say that it did: 过敏 in 阿莫西林过敏. It is what the query is about.
std::optional<ConceptIndex> trouble_of_drug(const Knowledge& knowledge, std::span<const Mention> mentions,
                                            const FoldedText& folded) {
    const std::u16string_view characters = folded.characters();
    std::size_t behind = 0;
    for (const Mention& mention : mentions) {
        const ConceptKind kind = knowledge.at(mention.concept_index).kind;
        if (mention.negated || (kind != ConceptKind::Substance && kind != ConceptKind::Class)) continue;
        while (behind < folded.size() && folded.span(behind).begin < mention.span.end) ++behind;
        for (const auto& [word, name] : QueryVocabulary::get().of_drugs) {
            if (!characters.substr(behind).starts_with(word)) continue;
            for (const ConceptIndex each : knowledge.named(name))
                if (knowledge.is_for_readers(each)) return each;
        }
    }
    return std::nullopt;
}

/// What an answer is about, of the concepts that are named: the only one; of several, what is no kind of another that
/// is named, what somebody reviewed, the one condition among its symptoms.
std::optional<ConceptIndex> subject_among(const Knowledge& knowledge, const std::vector<ConceptIndex>& concepts) {
    std::vector<ConceptIndex> subjects;
    for (const ConceptIndex each : concepts)
        if (may_be_subject(knowledge.at(each).kind)) subjects.push_back(each);
    const auto keep = [&](const auto& wanted) {
        if (subjects.size() > 1 && std::ranges::any_of(subjects, wanted))
            std::erase_if(subjects, [&](ConceptIndex each) { return !wanted(each); });
    };
    const auto is_narrowest = [&](ConceptIndex each) {
        return std::ranges::none_of(concepts, [&](ConceptIndex other) {
            return other != each && knowledge.is_kind_of(other, each) && !knowledge.is_kind_of(each, other);
        });
    };
    keep([&](ConceptIndex each) { return knowledge.at(each).trust == Trust::Curated; });
    keep(is_narrowest);
    const bool all_of_illness = std::ranges::all_of(subjects, [&](ConceptIndex each) {
        const ConceptKind kind = knowledge.at(each).kind;
        return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
    });
    if (all_of_illness) keep([&](ConceptIndex each) { return knowledge.at(each).kind == ConceptKind::Condition; });
    return subjects.size() == 1 ? std::optional(subjects.front()) : std::nullopt;
}

/// A query that is a word of everyday Chinese, or the name of a product, but for asking words, is one name: 口服液 asks
/// for no other 口服, and a brand that nobody knows for no other product.
void add_everyday_word(const FoldedText& folded, const std::vector<Asking>& asking, const GeneralModel& everyday,
                       std::string_view text, std::vector<Span>& mentions) {
    constexpr std::size_t kShortest = 3;  // Of two characters there is only the pair anyway.
    std::size_t first = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        if (asking[i] != Asking::No || class_of(folded.characters()[i]) != CharacterClass::Han) continue;
        if (count == 0) first = i;
        if (i != first + count++) return;
    }
    if (count < kShortest) return;
    const Span span = folded.span(first, first + count - 1);
    constexpr std::size_t kShortestProduct = 4;
    const auto ends_in = [&](const std::u16string& form) {
        return folded.characters().substr(first, count).ends_with(form);
    };
    const bool is_product = count >= kShortestProduct && std::ranges::any_of(QueryVocabulary::get().products, ends_in);
    if (is_product || everyday.find(slice(text, span)) != GeneralModel::kUnknown) mentions.push_back(span);
}

QueryIntent intent_of_kind(ConceptKind kind) {
    switch (kind) {
        case ConceptKind::Condition:
            return QueryIntent::Condition;
        case ConceptKind::Symptom:
            return QueryIntent::Symptom;
        case ConceptKind::Test:
            return QueryIntent::Test;
        case ConceptKind::Procedure:
            return QueryIntent::Procedure;
        case ConceptKind::Substance:
        case ConceptKind::Class:
            return QueryIntent::Drug;
        case ConceptKind::Department:
            return QueryIntent::Department;
        case ConceptKind::Site:
        case ConceptKind::Population:
        case ConceptKind::Cause:
            return QueryIntent::Any;
    }
    return QueryIntent::Any;
}

/// The predicates that lead to what an intent asks for.
bool leads_to(Predicate predicate, QueryIntent intent) {
    switch (intent) {
        case QueryIntent::Doctor:
        case QueryIntent::Hospital:
        case QueryIntent::Department:
            return predicate == Predicate::ManagedIn;
        case QueryIntent::Drug:
        case QueryIntent::Procedure:
            return predicate == Predicate::TreatedBy;
        case QueryIntent::Test:
            return predicate == Predicate::DiagnosedBy;
        case QueryIntent::Any:
        case QueryIntent::Condition:
        case QueryIntent::Symptom:
        case QueryIntent::Question:
            return false;
    }
    return false;
}

/// Gathers the weights of an index query.
class FeatureWeights {
  public:
    void add(Feature feature, double weight, Part part) {
        const double bounded = std::clamp(std::round(weight), 0.0, 65'535.0);
        if (bounded > 0) query_.features.push_back({feature, static_cast<std::uint16_t>(bounded), part});
    }
    IndexQuery take() { return std::move(query_); }

  private:
    IndexQuery query_;
};

class Weighing {
  public:
    Weighing(const Corpus& corpus, const IndexSnapshot& index, QueryReading& reading)
        : knowledge_(corpus.knowledge()),
          index_(index),
          reading_(reading),
          names_(latin_names(reading.folded.characters())) {}

    void weigh() {
        weigh_units();
        std::size_t weighed = 0;
        for (const ConceptIndex each : reading_.understood.concepts)
            if (weighed++ < kMostConcepts) weigh_concept(each);
        std::size_t related_from = 0;
        for (const ConceptIndex each : reading_.understood.concepts) {
            const ConceptKind kind = knowledge_.at(each).kind;
            if (kind != ConceptKind::Condition && kind != ConceptKind::Symptom) continue;
            if (related_from++ < kMostConceptsRelated) weigh_related(each);
        }
        reading_.features = weights_.take();
    }

  private:
    double rarity(Feature feature) const {
        const auto all = static_cast<double>(index_.document_count());
        const auto with = static_cast<double>(index_.document_frequency(feature));
        const double idf = std::log(1 + (std::max(all - with, 0.0) + 0.5) / (with + 0.5));
        return std::pow(idf, kRarityPower) * kUnitScale;
    }

    static void make_weak(WeightedUnit& unit) {
        unit.weak = unit.weak || unit.admits;
        unit.admits = false;
    }

    void weigh_units() {
        const FoldedText& folded = reading_.folded;
        const std::vector<Asking> asking = asking_words();
        const std::vector<Span>& named = reading_.understood.mentions;
        reading_.character_weights.assign(folded.size(), 0);
        std::unordered_set<Feature> seen;
        for (const TextUnit& unit : units_of(folded)) {
            const bool asks = only_asks(asking, unit);
            const bool is_character = unit.kind == TextUnit::Kind::Character;
            const bool is_light = !asks && only_fills(asking, unit) && !is_within(named, unit.first, unit.last);
            double weight = rarity(unit.feature) * (asks ? kAskingShare : 1);
            if (is_character) weight *= kCharacterShare;
            if (unit.kind == TextUnit::Kind::Word) weight *= kWordShare;
            if (unit.kind != TextUnit::Kind::Pair)
                for (std::size_t i = unit.first; i <= unit.last; ++i)
                    reading_.character_weights[i] = weight / (unit.last - unit.first + 1);
            if (!seen.insert(unit.feature).second) continue;
            const bool admits = !is_character && !asks && !straddles(unit) && says_what(unit);
            reading_.units.push_back({unit, weight, admits, false});
            if (is_light) make_weak(reading_.units.back());
        }
        keep_what_says_which(asking);
        keep_rarest();
        add_units();
    }

    void keep_rarest() {
        std::vector<WeightedUnit>& units = reading_.units;
        if (units.size() <= kMostUnits) return;
        std::ranges::stable_sort(units, [](const WeightedUnit& a, const WeightedUnit& b) {
            return std::pair(a.admits, a.weight) > std::pair(b.admits, b.weight);
        });
        units.resize(kMostUnits);
        std::ranges::sort(units, {}, [](const WeightedUnit& each) { return each.unit.first; });
    }

    /// Adds them to the index query, and says how much a hit must share.
    void add_units() {
        const bool any_admits =
            std::ranges::any_of(reading_.units, [](const WeightedUnit& each) { return each.admits; });
        // A query of nothing but one character, or of asking words, is taken at its word.
        const bool at_its_word = !any_admits && reading_.understood.concepts.empty() && reading_.not_found.empty() &&
                                 reading_.unknown_words.empty();
        double whole = 0;
        double admitting = 0;
        double admitting_units = 0;
        for (WeightedUnit& each : reading_.units) {
            if (at_its_word && !is_number(each.unit)) each.admits = true;
            weights_.add(each.unit.feature, each.weight, each.admits || each.weak ? Part::Admits : Part::Orders);
            whole += each.weight * title_impact(kMiddlingTitle);
            if (!each.admits) continue;
            admitting += each.weight * title_impact(kMiddlingTitle);
            ++admitting_units;
        }
        reading_.whole_score = std::max(whole, 1.0);
        const double longer = std::clamp((admitting_units - kShortQuery) / (kLongQuery - kShortQuery), 0.0, 1.0);
        // Where nothing admits by itself, only much of the subject's characters does.
        if (admitting_units == 0 && reading_.understood.concepts.empty()) admitting = kUnreachable;
        reading_.least_of_long = admitting * kLeastOfLong;
        reading_.least_score = admitting * (kLeastOfShort + longer * (kLeastOfLong - kLeastOfShort));
    }

    CharacterClass class_at(std::size_t at) const { return class_of(reading_.folded.characters()[at]); }

    bool is_number(const TextUnit& unit) const {
        for (std::size_t i = unit.first; i <= unit.last; ++i) {
            const CharacterClass here = class_at(i);
            if (here == CharacterClass::Han || here == CharacterClass::Letter) return false;
        }
        return true;
    }

    /// Whether a piece of a longer name of letters and digits says what it is: AQP4 of AQP4-IgG, COVID of COVID-19; not
    /// HLA-B of HLA-B27.
    bool is_telling_piece(const TextUnit& unit) const {
        constexpr std::size_t kTellingLetters = 4;
        if (unit.kind == TextUnit::Kind::Word) return unit.last - unit.first + 1 >= kTellingLetters;
        return class_at(unit.first) == CharacterClass::Letter && class_at(unit.last) == CharacterClass::Digit;
    }

    /// Whether a unit of letters and digits names something: no number by itself (19 of COVID-19, a code, a
    /// department), no single letter, no measure, no short piece of a longer name (B of B12, Ki of Ki-67).
    bool says_what(const TextUnit& unit) const {
        const std::u16string_view characters = reading_.folded.characters();
        const bool begins_latin = class_at(unit.first) != CharacterClass::Han;
        const bool ends_latin = class_at(unit.last) != CharacterClass::Han;
        if (!begins_latin && !ends_latin)
            return unit.last == unit.first || !is_type_word(characters[unit.last]) || !is_stem(characters[unit.first]);
        if (is_number(unit)) return false;
        if (begins_latin && unit.last > unit.first && class_at(unit.first) == CharacterClass::Digit &&
            is_type_word(characters[unit.last]))
            return false;  // 2型 says which, not what.
        for (const CharacterRange name : names_) {
            if (unit.last < name.first || unit.first > name.last) continue;
            if (unit.first <= name.first && unit.last >= name.last) return true;
            if (unit.first < name.first || unit.last > name.last) return false;
            return is_telling_piece(unit);
        }
        return unit.last > unit.first &&
               !QueryVocabulary::get().is_unit(characters.substr(unit.first, unit.last - unit.first + 1));
    }

    bool is_within(const std::vector<Span>& spans, std::size_t first, std::size_t last) const {
        const Span span = reading_.folded.span(first, last);
        return std::ranges::any_of(spans, [&](Span each) { return span.begin >= each.begin && span.end <= each.end; });
    }

    bool is_unknown(TextUnit::Kind kind, std::size_t first, std::size_t last) const {
        for (const WeightedUnit& each : reading_.units)
            if (each.unit.kind == kind && each.unit.first == first && each.unit.last == last)
                return index_.document_frequency(each.unit.feature) == 0;
        return false;  // It stands in the query twice.
    }

    /// Beside what says which (TORCH of TORCH检查), generic nouns, common words and whom it is for only order. What
    /// says which and stands nowhere is noted.
    void keep_what_says_which(const std::vector<Asking>& asking) {
        const UnderstoodQuery& understood = reading_.understood;
        const std::vector<bool> generic = generic_characters(reading_.folded.characters());
        bool has_latin = false;
        for (const CharacterRange name : names_) {
            if (is_within(understood.mentions, name.first, name.last)) continue;
            has_latin = true;
            note_unless_found(name);
        }
        if (understood.concepts.empty()) note_unknown_words(asking, generic);
        const bool names_subject = understood.concepts.size() > whom_count();
        for (std::size_t i = 0; i < generic.size(); ++i) {
            const bool is_whom = is_within(understood.whom, i, i);
            if (asking[i] == Asking::No && !is_whom && class_at(i) != CharacterClass::Separator)
                reading_.essence += reading_.folded.characters()[i];
            reading_.specific.push_back(!generic[i] && asking[i] == Asking::No && !is_whom);
        }
        const double common = std::max(kFewDocuments, kCommonShare * static_cast<double>(index_.document_count()));
        const auto only_adds = [&](const WeightedUnit& each) {
            const TextUnit& unit = each.unit;
            const bool is_pair = unit.kind == TextUnit::Kind::Pair;
            if (is_within(understood.whom, unit.first, unit.last)) return true;
            if (is_within(understood.mentions, unit.first, unit.last)) return false;
            if (names_subject && is_pair) return true;
            if (is_pair && class_at(unit.last) == CharacterClass::Han && (generic[unit.first] || generic[unit.last]))
                return true;
            return has_latin && is_pair && class_at(unit.first) == CharacterClass::Han &&
                   static_cast<double>(index_.document_frequency(unit.feature)) > common;
        };
        const bool says_which = names_subject || has_latin || !reading_.unknown_words.empty() ||
                                std::ranges::any_of(reading_.units, [&](const WeightedUnit& each) {
                                    return each.admits && !only_adds(each);
                                });
        if (!says_which) return;
        for (WeightedUnit& each : reading_.units) {
            if (each.admits && only_adds(each)) make_weak(each);
            // A name of letters is there or not; there is no having much of it.
            if (has_latin && !is_within(understood.whom, each.unit.first, each.unit.last)) each.weak = false;
        }
        whom_admits_ = false;
    }

    std::size_t whom_count() const {
        return static_cast<std::size_t>(std::ranges::count_if(reading_.understood.concepts, [&](ConceptIndex each) {
            return knowledge_.at(each).kind == ConceptKind::Population;
        }));
    }

    std::string as_typed(std::size_t first, std::size_t last) const {
        return std::string(slice(reading_.understood.text, reading_.folded.span(first, last)));
    }

    /// A name of letters and digits that no document has as a whole, although it may have pieces of it.
    void note_unless_found(CharacterRange name) {
        bool found = true;
        bool is_whole = false;
        for (const WeightedUnit& each : reading_.units) {
            const TextUnit& unit = each.unit;
            if (unit.first < name.first || unit.last > name.last) continue;
            if (index_.document_frequency(unit.feature) == 0) found = false;
            if (unit.first == name.first && unit.last == name.last)
                is_whole = index_.document_frequency(unit.feature) > 0;
        }
        const bool is_named =
            !reading_.understood.concepts.empty() && !knowledge_.named(as_typed(name.first, name.last)).empty();
        if (!found && !is_whole && !is_named) reading_.not_found.push_back(as_typed(name.first, name.last));
    }

    /// A word of two to four characters of which no document has most pairs: what has the rest (神经 of 自律神经) is
    /// another thing.
    void note_unknown_words(const std::vector<Asking>& asking, const std::vector<bool>& generic) {
        const auto in_word = [&](std::size_t i) {
            return asking[i] == Asking::No && !generic[i] && class_at(i) == CharacterClass::Han;
        };
        constexpr std::size_t kLongestWord = 4;
        for (std::size_t at = 0; at < reading_.folded.size(); ++at) {
            if (!in_word(at)) continue;
            const std::size_t first = at;
            while (at + 1 < reading_.folded.size() && in_word(at + 1)) ++at;
            const std::size_t pairs = at - first;
            if (pairs == 0 || pairs >= kLongestWord) continue;
            std::size_t unknown = 0;
            for (std::size_t i = first; i < at; ++i) unknown += is_unknown(TextUnit::Kind::Pair, i, i + 1) ? 1 : 0;
            if (2 * unknown <= pairs) continue;
            reading_.unknown_words.push_back(as_typed(first, at));
            for (WeightedUnit& each : reading_.units)
                if (each.unit.first >= first && each.unit.last <= at) make_weak(each);
        }
    }

    /// Words that ask for a kind of page say nothing more, where the query names what it is about: 检查 in
    /// 头痛做什么检查 asks for tests, not for what is called so.
    std::vector<Asking> asking_words() const {
        const FoldedText& folded = reading_.folded;
        std::vector<Asking> asking = asking_characters(folded.characters());
        const Asking says = reading_.understood.concepts.empty() ? Asking::Fills : Asking::Yes;
        for (std::size_t i = 0; i < folded.size(); ++i)
            if (is_within(reading_.understood.denied, i, i)) asking[i] = Asking::Yes;
        const AskedKind asked = asked_kind(folded.characters());
        for (std::size_t i = asked.begin; i < asked.end; ++i)
            if (std::ranges::none_of(reading_.understood.mentions, [&](Span name) {
                    return folded.span(i).begin >= name.begin && folded.span(i).end <= name.end;
                }))
                asking[i] = std::max(asking[i], says);
        return asking;
    }

    /// Whether a unit says nothing of the subject: asking words, and pairs that one of them has a part in.
    static bool only_asks(const std::vector<Asking>& asking, const TextUnit& unit) {
        bool all_perhaps = true;
        for (std::size_t i = unit.first; i <= unit.last; ++i) {
            if (asking[i] == Asking::Yes) return true;
            all_perhaps = all_perhaps && asking[i] == Asking::Perhaps;
        }
        return all_perhaps;
    }

    /// Whether a character of a unit stands in a word that fills (最好, 半个月), or says little by itself (能 of 能治).
    static bool only_fills(const std::vector<Asking>& asking, const TextUnit& unit) {
        for (std::size_t i = unit.first; i <= unit.last; ++i)
            if (asking[i] == Asking::Fills || asking[i] == Asking::Perhaps) return true;
        return false;
    }

    /// Whether a pair has one character in a concept's name and one outside: 科医 of 神经内科医生 is no word.
    bool straddles(const TextUnit& unit) const {
        if (unit.kind != TextUnit::Kind::Pair) return false;
        const Span span = reading_.folded.span(unit.first, unit.last);
        return std::ranges::any_of(reading_.understood.mentions, [&](Span name) {
            const bool begins_inside = span.begin >= name.begin && span.begin < name.end;
            const bool ends_inside = span.end > name.begin && span.end <= name.end;
            return begins_inside != ends_inside;
        });
    }

    /// What the words weigh that a concept stands for: all of the query where it is named by the whole.
    double weight_of_name(ConceptIndex index) const {
        double inside = 0;
        double whole = 0;
        const Concept& named = knowledge_.at(index);
        const std::string folded_query = fold(reading_.understood.text);
        const auto covers = [&](std::string_view name) {
            return !name.empty() && folded_query.find(fold(name)) != std::string::npos;
        };
        std::size_t longest = covers(named.name) ? named.name.size() : 0;
        for (const Alias& alias : named.aliases)
            if (covers(alias.text)) longest = std::max(longest, alias.text.size());
        if (covers(named.english)) longest = std::max(longest, named.english.size());
        for (const WeightedUnit& each : reading_.units) whole += each.weight;
        inside =
            folded_query.empty() ? 0 : whole * static_cast<double>(longest) / static_cast<double>(folded_query.size());
        return std::min(std::max(inside, whole * 0.2), whole);
    }

    void weigh_concept(ConceptIndex index) {
        const Concept& named = knowledge_.at(index);
        const double weight = weight_of_name(index);
        const bool admits = whom_admits_ || named.kind != ConceptKind::Population;
        const Part part = admits ? Part::Admits : Part::Orders;
        weights_.add(names_feature(named), weight * kNamesShare, part);
        weights_.add(kind_of_feature(named), weight * kKindShare, part);
        weights_.add(is_feature(named), weight * kIsShare, part);
    }

    void weigh_related(ConceptIndex from) {
        const double weight = weight_of_name(from);
        for (const Predicate predicate : {Predicate::TreatedBy, Predicate::DiagnosedBy, Predicate::ManagedIn}) {
            std::size_t taken = 0;
            for (const Knowledge::Link& link : knowledge_.outgoing(from, predicate)) {
                if (knowledge_.at(link.relation).trust != Trust::Curated) continue;
                if (++taken > kMostRelatedOfPredicate) break;
                reading_.related.push_back({from, link.other, link.relation});
                const double share =
                    leads_to(predicate, reading_.understood.intent) ? kAskedRelatedShare : kRelatedShare;
                weights_.add(is_feature(knowledge_.at(link.other)), weight * share, Part::Admits);
                if (knowledge_.at(link.other).kind == ConceptKind::Class)
                    weights_.add(kind_of_feature(knowledge_.at(link.other)), weight * share, Part::Admits);
            }
        }
    }

    const Knowledge& knowledge_;
    const IndexSnapshot& index_;
    QueryReading& reading_;
    std::vector<CharacterRange> names_;  // Of letters and digits.
    bool whom_admits_ = true;
    FeatureWeights weights_;
};

}  // namespace

UnderstoodQuery understand_query(const Corpus& corpus, const GeneralModel* everyday, std::string_view text) {
    const Knowledge& knowledge = corpus.knowledge();
    UnderstoodQuery understood;
    understood.text = std::string(text);
    const FoldedText folded(text);
    const std::vector<Asking> asking = asking_characters(folded.characters());
    std::vector<Mention> mentions = corpus.annotator().annotate(text);
    understood.drug_trouble = trouble_of_drug(knowledge, mentions, folded);
    read_mentions(knowledge, std::move(mentions), folded, understood);
    add_whole_names(knowledge, text, folded, asking, understood.concepts);
    if (everyday != nullptr && understood.concepts.empty())
        add_everyday_word(folded, asking, *everyday, text, understood.mentions);
    if (understood.drug_trouble) add_once(understood.concepts, *understood.drug_trouble);
    understood.aspects = aspects_of(text);
    understood.subject =
        understood.drug_trouble ? understood.drug_trouble : subject_among(knowledge, understood.concepts);
    understood.intent = asked_kind(folded.characters()).intent;
    const bool only_names = std::ranges::none_of(asking, [](Asking each) { return each != Asking::No; });
    if (understood.intent == QueryIntent::Any && only_names && understood.concepts.size() == 1)
        understood.intent = intent_of_kind(knowledge.at(understood.concepts.front()).kind);
    return understood;
}

PageContext context_of_query(const Knowledge& knowledge, const UnderstoodQuery& understood) {
    PageContext page;
    page.name = understood.text;
    for (const ConceptIndex each : understood.concepts) {
        const ConceptKind kind = knowledge.at(each).kind;
        if (kind == ConceptKind::Condition || kind == ConceptKind::Symptom) page.main.push_back({each, 1});
        if (kind == ConceptKind::Population) page.populations.push_back(each);
    }
    return page;
}

QueryReading read_query(const Corpus& corpus, const IndexSnapshot& index, UnderstoodQuery understood) {
    QueryReading reading(understood.text);
    reading.understood = std::move(understood);
    for (const Aspect aspect : reading.understood.aspects) reading.aspects |= aspect_bit(aspect);
    reading.designations = designations_in(reading.folded.characters());
    Weighing(corpus, index, reading).weigh();
    return reading;
}

}  // namespace xinglin
