#include "ingest/mining.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "annotate/annotator.h"
#include "catalog/standing.h"
#include "knowledge/reconcile.h"
#include "mine/mine.h"
#include "store/store.h"

namespace xinglin {
namespace {

constexpr const char* kMinedVersion = "1";  // of the rules as a whole; a new one marks other readings of equal texts
constexpr const char* kContradicted = "contradicts-curated";

using Triple = std::tuple<std::string, Predicate, std::string>;

Triple triple_of(const Relation& relation) {
    // A symmetric relation is the same from both ends.
    if (is_symmetric(relation.predicate) && relation.object < relation.subject) {
        return {relation.object, relation.predicate, relation.subject};
    }
    return {relation.subject, relation.predicate, relation.object};
}

/// What else says the same, for a relation that another predicate reads the other way round: a symptom is caused by
/// what has it.
std::optional<Triple> equivalent_of(const Relation& relation) {
    if (relation.predicate != Predicate::CausedBy || !relation.subject.starts_with("symptom/")) return std::nullopt;
    return Triple{relation.object, Predicate::HasSymptom, relation.subject};
}

bool is_mined(const Relation& relation) {
    return relation.trust == Trust::Imported && relation.mined_from.has_value();
}

/// The sources made for origins that have none.
class OwnSources {
  public:
    OwnSources(const std::vector<Origin>& origins, Date today) : today_(today) {
        for (const Origin& origin : origins) origins_.emplace(origin.name, origin);
    }

    std::string id_for(const std::string& origin) const {
        const auto found = origins_.find(origin);
        if (found != origins_.end() && !found->second.source.empty()) return found->second.source;
        return "source/mined-" + origin;
    }

    /// The source of this id, when it is one that is made here.
    std::optional<Source> made(const std::string& id) const {
        constexpr std::string_view kPrefix = "source/mined-";
        if (!id.starts_with(kPrefix)) return std::nullopt;
        const auto found = origins_.find(id.substr(kPrefix.size()));
        if (found == origins_.end()) return std::nullopt;
        const Origin& origin = found->second;
        const Date day = origin.imported_on.known() ? origin.imported_on : today_;
        Source source;
        source.id = id;
        source.title =
            "按规则从“" + (origin.title.empty() ? origin.name : origin.title) + "”的文字中读出，未经人工审核";
        source.publisher = "杏林自动读取";
        source.year = day.known() ? std::stoi(day.iso().substr(0, 4)) : 0;
        source.kind = SourceKind::Mined;
        source.licence = origin.licence;
        return source;
    }

  private:
    std::map<std::string, Origin> origins_;
    Date today_;
};

/// A relation with the first place that says it.
struct Reading {
    Relation relation;
    std::size_t places = 0;
};

class Mining {
  public:
    Mining(const Knowledge& knowledge, const MineOptions& options) : knowledge_(knowledge), options_(options) {
        for (const MiningRule& rule : mining_rules()) {
            rules_.push_back({std::string(rule.id),
                              std::string(name_of(rule.predicate)),
                              std::string(rule.explanation),
                              0,
                              0,
                              0,
                              0,
                              0,
                              {},
                              {}});
        }
    }

    void take(MinedText text) {
        for (Relation& relation : text.relations) {
            ++rule_of(relation.mined_from->rule).places;
            const auto [place, is_new] = readings_.try_emplace(triple_of(relation));
            if (is_new) place->second.relation = std::move(relation);
            ++place->second.places;
        }
        for (const DeclinedRelation& declined : text.declined) {
            decline(name_of(declined.reason), declined.subject, declined.object, declined.evidence);
        }
    }

    /// The relations to write: those that the knowledge neither has nor contradicts.
    std::vector<Relation> judge() {
        std::set<Triple> curated;
        KnowledgeData data;
        data.concepts.assign(knowledge_.concepts().begin(), knowledge_.concepts().end());
        for (const Relation& relation : knowledge_.relations()) {
            if (relation.trust != Trust::Curated) continue;
            curated.insert(triple_of(relation));
            data.relations.push_back(relation);
        }
        const auto is_confirmed = [&](const Relation& relation) {
            const auto equivalent = equivalent_of(relation);
            return curated.contains(triple_of(relation)) || (equivalent && curated.contains(*equivalent));
        };
        for (const auto& [triple, reading] : readings_) {
            if (!is_confirmed(reading.relation)) data.relations.push_back(reading.relation);
        }
        // What the joining of imported and curated knowledge would leave out is not worth writing.
        std::set<Triple> standing;
        for (const Relation& relation : reconcile(std::move(data)).relations) {
            if (is_mined(relation)) standing.insert(triple_of(relation));
        }
        std::vector<Relation> added;
        for (auto& [triple, reading] : readings_) {
            MinedRule& rule = rule_of(reading.relation.mined_from->rule);
            ++rule.relations;
            if (is_confirmed(reading.relation)) {
                ++rule.confirmed;
            } else if (standing.contains(triple)) {
                ++rule.added;
                rule.examples.push_back(
                    example(reading.relation.subject, reading.relation.object, *reading.relation.mined_from));
                added.push_back(reading.relation);
            } else {
                ++rule.contradicted;
                decline(kContradicted, reading.relation.subject, reading.relation.object, *reading.relation.mined_from);
            }
        }
        return added;
    }

