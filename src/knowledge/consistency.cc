// Relations are resolved once to concepts; every rule then looks at one relation, at all relations of one pair, or at
// all objects of one subject and predicate.
#include "knowledge/consistency.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/name_table.h"
#include "knowledge/fitting.h"
#include "knowledge/name_traits.h"
#include "knowledge/plausibility.h"
#include "knowledge/rules.h"

namespace xinglin {
namespace {

using Index = std::uint32_t;

/// A relation whose ends are there and fit.
struct Edge {
    const Relation* relation = nullptr;
    Index subject = 0;
    Index object = 0;

    Predicate predicate() const { return relation->predicate; }
};

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

/// Whom both can concern; what contradicts `one` is left out.
Constraints narrowed(Constraints one, const Constraints& other) {
    if (people_conflict(one, other)) return one;
    if (!one.sex) one.sex = other.sex;
    if (!one.pregnancy) one.pregnancy = other.pregnancy;
    if (other.min_age_years) one.min_age_years = std::max(one.min_age_years.value_or(0), *other.min_age_years);
    if (other.max_age_years) {
        one.max_age_years = std::min(one.max_age_years.value_or(*other.max_age_years), *other.max_age_years);
    }
    return one;
}

constexpr NameTable<PeopleConflict> kConflictRules("sex-conflict", "age-conflict", "pregnancy-conflict");

std::string_view rule_of(PeopleConflict conflict) {
    return kConflictRules.name_of(conflict);
}

constexpr NameTable<PeopleConflict> kConflictSentences("one concerns men only, the other women only.",
                                                       "the ages of those whom they concern do not meet.",
                                                       "one is only in pregnancy, the other never.");

std::string_view said_of(PeopleConflict conflict) {
    return kConflictSentences.name_of(conflict);
}

/// Whether such a relation may hold in spite of the conflict: causes may be a parent's, differentials stand beside each
/// other in a book, guidelines treat outside of the ages of a label.
bool may_hold(Predicate predicate, PeopleConflict conflict) {
    if (predicate == Predicate::CausedBy || predicate == Predicate::DiffersFrom) return true;
    return conflict == PeopleConflict::Age &&
           (predicate == Predicate::TreatedBy || predicate == Predicate::DiagnosedBy);
}

/// The predicates along which what is local to one place hardly reaches another.
bool is_local(Predicate predicate) {
    return predicate == Predicate::HasSymptom || predicate == Predicate::RedFlagOf ||
           predicate == Predicate::CausedBy || predicate == Predicate::ComplicatedBy;
}

/// What says of two things that they belong together.
bool is_joining(Predicate predicate) {
    return predicate == Predicate::IsA || predicate == Predicate::CausedBy || predicate == Predicate::HasSymptom ||
           predicate == Predicate::ComplicatedBy || predicate == Predicate::TreatedBy ||
           predicate == Predicate::DiagnosedBy || predicate == Predicate::RedFlagOf;
}

/// The fewest objects that make a list, and the fewest unrelated subjects that make it a repeated one. Managing
/// departments are few, so that their lists are alike for good reason.
constexpr std::size_t kListObjects = 4;
constexpr std::size_t kListFamilies = 5;

class Inspector {
  public:
    explicit Inspector(const KnowledgeData& data) {
        for (const Concept& known : data.concepts) {
            const auto index = static_cast<Index>(index_.size());
            if (index_.emplace(known.id, index).second) concepts_.push_back(&known);
        }
        parents_.resize(concepts_.size());
        sites_.resize(concepts_.size());
        for (const Relation& relation : data.relations) resolve(relation);
        constraints_.resize(concepts_.size());
        parts_.resize(concepts_.size());
        for (Index i = 0; i < concepts_.size(); ++i) {
            constraints_[i] = constraints_of(i);
            parts_[i] = parts_of(i);
        }
    }

    std::vector<Problem> run() {
        for (const Edge& edge : edges_) {
            check_plausible(edge);
            check_kind_of_symptom(edge);
            check_against_negatives(edge);
        }
        check_pairs();
        check_lists();
        return std::move(problems_);
    }

  private:
    const Concept& at(Index index) const { return *concepts_[index]; }

