#include "catalog/standing.h"

#include <algorithm>
#include <utility>

#include "knowledge/reconcile.h"

namespace xinglin {
namespace {

/// Takes out the relations whose sources are all withdrawn, which neither say anything nor contradict an import, and
/// the concepts of withdrawn origins: a concept names no source, so it rests on its origin's.
void drop_withdrawn(Store& store, const Withdrawn& withdrawn, KnowledgeData& data) {
    std::erase_if(data.relations, [&](const Relation& relation) { return withdrawn.has(relation.sources); });
    std::unordered_set<std::string> concepts;
    for (const std::string& origin : withdrawn.origins()) {
        const KnowledgeData brought = store.knowledge_of(origin);
        for (const Concept& each : brought.concepts) concepts.insert(each.id);
    }
    std::erase_if(data.concepts, [&](const Concept& each) { return concepts.contains(each.id); });
}

void drop_unshown(const Unshown& unshown, KnowledgeData& data) {
    for (Concept& each : data.concepts)
        if (each.summary && unshown.has(each.summary->sources)) each.summary.reset();
    std::erase_if(data.red_flags, [&](const RedFlag& card) { return unshown.has(card.sources); });
    std::erase_if(data.triage_rules, [&](const TriageRule& rule) { return unshown.has(rule.sources); });
}

}  // namespace

Withdrawn::Withdrawn(std::span<const Source> sources, const std::vector<Origin>& origins) {
    for (const Source& source : sources) {
        if (source.status == SourceStatus::Withdrawn) sources_.insert(source.id);
    }
    for (const Origin& origin : origins) {
        if (sources_.contains(origin.source)) origins_.insert(origin.name);
    }
}

bool Withdrawn::has(const std::vector<std::string>& sources) const {
    const auto is_withdrawn = [&](const std::string& id) { return sources_.contains(id); };
    return !sources.empty() && std::ranges::all_of(sources, is_withdrawn);
}

bool Withdrawn::has(const RecordHead& head) const {
    return head.sources.empty() ? origins_.contains(head.origin) : has(head.sources);
}

Unshown::Unshown(Audience audience, const std::vector<Origin>& origins) {
    if (audience == Audience::Editors) return;
    for (const Origin& origin : origins) {
        if (origin.audience == Audience::Readers) continue;
        origins_.insert(origin.name);
        if (!origin.source.empty()) sources_.insert(origin.source);
    }
}

bool Unshown::has(const std::vector<std::string>& sources) const {
    const auto is_unshown = [&](const std::string& id) { return sources_.contains(id); };
    return !sources.empty() && std::ranges::all_of(sources, is_unshown);
}

bool is_shown(const Standing& standing, const RecordHead& head) {
    return head.status == Status::Published && !standing.withdrawn.has(head) && !standing.unshown.has(head);
}

std::shared_ptr<const Knowledge> standing_knowledge(Store& store, const Standing& standing, KnowledgeData data) {
    drop_withdrawn(store, standing.withdrawn, data);
    drop_unshown(standing.unshown, data);
    return std::make_shared<const Knowledge>(reconcile(std::move(data)));
}

}  // namespace xinglin