    std::vector<MinedRule> finish() {
        for (MinedRule& rule : rules_) {
            std::ranges::stable_sort(rule.declined, [](const DeclineCount& a, const DeclineCount& b) {
                return a.count != b.count ? a.count > b.count : a.reason < b.reason;
            });
        }
        return std::move(rules_);
    }

  private:
    MinedRule& rule_of(std::string_view id) { return *std::ranges::find(rules_, id, &MinedRule::rule); }

    std::string concept_name(const std::string& id) const {
        const auto found = knowledge_.find(id);
        return found ? knowledge_.at(*found).name : std::string();
    }

    MinedExample example(const std::string& subject, const std::string& object, const TextEvidence& evidence) const {
        return {subject, concept_name(subject), object, concept_name(object), evidence};
    }

    void decline(std::string_view reason, const std::string& subject, const std::string& object,
                 const TextEvidence& evidence) {
        std::vector<DeclineCount>& declined = rule_of(evidence.rule).declined;
        auto found = std::ranges::find(declined, reason, &DeclineCount::reason);
        if (found == declined.end()) found = declined.insert(found, DeclineCount{std::string(reason), 0, {}});
        ++found->count;
        if (found->examples.size() < options_.examples_a_reason) {
            found->examples.push_back(example(subject, object, evidence));
        }
    }

    const Knowledge& knowledge_;
    const MineOptions& options_;
    std::vector<MinedRule> rules_;
    std::map<Triple, Reading> readings_;
};

/// The new sources that the relations rest on.
std::vector<Source> sources_for(const std::vector<Relation>& relations, const OwnSources& own) {
    std::map<std::string, Source> made;
    for (const Relation& relation : relations) {
        for (const std::string& id : relation.sources) {
            if (auto source = own.made(id)) made.emplace(id, std::move(*source));
        }
    }
    std::vector<Source> sources;
    for (auto& [id, source] : made) sources.push_back(std::move(source));
    return sources;
}

Origin mined_origin(Date today) {
    Origin origin;
    origin.name = kMinedOrigin;
    origin.version = kMinedVersion;
    origin.title = "按规则从文字中读出的关系（未经人工审核）";
    origin.licence = "与所读文字相同";
    origin.language = "zh-CN";
    origin.trust = Trust::Imported;
    origin.imported_on = today;
    origin.steps = {"mining rules " + std::string(kMinedVersion)};
    return origin;
}

bool is_ours(const Origin& origin) {
    return !origin.steps.empty() && origin.steps.front().starts_with("mining rules ");
}

}  // namespace

Result<MiningReport> mine_all(Store& store, const MineOptions& options) {
    const std::vector<Origin> origins = store.origins();
    const auto same_name = std::ranges::find(origins, kMinedOrigin, &Origin::name);
    if (same_name != origins.end() && !is_ours(*same_name)) {
        return Error{ErrorCode::Conflict, "A collection of this name was imported; remove it, or import it anew.",
                     kMinedOrigin};
    }
    KnowledgeData data = store.knowledge();
    std::erase_if(data.relations, is_mined);
    // What is for editors may lend its relations.
    const Standing standing{Withdrawn(data.sources, origins), Unshown(Audience::Editors, {})};
    const auto knowledge = standing_knowledge(store, standing, std::move(data));
    const Annotator annotator(knowledge);
    const OwnSources own(origins, options.today);
    const auto report_progress = [&](std::size_t done, std::size_t all) {
        if (options.on_progress) options.on_progress(done, all);
    };

    std::size_t all = 0;
    store.for_each_record([&](const Store::StoredRecord&) { ++all; });
    MiningReport report;
    Mining mining(*knowledge, options);
    std::size_t seen = 0;
    store.for_each_record([&](const Store::StoredRecord& stored) {
        report_progress(seen++, all);
        const RecordHead& head = stored.record.head;
        if (!is_shown(standing, head)) return;
        ++report.records;
        mining.take(mine(annotator, stored.record, own.id_for(head.origin)));
    });
    report_progress(all, all);

    Collection collection;
    collection.knowledge.relations = mining.judge();
    collection.knowledge.sources = sources_for(collection.knowledge.relations, own);
    report.rules = mining.finish();
    if (options.run == MineOptions::Run::Dry) return report;
    collection.origin = mined_origin(options.today);
    const auto written = store.replace_origin(collection);
    if (!written) return written.error();
    report.stored = true;
    report.added = written->added;
    report.changed = written->changed;
    report.deleted = written->deleted;
    report.unchanged = written->unchanged;
    return report;
}

}  // namespace xinglin
