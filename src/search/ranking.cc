#include "search/ranking.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "base/name_table.h"
#include "relate/constraints.h"
#include "relate/treatment.h"
#include "search/text_units.h"

namespace xinglin {
namespace {

/// The largest impact of a unit of a body, see features.cc.
constexpr double kMostBodyImpact = 40;

/// A title that shares only common words with the query must have so much of its subject's characters.
constexpr double kSpecificShare = 0.2;
constexpr int kSpecificLetters = 2;

/// A text of which no concept is known must have so much of the subject's characters in its title.
constexpr double kUnknownShare = 0.5;
constexpr int kUnknownLetters = 3;

/// The letters of a query, at most 64, each with a bit; asked for each letter of many titles.
class QueryLetters {
  public:
    static constexpr std::size_t kMost = 64;

    void add(char16_t letter) {
        std::size_t place = place_of(letter);
        while (letters_[place] != 0 && letters_[place] != letter) place = (place + 1) % kPlaces;
        letters_[place] = letter;
        bits_[place] |= std::uint64_t{1} << size_++;
    }

    std::size_t size() const { return size_; }
    std::uint64_t bits_of(char16_t letter) const {
        for (std::size_t place = place_of(letter); letters_[place] != 0; place = (place + 1) % kPlaces)
            if (letters_[place] == letter) return bits_[place];
        return 0;
    }

  private:
    static constexpr std::size_t kPlaces = 256;
    static std::size_t place_of(char16_t letter) { return (letter ^ static_cast<unsigned>(letter) >> 8U) % kPlaces; }

    std::array<char16_t, kPlaces> letters_{};
    std::array<std::uint64_t, kPlaces> bits_{};
    std::size_t size_ = 0;
};

/// What a title shares with the query; sets of bits are letters of the query.
struct SharedTitle {
    std::uint64_t letters = 0;  // That stand in the title.
    std::uint64_t pairs = 0;    // That follow in the title the letter that they follow in the query: the second ones.
    std::size_t in_order = 0;   // Length of the longest common subsequence.
    std::size_t in_a_row = 0;   // Of the longest common substring.
    std::size_t size = 0;       // Letters of the title.
    std::size_t words = 0;      // As word_count().
    std::size_t shared = 0;     // Letters of the title that stand in the query.
    double part_share = 0;      // The share of them in the part of the title that has most.
};

/// Sums weights over the bits that are set.
double sum_over(std::uint64_t bits, const std::array<double, QueryLetters::kMost>& weights) {
    double sum = 0;
    for (; bits != 0; bits &= bits - 1) sum += weights[static_cast<std::size_t>(std::countr_zero(bits))];
    return sum;
}

SharedTitle read_title(std::u16string_view title, const QueryLetters& query) {
    SharedTitle made;
    std::uint64_t unmatched = ~std::uint64_t{0};  // Hyyrö's bit-parallel longest common subsequence (2004).
    std::uint64_t before = 0;
    std::array<std::uint8_t, QueryLetters::kMost> run{};  // Of the letters in `before`: how many match in a row.
    std::size_t part_shared = 0;
    std::size_t part_size = 0;
    std::size_t most_shared = 0;
    const auto end_part = [&] {
        if (part_shared > most_shared) {
            most_shared = part_shared;
            made.part_share = static_cast<double>(part_shared) / static_cast<double>(part_size);
        }
        part_shared = 0;
        part_size = 0;
    };
    CharacterClass last = CharacterClass::Separator;
    for (const char16_t letter : title) {
        const CharacterClass here = class_of(letter);
        if (here == CharacterClass::Separator) {
            before = 0;
            last = here;
            if (letter == u'_' || letter == u'-' || letter == u'|' || letter == u'【') end_part();
            continue;
        }
        ++made.size;
        ++part_size;
        if (here == CharacterClass::Han || here != last) ++made.words;
        last = here;
        const std::uint64_t matches = query.bits_of(letter);
        if (matches != 0) {
            ++made.shared;
            ++part_shared;
        }
        for (std::uint64_t left = matches; left != 0;) {  // From the last, so that a run's beginning is still there.
            const auto at = static_cast<std::size_t>(63 - std::countl_zero(left));
            left &= ~(std::uint64_t{1} << at);
            const bool goes_on = at > 0 && (before >> (at - 1) & 1U) != 0;
            run[at] = goes_on ? static_cast<std::uint8_t>(run[at - 1] + 1) : std::uint8_t{1};
            made.in_a_row = std::max<std::size_t>(made.in_a_row, run[at]);
        }
        made.letters |= matches;
        made.pairs |= matches & before << 1U;
        before = matches;
        const std::uint64_t common = unmatched & matches;
        unmatched = (unmatched + common) | (unmatched - common);
    }
    end_part();
    const std::uint64_t all =
        query.size() == QueryLetters::kMost ? ~std::uint64_t{0} : (std::uint64_t{1} << query.size()) - 1;
    made.in_order = static_cast<std::size_t>(std::popcount(~unmatched & all));
    return made;
}

bool is_latin(char16_t letter) {
    const CharacterClass here = class_of(letter);
    return here == CharacterClass::Letter || here == CharacterClass::Digit;
}

/// Whether a text holds another that is no piece of a longer run of letters or digits there: B1 is not in B12.
bool stands_in(std::u16string_view text, std::u16string_view wanted) {
    if (wanted.empty()) return false;
    const auto goes_on = [&](std::size_t before, std::size_t after) {
        return before < text.size() && after < text.size() && is_latin(text[before]) &&
               class_of(text[before]) == class_of(text[after]);
    };
    for (std::size_t at = text.find(wanted); at != std::u16string_view::npos; at = text.find(wanted, at + 1)) {
        const std::size_t end = at + wanted.size();
        if (!(at > 0 && goes_on(at - 1, at)) && !goes_on(end - 1, end)) return true;
    }
    return false;
}

/// The sides of a subject that answer a query for some: how something is treated, its drugs and operations tell.
std::uint32_t answering(std::uint32_t asked) {
    if ((asked & aspect_bit(Aspect::Treatment)) == 0) return asked;
    return asked | aspect_bit(Aspect::Medication) | aspect_bit(Aspect::Surgery);
}

/// Looks at candidates of one query, one after another.
class FeatureReader {
  public:
    FeatureReader(const ItemCollection& items, const QueryReading& query)
        : items_(items),
          query_(query),
          page_(context_of_query(items.corpus().knowledge(), query.understood)),
          constraints_(constraints_of(items.corpus().knowledge(), page_)),
          objections_(items.corpus(), page_) {
        read_letters();
        read_units();
        // Whom it is for is a name only where the query says nothing else.
        const auto& whom = query.understood.whom;
        const bool says_more = std::ranges::find(query.specific, true) != query.specific.end();
        for (const Span name : query.understood.mentions)
            if (!says_more || std::ranges::find(whom, name) == whom.end()) add_name(name);
        for (const ConceptIndex each : query.understood.concepts) {
            const ConceptKind kind = items.corpus().knowledge().at(each).kind;
            if (kind != ConceptKind::Population && kind != ConceptKind::Site) subjects_.push_back(each);
        }
    }

