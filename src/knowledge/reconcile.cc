// Names decide which concepts are one; then every imported relation is looked at once, with its ends as places (ranks
// of the ids that stay, in their order), so that all questions to curated knowledge are look-ups of 64-bit keys and the
// order of keys is the order of relations.
#include "knowledge/reconcile.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/check.h"
#include "knowledge/fitting.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::string_view kClassification = "ICD-10";

using Place = std::uint32_t;
constexpr Place kNowhere = std::numeric_limits<Place>::max();

/// A triple in 64 bits, ordered as subject, predicate, object.
using TripleKey = std::uint64_t;
constexpr unsigned kPlaceBits = 30;
constexpr unsigned kPredicateBits = 4;
static_assert(kPredicateCount <= 1 << kPredicateBits && 2 * kPlaceBits + kPredicateBits == 64);

TripleKey key_of_triple(Place subject, Predicate predicate, Place object) {
    if (is_symmetric(predicate) && object < subject) std::swap(subject, object);
    return (TripleKey{subject} << (kPlaceBits + kPredicateBits)) | (static_cast<TripleKey>(predicate) << kPlaceBits) |
           object;
}

/// How a text is claimed by curated knowledge, surest first.
enum class ClaimStrength { Name, Alone, NeedsContext };

struct NameClaim {
    ClaimStrength strength = ClaimStrength::Name;
    const Concept* by = nullptr;
};

/// Everything that curated concepts are called in running text, folded.
class CuratedNames {
  public:
    explicit CuratedNames(const std::vector<Concept>& curated) {
        for (const Concept& known : curated) {
            add(known.name, {ClaimStrength::Name, &known});
            for (const Alias& alias : known.aliases) {
                if (alias.use == AliasUse::Alone) add(alias.text, {ClaimStrength::Alone, &known});
                if (alias.use == AliasUse::NeedsContext) add(alias.text, {ClaimStrength::NeedsContext, &known});
            }
        }
    }

    bool is_claimed(const std::string& folded) const { return claims_.contains(folded); }

    /// The curated concept that a concept of this kind and name is, or null.
    const Concept* concept_named(const std::string& folded, ConceptKind kind) const {
        const auto found = claims_.find(folded);
        if (found == claims_.end()) return nullptr;
        const auto order = [](const NameClaim& claim) {
            return std::tuple(claim.strength, std::string_view(claim.by->id));
        };
        const NameClaim* best = nullptr;
        for (const NameClaim& claim : found->second) {
            if (claim.strength == ClaimStrength::NeedsContext || !are_compatible(claim.by->kind, kind)) continue;
            if (best == nullptr || order(claim) < order(*best)) best = &claim;
        }
        return best == nullptr ? nullptr : best->by;
    }

  private:
    void add(const std::string& text, NameClaim claim) {
        if (std::string folded = fold(text); !folded.empty()) claims_[std::move(folded)].push_back(claim);
    }

    std::unordered_map<std::string, std::vector<NameClaim>> claims_;
};

/// Condition before symptom, then by id: who stands for concepts that are one.
bool stands_before(const Concept& a, const Concept& b) {
    const auto order = [](const Concept& known) {
        return std::tuple(known.kind == ConceptKind::Symptom, std::string_view(known.id), std::string_view(known.name));
    };
    return order(a) < order(b);
}

/// Gives `into` what it lacks and `from` has.
void take_over(Concept& into, const Concept& from) {
    if (into.english.empty()) into.english = from.english;
    if (into.constraints.empty()) into.constraints = from.constraints;
    if (!into.summary) into.summary = from.summary;
    into.aliases.insert(into.aliases.end(), from.aliases.begin(), from.aliases.end());
    for (const Code& code : from.codes) {
        if (std::find(into.codes.begin(), into.codes.end(), code) == into.codes.end()) into.codes.push_back(code);
    }
}

/// Whether two ICD-10 codes may be of one thing: of one subcategory (I69.3), or one of them only says the category.
bool are_filed_together(std::string_view one, std::string_view other) {
    constexpr std::size_t kSubcategoryLength = 5;
    const std::size_t length = std::min({one.size(), other.size(), kSubcategoryLength});
    return one.substr(0, length) == other.substr(0, length);
}

