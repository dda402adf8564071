#include "app/sources.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <set>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "app/cards.h"
#include "catalog/snapshot.h"
#include "store/store.h"

namespace xinglin {
namespace {

constexpr unsigned kThreads = 2;
constexpr std::size_t kProgressSteps = 200;  // pages between two calls of on_progress

using Shared = std::shared_ptr<const Snapshot>;

std::optional<Source> find_source(Store& store, std::string_view id) {
    const KnowledgeData knowledge = store.knowledge();
    const auto found = std::ranges::find(knowledge.sources, id, &Source::id);
    if (found == knowledge.sources.end()) return {};
    return *found;
}

Error no_such_source(std::string_view id) {
    return {ErrorCode::NotFound, "There is no such source; `xinglin sources` lists what there is.", std::string(id)};
}

/// Whether the kind of page has panels. People and institutions have none.
bool has_panels(RecordKind kind) {
    switch (kind) {
        case RecordKind::Article:
        case RecordKind::Question:
        case RecordKind::Drug:
        case RecordKind::Test:
            return true;
        case RecordKind::Doctor:
        case RecordKind::Hospital:
            return false;
    }
    return false;
}

std::optional<PageContext> context_of_page(const Snapshot& snapshot, std::string_view id) {
    if (const auto named = snapshot.knowledge().find(id)) return context_of(*snapshot.corpus, *named);
    if (const auto record = snapshot.corpus->find(id)) return context_of(*snapshot.corpus, *record);
    return {};
}

std::vector<std::string> pages_of(const Snapshot& before, const Snapshot& after) {
    std::set<std::string> ids;
    for (const Snapshot* snapshot : {&before, &after}) {
        for (const Concept& each : snapshot->knowledge().concepts()) ids.insert(each.id);
        const auto records = static_cast<std::uint32_t>(snapshot->corpus->records().size());
        for (std::uint32_t i = 0; i < records; ++i) ids.emplace(snapshot->corpus->id_of({i}));
    }
    return {ids.begin(), ids.end()};
}

std::vector<Ref> missing_in(const std::vector<RankedItem>& other, const std::vector<RankedItem>& items,
                            const Snapshot& snapshot) {
    std::unordered_set<std::string_view> there;
    for (const RankedItem& each : other) there.insert(each.id);
    std::vector<Ref> missing;
    for (const RankedItem& each : items) {
        if (!there.contains(each.id)) missing.push_back(ref_of(snapshot, each.id));
    }
    return missing;
}

/// The items that are on both sides, as one side has them.
std::vector<std::pair<std::string_view, Trust>> stayed(const std::vector<RankedItem>& items,
                                                       const std::vector<Ref>& moved) {
    std::unordered_set<std::string_view> gone;
    for (const Ref& each : moved) gone.insert(each.id);
    std::vector<std::pair<std::string_view, Trust>> both;
    for (const RankedItem& each : items) {
        if (!gone.contains(each.id)) both.emplace_back(each.id, each.trust);
    }
    return both;
}

/// Two snapshots of one portal, to be compared page by page. Threads may share it.
class Comparison {
  public:
    Comparison(Shared before, Shared after, PanelSet curated_only)
        : before_(std::move(before)), after_(std::move(after)), pages_(pages_of(*before_, *after_)) {
        options_.curated_only = curated_only;
    }

    std::size_t size() const { return pages_.size(); }

    /// What changed on one page; nothing when nothing did.
    std::optional<PageChange> change_of(std::size_t number) const {
        const std::string& id = pages_[number];
        const auto before = context_of_page(*before_, id);
        const auto after = context_of_page(*after_, id);
        if (!before) return PageChange{ref_of(*after_, id), PageChange::Kind::New, {}};
        PageChange change{ref_of(*before_, id), PageChange::Kind::Gone, {}};
        if (!after) return change;
        if (const auto record = before_->corpus->find(id);
            record && !has_panels(before_->corpus->at(*record).record.kind()))
            return {};
        change.kind = PageChange::Kind::Changed;
        const auto old_panels = rankings_of(*before_->corpus, *before, options_);
        const auto new_panels = rankings_of(*after_->corpus, *after, options_);
        for (std::size_t i = 0; i < old_panels.size(); ++i) {
            PanelChange panel = panel_change(old_panels[i], new_panels[i]);
            panel.panel = static_cast<Panel>(i);
            const bool changed = !panel.left.empty() || !panel.came.empty() || panel.reordered;
            if (changed) change.panels.push_back(std::move(panel));
        }
        if (change.panels.empty()) return {};
        return change;
    }

  private:
    PanelChange panel_change(const std::vector<RankedItem>& old_items, const std::vector<RankedItem>& new_items) const {
        PanelChange change;
        change.left = missing_in(new_items, old_items, *before_);
        change.came = missing_in(old_items, new_items, *after_);
        change.reordered = stayed(old_items, change.left) != stayed(new_items, change.came);
        return change;
    }