    SharedTitle read_title_of(ItemCollection::Slot slot) const {
        return read_title(items_.folded_title_of(slot), letters_);
    }

    /// Whether an item shares enough with the query to be a hit: a word of it in the title or another name, a name of
    /// it anywhere, or else a score of `least`. Single characters make no hit, and neither do pairs torn out of a name
    /// that the query holds: 奥卡西平 is no answer to 卡马西平.
    bool shares_enough(double index_score, ItemCollection::Slot slot, const SharedTitle& shared, double least) const {
        if (holds_a_word(items_.folded_title_of(slot), shared)) return true;
        if (const auto itself = items_.concept_of(slot); itself && is_of_kind(*itself)) return true;
        std::vector<SharedTitle> all{shared};
        bool is_much = shares_much(shared);
        for (std::u16string_view names = items_.folded_names_of(slot); !names.empty();) {
            const std::u16string_view name = names.substr(1, names.find(u'|', 1) - 1);
            names.remove_prefix(1 + name.size());
            const SharedTitle here = read_title(name, letters_);
            if (holds_a_word(name, here)) return true;
            is_much = is_much || shares_much(here);
            if (here.letters != 0) all.push_back(here);
        }
        // A name of two characters that stands in no title may be torn out of a longer one in the text.
        const bool only_names = free_pairs_ == name_pairs_ && weak_pairs_ == 0 && free_words_.empty();
        const double idle = idle_score(std::move(all)) + (only_names ? kMostBodyImpact * name_pairs_weight_ : 0);
        return index_score - idle >= least || is_much || named_share(slot) > 0 || says_a_name(slot) ||
               (std::popcount(shared.letters & specific_) >= kUnknownLetters &&
                subject_share(shared) >= kUnknownShare && is_text_of_unknown(slot));
    }

