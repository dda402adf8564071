#include "relate/doctor_field.h"

#include <algorithm>

#include "relate/panel_search.h"
#include "relate/relate_data.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

bool is_told_of_doctors(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom || kind == ConceptKind::Procedure ||
           kind == ConceptKind::Department;
}

/// What curated relations lead to: what an import says neither withholds a doctor nor keeps one.
std::vector<ConceptIndex> curated_ends(const Knowledge& knowledge, ConceptIndex from, Predicate predicate) {
    std::vector<ConceptIndex> ends;
    for (const auto& link : knowledge.outgoing(from, predicate)) {
        if (knowledge.at(link.relation).trust == Trust::Curated) ends.push_back(link.other);
    }
    return ends;
}

/// The kinds that a concept belongs to over curated relations, nearest first.
std::vector<ConceptIndex> curated_kinds(const Knowledge& knowledge, ConceptIndex named) {
    std::vector<ConceptIndex> kinds;
    for (const auto& ancestor : knowledge.ancestors(named)) {
        const auto is_curated = [&](RelationIndex step) { return knowledge.at(step).trust == Trust::Curated; };
        if (std::ranges::all_of(ancestor.path, is_curated)) kinds.push_back(ancestor.concept_index);
    }
    return kinds;
}

std::vector<ConceptIndex> managed_in(const Knowledge& knowledge, ConceptIndex named) {
    auto departments = curated_ends(knowledge, named, Predicate::ManagedIn);
    for (const ConceptIndex kind : curated_kinds(knowledge, named)) {
        if (!departments.empty()) break;
        departments = curated_ends(knowledge, kind, Predicate::ManagedIn);
    }
    return departments;
}

/// Adds what the departments are part of, but for the roots of the tree: 内科 says nothing about a field.
void add_wholes(const Knowledge& knowledge, std::vector<ConceptIndex>& departments) {
    for (std::size_t next = 0; next < departments.size(); ++next) {
        for (const ConceptIndex whole : curated_ends(knowledge, departments[next], Predicate::PartOf)) {
            const bool is_root = curated_ends(knowledge, whole, Predicate::PartOf).empty();
            const bool is_new = std::ranges::find(departments, whole) == departments.end();
            if (!is_root && is_new) departments.push_back(whole);
        }
    }
    std::ranges::sort(departments);
    departments.erase(std::unique(departments.begin(), departments.end()), departments.end());
}

bool are_directly_related(const Knowledge& knowledge, ConceptIndex a, ConceptIndex b) {
    for (int i = 0; i < kPredicateCount; ++i) {
        for (const auto* ends : {&a, &b}) {
            const auto found = curated_ends(knowledge, *ends, static_cast<Predicate>(i));
            if (std::ranges::find(found, ends == &a ? b : a) != found.end()) return true;
        }
    }
    return false;
}

/// Whether one mainly causes the other. Who treats what the subject causes (癫痫 after a stroke) does not treat it.
bool is_main_cause(const Knowledge& knowledge, ConceptIndex effect, ConceptIndex cause) {
    return std::ranges::any_of(knowledge.outgoing(effect, Predicate::CausedBy), [&](const Knowledge::Link& link) {
        const Relation& relation = knowledge.at(link.relation);
        return link.other == cause && relation.trust == Trust::Curated && relation.role == Role::Main;
    });
}

/// Whether one is a treatment of the other that is no mere addition to it (康复训练 is one of dozens of diseases).
bool is_own_treatment(const Knowledge& knowledge, ConceptIndex treated, ConceptIndex treatment) {
    return std::ranges::any_of(knowledge.outgoing(treated, Predicate::TreatedBy), [&](const Knowledge::Link& link) {
        const Relation& relation = knowledge.at(link.relation);
        return link.other == treatment && relation.trust == Trust::Curated && relation.role != Role::Adjunct;
    });
}

bool holds_kind(const Knowledge& knowledge, ConceptIndex member, ConceptIndex kind) {
    const auto kinds = curated_kinds(knowledge, member);
    return member == kind || std::ranges::find(kinds, kind) != kinds.end();
}