    Shared before_;
    Shared after_;
    std::vector<std::string> pages_;
    RelateOptions options_;
};

/// Compares all pages. The caller's thread works too and reports the progress.
std::vector<PageChange> changes_of(const Comparison& comparison, const WithdrawOptions& options) {
    std::vector<std::optional<PageChange>> found(comparison.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&](const std::function<void(std::size_t)>& report) {
        for (std::size_t i = next++; i < found.size(); i = next++) {
            found[i] = comparison.change_of(i);
            if (report && i % kProgressSteps == 0) report(i);
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < kThreads; ++i) helpers.emplace_back([&] { work({}); });
        work([&](std::size_t done) {
            if (options.on_progress) options.on_progress(done, found.size());
        });
    }
    if (options.on_progress) options.on_progress(found.size(), found.size());
    std::vector<PageChange> changes;
    for (auto& each : found) {
        if (each) changes.push_back(std::move(*each));
    }
    return changes;
}

WithdrawReport compared(Source source, const Shared& before, const Shared& after, const WithdrawOptions& options) {
    const Comparison comparison(before, after, options.curated_only);
    WithdrawReport report;
    report.source = std::move(source);
    report.compared = comparison.size();
    report.pages = changes_of(comparison, options);
    return report;
}

/// Which sources stand, by id.
std::unordered_set<std::string_view> standing(const KnowledgeData& knowledge) {
    std::unordered_set<std::string_view> ids;
    for (const Source& each : knowledge.sources) {
        if (each.status != SourceStatus::Withdrawn) ids.insert(each.id);
    }
    return ids;
}

/// Counts what cites each source.
class SourceCounts {
  public:
    explicit SourceCounts(const KnowledgeData& knowledge) : standing_(standing(knowledge)) {
        for (const Source& each : knowledge.sources) summaries_[each.id].source = each;
    }

    /// What one triple rests on, whoever says it.
    void add_relation(const std::set<std::string_view>& sources) {
        const auto others_stand = [&](std::string_view id) {
            return std::ranges::any_of(
                sources, [&](std::string_view other) { return other != id && standing_.contains(other); });
        };
        for (const std::string_view id : sources) {
            const auto found = summaries_.find(id);
            if (found == summaries_.end()) continue;
            ++found->second.relations;
            if (!others_stand(id)) ++found->second.relations_alone;
        }
    }

    void add_record(std::string_view source) {
        const auto found = summaries_.find(source);
        if (found != summaries_.end()) ++found->second.records;
    }

    void set_withdrawn(const Withdrawal& withdrawal) {
        const auto found = summaries_.find(withdrawal.source);
        if (found != summaries_.end()) found->second.withdrawn = WithdrawnSource{withdrawal.on, withdrawal.reason};
    }

    std::vector<SourceSummary> take() {
        std::vector<SourceSummary> all;
        for (auto& [id, summary] : summaries_) all.push_back(std::move(summary));
        return all;
    }

  private:
    std::unordered_set<std::string_view> standing_;
    std::map<std::string, SourceSummary, std::less<>> summaries_;
};

void count_relations(const KnowledgeData& knowledge, SourceCounts& counts) {
    const auto& relations = knowledge.relations;
    for (std::size_t begin = 0; begin < relations.size();) {
        std::set<std::string_view> sources;
        std::size_t end = begin;
        const auto same = [&](const Relation& a, const Relation& b) {
            return a.subject == b.subject && a.predicate == b.predicate && a.object == b.object;
        };
        for (; end < relations.size() && same(relations[begin], relations[end]); ++end) {
            sources.insert(relations[end].sources.begin(), relations[end].sources.end());
        }
        counts.add_relation(sources);
        begin = end;
    }
}

void count_records(Store& store, SourceCounts& counts) {
    std::unordered_map<std::string, std::string> source_of;
    for (const Origin& origin : store.origins()) source_of[origin.name] = origin.source;
    store.for_each_record([&](const Store::StoredRecord& stored) {
        const RecordHead& head = stored.record.head;
        for (const std::string& id : head.sources) counts.add_record(id);
        const auto origin = source_of.find(head.origin);
        if (head.sources.empty() && origin != source_of.end()) counts.add_record(origin->second);
    });
}

}  // namespace

std::vector<SourceSummary> sources_of(Store& store) {
    const KnowledgeData knowledge = store.knowledge();
    SourceCounts counts(knowledge);
    count_relations(knowledge, counts);
    count_records(store, counts);
    for (const Withdrawal& withdrawal : store.withdrawals()) counts.set_withdrawn(withdrawal);
    return counts.take();
}

Result<WithdrawReport> withdraw(Store& store, std::string_view source, const WithdrawOptions& options) {
    auto found = find_source(store, source);
    if (!found) return no_such_source(source);
    const Shared before = build_snapshot(store);
    if (options.run == WithdrawOptions::Run::Dry) {
        return compared(std::move(*found), before, build_snapshot_without(store, source), options);
    }
    const auto written = store.withdraw_source({std::string(source), options.today, options.reason});
    if (!written) return written.error();
    WithdrawReport report = compared(std::move(*found), before, build_snapshot(store), options);
    report.written = written->revision != before->revision;
    return report;
}

Result<WithdrawReport> restore(Store& store, std::string_view source, const WithdrawOptions& options) {
    if (options.run == WithdrawOptions::Run::Dry) {
        return Error{ErrorCode::InvalidInput, "What making a source count again would change is not known beforehand.",
                     std::string(source)};
    }
    auto found = find_source(store, source);
    if (!found) return no_such_source(source);
    const Shared before = build_snapshot(store);
    const auto written = store.restore_source(source);
    if (!written) return written.error();
    WithdrawReport report = compared(std::move(*found), before, build_snapshot(store), options);
    report.written = true;
    return report;
}

}  // namespace xinglin