    /// Whether it is another type of what the query names.
    bool is_another(ItemCollection::Slot slot) const {
        if (query_.designations.empty()) return false;
        std::u16string names(items_.folded_title_of(slot));
        names += items_.folded_names_of(slot);
        return names_another(query_.designations, names);
    }

    /// Whether it is against what the query says of whom it is for and what ails them: a drug forbidden to them or
    /// known not to help. What the query itself names stays, for what is said of it (SearchHit::caution).
    bool is_unfit(ItemCollection::Slot slot) const {
        if (page_.main.empty() && page_.populations.empty()) return false;
        const Corpus& corpus = items_.corpus();
        if (const auto record = items_.record_of(slot)) {
            const Corpus::Traits& traits = corpus.traits(*record);
            const auto page_of = traits.kind == RecordKind::Test ? corpus.at(*record).concept_index : std::nullopt;
            if (page_of && !page_.populations.empty() && !is_asked(*page_of) &&
                objection_to(corpus.knowledge(), page_, *page_of)) {
                return true;
            }
            if (traits.kind != RecordKind::Drug && (!traits.constrained || page_.populations.empty())) return false;
            const bool is_asked_for = std::ranges::any_of(
                corpus.at(*record).main, [&](const MainConcept& each) { return is_asked(each.concept_index); });
            if (traits.kind == RecordKind::Drug) return !is_asked_for && !may_be_offered(slot, *record);
            return conflict(constraints_, corpus.at(*record).constraints).has_value();
        }
        const ConceptIndex itself = *items_.concept_of(slot);
        const bool is_treatment = corpus.knowledge().at(itself).kind == ConceptKind::Procedure;
        if ((!is_treatment && page_.populations.empty()) || is_asked(itself)) return false;
        return objection_to(corpus.knowledge(), page_, itself).has_value();
    }

    /// How much it is what the query names. A test or a treatment of a kind is none by itself: CT检查 asks for 胸部CT
    /// too.
    double is_named(ItemCollection::Slot slot) const {
        constexpr double kKind = 0.9;
        const auto itself = items_.concept_of(slot);
        constexpr double kTrouble = 3;  // What a drug did comes before the drug.
        if (itself && query_.understood.drug_trouble == itself) return kTrouble;
        if ((itself && is_asked(*itself)) || is_called_so(slot)) return 1;
        const ItemType type = items_.type_of(slot);
        if (!itself || (type != ItemType::Test && type != ItemType::Procedure)) return 0;
        return is_of_kind(*itself) ? kKind : 0;
    }

    /// Whether it is called as the whole query but for asking words: II型糖尿病 for 2型糖尿病怎么办.
    bool is_called_so(ItemCollection::Slot slot) const {
        // A text that is only titled so is no more about it than another.
        const ItemType type = items_.type_of(slot);
        if (type == ItemType::Article || type == ItemType::Question) return false;
        std::u16string title(items_.folded_title_of(slot));
        std::erase_if(title, [](char16_t each) { return class_of(each) == CharacterClass::Separator; });
        return !title.empty() && title == query_.essence;
    }

    RankFeatures read(const Candidate& candidate, const SharedTitle& shared) const {
        RankFeatures made{};
        const auto set = [&](RankFeature feature, double value) { made[static_cast<std::size_t>(feature)] = value; };
        const auto part_of = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
        const auto size = static_cast<double>(letters_.size());
        set(RankFeature::Index, candidate.index_score);
        set(RankFeature::Characters, part_of(sum_over(shared.letters, weights_), whole_weight_));
        set(RankFeature::Subject, subject_share(shared));
        set(RankFeature::Pairs, part_of(sum_over(shared.pairs, pair_weights_), whole_pair_weight_));
        set(RankFeature::TitleShare, part_of(static_cast<double>(shared.shared), static_cast<double>(shared.size)));
        set(RankFeature::PartShare, shared.part_share);
        set(RankFeature::Heaviest, (shared.pairs & heaviest_pair_) != 0 ? 1 : 0);
        set(RankFeature::Subsequence, part_of(static_cast<double>(shared.in_order), size));
        set(RankFeature::Substring, part_of(static_cast<double>(shared.in_a_row), size));
        set(RankFeature::Digits, part_of(std::popcount(digits_ & ~shared.letters), std::popcount(digits_)));
        const std::uint32_t aspects = items_.aspects_of(candidate.slot);
        if (query_.aspects != 0 && aspects != 0)
            set((aspects & answering(query_.aspects)) != 0 ? RankFeature::SameAspect : RankFeature::OtherAspect, 1);
        set(RankFeature::Named, named_share(candidate.slot));
        set(RankFeature::Aside, aside(candidate.slot) * (1 - subject_share(shared)));
        set(RankFeature::IsNamed, is_named(candidate.slot));
        constexpr double kHospital = 0.5;
        set(RankFeature::Intent, fit(query_.understood.intent, items_.type_of(candidate.slot)) *
                                     (is_for_hospital(candidate.slot) ? kHospital : 1));
        set(RankFeature::Curated, items_.trust_of(candidate.slot) == Trust::Curated ? 1 : 0);
        return made;
    }