/// Whether the words say that the doctor sees what commonly comes to the department.
bool is_general(std::string_view specialty) {
    static const std::vector<std::string_view> words = [] {
        std::vector<std::string_view> made;
        for (const DataLine& line : data_lines(relate_data("general_expertise.txt"))) made.push_back(line.text);
        return made;
    }();
    return std::ranges::any_of(words, [&](std::string_view word) { return specialty.find(word) != specialty.npos; });
}

bool is_particular(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom || kind == ConceptKind::Procedure;
}

bool share_one(const std::vector<ConceptIndex>& a, const std::vector<ConceptIndex>& b) {
    return std::ranges::any_of(a, [&](ConceptIndex each) { return std::ranges::binary_search(b, each); });
}

}  // namespace

DoctorField::DoctorField(const Corpus& corpus, const PageContext& page) : corpus_(corpus) {
    for (const PageSubject& subject : subjects_of(page)) {
        subjects_.push_back(subject.concept_index);
        const auto& field = field_of(subject.concept_index);
        page_.insert(page_.end(), field.begin(), field.end());
    }
    std::ranges::sort(page_);
    page_.erase(std::unique(page_.begin(), page_.end()), page_.end());
}

const std::vector<ConceptIndex>& DoctorField::field_of(ConceptIndex named) const {
    const auto [known, is_new] = fields_.try_emplace(named.value);
    if (is_new) {
        const Knowledge& knowledge = corpus_.knowledge();
        std::vector<ConceptIndex> departments{named};
        if (knowledge.at(named).kind != ConceptKind::Department) departments = managed_in(knowledge, named);
        add_wholes(knowledge, departments);
        known->second = std::move(departments);
    }
    return known->second;
}

/// Whether a doctor who names this may well treat the page's subjects.
bool DoctorField::fits(ConceptIndex named) const {
    const Knowledge& knowledge = corpus_.knowledge();
    const auto is_near = [&](ConceptIndex subject) {
        const auto kinds = curated_kinds(knowledge, subject);
        return subject == named || std::ranges::find(kinds, named) != kinds.end() ||
               are_directly_related(knowledge, subject, named);
    };
    return std::ranges::any_of(subjects_, is_near) || share_one(field_of(named), page_);
}

bool DoctorField::is_next_to_subject(ConceptIndex named) const {
    const Knowledge& knowledge = corpus_.knowledge();
    return std::ranges::any_of(subjects_, [&](ConceptIndex subject) {
        return holds_kind(knowledge, subject, named) || holds_kind(knowledge, named, subject) ||
               is_main_cause(knowledge, subject, named) || is_own_treatment(knowledge, subject, named) ||
               is_own_treatment(knowledge, named, subject);
    });
}

std::vector<ConceptIndex> DoctorField::other_expertise(RecordIndex doctor) const {
    const AnnotatedRecord& record = corpus_.at(doctor);
    std::vector<ConceptIndex> others;
    if (is_general(record.text_of(Field::Specialty))) return others;
    for (const FieldMention& found : record.mentions) {
        const ConceptIndex named = found.mention.concept_index;
        const Concept& entry = corpus_.knowledge().at(named);
        const bool counts = found.field == Field::Specialty && !found.mention.negated &&
                            entry.trust == Trust::Curated && is_particular(entry.kind);
        if (!counts) continue;
        if (is_next_to_subject(named)) return {};
        if (std::ranges::find(others, named) == others.end()) others.push_back(named);
    }
    return others;
}

std::vector<ConceptIndex> DoctorField::foreign_words(RecordIndex doctor) const {
    std::vector<ConceptIndex> foreign;
    if (page_.empty()) return foreign;
    for (const FieldMention& found : corpus_.at(doctor).mentions) {
        const ConceptIndex named = found.mention.concept_index;
        const bool is_own_word = found.field == Field::Specialty || found.field == Field::Biography;
        const Concept& entry = corpus_.knowledge().at(named);
        if (!is_own_word || found.mention.negated || !is_told_of_doctors(entry.kind)) continue;
        if (entry.trust != Trust::Curated) continue;
        if (fits(named)) return {};
        const bool is_new = std::ranges::find(foreign, named) == foreign.end();
        if (is_new && !field_of(named).empty()) foreign.push_back(named);
    }
    return foreign;
}

}  // namespace xinglin
