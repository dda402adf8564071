#include "triage/departments.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "text/automaton.h"
#include "text/data_lines.h"
#include "text/fold.h"
#include "triage/data.h"

namespace xinglin {
namespace {

// How much a source of scores counts.
constexpr double kCondition = 3;
constexpr double kSymptom = 1.5;
constexpr double kOther = 1.5;
constexpr double kImported = 0.4;
constexpr double kAbove = 0.7;  // for what the concept is a kind of
constexpr double kAlso = 0.5;
constexpr double kDenied = 0.3;
constexpr double kFirst = 1.5;
constexpr std::uint32_t kFirstBytes = 60;  // some twenty Chinese characters
constexpr double kChildDays = 14 * 365.25;

/// A word of the file and where it leads.
struct Lead {
    std::string_view department;
    double weight = 0;
};

struct WordEntry {
    std::string_view slug;
    double weight = 0;
    std::vector<std::string_view> words;
};

std::optional<WordEntry> entry_of(std::string_view line) {
    const auto fields = data_fields(line);
    WordEntry entry;
    if (fields.size() != 3) return std::nullopt;
    entry.slug = fields[0];
    const auto [stop, error] = std::from_chars(fields[1].data(), fields[1].data() + fields[1].size(), entry.weight);
    if (error != std::errc() || stop != fields[1].data() + fields[1].size() || entry.weight <= 0) return std::nullopt;
    for (std::string_view rest = fields[2]; !rest.empty();) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        entry.words.push_back(word);
    }
    return entry;
}

/// The words of data/medicine/department_words.txt.
class DepartmentWords {
  public:
    static const DepartmentWords& get() {
        static const DepartmentWords words;
        return words;
    }

    struct Found {
        Span span;
        const std::vector<Lead>* leads = nullptr;
    };