  private:
    /// Whether a title or name has a pair or word of the query that is no part of a longer name, or a whole name.
    bool holds_a_word(std::u16string_view title, const SharedTitle& shared) const {
        if ((shared.pairs & free_pairs_) != 0) return true;
        const auto in_title = [&](std::u16string_view text) { return stands_in(title, text); };
        return std::ranges::any_of(free_words_, in_title) || std::ranges::any_of(names_, in_title);
    }

    /// The weight of what the query is about that stands in a title, of the whole.
    double subject_share(const SharedTitle& shared) const {
        const double all = sum_over(specific_, weights_);
        return all > 0 ? sum_over(shared.letters & specific_, weights_) / all : 0;
    }

    /// Whether it is a text that is mainly about nothing known: no other subject speaks against it.
    bool is_text_of_unknown(ItemCollection::Slot slot) const {
        const ItemType type = items_.type_of(slot);
        if (type != ItemType::Article && type != ItemType::Question) return false;
        const auto record = items_.record_of(slot);
        return record && items_.corpus().at(*record).main.empty();
    }

    /// What single characters and torn pairs of an item's names are in its index score: each as in the shortest name
    /// that has it.
    double idle_score(std::vector<SharedTitle> names) const {
        std::ranges::sort(names, {}, &SharedTitle::words);
        double idle = 0;
        std::uint64_t letters = 0;
        std::uint64_t pairs = 0;
        for (const SharedTitle& name : names) {
            idle += title_impact(name.words) * (sum_over(name.letters & ~letters, character_weights_) +
                                                sum_over(name.pairs & ~pairs & torn_pairs_, torn_weights_));
            letters |= name.letters;
            pairs |= name.pairs;
        }
        return idle + kMostBodyImpact * sum_over(torn_pairs_ & ~pairs, torn_weights_);
    }

    /// Whether a title has a common word of the query, and with it much of what the query is about.
    bool shares_much(const SharedTitle& shared) const {
        return (shared.pairs & weak_pairs_) != 0 &&
               std::popcount(shared.letters & specific_) >= std::min(kSpecificLetters, std::popcount(specific_)) &&
               sum_over(shared.letters & specific_, weights_) >= kSpecificShare * sum_over(specific_, weights_);
    }

    /// Whether nothing speaks against offering a drug. Of an unreviewed label nobody says whom it is not for, so that
    /// a query for a pregnant woman or a child is offered none; and a mother or a child is offered only what curated
    /// knowledge gives for what ails them.
    bool may_be_offered(ItemCollection::Slot slot, RecordIndex record) const {
        if (!page_.populations.empty() && items_.trust_of(slot) == Trust::Imported) return false;
        if (objections_.remove(record) || objection_to_fit(items_.corpus(), page_, record)) return false;
        const bool is_known_fit = std::ranges::any_of(page_.main, [&](const MainConcept& subject) {
            return fit_of(items_.corpus(), record, subject.concept_index).fit == DrugFit::Fits;
        });
        return is_known_fit || page_.main.empty() || !speaks_of_special_people(items_.corpus().knowledge(), page_);
    }

    /// Each name once, and of a query of many the first.
    void add_name(Span name) {
        constexpr std::size_t kMostNames = 12;
        const std::u16string_view folded = folded_slice(name);
        if (names_.size() >= kMostNames || std::ranges::find(names_, folded) != names_.end()) return;
        names_.push_back(folded);
        typed_names_.push_back(slice(query_.understood.text, name));
    }

    using LetterWeights = std::array<double, QueryLetters::kMost>;

