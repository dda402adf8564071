#include "triage/conditions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace xinglin {
namespace {

constexpr double kDaysInYear = 365.25;
constexpr double kImported = 0.25;
constexpr double kAgainst = 0.6;  // a denied core symptom takes so much of the score
constexpr std::size_t kMostLinks = 2000;

double weight_of(Role role) {
    switch (role) {
        case Role::Core:
        case Role::Main:
            return 3;
        case Role::Common:
        case Role::Contributing:
            return 2;
        case Role::None:
            return 1.2;
        case Role::Occasional:
            return 1;
        case Role::Rare:
            return 0.5;
        case Role::Supporting:
        case Role::Exclusion:
        case Role::FirstLine:
        case Role::Alternative:
        case Role::Adjunct:
        case Role::First:
        case Role::Also:
            return 1;
    }
    return 1;
}

bool fits(const Constraints& whom, const PatientFacts& facts) {
    if (whom.sex && !facts.sex().empty() && name_of(*whom.sex) != facts.sex()) return false;
    const auto age = facts.age();
    if (age && whom.max_age_years && age->low > (*whom.max_age_years + 1) * kDaysInYear) return false;
    if (age && whom.min_age_years && age->high < *whom.min_age_years * kDaysInYear) return false;
    const bool is_pregnant = !facts.of(PatientFact::Pregnancy).empty();
    const bool can_be_pregnant = is_pregnant || !facts.of(PatientFact::Postpartum).empty();
    if (whom.pregnancy == PregnancyRule::Only && !can_be_pregnant) return false;
    return !(whom.pregnancy == PregnancyRule::Never && is_pregnant);
}

class Differential {
  public:
    explicit Differential(const Patient& patient) : patient_(patient), knowledge_(patient.knowledge()) {}

    std::vector<CompatibleCondition> run(std::size_t limit) {
        for (const ConceptIndex each : patient_.concepts()) add_sign(each);
        for (const ConceptIndex each : patient_.denied()) add_denied(each);
        std::vector<CompatibleCondition> found;
        for (auto& [index, each] : conditions_) {
            const Concept& condition = knowledge_.at(each.condition);
            if (each.score <= 0 || !knowledge_.is_for_readers(each.condition)) continue;
            if (fits(condition.constraints, patient_.facts())) found.push_back(std::move(each));
        }
        const auto order = [&](const CompatibleCondition& a, const CompatibleCondition& b) {
            if (a.score != b.score) return a.score > b.score;
            return knowledge_.at(a.condition).id < knowledge_.at(b.condition).id;
        };
        std::ranges::sort(found, order);
        keep_dangerous(found, limit);
        return found;
    }

  private:
    /// The first `limit`, of which the last places go to what must not be missed.
    static void keep_dangerous(std::vector<CompatibleCondition>& found, std::size_t limit) {
        if (found.size() <= limit) return;
        constexpr std::size_t kDangerous = 2;
        std::size_t kept =
            static_cast<std::size_t>(std::count_if(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(limit),
                                                   [](const CompatibleCondition& each) { return each.must_not_miss; }));
        std::size_t place = limit;
        for (std::size_t i = limit; i < found.size() && kept < kDangerous && place > 0; ++i) {
            if (!found[i].must_not_miss) continue;
            std::swap(found[--place], found[i]);
            ++kept;
        }
        found.resize(limit);
    }

    CompatibleCondition& of(ConceptIndex condition) {
        CompatibleCondition& each = conditions_[condition.value];
        each.condition = condition;
        return each;
    }

    void add_sign(ConceptIndex sign) {
        const ConceptKind kind = knowledge_.at(sign).kind;
        if (kind == ConceptKind::Condition) {
            constexpr double kNamed = 6;
            add(sign, kNamed, sign);
        }
        if (kind != ConceptKind::Symptom && kind != ConceptKind::Condition) return;
        add_links(sign, sign, 1);
        constexpr double kAbove = 0.5;
        for (const auto& above : knowledge_.ancestors(sign)) add_links(above.concept_index, sign, kAbove);
    }

    void add_links(ConceptIndex at, ConceptIndex sign, double weight) {
        const auto with = knowledge_.incoming(at, Predicate::HasSymptom);
        const auto causes = knowledge_.outgoing(at, Predicate::CausedBy);
        // What many conditions have says little for each.
        const double share = weight / std::log2(3.0 + static_cast<double>(with.size() + causes.size()) / 8);
        for (const auto& link : with.first(std::min(with.size(), kMostLinks))) add_link(link, sign, share);
        if (knowledge_.at(at).kind == ConceptKind::Symptom)
            for (const auto& link : causes.first(std::min(causes.size(), kMostLinks))) add_link(link, sign, share);
        for (const auto& link : knowledge_.incoming(at, Predicate::RedFlagOf)) {
            if (knowledge_.at(link.other).kind != ConceptKind::Condition) continue;
            add_link(link, sign, share);
            of(link.other).must_not_miss = true;
        }
    }

    void add_link(const Knowledge::Link& link, ConceptIndex sign, double share) {
        if (knowledge_.at(link.other).kind != ConceptKind::Condition) return;
        const Relation& relation = knowledge_.at(link.relation);
        const double trust = relation.trust == Trust::Curated ? 1 : kImported;
        add(link.other, weight_of(relation.role) * share * trust, sign);
    }

    void add(ConceptIndex condition, double score, ConceptIndex sign) {
        CompatibleCondition& each = of(condition);
        // Two ways from one sign to one condition are one reason.
        if (std::ranges::find(each.speaks_for, sign) != each.speaks_for.end()) return;
        each.score += score;
        each.speaks_for.push_back(sign);
    }

    void add_denied(ConceptIndex sign) {
        for (const auto& link : knowledge_.incoming(sign, Predicate::HasSymptom)) {
            const auto found = conditions_.find(link.other.value);
            if (found == conditions_.end()) continue;
            const Role role = knowledge_.at(link.relation).role;
            found->second.speaks_against.push_back(sign);
            if (role == Role::Core) found->second.score *= 1 - kAgainst;
        }
        const auto named = conditions_.find(sign.value);
        if (named != conditions_.end()) named->second.score = 0;
    }

    const Patient& patient_;
    const Knowledge& knowledge_;
    std::map<std::uint32_t, CompatibleCondition> conditions_;  // by condition
};

}  // namespace

std::vector<CompatibleCondition> compatible_conditions(const Patient& patient, std::size_t limit) {
    return Differential(patient).run(limit);
}

}  // namespace xinglin