    void resolve(const Relation& relation) {
        const auto subject = index_.find(relation.subject);
        const auto object = index_.find(relation.object);
        if (subject == index_.end() || object == index_.end() || subject == object) return;
        if (!kinds_fit(at(subject->second).kind, relation.predicate, at(object->second).kind)) return;
        const Edge edge{&relation, subject->second, object->second};
        edges_.push_back(edge);
        if (relation.predicate == Predicate::IsA) parents_[edge.subject].push_back(edge.object);
        if (relation.predicate == Predicate::LocatedIn) sites_[edge.subject].push_back(edge.object);
        if (relation.predicate == Predicate::NotTreatedBy) not_treated_.insert({edge.subject, edge.object});
        if (relation.predicate == Predicate::OftenConfusedWith) confused_.insert(pair_of(edge));
    }

    static std::pair<Index, Index> pair_of(const Edge& edge) {
        return {std::min(edge.subject, edge.object), std::max(edge.subject, edge.object)};
    }

    Problem& report(std::string_view rule, const Edge& edge, std::string message, std::string mend) {
        problems_.push_back(make_problem(rule, key_of(*edge.relation), std::move(message), std::move(mend)));
        return problems_.back();
    }

    void warn(std::string_view rule, const Edge& edge, std::string message, std::string mend) {
        report(rule, edge, std::move(message), std::move(mend)).severity = Severity::Warning;
    }

    std::string names_of(const Edge& edge) const {
        return quoted(at(edge.subject).name) + " and " + quoted(at(edge.object).name);
    }

    /// The concept itself and everything up to kMaxDepth steps above it, nearest first: a longer chain is an error of
    /// its own, and would be walked again for each concept on it.
    std::vector<Index> with_all_above(Index index) const {
        std::vector<Index> all = {index};
        seen_.resize(parents_.size(), 0);
        seen_[index] = ++walk_;
        std::size_t next = 0;
        for (std::size_t step = 0; step < kMaxDepth && next < all.size(); ++step) {
            for (const std::size_t end = all.size(); next < end; ++next) {
                for (const Index parent : parents_[all[next]]) {
                    if (std::exchange(seen_[parent], walk_) != walk_) all.push_back(parent);
                }
            }
        }
        return all;
    }

    /// The sex that has this concept's sites, when all of them are of one.
    std::optional<Sex> sex_of_sites(Index index) const {
        std::optional<Sex> sex;
        for (const Index site : sites_[index]) {
            const std::optional<Sex> own = at(site).constraints.sex;
            const std::optional<Sex> here = own ? own : constraints_of_name(at(site).name).sex;
            if (!here || (sex && sex != here)) return std::nullopt;
            sex = here;
        }
        return sex;
    }

    /// What the knowledge says of whom a concept concerns: itself, what it is a kind of, where it is.
    Constraints constraints_of(Index index) const {
        Constraints all = at(index).constraints;
        for (const Index each : with_all_above(index)) {
            all = narrowed(all, at(each).constraints);
            Constraints of_sites;
            of_sites.sex =
                at(each).kind == ConceptKind::Site ? constraints_of_name(at(each).name).sex : sex_of_sites(each);
            all = narrowed(all, of_sites);
        }
        return all;
    }

    /// Where a concept is by its name, or else by its sites.
    BodyParts parts_of(Index index) const {
        const NameTraits traits = traits_of(at(index).name);
        if (traits.is_spread) return 0;
        BodyParts parts = traits.parts;
        if (parts == 0) {
            for (const Index site : sites_[index]) parts |= traits_of(at(site).name).parts;
        }
        return parts;
    }

    // ---- one relation

