#include "app/stats.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

#include "catalog/snapshot.h"
#include "relate/danger.h"
#include "store/store.h"

namespace xinglin {
namespace {

template <typename Word>
void count(std::map<std::string, std::size_t>& counts, Word word) {
    ++counts[std::string(name_of(word))];
}

/// Curated relations of one concept, counted while their sources are gathered.
class CuratedCount {
  public:
    CuratedCount(const Knowledge& knowledge, ConceptIndex subject) : knowledge_(knowledge), subject_(subject) {}

    std::size_t of(Predicate predicate) {
        return of(predicate, [](ConceptKind) { return true; });
    }

    template <typename Accepts>
    std::size_t of(Predicate predicate, Accepts accepts) {
        std::size_t count = 0;
        for (const auto& link : knowledge_.outgoing(subject_, predicate)) {
            const Relation& relation = knowledge_.at(link.relation);
            const bool counts = relation.trust == Trust::Curated && !relation.sources.empty();
            if (!counts || !accepts(knowledge_.at(link.other).kind)) continue;
            sources_.insert(relation.sources.begin(), relation.sources.end());
            ++count;
        }
        return count;
    }

    std::size_t in_role(Predicate predicate, Role role) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(knowledge_.outgoing(subject_, predicate), [&](const Knowledge::Link& link) {
                const Relation& relation = knowledge_.at(link.relation);
                return relation.trust == Trust::Curated && relation.role == role;
            }));
    }

    std::size_t care_cards() {
        const auto cards = cards_about(knowledge_, subject_);
        for (const auto& [card, of] : cards) sources_.insert(card->sources.begin(), card->sources.end());
        return cards.size();
    }

    std::size_t sources() const { return sources_.size(); }

  private:
    const Knowledge& knowledge_;
    ConceptIndex subject_;
    std::set<std::string_view> sources_;
};

std::size_t curated_articles(const Corpus& corpus, ConceptIndex subject) {
    const auto about = corpus.about(RecordKind::Article, subject);
    return static_cast<std::size_t>(std::ranges::count_if(
        about, [&](const auto& each) { return corpus.traits(each.record).trust == Trust::Curated; }));
}

ConditionCoverage coverage(const Snapshot& snapshot, ConceptIndex subject) {
    const auto is_procedure = [](ConceptKind kind) { return kind == ConceptKind::Procedure; };
    const auto is_drug = [](ConceptKind kind) { return kind == ConceptKind::Substance || kind == ConceptKind::Class; };
    const Knowledge& knowledge = snapshot.knowledge();
    CuratedCount count(knowledge, subject);
    ConditionCoverage row;
    row.id = knowledge.at(subject).id;
    row.name = knowledge.at(subject).name;
    row.departments = count.of(Predicate::ManagedIn);
    row.causes = count.of(Predicate::CausedBy);
    row.main_causes = count.in_role(Predicate::CausedBy, Role::Main);
    row.symptoms = count.of(Predicate::HasSymptom);
    row.tests = count.of(Predicate::DiagnosedBy);
    row.drugs = count.of(Predicate::TreatedBy, is_drug);
    row.procedures = count.of(Predicate::TreatedBy, is_procedure);
    row.complications = count.of(Predicate::ComplicatedBy);
    row.differentials = count.of(Predicate::DiffersFrom);
    row.negatives = count.of(Predicate::NotTreatedBy) + count.of(Predicate::OftenConfusedWith);
    row.care_cards = count.care_cards();
    row.articles = curated_articles(*snapshot.corpus, subject);
    row.sources = count.sources();
    return row;
}

}  // namespace

Stats stats_of(Store& store) {
    const auto snapshot = build_snapshot(store);
    const Knowledge& knowledge = snapshot->knowledge();
    Stats stats;
    for (const Source& source : knowledge.sources()) {
        if (source.status != SourceStatus::Withdrawn) count(stats.sources, source.kind);
    }
    for (const Concept& known : knowledge.concepts()) {
        count(stats.concepts, known.kind);
        if (known.trust == Trust::Imported) ++stats.imported_concepts;
    }
    for (const Relation& relation : knowledge.relations()) {
        count(stats.relations, relation.predicate);
        if (relation.trust == Trust::Imported) ++stats.imported_relations;
    }
    for (const auto& handle : snapshot->corpus->records()) {
        const auto record = handle.read_once();
        count(stats.records, record->record.kind());
        if (record->record.head.trust == Trust::Imported) ++stats.imported_records;
    }
    stats.red_flags = knowledge.red_flags().size();
    return stats;
}

std::vector<ConditionCoverage> coverage_of(Store& store) {
    const auto snapshot = build_snapshot(store);
    std::vector<ConditionCoverage> rows;
    for (const Concept& known : snapshot->knowledge().concepts()) {
        if (known.kind != ConceptKind::Condition || known.trust != Trust::Curated) continue;
        rows.push_back(coverage(*snapshot, *snapshot->knowledge().find(known.id)));
    }
    std::ranges::sort(rows, [](const ConditionCoverage& a, const ConditionCoverage& b) {
        return std::tie(b.articles, a.id) < std::tie(a.articles, b.id);
    });
    return rows;
}

}  // namespace xinglin