/// Whether a classification files the imported concept elsewhere than the curated one that has its name as an alias: it
/// is something of its own then (one type of what is curated as a whole).
bool is_filed_elsewhere(const Concept& curated, const Concept& imported) {
    if (fold(curated.name) == fold(imported.name)) return false;
    bool has_both = false;
    for (const Code& own : curated.codes) {
        for (const Code& other : imported.codes) {
            if (own.system != other.system || own.system != kClassification) continue;
            if (are_filed_together(own.code, other.code)) return false;
            has_both = true;
        }
    }
    return has_both;
}

/// A name that curated knowledge reads otherwise keeps its code in it, so that codes are found and texts are not
/// misread.
void name_with_code(Concept& imported) {
    const auto code = std::find_if(imported.codes.begin(), imported.codes.end(),
                                   [](const Code& each) { return each.system == kClassification; });
    CHECK(code != imported.codes.end());
    imported.name += "（" + code->code + "）";
}

/// Gives a curated concept that has no code of the classification the imported one's.
void lend_codes(Concept& curated, const Concept& imported) {
    const auto is_of_it = [](const Code& each) { return each.system == kClassification; };
    if (std::any_of(curated.codes.begin(), curated.codes.end(), is_of_it)) return;
    std::copy_if(imported.codes.begin(), imported.codes.end(), std::back_inserter(curated.codes), is_of_it);
}

/// Takes out the aliases that curated knowledge claims, that repeat the name, and that are there already.
void tidy_aliases(Concept& known, const CuratedNames& curated) {
    std::unordered_set<std::string> seen = {fold(known.name), std::string()};
    std::erase_if(known.aliases, [&](const Alias& alias) {
        std::string folded = fold(alias.text);
        return curated.is_claimed(folded) || !seen.insert(std::move(folded)).second;
    });
}

/// The predicates along which things belong together; what is often confused has none of them.
bool joins(Predicate predicate) {
    return !is_negative(predicate) && predicate != Predicate::DiffersFrom &&
           predicate != Predicate::ContraindicatedIn && predicate != Predicate::InteractsWith;
}

/// What curated relations say, asked by place.
class CuratedRelations {
  public:
    explicit CuratedRelations(std::size_t places) : above_(places) {}

    void add(Place subject, Predicate predicate, Place object) {
        triples_.insert(key_of_triple(subject, predicate, object));
        if (joins(predicate)) joined_.insert(pair_of(subject, object));
        if (predicate == Predicate::IsA) above_[subject].push_back(object);
    }

    bool has(Place subject, Predicate predicate, Place object) const {
        return triples_.contains(key_of_triple(subject, predicate, object));
    }

    bool contradicts(Place subject, Predicate predicate, Place object) const {
        if (joins(predicate) && has(subject, Predicate::OftenConfusedWith, object)) return true;
        switch (predicate) {
            case Predicate::IsA:
                return has(subject, Predicate::DiffersFrom, object) || has(subject, Predicate::CausedBy, object) ||
                       has(subject, Predicate::ComplicatedBy, object);
            case Predicate::CausedBy:
                return has(object, predicate, subject) || has(subject, Predicate::ComplicatedBy, object) ||
                       is_below(subject, object);
            case Predicate::ComplicatedBy:
                return has(object, predicate, subject) || has(subject, Predicate::CausedBy, object) ||
                       is_below(subject, object);
            case Predicate::HasSymptom:
                return has(object, predicate, subject);
            case Predicate::DiffersFrom:
                return is_below(subject, object) || is_below(object, subject);
            case Predicate::TreatedBy:
                return speaks_against_treatment(subject, object);
            case Predicate::NotTreatedBy:
                return has(subject, Predicate::TreatedBy, object);
            case Predicate::ContraindicatedIn:
                return has(object, Predicate::TreatedBy, subject);
            case Predicate::OftenConfusedWith:
                return joined_.contains(pair_of(subject, object));
            case Predicate::PartOf:
            case Predicate::LocatedIn:
            case Predicate::DiagnosedBy:
            case Predicate::ManagedIn:
            case Predicate::HasIngredient:
            case Predicate::InteractsWith:
            case Predicate::RedFlagOf:
                return false;
        }
        return false;
    }

  private:
    static TripleKey pair_of(Place one, Place other) {
        return key_of_triple(std::min(one, other), Predicate::IsA, std::max(one, other));
    }

    bool is_below(Place kind, Place above) const {
        const std::vector<Place> all = with_all_above(kind);
        return std::find(all.begin(), all.end(), above) != all.end();
    }