    void read_letters() {
        const std::u16string_view text = query_.folded.characters();
        letter_of_.assign(text.size(), QueryLetters::kMost);
        double heaviest = 0;
        for (std::size_t i = 0; i < text.size() && letters_.size() < QueryLetters::kMost; ++i) {
            if (class_of(text[i]) == CharacterClass::Separator) continue;
            const std::size_t at = letters_.size();
            letter_of_[i] = at;
            letters_.add(text[i]);
            if (query_.specific[i]) specific_ |= std::uint64_t{1} << at;
            weights_[at] = query_.character_weights[i];
            whole_weight_ += weights_[at];
            if (class_of(text[i]) == CharacterClass::Digit) digits_ |= std::uint64_t{1} << at;
            if (at == 0) continue;
            pair_weights_[at] = weights_[at] + weights_[at - 1];
            whole_pair_weight_ += pair_weights_[at];
            if (pair_weights_[at] > heaviest) {
                heaviest = pair_weights_[at];
                heaviest_pair_ = std::uint64_t{1} << at;
            }
        }
    }

    void read_units() {
        for (const WeightedUnit& each : query_.units) {
            const std::size_t last = letter_of_[each.unit.last];
            const std::u16string_view text = query_.folded.characters();
            const bool of_two = each.unit.last == each.unit.first + 1 && last < QueryLetters::kMost &&
                                !is_latin(text[each.unit.first]) && !is_latin(text[each.unit.last]);
            if (each.weak) {
                if (!of_two) continue;
                if (!is_inside_name(each.unit)) weak_pairs_ |= std::uint64_t{1} << last;
                torn_pairs_ |= std::uint64_t{1} << last;
                torn_weights_[last] = each.weight;
            } else if (!each.admits) {
                if (each.unit.kind == TextUnit::Kind::Character && last < QueryLetters::kMost)
                    character_weights_[last] = each.weight;
            } else if (is_inside_name(each.unit)) {
                if (!of_two) continue;
                torn_pairs_ |= std::uint64_t{1} << last;
                torn_weights_[last] = each.weight;
            } else if (of_two && each.unit.kind == TextUnit::Kind::Pair) {
                free_pairs_ |= std::uint64_t{1} << last;
                if (is_name(each.unit)) {
                    name_pairs_ |= std::uint64_t{1} << last;
                    name_pairs_weight_ += each.weight;
                }
            } else {
                free_words_.push_back(std::u16string_view(query_.folded.characters())
                                          .substr(each.unit.first, each.unit.last - each.unit.first + 1));
            }
        }
    }

    std::u16string_view folded_slice(Span span) const {
        std::size_t first = 0;
        while (first < query_.folded.size() && query_.folded.span(first).begin < span.begin) ++first;
        std::size_t last = first;
        while (last < query_.folded.size() && query_.folded.span(last).end <= span.end) ++last;
        return std::u16string_view(query_.folded.characters()).substr(first, last - first);
    }

    /// Whether a unit is a whole name in the query.
    bool is_name(const TextUnit& unit) const {
        const Span span = query_.folded.span(unit.first, unit.last);
        return std::ranges::any_of(query_.understood.mentions,
                                   [&](Span name) { return span.begin == name.begin && span.end == name.end; });
    }

    /// Whether a unit is a part, and not the whole, of a name in the query.
    bool is_inside_name(const TextUnit& unit) const {
        const Span span = query_.folded.span(unit.first, unit.last);
        return std::ranges::any_of(query_.understood.mentions, [&](Span name) {
            return span.begin >= name.begin && span.end <= name.end && name.end - name.begin > span.end - span.begin;
        });
    }

    /// Whether the text of a record holds a name of the query, as it was typed.
    bool says_a_name(ItemCollection::Slot slot) const {
        const auto record = items_.record_of(slot);
        if (!record) return false;
        const AnnotatedRecord& read = items_.corpus().at(*record);
        for (const Field field : {Field::Body, Field::Department, Field::Specialty, Field::Biography,
                                  Field::Ingredients, Field::Indications, Field::Description})
            for (const std::string_view name : typed_names_)
                if (says_whole(read, field, name)) return true;
        return false;
    }

    /// Whether a field has a name that is no piece of a longer one that was read there as another thing: 脚气 in
    /// 脚气病.
    bool says_whole(const AnnotatedRecord& read, Field field, std::string_view name) const {
        const std::string_view text = read.text_of(field);
        auto mention = read.mentions.begin();
        for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + name.size())) {
            const std::size_t end = at + name.size();
            while (mention != read.mentions.end() && (mention->field != field || mention->mention.span.end < end))
                ++mention;
            const bool is_piece = mention != read.mentions.end() && mention->mention.span.begin <= at &&
                                  mention->mention.span.end - mention->mention.span.begin > name.size() &&
                                  !is_of_kind(mention->mention.concept_index);
            if (!is_piece) return true;
        }
        return false;
    }

