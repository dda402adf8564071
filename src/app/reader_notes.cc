#include "app/reader_notes.h"

#include <algorithm>
#include <optional>

#include "app/cards.h"
#include "catalog/snapshot.h"
#include "text/sentences.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostContradictions = 3;
constexpr std::size_t kMostFacts = 4;
constexpr std::size_t kSaidCharacters = 60;

/// Of the rules of lint, those that say what the text gets wrong about medicine; the others are about advertising.
bool concerns_readers(const Finding& finding) {
    constexpr std::string_view kRules[] = {"claim-contradicted", "no-treatment", "dose-too-high", "harmful-remedy",
                                           "danger-at-home"};
    return std::ranges::find(kRules, finding.rule) != std::end(kRules);
}

bool is_unanswered(const AnnotatedRecord& record) {
    const RecordHead& head = record.record.head;
    return head.trust == Trust::Imported && head.reviewer.empty();
}

/// text[begin, end) by characters; the whole text when they lie outside.
std::string_view characters_between(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    const std::size_t from = first_characters(text, begin).size();
    return text.substr(from, first_characters(text, end).size() - from);
}

std::string said_in(const AnnotatedRecord& record, const Finding& finding) {
    const std::string_view text = record.text_of(finding.in_title ? Field::Title : Field::Body);
    return excerpt_of(characters_between(text, finding.begin, finding.end), kSaidCharacters);
}

/// At most kMostFacts curated relations of one predicate, in one role when `only` names one, the weightiest first.
std::vector<KnownFact> facts_of(const Snapshot& snapshot, ConceptIndex subject, Predicate predicate,
                                std::optional<Role> only) {
    const Knowledge& knowledge = snapshot.knowledge();
    std::vector<const Relation*> relations;
    for (const Knowledge::Link& link : knowledge.outgoing(subject, predicate)) {
        const Relation& relation = knowledge.at(link.relation);
        const bool fits = !only || relation.role == *only;
        if (relation.trust == Trust::Curated && fits) relations.push_back(&relation);
    }
    std::ranges::stable_sort(relations, {},
                             [](const Relation* each) { return std::pair(each->role == Role::None, each->role); });
    std::vector<KnownFact> facts;
    for (const Relation* relation : relations) {
        if (facts.size() == kMostFacts) break;
        facts.push_back(
            {ref_of(snapshot, relation->object), relation->statement, refs_of(snapshot, relation->sources)});
    }
    return facts;
}

std::optional<Predicate> predicate_of(Aspect aspect) {
    switch (aspect) {
        case Aspect::Cause:
            return Predicate::CausedBy;
        case Aspect::Symptom:
            return Predicate::HasSymptom;
        case Aspect::Diagnosis:
            return Predicate::DiagnosedBy;
        case Aspect::Treatment:
        case Aspect::Medication:
        case Aspect::Surgery:
            return Predicate::TreatedBy;
        case Aspect::Department:
            return Predicate::ManagedIn;
        case Aspect::Severity:
            return Predicate::ComplicatedBy;
        case Aspect::Overview:
        case Aspect::Diet:
        case Aspect::DailyLife:
        case Aspect::Prevention:
        case Aspect::Expert:
        case Aspect::Cost:
            return std::nullopt;
    }
    return std::nullopt;
}

class Notes {
  public:
    Notes(const Snapshot& snapshot, const AnnotatedRecord& record) : snapshot_(snapshot), record_(record) {}

    std::vector<ReaderNote> take() {
        add_contradictions();
        add_causes_left_out();
        if (notes_.empty()) add_what_is_known();
        return std::move(notes_);
    }

  private:
    void add_contradictions() {
        for (const Finding& finding : record_.findings) {
            if (!concerns_readers(finding) || notes_.size() == kMostContradictions) continue;
            ReaderNote note;
            note.kind = ReaderNote::Kind::Contradicted;
            note.said = said_in(record_, finding);
            note.correct = known_part(finding.message);
            note.sources = refs_of(snapshot_, finding.sources);
            notes_.push_back(std::move(note));
        }
    }

    void add_causes_left_out() {
        if (record_.main.empty()) return;
        const bool left_out = std::ranges::any_of(
            record_.findings, [](const Finding& finding) { return finding.rule == "cause-missing"; });
        if (left_out) add(ReaderNote::Kind::CauseLeftOut, facts_about(Predicate::CausedBy, Role::Main), std::nullopt);
    }

    void add_what_is_known() {
        if (record_.main.empty()) return;
        for (const Aspect aspect : record_.aspects) {
            const auto predicate = predicate_of(aspect);
            if (!predicate) continue;
            add(ReaderNote::Kind::AlsoKnown, facts_about(*predicate, std::nullopt), aspect);
            return;
        }
    }

    std::vector<KnownFact> facts_about(Predicate predicate, std::optional<Role> only) const {
        return facts_of(snapshot_, record_.main.front().concept_index, predicate, only);
    }

    void add(ReaderNote::Kind kind, std::vector<KnownFact> facts, std::optional<Aspect> aspect) {
        if (facts.empty()) return;
        ReaderNote note;
        note.kind = kind;
        note.subject = ref_of(snapshot_.knowledge().at(record_.main.front().concept_index));
        note.facts = std::move(facts);
        note.aspect = aspect;
        notes_.push_back(std::move(note));
    }

    const Snapshot& snapshot_;
    const AnnotatedRecord& record_;
    std::vector<ReaderNote> notes_;
};

}  // namespace

bool is_contradicted(const AnnotatedRecord& record) {
    return is_unanswered(record) && std::ranges::any_of(record.findings, [](const Finding& finding) {
               return finding.severity == Severity::Error && concerns_readers(finding);
           });
}

std::vector<ReaderNote> reader_notes_of(const Snapshot& snapshot, const AnnotatedRecord& record) {
    if (!is_unanswered(record)) return {};
    return Notes(snapshot, record).take();
}

std::string known_part(std::string_view message) {
    constexpr std::string_view kKnown = "不符：";
    constexpr std::string_view kBasis = "（依据：";
    if (const std::size_t known = message.find(kKnown); known != std::string_view::npos)
        message.remove_prefix(known + kKnown.size());
    message = message.substr(0, message.rfind(kBasis));
    constexpr std::string_view kStop = "。";
    if (message.ends_with(kStop)) message.remove_suffix(kStop.size());
    return std::string(message);
}

}  // namespace xinglin