    bool speaks_against_treatment(Place ill, Place treatment) const {
        const std::vector<Place> treatments = with_all_above(treatment);
        for (const Place broader : with_all_above(ill)) {
            for (const Place each : treatments) {
                if (has(broader, Predicate::NotTreatedBy, each) || has(each, Predicate::ContraindicatedIn, broader))
                    return true;
            }
        }
        return false;
    }

    std::vector<Place> with_all_above(Place place) const {
        std::vector<Place> all = {place};
        for (std::size_t next = 0; next < all.size(); ++next) {
            for (const Place above : above_[all[next]]) {
                if (std::find(all.begin(), all.end(), above) == all.end()) all.push_back(above);
            }
        }
        return all;
    }

    std::unordered_set<TripleKey> triples_;
    std::unordered_set<TripleKey> joined_;
    std::vector<std::vector<Place>> above_;
};

/// An imported relation and its triple.
struct Candidate {
    TripleKey key = 0;
    Place subject = 0;
    Place object = 0;
    Relation* relation = nullptr;
};

/// What an imported relation says, most first; a total order, so that merging does not depend on who came first.
auto order_of(const Relation& relation) {
    const bool has_no_role = relation.role == Role::None;
    const int evidence_last = -static_cast<int>(relation.evidence);
    return std::tuple_cat(
        std::tuple(has_no_role, relation.role, evidence_last, relation.statement.empty(), !relation.review,
                   !relation.mined_from),
        std::tie(relation.statement, relation.sources, relation.curative, relation.routes, relation.setting));
}

auto order_of(const TextEvidence& evidence) {
    return std::tie(evidence.record, evidence.field, evidence.begin_character, evidence.end_character, evidence.quote,
                    evidence.rule);
}

auto order_of(const Review& review) {
    return std::tie(review.by, review.on, review.how);
}

/// -1, 0 or 1 as `a` says more than, as much as or less than `b`.
template <typename Value>
int compare(const Value& a, const Value& b) {
    if (order_of(a) < order_of(b)) return -1;
    return order_of(b) < order_of(a) ? 1 : 0;
}

template <typename Value>
int compare(const std::optional<Value>& a, const std::optional<Value>& b) {
    return a && b ? compare(*a, *b) : 0;
}

bool says_more(const Relation& a, const Relation& b) {
    if (const int order = compare(a, b); order != 0) return order < 0;
    if (const int order = compare(a.review, b.review); order != 0) return order < 0;
    return compare(a.mined_from, b.mined_from) < 0;
}

/// Strongly connected components of a graph of places, by Tarjan's algorithm with a stack of its own: two places lie on
/// a circle exactly when they have the same component.
class Components {
  public:
    explicit Components(std::vector<std::vector<Place>> edges)
        : edges_(std::move(edges)), order_(edges_.size(), 0), low_(edges_.size(), 0), of_(edges_.size(), kNowhere) {
        for (Place place = 0; place < edges_.size(); ++place) {
            if (order_[place] == 0 && !edges_[place].empty()) visit(place);
        }
    }

    bool are_on_a_circle(Place one, Place other) const { return of_[one] != kNowhere && of_[one] == of_[other]; }

  private:
    struct Frame {
        Place place = 0;
        std::size_t next_edge = 0;
    };

    void enter(Place place) {
        order_[place] = low_[place] = ++entered_;
        open_.push_back(place);
        frames_.push_back({place, 0});
    }

    void visit(Place start) {
        enter(start);
        while (!frames_.empty()) {
            const Place here = frames_.back().place;
            if (frames_.back().next_edge < edges_[here].size()) {
                const Place there = edges_[here][frames_.back().next_edge++];
                if (order_[there] == 0) {
                    enter(there);
                } else if (of_[there] == kNowhere) {
                    low_[here] = std::min(low_[here], order_[there]);
                }
                continue;
            }
            frames_.pop_back();
            if (!frames_.empty()) {
                const Place below = frames_.back().place;
                low_[below] = std::min(low_[below], low_[here]);
            }
            if (low_[here] == order_[here]) close(here);
        }
    }

    void close(Place root) {
        for (Place place = kNowhere; place != root;) {
            place = open_.back();
            open_.pop_back();
            of_[place] = root;
        }
    }