    /// The share of the query's subjects that an item speaks of; whom and where are none.
    double named_share(ItemCollection::Slot slot) const {
        if (subjects_.empty()) return 0;
        std::size_t named = 0;
        if (const auto record = items_.record_of(slot)) {
            const auto there = items_.corpus().concepts_of(*record);
            for (const ConceptIndex each : subjects_)
                if (std::ranges::binary_search(there, each)) ++named;
        } else {
            named = static_cast<std::size_t>(std::ranges::count(subjects_, *items_.concept_of(slot)));
        }
        return static_cast<double>(named) / static_cast<double>(subjects_.size());
    }

    /// Whether a text is mainly about other things than the query; half where a relation leads from the query to them.
    double aside(ItemCollection::Slot slot) const {
        const ItemType type = items_.type_of(slot);
        if (subjects_.empty() || (type != ItemType::Article && type != ItemType::Question)) return 0;
        const std::vector<MainConcept>& main = items_.corpus().at(*items_.record_of(slot)).main;
        const auto is_about = [&](const MainConcept& each) { return is_of_kind(each.concept_index); };
        if (main.empty() || std::ranges::any_of(main, is_about)) return 0;
        const auto is_related = [&](const MainConcept& each) {
            return std::ranges::find(query_.related, each.concept_index, &RelatedConcept::to) != query_.related.end();
        };
        constexpr double kRelated = 0.5;
        return std::ranges::any_of(main, is_related) ? kRelated : 1;
    }

    /// Whether it is what the query is about, or a kind of it.
    bool is_of_kind(ConceptIndex index) const {
        const Knowledge& knowledge = items_.corpus().knowledge();
        return std::ranges::any_of(
            subjects_, [&](ConceptIndex each) { return each == index || knowledge.is_kind_of(index, each); });
    }

    bool is_asked(ConceptIndex index) const {
        return std::ranges::find(query_.understood.concepts, index) != query_.understood.concepts.end();
    }

    /// Whether a drug is given for what the query names in a hospital only: nobody takes it at home.
    bool is_for_hospital(ItemCollection::Slot slot) const {
        const auto record = items_.record_of(slot);
        if (!record || items_.type_of(slot) != ItemType::Drug) return false;
        return std::ranges::any_of(page_.main, [&](const MainConcept& subject) {
            const Relation* treatment = fit_of(items_.corpus(), *record, subject.concept_index).treatment;
            return treatment != nullptr && treatment->setting == CareSetting::Hospital;
        });
    }

    /// How well a type of item serves an intent: wholly where words of the query ask for it.
    static double fit(QueryIntent intent, ItemType type) {
        constexpr double kNamesOne = 0.25;  // 面肌痉挛 alone asks for the disease, but for all about it too.
        constexpr double kAsks = 0.1;
        const auto when = [&](ItemType wanted, double fit) { return type == wanted ? fit : 0; };
        switch (intent) {
            case QueryIntent::Any:
                return 0;
            case QueryIntent::Condition:
                return when(ItemType::Condition, kNamesOne);
            case QueryIntent::Symptom:
                return when(ItemType::Symptom, kNamesOne);
            case QueryIntent::Doctor:
                return when(ItemType::Doctor, 1);
            case QueryIntent::Hospital:
                return when(ItemType::Hospital, 1);
            case QueryIntent::Drug:
                return when(ItemType::Drug, 1);
            case QueryIntent::Test:
                return when(ItemType::Test, 1);
            case QueryIntent::Procedure:
                return when(ItemType::Procedure, 1);
            case QueryIntent::Department:
                return when(ItemType::Department, 1);
            case QueryIntent::Question:
                return when(ItemType::Question, kAsks) + when(ItemType::Article, kAsks);
        }
        return 0;
    }

    const ItemCollection& items_;
    const QueryReading& query_;
    const PageContext page_;  // What ails whom, as the query says.
    const Constraints constraints_;
    const Objections objections_;
    QueryLetters letters_;
    std::vector<std::size_t> letter_of_;  // By character of the folded query; kMost for one that has no bit.
    LetterWeights weights_{};
    LetterWeights pair_weights_{};       // By second letter.
    LetterWeights character_weights_{};  // Of letters that only order, where they stand first.
    LetterWeights torn_weights_{};       // Of torn_pairs_.
    std::uint64_t torn_pairs_ = 0;       // Pairs that are a part of a longer name, and weak ones.
    std::uint64_t weak_pairs_ = 0;
    std::uint64_t specific_ = 0;  // Letters of what the query is about.
    double whole_weight_ = 0;
    double whole_pair_weight_ = 0;
    std::uint64_t digits_ = 0;
    std::uint64_t heaviest_pair_ = 0;
    std::uint64_t free_pairs_ = 0;                   // That admit and are no part of a longer name.
    std::uint64_t name_pairs_ = 0;                   // Of these, those that are a whole name.
    double name_pairs_weight_ = 0;                   // Of those that are a whole name.
    std::vector<std::u16string_view> free_words_{};  // The same of other units.
    std::vector<std::u16string_view> names_{};       // That the query holds.
    std::vector<std::string_view> typed_names_{};    // The same as typed.
    std::vector<ConceptIndex> subjects_{};
};