    /// Of words that overlap the first, of these the longest.
    std::vector<Found> find(std::string_view text) const {
        auto matches = automaton_.find_all(text);
        std::ranges::sort(matches, [](const auto& a, const auto& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
        std::vector<Found> found;
        for (const auto& match : matches) {
            if (!found.empty() && match.begin < found.back().span.end) continue;
            found.push_back({{match.begin, match.end}, &leads_[match.form]});
        }
        return found;
    }

  private:
    DepartmentWords() {
        std::map<std::string, std::vector<Lead>> leads;
        for (const DataLine& line : data_lines(triage_data("department_words.txt"))) {
            const auto entry = entry_of(line.text);
            CHECK(entry.has_value());
            for (const std::string_view word : entry->words) leads[fold(word)].push_back({entry->slug, entry->weight});
        }
        std::vector<std::string> forms;
        for (auto& [word, where] : leads) {
            forms.push_back(word);
            leads_.push_back(std::move(where));
        }
        automaton_ = Automaton::build(forms);
    }

    Automaton automaton_;
    std::vector<std::vector<Lead>> leads_;  // by form
};

std::optional<ConceptIndex> department_named(const Knowledge& knowledge, std::string_view slug) {
    return knowledge.find("department/" + std::string(slug));
}

class Ranking {
  public:
    Ranking(const Patient& patient, CareLevel level)
        : patient_(patient), knowledge_(patient.knowledge()), level_(level) {}

    std::vector<RankedDepartment> run(std::span<const FiredRule> fired, std::size_t limit) {
        for (const ConceptIndex each : patient_.concepts()) add_concept(each);
        add_words();
        for (const FiredRule& each : fired)
            if (each.rule != nullptr && !each.rule->department.empty()) add_rule(*each.rule);
        constrain();
        std::vector<RankedDepartment> ranked;
        for (auto& [department, each] : scores_)
            if (each.score > 0) ranked.push_back(std::move(each));
        std::ranges::stable_sort(ranked, [&](const RankedDepartment& a, const RankedDepartment& b) {
            if (a.score != b.score) return a.score > b.score;
            return knowledge_.at(a.department).id < knowledge_.at(b.department).id;
        });
        if (ranked.size() > limit) ranked.resize(limit);
        const double best = ranked.empty() ? 1 : ranked.front().score;
        for (RankedDepartment& each : ranked) each.score = each.score / best;
        return ranked;
    }

  private:
    RankedDepartment& of(ConceptIndex department) {
        RankedDepartment& each = scores_[department.value];
        each.department = department;
        return each;
    }

    void add(ConceptIndex department, double score, std::optional<ConceptIndex> why) {
        RankedDepartment& each = of(department);
        each.score += score;
        if (why && std::ranges::find(each.why, *why) == each.why.end()) each.why.push_back(*why);
    }

    bool add_links(ConceptIndex at, ConceptIndex named, double weight) {
        bool found = false;
        for (const auto& link : knowledge_.outgoing(at, Predicate::ManagedIn)) {
            const Relation& relation = knowledge_.at(link.relation);
            const double role = relation.role == Role::Also ? kAlso : 1;
            const double trust = relation.trust == Trust::Curated ? 1 : kImported;
            add(link.other, weight * role * trust, named);
            found = true;
        }
        return found;
    }

    void add_concept(ConceptIndex named) {
        const ConceptKind kind = knowledge_.at(named).kind;
        if (kind == ConceptKind::Population || kind == ConceptKind::Department) return;
        const double weight = kind == ConceptKind::Condition ? kCondition
                              : kind == ConceptKind::Symptom ? kSymptom
                                                             : kOther;
        if (add_links(named, named, weight)) return;
        for (const auto& above : knowledge_.ancestors(named))
            if (add_links(above.concept_index, named, weight * kAbove)) return;
    }

    void add_words() {
        std::map<std::string_view, int> seen;
        for (const auto& found : DepartmentWords::get().find(patient_.text())) {
            const bool is_denied = std::ranges::any_of(patient_.mentions(), [&](const Mention& mention) {
                return mention.negated && mention.span.begin < found.span.end && found.span.begin < mention.span.end;
            });
            // What is asked stands first: the title of a question, the first words of a complaint.
            const double first = found.span.begin < kFirstBytes ? kFirst : 1;
            const double again = (++seen[slice(patient_.text(), found.span)] > 1 ? kDenied : 1) * first;
            for (const Lead& lead : *found.leads)
                if (const auto department = department_named(knowledge_, lead.department))
                    add(*department, lead.weight * again * (is_denied ? kDenied : 1), std::nullopt);
        }
    }

    void add_rule(const TriageRule& rule) {
        const auto department = knowledge_.find(rule.department);
        if (!department) return;
        constexpr double kNamedByRule = 6;
        add(*department, kNamedByRule, std::nullopt);
        of(*department).rule = &rule;
    }

    double highest() const {
        double highest = 0;
        for (const auto& [department, each] : scores_) highest = std::max(highest, each.score);
        return highest;
    }

    void put_first(std::string_view slug) {
        const auto department = department_named(knowledge_, slug);
        if (!department) return;
        constexpr double kLead = 1.25;
        of(*department).score = std::max(highest() * kLead, 1.0);
    }

    void remove(std::string_view slug) {
        if (const auto department = department_named(knowledge_, slug)) scores_.erase(department->value);
    }

    void constrain() {
        const PatientFacts& facts = patient_.facts();
        const auto age = facts.age();
        const bool is_child = (age && age->high < kChildDays) || (!age && facts.subject == Subject::Child);
        const bool is_pregnant = !facts.of(PatientFact::Pregnancy).empty();
        if (facts.sex() == "male")
            for (const std::string_view slug : {"gynaecology", "obstetrics", "obstetrics-gynaecology"}) remove(slug);
        const bool is_grown = age && age->low >= kChildDays;
        if (is_grown || (!is_child && facts.subject != Subject::Child && facts.is_about_somebody && !says_child())) {
            for (const std::string_view slug : {"neonatology", "child-health"}) remove(slug);
            if (is_grown) remove("paediatrics");
        }
        join_paediatric(is_child);
        if (is_child && !is_pregnant && (is_of_exact_age() || !speaks_of_bearing())) put_first_for_children();
        if (scores_.empty()) put_first(is_child ? "paediatrics" : is_pregnant ? "obstetrics" : "general-practice");
        if (level_ == CareLevel::Emergency) put_first("emergency");
    }

    /// 小儿神经内科 and its like stand under 儿科, for children.
    void join_paediatric(bool is_child) {
        const auto paediatrics = department_named(knowledge_, "paediatrics");
        if (!paediatrics) return;
        double most = 0;
        std::erase_if(scores_, [&](const auto& entry) {
            const bool is_below = knowledge_.at(entry.second.department).id.starts_with("department/paediatric-");
            if (is_below) most = std::max(most, entry.second.score);
            return is_below;
        });
        if (is_child && most > 0) of(*paediatrics).score = std::max(of(*paediatrics).score, most);
    }

    /// The age itself is said, not only 宝宝.
    bool is_of_exact_age() const {
        constexpr double kYear = 366;
        const auto ages = patient_.facts().of(PatientFact::Age);
        return std::ranges::any_of(ages, [](const StatedFact* each) { return each->high - each->low <= kYear; });
    }

    bool speaks_of_bearing() const {
        for (const std::string_view slug : {"obstetrics", "reproductive-medicine", "family-planning"}) {
            const auto department = department_named(knowledge_, slug);
            if (department && scores_.contains(department->value)) return true;
        }
        return false;
    }

    bool says_child() const { return !patient_.facts().of(PatientFact::Age).empty(); }

    /// Eyes, ears, teeth, skin and bones of children have departments of their own that see them, too.
    void put_first_for_children() {
        constexpr double kSurely = 4.5;
        double best_own = 0;
        for (const std::string_view slug : {"ophthalmology", "ent", "stomatology", "dermatology", "orthopaedics"}) {
            const auto department = department_named(knowledge_, slug);
            if (department && scores_.contains(department->value)) best_own = std::max(best_own, of(*department).score);
        }
        const auto paediatrics = department_named(knowledge_, "paediatrics");
        if (!paediatrics) return;
        if (best_own >= kSurely && best_own >= highest()) {
            of(*paediatrics).score = best_own * 0.99;
        } else {
            put_first("paediatrics");
        }
    }

    const Patient& patient_;
    const Knowledge& knowledge_;
    CareLevel level_;
    std::map<std::uint32_t, RankedDepartment> scores_;  // by department
};

}  // namespace

std::vector<RankedDepartment> departments_for(const Patient& patient, std::span<const FiredRule> fired, CareLevel level,
                                              std::size_t limit) {
    return Ranking(patient, level).run(fired, limit);
}

std::vector<std::string> faults_in_department_words(const Knowledge& knowledge, std::string_view file) {
    std::vector<std::string> faults;
    for (const DataLine& line : data_lines(file)) {
        const std::string place = "line " + std::to_string(line.number) + ": ";
        const auto entry = entry_of(line.text);
        if (!entry) {
            faults.push_back(place + "a department, a weight, words");
        } else if (!department_named(knowledge, entry->slug)) {
            faults.push_back(place + "no such department: " + std::string(entry->slug));
        }
    }
    return faults;
}

}  // namespace xinglin