    std::vector<std::vector<Place>> edges_;
    std::vector<Place> order_;
    std::vector<Place> low_;
    std::vector<Place> of_;
    std::vector<Place> open_;
    std::vector<Frame> frames_;
    Place entered_ = 0;
};

class Reconciler {
  public:
    explicit Reconciler(KnowledgeData data) : data_(std::move(data)) {}

    KnowledgeData run() {
        part_concepts();
        join_concepts();
        place_concepts();
        part_relations();
        join_relations();
        join_red_flags();
        result_.sources = std::move(data_.sources);
        return std::move(result_);
    }

  private:
    void part_concepts() {
        for (Concept& known : data_.concepts) {
            (known.trust == Trust::Curated ? result_.concepts : imported_).push_back(std::move(known));
        }
        std::sort(imported_.begin(), imported_.end(), stands_before);
    }

    /// Finds for each imported concept the one that it is: curated, the first of its name, or none.
    void join_concepts() {
        const CuratedNames names(result_.concepts);
        std::unordered_set<std::string_view> ids;
        for (const Concept& known : result_.concepts) ids.insert(known.id);
        std::unordered_map<std::string, std::vector<std::size_t>> first_of_name;
        std::vector<std::size_t> staying;
        for (std::size_t i = 0; i < imported_.size(); ++i) {
            Concept& known = imported_[i];
            if (!ids.insert(known.id).second) continue;
            std::string folded = fold(known.name);
            const Concept* curated = names.concept_named(folded, known.kind);
            if (curated != nullptr && !is_filed_elsewhere(*curated, known)) {
                lend_codes(result_.concepts[static_cast<std::size_t>(curated - result_.concepts.data())], known);
                is_.emplace(known.id, curated->id);
                continue;
            }
            if (curated != nullptr) {
                name_with_code(known);
                folded = fold(known.name);
            }
            if (folded.empty() || names.is_claimed(folded)) {
                is_.emplace(known.id, std::string());
                continue;
            }
            std::vector<std::size_t>& firsts = first_of_name[folded];
            const auto first = std::find_if(firsts.begin(), firsts.end(), [&](std::size_t other) {
                return are_compatible(imported_[other].kind, known.kind);
            });
            if (first == firsts.end()) {
                firsts.push_back(i);
                staying.push_back(i);
            } else {
                take_over(imported_[*first], known);
                is_.emplace(known.id, imported_[*first].id);
            }
        }
        for (const std::size_t i : staying) tidy_aliases(imported_[i], names);
        const auto by_id = [this](std::size_t a, std::size_t b) { return imported_[a].id < imported_[b].id; };
        std::sort(staying.begin(), staying.end(), by_id);
        // `names` looks into the curated concepts and is not asked any more from here.
        for (const std::size_t i : staying) result_.concepts.push_back(std::move(imported_[i]));
    }