/// What one ranking is of.
struct Wanted {
    const ItemCollection& items;
    const QueryReading& query;
    const FeatureReader& reader;
    const RankFeatures& weights;
    std::size_t count;
    double least;  ///< index score of a hit, see FeatureReader::shares_enough()
};

/// Hits that share enough and have nothing against them; the first `reranked` have features.
struct Candidates {
    std::vector<Candidate> all;
    std::size_t reranked = 0;
};

/// Of the first `reach` hits kRerankedCandidates are reranked.
Candidates candidates_among(const std::vector<Hit>& hits, const Wanted& wanted, std::size_t reach) {
    const FeatureReader& reader = wanted.reader;
    std::vector<Candidate> candidates;
    candidates.reserve(hits.size());
    std::size_t reranked = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const Hit& hit = hits[i];
        Candidate made{static_cast<ItemCollection::Slot>(hit.key), hit.score / wanted.query.whole_score, {}, 0};
        const SharedTitle shared = reader.read_title_of(made.slot);
        if (!reader.shares_enough(hit.score, made.slot, shared, wanted.least)) continue;
        if (reader.is_another(made.slot) || reader.is_unfit(made.slot)) continue;
        if (i < reach && candidates.size() < kRerankedCandidates) {
            made.features = reader.read(made, shared);
            made.score = weighted(made.features, wanted.weights);
            ++reranked;
        }
        candidates.push_back(made);
    }
    return {std::move(candidates), reranked};
}

/// The candidates among the index's hits. Where most of its first hits share too little, as all that is called 检查 for
/// CT检查, it is asked for more; for how many does not depend on how many are wanted, so that pages fit together.
Candidates find_candidates(const Wanted& wanted, const IndexQuery& query) {
    constexpr std::size_t kEnough = 10;
    for (std::size_t reach = kRerankedCandidates;; reach = std::min(kMaxHits, reach * 4)) {
        const std::size_t asked = std::max(wanted.count, reach);
        const std::vector<Hit> hits = top_k(wanted.items.index(), query, asked);
        Candidates found = candidates_among(hits, wanted, reach);
        const bool saw_all = hits.size() < asked && hits.size() <= reach;
        if (found.reranked >= kEnough || saw_all || reach == kMaxHits) return found;
    }
}

/// Whether the query holds the whole title: it asks for this very thing.
bool asks_for(const QueryReading& query, std::u16string_view title) {
    return !title.empty() && std::u16string_view(query.folded.characters()).find(title) != std::u16string_view::npos;
}

using Filters = std::vector<std::vector<Feature>>;
using Duplicates = std::unordered_set<std::uint64_t>;

bool is_ahead(const Candidate& a, const Candidate& b) {
    return std::tuple(b.score, b.index_score, a.slot) < std::tuple(a.score, a.index_score, b.slot);
}

/// Leaves of near-duplicates (a drug by two makers, a copied text) the best; answers how many of the first `reranked`
/// are left.
std::size_t keep_first_of_duplicates(const ItemCollection& items, std::vector<Candidate>& candidates,
                                     std::size_t reranked, Duplicates& seen) {
    std::size_t kept = 0;
    std::size_t kept_of_reranked = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const std::uint64_t duplicate = items.duplicate_of(candidates[i].slot);
        if (duplicate != 0 && !seen.insert(duplicate).second) continue;
        if (i < reranked) ++kept_of_reranked;
        candidates[kept++] = candidates[i];
    }
    candidates.resize(kept);
    return kept_of_reranked;
}

