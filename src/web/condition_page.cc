#include <algorithm>
#include <vector>

#include "web/blocks.h"
#include "web/concept_parts.h"
#include "web/statements.h"

namespace xinglin {
namespace {

// How many of each stand as sentences; the rest by name.
constexpr std::size_t kFullCauses = 3;
constexpr std::size_t kFullSymptoms = 3;
constexpr std::size_t kFullTests = 3;
constexpr std::size_t kFullTreatments = 3;
constexpr std::size_t kFullDaily = 3;
constexpr std::size_t kFullOutcomes = 2;
constexpr std::size_t kFullAlike = 3;

std::vector<RelationView> treatments_of(const ConceptView& view, TreatmentGroup group) {
    std::vector<RelationView> all = relations_in(view.groups, Predicate::TreatedBy);
    std::erase_if(all, [&](const RelationView& each) { return each.treatment != group; });
    return all;
}

std::vector<Tier> by_choice(const std::vector<RelationView>& treatments) {
    return {{"首选", in_roles(treatments, {Role::FirstLine}), kFullTreatments},
            {"", in_roles(treatments, {Role::None}), kFullTreatments},
            {"也可以用", in_roles(treatments, {Role::Alternative}), 0},
            {"辅助治疗", in_roles(treatments, {Role::Adjunct}), 0}};
}

void add_causes(ConceptParts& parts) {
    const auto all = relations_in(parts.view.groups, Predicate::CausedBy);
    const auto main = in_roles(all, {Role::Main});
    const bool has_main = !main.empty();
    parts.sections.add("causes", has_main ? "病因" : "诱因与促成因素", [&](Html& html) {
        write_tiers(html,
                    {{"", main, kFullCauses},
                     {"", in_roles(all, {Role::None}), has_main ? 0 : kFullCauses},
                     {"促成或诱发它的", in_roles(all, {Role::Contributing}), has_main ? 0 : kFullCauses},
                     {"少见的原因", in_roles(all, {Role::Rare}), 0}},
                    parts.citations);
    });
}

void add_symptoms(ConceptParts& parts) {
    parts.sections.add("symptoms", "症状", [&](Html& html) {
        const auto all = relations_in(parts.view.groups, Predicate::HasSymptom);
        write_tiers(html,
                    {{"", in_roles(all, {Role::Core}), kFullSymptoms},
                     {"", in_roles(all, {Role::None}), 0},
                     {"常见", in_roles(all, {Role::Common}), 0},
                     {"有时出现", in_roles(all, {Role::Occasional}), 0}},
                    parts.citations);
    });
}

void add_tests(ConceptParts& parts) {
    parts.sections.add("tests", "检查", [&](Html& html) {
        const auto all = relations_in(parts.view.groups, Predicate::DiagnosedBy);
        write_tiers(html,
                    {{"", in_roles(all, {Role::Core}), kFullTests},
                     {"", in_roles(all, {Role::None, Role::Common}), 0},
                     {"辅助检查", in_roles(all, {Role::Supporting}), 0},
                     {"用来排除其他病", in_roles(all, {Role::Exclusion}), 0}},
                    parts.citations);
    });
}

/// What must not be taken: what does not help, and what harms those who have the disease. Where knowledge also keeps
/// the two names apart, it says no more than that they are different things.
void write_not_to_take(Html& html, ConceptParts& parts) {
    const auto confused = relations_in(parts.view.groups, Predicate::OftenConfusedWith);
    auto useless = relations_in(parts.view.groups, Predicate::NotTreatedBy);
    std::erase_if(useless, [&](const RelationView& each) {
        return std::ranges::any_of(confused,
                                   [&](const RelationView& other) { return other.other.id == each.other.id; });
    });
    const auto harmful = relations_in(parts.view.groups, Predicate::ContraindicatedIn, StepDirection::Inverse);
    write_tiers(html, {{"不用来治它", useless, 1}, {"得了这种病不能用或要慎用", harmful, 1}}, parts.citations);
}

void add_treatments(ConceptParts& parts) {
    parts.sections.add("treatment", "手术和其他治疗", [&](Html& html) {
        auto all = treatments_of(parts.view, TreatmentGroup::Operation);
        const auto others = treatments_of(parts.view, TreatmentGroup::Other);
        all.insert(all.end(), others.begin(), others.end());
        write_tiers(html, by_choice(all), parts.citations);
    });
    parts.sections.add("drugs", "用药", [&](Html& html) {
        write_tiers(html, by_choice(treatments_of(parts.view, TreatmentGroup::Drug)), parts.citations);
        write_not_to_take(html, parts);
    });
    parts.sections.add("daily", "日常与康复", [&](Html& html) {
        const auto all = treatments_of(parts.view, TreatmentGroup::Daily);
        write_tiers(html, {{"", all, kFullDaily}}, parts.citations);
    });
}

void add_outcomes(ConceptParts& parts) {
    parts.sections.add("outcomes", "可能的并发症", [&](Html& html) {
        write_tiers(html, {{"", relations_in(parts.view.groups, Predicate::ComplicatedBy), kFullOutcomes}},
                    parts.citations);
    });
}

void add_alike(ConceptParts& parts) {
    parts.sections.add("alike", "容易混淆的病", [&](Html& html) {
        const auto confused = of_kinds(relations_in(parts.view.groups, Predicate::OftenConfusedWith),
                                       {ConceptKind::Condition, ConceptKind::Symptom});
        write_tiers(
            html,
            {{"", relations_in(parts.view.groups, Predicate::DiffersFrom), kFullAlike}, {"不是一回事", confused, 0}},
            parts.citations);
    });
}

}  // namespace

std::string condition_page(const ConceptView& view, const NavigationView& navigation) {
    ConceptParts parts(view);
    add_departments(parts);
    add_when_to_seek_care(parts);
    add_causes(parts);
    add_symptoms(parts);
    add_tests(parts);
    add_treatments(parts);
    add_outcomes(parts);
    add_alike(parts);
    add_kinds(parts);
    return render_concept_page(parts, navigation);
}

}  // namespace xinglin