    void check_plausible(const Edge& edge) {
        const Predicate predicate = edge.predicate();
        if (const auto conflict = people_conflict(constraints_[edge.subject], predicate, constraints_[edge.object])) {
            Problem& problem = report(rule_of(*conflict), edge, names_of(edge) + ": " + std::string(said_of(*conflict)),
                                      "Remove the relation, or correct the constraint or site that is wrong.");
            if (may_hold(predicate, *conflict)) problem.severity = Severity::Warning;
            return;
        }
        if (auto found = implausible_relation(at(edge.subject), predicate, at(edge.object))) {
            warn(found->rule, edge, std::move(found->message), std::move(found->mend));
            return;
        }
        const bool is_far = (is_local(predicate) || predicate == Predicate::LocatedIn) &&
                            are_unrelated(parts_[edge.subject], parts_[edge.object]);
        if (is_far) {
            warn("site-conflict", edge,
                 names_of(edge) + " are local to parts of the body that have nothing to do with each other.",
                 "Remove the relation; when it is true, name what joins the two.");
        }
    }

    void check_kind_of_symptom(const Edge& edge) {
        if (edge.predicate() != Predicate::HasSymptom || at(edge.object).kind != ConceptKind::Condition) return;
        report("disease-as-symptom", edge, quoted(at(edge.object).name) + " is a condition that is given as a symptom.",
               "Nothing when it is meant so; otherwise name the symptom, or use complicated_by.");
    }

    void check_against_negatives(const Edge& edge) {
        if (is_joining(edge.predicate()) && confused_.contains(pair_of(edge))) {
            warn("contradiction", edge, names_of(edge) + " are often_confused_with each other and joined by this.",
                 "Keep the one that its sources support.");
        }
        if (edge.predicate() != Predicate::TreatedBy || not_treated_.empty()) return;
        const std::vector<Index> treatments = with_all_above(edge.object);
        for (const Index ill : with_all_above(edge.subject)) {
            for (const Index treatment : treatments) {
                const bool is_same = ill == edge.subject && treatment == edge.object;
                if (is_same || !not_treated_.contains({ill, treatment})) continue;
                warn("contradiction", edge,
                     quoted(at(ill).name) + " is not_treated_by " + quoted(at(treatment).name) +
                         ", and this is a kind of it; it will not be shown.",
                     "Narrow the negative relation, or remove this one.");
            }
        }
    }

    // ---- all relations of a pair

    void check_pairs() {
        std::map<std::pair<Index, Index>, std::vector<const Edge*>> pairs;
        for (const Edge& edge : edges_) pairs[pair_of(edge)].push_back(&edge);
        for (const auto& entry : pairs) {
            const std::vector<const Edge*>& edges = entry.second;
            for (std::size_t second = 1; second < edges.size(); ++second) {
                for (std::size_t first = 0; first < second; ++first) check_two(*edges[first], *edges[second]);
            }
        }
    }

    /// Whether two relations from one thing to another point in different directions. A symptom may well be the cause
    /// and be seen too (fever in febrile seizures); a disease is one of the two.
    bool contradict_forwards(const Edge& first, const Edge& second) const {
        const auto are = [&](Predicate one, Predicate other) {
            return (first.predicate() == one && second.predicate() == other) ||
                   (first.predicate() == other && second.predicate() == one);
        };
        const bool is_disease = at(first.object).kind == ConceptKind::Condition;
        return are(Predicate::CausedBy, Predicate::ComplicatedBy) ||
               (is_disease && are(Predicate::CausedBy, Predicate::HasSymptom)) ||
               are(Predicate::IsA, Predicate::CausedBy) || are(Predicate::IsA, Predicate::ComplicatedBy);
    }

    /// Whether a predicate, said both ways, contradicts itself; is_a and part_of are circles then.
    static bool contradicts_backwards(Predicate predicate) {
        return predicate == Predicate::CausedBy || predicate == Predicate::ComplicatedBy ||
               predicate == Predicate::HasSymptom || predicate == Predicate::RedFlagOf ||
               predicate == Predicate::HasIngredient;
    }

    void check_two(const Edge& first, const Edge& second) {
        const bool is_same_way = first.subject == second.subject;
        const Predicate one = first.predicate();
        const Predicate other = second.predicate();
        if (!is_same_way && one == other && is_symmetric(one)) {
            check_both_ends(first, second);
            return;
        }
        const auto has = [one, other](Predicate predicate) { return one == predicate || other == predicate; };
        const bool is_kind_apart = has(Predicate::IsA) && has(Predicate::DiffersFrom);
        const bool is_wrong =
            is_same_way ? contradict_forwards(first, second) : one == other && contradicts_backwards(one);
        if (!is_wrong && !is_kind_apart) return;
        Problem& problem = report("direction", second,
                                  key_of(*first.relation) + " stands beside " + key_of(*second.relation) +
                                      (is_kind_apart ? "; a thing is not told apart from its own kind."
                                                     : "; the two point in opposite directions."),
                                  "Keep the one whose direction the sources give; when both hold, say so in the "
                                  "statements.");
        if (one != Predicate::HasIngredient || other != one) problem.severity = Severity::Warning;
    }