/// The best of the index's hits that pass the filters, best first.
std::vector<Candidate> rank_filtered(const Wanted& wanted, Filters filters, Duplicates& seen) {
    IndexQuery index_query = wanted.query.features;
    index_query.filters = std::move(filters);
    auto [candidates, reranked] = find_candidates(wanted, index_query);
    std::sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(reranked), is_ahead);
    reranked = keep_first_of_duplicates(wanted.items, candidates, reranked, seen);
    // The scores of the others go on falling from the last of these.
    if (reranked > 0 && candidates.size() > reranked) {
        const double last = candidates[reranked - 1].score;
        const double scale = last > 0 ? last / candidates[reranked].index_score : 0;
        for (std::size_t i = reranked; i < candidates.size(); ++i)
            candidates[i].score = candidates[i].index_score * scale;
    }
    for (std::size_t i = 1; i < candidates.size(); ++i)
        candidates[i].score = std::min(candidates[i].score, candidates[i - 1].score);
    return candidates;
}

/// Puts records of unreviewed imports behind everything curated, but for one that the query names whole where nothing
/// curated of its type was found: that stands where its score puts it.
void add_behind(const Wanted& wanted, std::vector<Candidate> behind, std::vector<Candidate>& found) {
    const ItemCollection& items = wanted.items;
    std::array<bool, kItemTypeCount> has_curated{};
    for (std::size_t i = 0; i < std::min(found.size(), kRerankedCandidates); ++i)
        has_curated[static_cast<std::size_t>(items.type_of(found[i].slot))] = true;
    const auto rest = std::stable_partition(behind.begin(), behind.end(), [&](const Candidate& each) {
        return !has_curated[static_cast<std::size_t>(items.type_of(each.slot))] &&
               asks_for(wanted.query, items.folded_title_of(each.slot));
    });
    const auto front = static_cast<std::ptrdiff_t>(found.size());
    found.insert(found.end(), behind.begin(), rest);
    std::inplace_merge(found.begin(), found.begin() + front, found.end(),
                       [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    found.insert(found.end(), rest, behind.end());
}

/// What is curated is looked for by itself, so that no number of imports that fit better keeps it from being found.
std::vector<Candidate> rank_some(const Wanted& wanted, const Filters& filters) {
    Duplicates seen;
    std::vector<Candidate> found;
    if (!wanted.items.has_behind()) {
        found = rank_filtered(wanted, filters, seen);
    } else {
        const auto of_standing = [&](bool behind) {
            Filters all = filters;
            all.push_back({standing_label(behind)});
            return rank_filtered(wanted, std::move(all), seen);
        };
        found = of_standing(false);
        add_behind(wanted, of_standing(true), found);
    }
    for (std::size_t i = 1; i < found.size(); ++i) found[i].score = std::min(found[i].score, found[i - 1].score);
    if (found.size() > wanted.count) found.resize(wanted.count);
    return found;
}

}  // namespace

constexpr NameTable<RankFeature> kRankFeatureNames("index", "characters", "subject", "pairs", "title-share",
                                                   "part-share", "heaviest", "subsequence", "substring", "digits",
                                                   "same-aspect", "other-aspect", "named", "aside", "is-named",
                                                   "intent", "curated");

std::string_view name_of(RankFeature feature) {
    return kRankFeatureNames.name_of(feature);
}

const RankFeatures& rank_weights() {
    static constexpr RankFeatures kWeights = std::to_array(
        {0.76, 0.69, 0.2, -0.2, 0.22, 0.27, 0.0, 0.56, -0.25, -0.14, 0.3, 0.03, 0.1, -0.6, 0.9, 2.0, 0.6});
    return kWeights;
}

double weighted(const RankFeatures& features, const RankFeatures& weights) {
    double sum = 0;
    for (std::size_t i = 0; i < kRankFeatureCount; ++i) sum += features[i] * weights[i];
    return sum;
}

RankFeatures rank_features(const ItemCollection& items, const QueryReading& query, const Candidate& candidate) {
    const FeatureReader reader(items, query);
    return reader.read(candidate, reader.read_title_of(candidate.slot));
}

std::vector<Candidate> rank(const ItemCollection& items, const QueryReading& query,
                            std::vector<std::vector<Feature>> filters, std::size_t count, const RankFeatures& weights) {
    const FeatureReader reader(items, query);
    // Rather a part of the query than nothing, when it holds no name that the rest could be torn out of.
    std::vector<double> leasts{query.least_score};
    if (query.understood.mentions.empty()) leasts.push_back(query.least_of_long);
    for (const double least : leasts) {
        const Wanted wanted{items, query, reader, weights, count, least};
        std::vector<Candidate> found = rank_some(wanted, filters);
        if (!found.empty()) return found;
    }
    return {};
}

}  // namespace xinglin
