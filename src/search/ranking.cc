#include "search/ranking.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "search/text_units.h"

namespace xinglin {
namespace {

/// The largest impact of a unit of a body, see features.cc.
constexpr double kMostBodyImpact = 40;

/// Reads the second-stage features of one candidate after another.
class FeatureReader {
  public:
    FeatureReader(const ItemCollection& items, const QueryReading& query) : items_(items), query_(query) {
        const std::u16string_view text = query.folded.characters();
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (class_of(text[i]) == CharacterClass::Separator) continue;
            letters_.push_back(text[i]);
            weights_.push_back(query.character_weights[i]);
            whole_weight_ += query.character_weights[i];
        }
        if (letters_.size() > kLongest) {
            letters_.resize(kLongest);
            weights_.resize(kLongest);
        }
        for (const Span name : query.understood.mentions) names_.push_back(folded_slice(name));
        for (const WeightedUnit& each : query.units) {
            const std::u16string_view unit = text.substr(each.unit.first, each.unit.last - each.unit.first + 1);
            if (!each.admits) {
                if (each.unit.kind == TextUnit::Kind::Character) characters_.emplace_back(unit.front(), each.weight);
            } else if (is_inside_name(each.unit)) {
                torn_.emplace_back(unit, each.weight);
            } else {
                free_units_.push_back(unit);
            }
        }
    }

    /// Whether an item shares enough with the query to be a hit: a word of it in the title, a name of it anywhere, or
    /// else enough weight. Single characters make no hit, and neither do pairs torn out of a name that the query holds:
    /// 奥卡西平 is no answer to 卡马西平.
    bool shares_enough(double index_score, ItemCollection::Slot slot) const {
        const std::u16string_view title = items_.folded_title_of(slot);
        const auto in_title = [&](std::u16string_view text) { return title.find(text) != std::u16string_view::npos; };
        if (std::ranges::any_of(free_units_, in_title) || std::ranges::any_of(names_, in_title)) return true;
        double weight = 0;
        for (const auto& [character, each] : characters_)
            if (in_title(std::u16string_view(&character, 1))) weight += each;
        double idle = weight * title_impact(word_count(title));
        for (const auto& [pair, each] : torn_)
            idle += each * (in_title(pair) ? title_impact(word_count(title)) : kMostBodyImpact);
        return index_score - idle >= query_.least_score || says_a_name(slot);
    }

    RankFeatures read(const Candidate& candidate) {
        RankFeatures made{};
        const auto set = [&](RankFeature feature, double value) { made[static_cast<std::size_t>(feature)] = value; };
        const std::u16string_view title = items_.folded_title_of(candidate.slot);
        set(RankFeature::Index, candidate.index_score);
        read_title(title, made);
        const std::uint32_t aspects = items_.aspects_of(candidate.slot);
        if (query_.aspects != 0 && aspects != 0)
            set((aspects & query_.aspects) != 0 ? RankFeature::SameAspect : RankFeature::OtherAspect, 1);
        set(RankFeature::Named, named_share(candidate.slot));
        set(RankFeature::IsNamed, is_named(candidate.slot) ? 1 : 0);
        set(RankFeature::Intent, fit(query_.understood.intent, items_.type_of(candidate.slot)));
        set(RankFeature::Curated, items_.trust_of(candidate.slot) == Trust::Curated ? 1 : 0);
        return made;
    }

  private:
    static constexpr std::size_t kLongest = 64;

    std::u16string_view folded_slice(Span span) const {
        std::size_t first = 0;
        while (first < query_.folded.size() && query_.folded.span(first).begin < span.begin) ++first;
        std::size_t last = first;
        while (last < query_.folded.size() && query_.folded.span(last).end <= span.end) ++last;
        return std::u16string_view(query_.folded.characters()).substr(first, last - first);
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
            for (const Span name : query_.understood.mentions)
                if (read.text_of(field).find(slice(query_.understood.text, name)) != std::string_view::npos)
                    return true;
        return false;
    }

