#include "search/query_reading.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "search/features.h"
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

/// What the whole query, or a word of Latin letters in it, names: also by names that mean nothing within a text.
void add_whole_names(const Knowledge& knowledge, std::string_view text, const FoldedText& folded,
                     const std::vector<Asking>& asking, std::vector<ConceptIndex>& concepts) {
    std::vector<std::string> names{std::string(text), essence_of(text, folded, asking)};
    for (const TextUnit& unit : units_of(folded))
        if (unit.kind == TextUnit::Kind::Word && unit.last > unit.first)
            names.emplace_back(slice(text, folded.span(unit.first, unit.last)));
    for (const std::string& name : names) {
        const std::vector<ConceptIndex> named = knowledge.named(name);
        constexpr std::size_t kMostMeanings = 4;
        if (named.size() <= kMostMeanings)
            for (const ConceptIndex each : named)
                if (knowledge.is_for_readers(each)) add_once(concepts, each);
    }
}

/// A query that is a word of everyday Chinese, but for asking words, is one name: 口服液 asks for no other 口服.
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
    if (everyday.find(slice(text, span)) != GeneralModel::kUnknown) mentions.push_back(span);
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
        : knowledge_(corpus.knowledge()), index_(index), reading_(reading) {}

    void weigh() {
        weigh_units();
        for (const ConceptIndex each : reading_.understood.concepts) weigh_concept(each);
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

    void weigh_units() {
        const FoldedText& folded = reading_.folded;
        const std::vector<Asking> asking = asking_words();
        reading_.character_weights.assign(folded.size(), 0);
        std::vector<Feature> seen;
        bool any_admits = false;
        for (const TextUnit& unit : units_of(folded)) {
            const bool asks = only_asks(asking, unit);
            const bool is_character = unit.kind == TextUnit::Kind::Character;
            double weight = rarity(unit.feature) * (asks ? kAskingShare : 1);
            if (is_character) weight *= kCharacterShare;
            if (unit.kind == TextUnit::Kind::Word) weight *= kWordShare;
            if (unit.kind != TextUnit::Kind::Pair)
                for (std::size_t i = unit.first; i <= unit.last; ++i)
                    reading_.character_weights[i] = weight / (unit.last - unit.first + 1);
            if (std::ranges::find(seen, unit.feature) != seen.end()) continue;
            seen.push_back(unit.feature);
            const bool lone_letter = unit.kind == TextUnit::Kind::Word && unit.first == unit.last;
            const bool admits = !is_character && !asks && !lone_letter && !straddles(unit);
            any_admits = any_admits || admits;
            reading_.units.push_back({unit, weight, admits});
        }
        double whole = 0;
        double admitting = 0;
        double admitting_units = 0;
        for (WeightedUnit& each : reading_.units) {
            // A query of nothing but one character, or of asking words, is taken at its word.
            if (!any_admits && reading_.understood.concepts.empty()) each.admits = true;
            weights_.add(each.unit.feature, each.weight, each.admits ? Part::Admits : Part::Orders);
            whole += each.weight * title_impact(kMiddlingTitle);
            if (!each.admits) continue;
            admitting += each.weight * title_impact(kMiddlingTitle);
            ++admitting_units;
        }
        reading_.whole_score = std::max(whole, 1.0);
        const double longer = std::clamp((admitting_units - kShortQuery) / (kLongQuery - kShortQuery), 0.0, 1.0);
        reading_.least_of_long = admitting * kLeastOfLong;
        reading_.least_score = admitting * (kLeastOfShort + longer * (kLeastOfLong - kLeastOfShort));
    }

    /// Words that ask for a kind of page say nothing more, where the query names what it is about: 检查 in
    /// 头痛做什么检查 asks for tests, not for what is called so.
    std::vector<Asking> asking_words() const {
        const FoldedText& folded = reading_.folded;
        std::vector<Asking> asking = asking_characters(folded.characters());
        if (reading_.understood.concepts.empty()) return asking;
        const AskedKind asked = asked_kind(folded.characters());
        for (std::size_t i = asked.begin; i < asked.end; ++i)
            if (std::ranges::none_of(reading_.understood.mentions, [&](Span name) {
                    return folded.span(i).begin >= name.begin && folded.span(i).end <= name.end;
                }))
                asking[i] = Asking::Yes;
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
        weights_.add(names_feature(named), weight * kNamesShare, Part::Admits);
        weights_.add(kind_of_feature(named), weight * kKindShare, Part::Admits);
        weights_.add(is_feature(named), weight * kIsShare, Part::Admits);
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
    FeatureWeights weights_;
};

}  // namespace

UnderstoodQuery understand_query(const Corpus& corpus, const GeneralModel* everyday, std::string_view text) {
    const Knowledge& knowledge = corpus.knowledge();
    UnderstoodQuery understood;
    understood.text = std::string(text);
    const FoldedText folded(text);
    const std::vector<Asking> asking = asking_characters(folded.characters());
    for (const Mention& mention : corpus.annotator().annotate(text)) {
        add_once(understood.concepts, mention.concept_index);
        understood.mentions.push_back(mention.span);
    }
    add_whole_names(knowledge, text, folded, asking, understood.concepts);
    if (everyday != nullptr && understood.concepts.empty())
        add_everyday_word(folded, asking, *everyday, text, understood.mentions);
    understood.aspects = aspects_of(text);

    std::vector<ConceptIndex> subjects;
    for (const ConceptIndex each : understood.concepts)
        if (may_be_subject(knowledge.at(each).kind)) subjects.push_back(each);
    if (subjects.size() == 1) understood.subject = subjects.front();
    understood.intent = asked_kind(folded.characters()).intent;
    const bool only_names = std::ranges::none_of(asking, [](Asking each) { return each != Asking::No; });
    if (understood.intent == QueryIntent::Any && only_names && understood.concepts.size() == 1)
        understood.intent = intent_of_kind(knowledge.at(understood.concepts.front()).kind);
    return understood;
}

QueryReading read_query(const Corpus& corpus, const IndexSnapshot& index, UnderstoodQuery understood) {
    QueryReading reading(understood.text);
    reading.understood = std::move(understood);
    for (const Aspect aspect : reading.understood.aspects) reading.aspects |= aspect_bit(aspect);
    Weighing(corpus, index, reading).weigh();
    return reading;
}

}  // namespace xinglin