    /// The same content from both ends is a duplicate, which check() reports.
    void check_both_ends(const Edge& first, const Edge& second) {
        if (say_the_same(*first.relation, *second.relation)) return;
        report("asymmetric-edge", second,
               "This is stated from the other end already, with other content; readers see one of the two.",
               "Say in one relation what holds for both.");
    }

    // ---- all objects of a subject

    using List = std::pair<Predicate, std::vector<Index>>;

    void check_lists() {
        std::map<std::pair<Predicate, Index>, std::vector<const Edge*>> of_subject;
        for (const Edge& edge : edges_) {
            const bool has_few_objects = edge.predicate() == Predicate::ManagedIn;
            if (!has_few_objects) of_subject[{edge.predicate(), edge.subject}].push_back(&edge);
        }
        std::map<List, std::vector<const Edge*>> subjects_of_list;
        for (const auto& entry : of_subject) {
            if (entry.second.size() < kListObjects) continue;
            std::vector<Index> objects;
            for (const Edge* edge : entry.second) objects.push_back(edge->object);
            std::sort(objects.begin(), objects.end());
            subjects_of_list[{entry.first.first, std::move(objects)}].push_back(entry.second.front());
        }
        for (const auto& entry : subjects_of_list) check_list(entry.first, entry.second);
    }

    void check_list(const List& list, const std::vector<const Edge*>& firsts) {
        std::vector<Index> subjects;
        for (const Edge* edge : firsts) subjects.push_back(edge->subject);
        if (families_among(subjects) < kListFamilies) return;
        std::string names;
        for (const Index subject : subjects) names += (names.empty() ? "" : ", ") + at(subject).name;
        warn("repeated-list", *firsts.front(),
             "The same " + std::to_string(list.second.size()) + " objects stand under " +
                 std::to_string(subjects.size()) + " subjects that have nothing to do with each other: " + names + ".",
             "Check each; a list that was filled in for all says nothing about one.");
    }

    /// How many groups are left when those with a common direct kind, and a kind and its own kinds, are one.
    std::size_t families_among(const std::vector<Index>& subjects) const {
        std::map<Index, Index> leader;  // of subjects and of their parents
        const auto find = [&leader](Index index) {
            leader.emplace(index, index);
            while (leader[index] != index) index = leader[index];
            return index;
        };
        for (const Index subject : subjects) {
            for (const Index parent : parents_[subject]) leader[find(subject)] = find(parent);
        }
        std::set<Index> families;
        for (const Index subject : subjects) families.insert(find(subject));
        return families.size();
    }

    std::unordered_map<std::string_view, Index> index_;
    std::vector<const Concept*> concepts_;
    std::vector<Edge> edges_;
    std::vector<std::vector<Index>> parents_;
    mutable std::vector<std::uint32_t> seen_;  // the last walk upwards that came by each concept
    mutable std::uint32_t walk_ = 0;
    std::vector<std::vector<Index>> sites_;
    std::vector<Constraints> constraints_;
    std::vector<BodyParts> parts_;
    std::set<std::pair<Index, Index>> not_treated_;
    std::set<std::pair<Index, Index>> confused_;
    std::vector<Problem> problems_;
};

}  // namespace

bool say_the_same(const Relation& one, const Relation& other) {
    return std::tie(one.sources, one.role, one.routes, one.setting, one.evidence, one.statement, one.review,
                    one.mined_from) == std::tie(other.sources, other.role, other.routes, other.setting, other.evidence,
                                                other.statement, other.review, other.mined_from);
}

std::vector<Problem> inconsistencies(const KnowledgeData& data) {
    return Inspector(data).run();
}

}  // namespace xinglin