    void read_title(std::u16string_view title, RankFeatures& made) {
        const auto set = [&](RankFeature feature, double value) { made[static_cast<std::size_t>(feature)] = value; };
        if (letters_.empty() || title.empty()) return;
        // A bit a letter of the query: where each letter of the title stands in it.
        std::uint64_t subsequence = ~std::uint64_t{0};  // Hyyrö's bit-parallel longest common subsequence (2004).
        std::uint64_t found = 0;
        std::uint64_t pairs = 0;  // The second letters of neighbours that the title has as neighbours too.
        std::uint64_t before = 0;
        std::array<std::uint8_t, kLongest + 1> run{};  // Longest common suffix by query letter, of the row before.
        std::size_t longest = 0;
        std::size_t shared = 0;
        std::size_t title_letters = 0;
        std::size_t part_shared = 0;
        std::size_t part_letters = 0;
        std::size_t most_shared = 0;
        double part_share = 0;
        const auto end_part = [&] {
            if (part_shared > most_shared) {
                most_shared = part_shared;
                part_share = static_cast<double>(part_shared) / static_cast<double>(part_letters);
            }
            part_shared = 0;
            part_letters = 0;
        };
        for (const char16_t letter : title) {
            if (class_of(letter) == CharacterClass::Separator) {
                before = 0;
                run.fill(0);
                if (letter == u'_' || letter == u'-' || letter == u'|' || letter == u'【') end_part();
                continue;
            }
            ++title_letters;
            ++part_letters;
            std::uint64_t matches = 0;
            for (std::size_t i = 0; i < letters_.size(); ++i)
                matches |= static_cast<std::uint64_t>(letters_[i] == letter) << i;
            for (std::size_t i = letters_.size(); i-- > 0;) {
                run[i + 1] = (matches >> i & 1U) != 0 ? static_cast<std::uint8_t>(run[i] + 1) : std::uint8_t{0};
                longest = std::max<std::size_t>(longest, run[i + 1]);
            }
            if (matches != 0) {
                ++shared;
                ++part_shared;
            }
            found |= matches;
            pairs |= matches & before << 1U;
            before = matches;
            const std::uint64_t common = subsequence & matches;
            subsequence = (subsequence + common) | (subsequence - common);
        }
        const std::size_t size = letters_.size();
        const std::uint64_t all = size == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << size) - 1;
        const auto in_order = static_cast<double>(std::bitset<64>(~subsequence & all).count());
        end_part();
        double heaviest = 0;
        bool heaviest_found = false;
        double weight_found = 0;
        double weight_pairs = 0;
        double weight_pairs_whole = 0;
        std::size_t digits = 0;
        std::size_t digits_missing = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const bool here = (found >> i & 1U) != 0;
            if (here) weight_found += weights_[i];
            if (i > 0) {
                const double both = weights_[i] + weights_[i - 1];
                weight_pairs_whole += both;
                const bool pair_here = (pairs >> i & 1U) != 0;
                if (pair_here) weight_pairs += both;
                if (both > heaviest) {
                    heaviest = both;
                    heaviest_found = pair_here;
                }
            }
            if (class_of(letters_[i]) == CharacterClass::Digit) {
                ++digits;
                if (!here) ++digits_missing;
            }
        }
        set(RankFeature::Characters, whole_weight_ > 0 ? weight_found / whole_weight_ : 0);
        set(RankFeature::Pairs, weight_pairs_whole > 0 ? weight_pairs / weight_pairs_whole : 0);
        set(RankFeature::TitleShare,
            title_letters > 0 ? static_cast<double>(shared) / static_cast<double>(title_letters) : 0);
        set(RankFeature::PartShare, part_share);
        set(RankFeature::Heaviest, heaviest_found ? 1 : 0);
        set(RankFeature::Subsequence, in_order / static_cast<double>(size));
        set(RankFeature::Substring, static_cast<double>(longest) / static_cast<double>(size));
        set(RankFeature::Digits, digits > 0 ? static_cast<double>(digits_missing) / static_cast<double>(digits) : 0);
    }

    double named_share(ItemCollection::Slot slot) const {
        std::vector<ConceptIndex> concepts;  // Whom and where are no subjects.
        for (const ConceptIndex each : query_.understood.concepts) {
            const ConceptKind kind = items_.corpus().knowledge().at(each).kind;
            if (kind != ConceptKind::Population && kind != ConceptKind::Site) concepts.push_back(each);
        }
        if (concepts.empty()) return 0;
        std::size_t named = 0;
        if (const auto record = items_.record_of(slot)) {
            const auto there = items_.corpus().concepts_of(*record);
            for (const ConceptIndex each : concepts)
                if (std::ranges::binary_search(there, each)) ++named;
        } else {
            const auto itself = items_.concept_of(slot);
            for (const ConceptIndex each : concepts)
                if (each == *itself) ++named;
        }
        return static_cast<double>(named) / static_cast<double>(concepts.size());
    }

    bool is_named(ItemCollection::Slot slot) const {
        const auto itself = items_.concept_of(slot);
        if (itself) return std::ranges::find(query_.understood.concepts, *itself) != query_.understood.concepts.end();
        return items_.folded_title_of(slot) == std::u16string_view(query_.folded.characters());
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
    std::u16string letters_;
    std::vector<double> weights_;
    double whole_weight_ = 0;
    std::vector<std::pair<char16_t, double>> characters_;  // That only order.
    std::vector<std::u16string_view> names_;               // That the query holds.
    std::vector<std::u16string_view> free_units_;          // That admit and are no part of a longer name.
    std::vector<std::pair<std::u16string_view, double>> torn_;
};