    void place_concepts() {
        const std::vector<Concept>& concepts = result_.concepts;
        CHECK(concepts.size() < std::size_t{1} << kPlaceBits);
        concept_at_.resize(concepts.size());
        std::iota(concept_at_.begin(), concept_at_.end(), 0U);
        std::stable_sort(concept_at_.begin(), concept_at_.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return concepts[a].id < concepts[b].id; });
        place_by_id_.reserve(concepts.size());
        for (Place place = 0; place < concept_at_.size(); ++place) place_by_id_.emplace(at(place).id, place);
    }

    const Concept& at(Place place) const { return result_.concepts[concept_at_[place]]; }

    Place place_of(std::string_view id) const {
        const auto found = place_by_id_.find(id);
        return found == place_by_id_.end() ? kNowhere : found->second;
    }

    /// The place of the concept that an id of imported knowledge means.
    Place place_meant(const std::string& id) const {
        const auto joined = is_.find(id);
        return place_of(joined == is_.end() ? std::string_view(id) : std::string_view(joined->second));
    }

    void part_relations() {
        for (Relation& relation : data_.relations) {
            if (relation.trust == Trust::Curated) result_.relations.push_back(std::move(relation));
        }
    }

    std::optional<Candidate> candidate(Relation& relation, const CuratedRelations& curated) const {
        Place subject = place_meant(relation.subject);
        Place object = place_meant(relation.object);
        if (subject == kNowhere || object == kNowhere || subject == object) return std::nullopt;
        const Concept& from = at(subject);
        const Concept& to = at(object);
        if (!kinds_fit(from.kind, relation.predicate, to.kind) || curated.has(subject, relation.predicate, object) ||
            curated.contradicts(subject, relation.predicate, object) ||
            people_conflict(from.constraints, relation.predicate, to.constraints)) {
            return std::nullopt;
        }
        if (is_symmetric(relation.predicate) && object < subject) std::swap(subject, object);
        return Candidate{key_of_triple(subject, relation.predicate, object), subject, object, &relation};
    }

    CuratedRelations curated_relations() const {
        CuratedRelations curated(result_.concepts.size());
        for (const Relation& relation : result_.relations) {
            const Place subject = place_of(relation.subject);
            const Place object = place_of(relation.object);
            // What is only to be used with care speaks against nothing.
            const bool is_caution =
                relation.predicate == Predicate::ContraindicatedIn && relation.role == Role::Occasional;
            if (subject != kNowhere && object != kNowhere && !is_caution)
                curated.add(subject, relation.predicate, object);
        }
        return curated;
    }

    void join_relations() {
        const CuratedRelations curated = curated_relations();
        std::vector<Candidate> candidates;
        for (Relation& relation : data_.relations) {
            if (relation.trust == Trust::Curated) continue;
            if (const auto found = candidate(relation, curated)) candidates.push_back(*found);
        }
        drop_circles(Predicate::IsA, candidates);
        drop_circles(Predicate::PartOf, candidates);
        std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
            return a.key != b.key ? a.key < b.key : says_more(*a.relation, *b.relation);
        });
        result_.relations.reserve(result_.relations.size() + candidates.size());
        for (std::size_t begin = 0; begin < candidates.size();) {
            std::size_t end = begin + 1;
            while (end < candidates.size() && candidates[end].key == candidates[begin].key) ++end;
            keep_merged(candidates, begin, end);
            begin = end;
        }
    }

    void keep_merged(const std::vector<Candidate>& candidates, std::size_t begin, std::size_t end) {
        Relation& best = *candidates[begin].relation;
        for (std::size_t i = begin + 1; i < end; ++i) {
            const std::vector<std::string>& more = candidates[i].relation->sources;
            best.sources.insert(best.sources.end(), more.begin(), more.end());
        }
        if (end - begin > 1) {
            std::sort(best.sources.begin(), best.sources.end());
            best.sources.erase(std::unique(best.sources.begin(), best.sources.end()), best.sources.end());
        }
        best.subject = at(candidates[begin].subject).id;
        best.object = at(candidates[begin].object).id;
        result_.relations.push_back(std::move(best));
    }

    void drop_circles(Predicate predicate, std::vector<Candidate>& candidates) const {
        const auto is_step = [predicate](const Candidate& each) { return each.relation->predicate == predicate; };
        if (std::none_of(candidates.begin(), candidates.end(), is_step)) return;
        std::vector<std::vector<Place>> edges(result_.concepts.size());
        for (const Relation& relation : result_.relations) {
            if (relation.predicate != predicate) continue;
            const Place subject = place_of(relation.subject);
            const Place object = place_of(relation.object);
            if (subject != kNowhere && object != kNowhere) edges[subject].push_back(object);
        }
        for (const Candidate& each : candidates) {
            if (is_step(each)) edges[each.subject].push_back(each.object);
        }
        const Components components(std::move(edges));
        std::erase_if(candidates, [&](const Candidate& each) {
            return is_step(each) && components.are_on_a_circle(each.subject, each.object);
        });
    }

    void join_red_flags() {
        const auto meant = [this](std::string& id) {
            if (const auto joined = is_.find(id); joined != is_.end()) id = joined->second;
        };
        for (RedFlag& red_flag : data_.red_flags) {
            meant(red_flag.of);
            if (red_flag.of.empty()) continue;
            for (Sign& sign : red_flag.signs) meant(sign.concept_id);
            result_.red_flags.push_back(std::move(red_flag));
        }
        result_.triage_rules = std::move(data_.triage_rules);
    }

    KnowledgeData data_;
    KnowledgeData result_;
    std::vector<Concept> imported_;
    std::unordered_map<std::string, std::string> is_;  ///< imported id to the id that stays; "" when left out
    std::vector<std::uint32_t> concept_at_;            ///< by place
    std::unordered_map<std::string_view, Place> place_by_id_;
};

}  // namespace

KnowledgeData reconcile(KnowledgeData data) {
    return Reconciler(std::move(data)).run();
}

}  // namespace xinglin