/// Leaves of near-duplicates (a drug by two makers, a copied text) the best; answers how many of the first `reranked`
/// are left.
std::size_t keep_first_of_duplicates(const ItemCollection& items, std::vector<Candidate>& candidates,
                                     std::size_t reranked) {
    std::unordered_set<std::uint64_t> seen;
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

}  // namespace

std::string_view name_of(RankFeature feature) {
    switch (feature) {
        case RankFeature::Index:
            return "index";
        case RankFeature::Characters:
            return "characters";
        case RankFeature::Pairs:
            return "pairs";
        case RankFeature::TitleShare:
            return "title-share";
        case RankFeature::PartShare:
            return "part-share";
        case RankFeature::Heaviest:
            return "heaviest";
        case RankFeature::Subsequence:
            return "subsequence";
        case RankFeature::Substring:
            return "substring";
        case RankFeature::Digits:
            return "digits";
        case RankFeature::SameAspect:
            return "same-aspect";
        case RankFeature::OtherAspect:
            return "other-aspect";
        case RankFeature::Named:
            return "named";
        case RankFeature::IsNamed:
            return "is-named";
        case RankFeature::Intent:
            return "intent";
        case RankFeature::Curated:
            return "curated";
    }
    return "";
}

const RankFeatures& rank_weights() {
    static constexpr RankFeatures kWeights{1.04,  0.93, -0.30, 0.23, 0.26, 0.01, 0.62, -0.33,
                                           -0.13, 0.05, 0.0,   0.3,  0.9,  2.0,  0.1};
    return kWeights;
}

double weighted(const RankFeatures& features, const RankFeatures& weights) {
    double sum = 0;
    for (std::size_t i = 0; i < kRankFeatureCount; ++i) sum += features[i] * weights[i];
    return sum;
}

RankFeatures rank_features(const ItemCollection& items, const QueryReading& query, const Candidate& candidate) {
    return FeatureReader(items, query).read(candidate);
}

std::vector<Candidate> rank(const ItemCollection& items, const QueryReading& query,
                            std::vector<std::vector<Feature>> filters, std::size_t count, const RankFeatures& weights) {
    IndexQuery index_query = query.features;
    index_query.filters = std::move(filters);
    const std::vector<Hit> hits = top_k(items.index(), index_query, std::max(count, kRerankedCandidates));
    std::vector<Candidate> candidates;
    candidates.reserve(hits.size());
    FeatureReader reader(items, query);
    for (const Hit& hit : hits) {
        Candidate made{static_cast<ItemCollection::Slot>(hit.key), hit.score / query.whole_score, {}, 0};
        if (!reader.shares_enough(hit.score, made.slot)) continue;
        if (candidates.size() < kRerankedCandidates) {
            made.features = reader.read(made);
            made.score = weighted(made.features, weights);
        }
        candidates.push_back(made);
    }
    std::size_t reranked = std::min(candidates.size(), kRerankedCandidates);
    std::sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(reranked),
              [](const Candidate& a, const Candidate& b) {
                  return std::tuple(b.score, b.index_score, a.slot) < std::tuple(a.score, a.index_score, b.slot);
              });
    reranked = keep_first_of_duplicates(items, candidates, reranked);
    // The scores of the others go on falling from the last of these.
    if (candidates.size() > reranked) {
        const double last = candidates[reranked - 1].score;
        const double scale = last > 0 ? last / candidates[reranked].index_score : 0;
        for (std::size_t i = reranked; i < candidates.size(); ++i)
            candidates[i].score = candidates[i].index_score * scale;
    }
    if (candidates.size() > count) candidates.resize(count);
    return candidates;
}

}  // namespace xinglin
