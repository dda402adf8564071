#include "ingest/imports.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "annotate/annotator.h"
#include "base/strings.h"
#include "ingest/import_changes.h"
#include "intake/guess.h"
#include "knowledge/rules.h"
#include "pack/dump.h"
#include "pack/pack.h"
#include "pack/pack_export.h"
#include "store/store.h"
#include "triage/examples.h"

namespace xinglin {
namespace {

/// How an origin's steps say that its pack requires another one.
constexpr std::string_view kRequires = "requires ";

Origin origin_of(const PackInfo& info) {
    Origin origin{info.name, info.version, info.title, info.licence, info.language, Trust::Curated, info.fictitious};
    for (const PackRequirement& each : info.requirements) origin.steps.push_back(std::string(kRequires) + each.text());
    return origin;
}

std::vector<PackRequirement> requirements_of(const Origin& origin) {
    std::vector<PackRequirement> requirements;
    for (const std::string& step : origin.steps) {
        if (!step.starts_with(kRequires)) continue;
        if (auto each = parse_requirement(std::string_view(step).substr(kRequires.size()))) {
            requirements.push_back(*std::move(each));
        }
    }
    return requirements;
}

PackInfo info_of(const Origin& origin) {
    return {origin.name,
            origin.version.empty() ? "0" : origin.version,
            origin.title,
            origin.licence,
            origin.language,
            origin.fictitious,
            requirements_of(origin)};
}

/// What the packs of this store say that are required, and those that they require in turn.
RequiredPacks required_from(Store& store, const std::vector<PackRequirement>& wanted) {
    RequiredPacks found;
    const std::vector<Origin> origins = store.origins();
    std::vector<PackRequirement> open = wanted;
    std::set<std::string> seen;
    const auto append = [](auto& to, auto&& from) { std::ranges::move(from, std::back_inserter(to)); };
    while (!open.empty()) {
        const std::string name = open.back().name;
        open.pop_back();
        const auto origin = std::ranges::find(origins, name, &Origin::name);
        if (origin == origins.end() || origin->trust != Trust::Curated || !seen.insert(name).second) continue;
        KnowledgeData knowledge = store.knowledge_of(name);
        append(found.knowledge.sources, knowledge.sources);
        append(found.knowledge.concepts, knowledge.concepts);
        append(found.knowledge.relations, knowledge.relations);
        append(found.knowledge.red_flags, knowledge.red_flags);
        append(found.knowledge.triage_rules, knowledge.triage_rules);
        append(open, requirements_of(*origin));
        found.packs.push_back(info_of(*origin));
    }
    store.for_each_record([&](const Store::StoredRecord& stored) {
        if (seen.contains(stored.record.head.origin)) found.records.push_back(stored.record.head.id);
    });
    return found;
}

void count(ImportReport& report, const Collection& collection) {
    report.origin = collection.origin.name;
    report.concepts = collection.knowledge.concepts.size();
    report.relations = collection.knowledge.relations.size();
    report.records = collection.records.size();
    report.quarantined = collection.quarantine.size();
}

Result<ImportReport> stored(Store& store, ImportReport report, const Collection& collection,
                            const FolderImportOptions& options) {
    count(report, collection);
    const auto written = store.replace_origin(collection, {options.deletions == Deletions::Few, options.is_trial});
    if (!written) return written.error();
    report.stored = true;
    report.is_trial = options.is_trial;
    tell_changes(written->changes, report);
    report.added = written->added;
    report.changed = written->changed;
    report.deleted = written->deleted;
    report.unchanged = written->unchanged;
    return report;
}

std::vector<std::string> lines_of(const std::vector<PackProblem>& problems, const std::filesystem::path& folder) {
    std::vector<std::string> lines;
    for (const PackProblem& problem : problems) lines.push_back(format(problem, folder));
    return lines;
}

std::vector<RuleTally> tallies_of(const std::vector<PackProblem>& problems) {
    std::map<std::pair<Severity, std::string>, std::size_t> counts;
    for (const PackProblem& each : problems) ++counts[{each.problem.severity, each.problem.rule}];
    using Count = std::tuple<Severity, std::size_t, std::string>;
    std::vector<Count> sorted;
    for (const auto& entry : counts) sorted.emplace_back(entry.first.first, entry.second, entry.first.second);
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    std::vector<RuleTally> tallies;
    for (const auto& [severity, count, id] : sorted) {
        const Rule* rule = find_rule(id);
        const std::string_view explanation = rule == nullptr ? std::string_view() : rule->explanation;
        tallies.push_back({id, std::string(name_of(severity)), std::string(explanation), count});
    }
    return tallies;
}

PackFinder finder_over(Store& store) {
    return [&store](const std::vector<PackRequirement>& wanted) { return required_from(store, wanted); };
}

/// What an editor should know of corrections after an import: which lie over something that is another than it was, and
/// which over nothing.
std::vector<std::string> lines_of_overlays(Store& store, std::string_view imported) {
    std::vector<std::string> lines;
    for (const StoredOverlay& each : store.overlays()) {
        const std::string name = "The correction of " + each.overlay.of + " by the pack " + each.origin;
        if (!each.has_target && each.origin == imported) {
            lines.push_back(name + " lies over nothing: there is no such thing.");
        } else if (each.upstream_changed && each.origin != imported) {
            lines.push_back(name +
                            " stays, but what lies below it has changed since; look at both (xinglin overrides).");
        }
    }
    return lines;
}

Result<ImportReport> import_pack(Store& store, const std::filesystem::path& folder,
                                 const FolderImportOptions& options) {
    PackReading reading = read_pack(folder, finder_over(store));
    ImportReport report;
    report.is_pack = true;
    report.problems = lines_of(reading.problems, folder);
    if (!reading.pack) return report;
    Pack& pack = *reading.pack;
    auto imported =
        stored(store, std::move(report),
               {origin_of(pack.info), std::move(pack.knowledge), std::move(pack.records), {}, std::move(pack.overlays)},
               options);
    if (imported && !imported->is_trial) imported->fields = lines_of_overlays(store, imported->origin);
    return imported;
}

/// Runs the examples of a pack's rules of triage.
void add_broken_examples(PackReading& reading) {
    if (reading.pack->knowledge.triage_rules.empty()) return;
    const auto knowledge = std::make_shared<const Knowledge>(reading.pack->knowledge);
    for (Problem& problem : broken_examples(Annotator(knowledge), knowledge)) {
        const auto place = std::ranges::find(reading.rule_places, problem.where, &PackReading::RulePlace::id);
        PackProblem placed{std::move(problem), {}, 0, 0};
        if (place != reading.rule_places.end()) {
            placed.file = place->file;
            placed.line = place->line;
            placed.column = place->column;
        }
        reading.problems.push_back(std::move(placed));
    }
}

std::string line_of(const QuarantinedLine& line) {
    return line.place + ": " + line.message + " [" + line.rule + "]";
}

std::string counted(const std::map<std::string, std::size_t>& fields) {
    std::vector<std::string> parts;
    for (const auto& [field, lines] : fields) parts.push_back(field + " (" + std::to_string(lines) + ")");
    return join(parts, ", ");
}

std::vector<std::string> field_lines(const Dump& dump) {
    std::vector<std::string> lines;
    if (!dump.common_fields.empty())
        lines.push_back("Kept as old address and day of publication: " + counted(dump.common_fields) + ".");
    if (!dump.ignored_fields.empty()) lines.push_back("Not taken over: " + counted(dump.ignored_fields) + ".");
    return lines;
}

Result<ImportReport> import_dump(Store& store, const std::filesystem::path& folder,
                                 const FolderImportOptions& options) {
    auto dump = read_dump(folder);
    if (!dump) return dump.error();
    Collection collection;
    collection.origin = {dump->origin, "", dump->origin, "", "zh-CN", Trust::Imported, false};
    collection.records = std::move(dump->records);
    for (const DumpProblem& bad : dump->quarantine) {
        collection.quarantine.push_back({dump->origin, bad.place, bad.rule, bad.message + " " + bad.mend, bad.text});
    }
    ImportReport report;
    report.fields = field_lines(*dump);
    for (const QuarantinedLine& line : collection.quarantine) report.problems.push_back(line_of(line));
    count(report, collection);
    const bool is_refused = options.bad_lines == BadLines::Refuse && !collection.quarantine.empty();
    if (is_refused || collection.records.empty()) return report;
    return stored(store, std::move(report), collection, options);
}

std::optional<Origin> find_origin(Store& store, std::string_view name) {
    const auto origins = store.origins();
    const auto found = std::ranges::find(origins, name, &Origin::name);
    if (found == origins.end()) return {};
    return *found;
}

Error no_such_origin(std::string_view name) {
    return {ErrorCode::NotFound, "Nothing of this origin was imported; `xinglin origins` lists what was.",
            std::string(name)};
}

}  // namespace

void tell_changes(const std::vector<Change>& changes, ImportReport& report) {
    for (const Change& change : changes) {
        (change.kind == ChangeKind::Put ? report.would_put : report.would_go).push_back(change.id);
    }
}

Result<std::string> propose_profile(const std::filesystem::path& file, const Date& today) {
    const auto guess = guess_profile(file, today);
    if (!guess) return guess.error();
    return profile_text(*guess);
}

Result<ImportReport> import_folder(Store& store, const std::filesystem::path& folder, BadLines bad_lines) {
    return import_folder(store, folder, FolderImportOptions{bad_lines});
}

Result<ImportReport> import_folder(Store& store, const std::filesystem::path& folder,
                                   const FolderImportOptions& options) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        return Error{ErrorCode::NotFound,
                     "This is not a folder that can be read; give the folder of a pack or of a dump.", folder.string()};
    }
    return is_pack(folder) ? import_pack(store, folder, options) : import_dump(store, folder, options);
}

std::vector<std::string> rule_lines() {
    std::vector<std::string> lines;
    for (const Rule& rule : rules()) {
        lines.push_back(std::string(rule.id) + "\t" + std::string(name_of(rule.severity)) + "\t" +
                        std::string(rule.explanation) + "\t" + std::string(rule.mend));
    }
    return lines;
}

namespace {

/// Those that were named, and the packs that stand beside this one.
std::vector<std::filesystem::path> folders_beside(const std::filesystem::path& folder,
                                                  const std::vector<std::filesystem::path>& with) {
    std::vector<std::filesystem::path> folders = with;
    std::error_code error;
    const auto parent = std::filesystem::absolute(folder, error).lexically_normal().parent_path();
    for (const auto& entry : std::filesystem::directory_iterator(parent, error)) {
        if (entry.is_directory(error) && is_pack(entry.path())) folders.push_back(entry.path());
    }
    return folders;
}

}  // namespace

Result<CheckReport> check_pack(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& with) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        return Error{ErrorCode::NotFound, "This is not a folder that can be read; give the folder of a pack.",
                     folder.string()};
    }
    PackReading reading = read_pack(folder, [&](const std::vector<PackRequirement>& wanted) {
        return packs_in(folders_beside(folder, with))(wanted);
    });
    if (reading.pack) add_broken_examples(reading);
    CheckReport report;
    report.lines = lines_of(reading.problems, folder);
    for (const PackProblem& problem : reading.problems) {
        switch (problem.problem.severity) {
            case Severity::Error:
                ++report.errors;
                break;
            case Severity::Warning:
                ++report.warnings;
                break;
            case Severity::Note:
                ++report.notes;
                break;
        }
    }
    report.by_rule = tallies_of(reading.problems);
    if (!reading.pack) return report;
    report.concepts = reading.pack->knowledge.concepts.size();
    report.relations = reading.pack->knowledge.relations.size();
    report.records = reading.pack->records.size();
    return report;
}

Result<Done> export_origin(Store& store, std::string_view origin, const std::filesystem::path& folder) {
    const auto found = find_origin(store, origin);
    if (!found) return no_such_origin(origin);
    Pack pack;
    pack.info = info_of(*found);
    pack.knowledge = store.knowledge_of(origin);
    store.for_each_record([&](const Store::StoredRecord& stored) {
        if (stored.record.head.origin == origin) pack.records.push_back(stored.record);
    });
    for (StoredOverlay& each : store.overlays()) {
        if (each.origin == origin) pack.overlays.push_back(std::move(each.overlay));
    }
    return write_pack(folder, pack, finder_over(store));
}

std::vector<OverrideSummary> overrides_of(Store& store) {
    std::vector<OverrideSummary> summaries;
    for (const StoredOverlay& each : store.overlays()) {
        const Overlay& overlay = each.overlay;
        summaries.push_back({overlay.of, overlay.body.empty() ? "retract" : "replace", each.origin, overlay.by,
                             overlay.on.iso(), overlay.why, each.has_target, each.upstream_changed});
    }
    return summaries;
}

std::vector<OriginSummary> origins_of(Store& store) {
    std::vector<OriginSummary> summaries;
    for (const Origin& origin : store.origins()) {
        std::size_t quarantined = 0;
        for (const RuleCount& rule : store.quarantine_counts(origin.name)) quarantined += rule.count;
        summaries.push_back(
            {origin.name, origin.version, origin.title, std::string(name_of(origin.trust)), quarantined});
    }
    return summaries;
}

Result<std::vector<SortCount>> quarantine_counts_of(Store& store, std::string_view origin) {
    if (!find_origin(store, origin)) return no_such_origin(origin);
    std::vector<SortCount> counts;
    for (const RuleCount& rule : store.quarantine_counts(origin)) counts.push_back({rule.rule, rule.count});
    return counts;
}

Result<Done> for_each_quarantined_line(Store& store, std::string_view origin,
                                       const std::function<void(const std::string&)>& visit) {
    if (!find_origin(store, origin)) return no_such_origin(origin);
    store.for_each_quarantined(origin, [&](const QuarantinedLine& line) { visit(line_of(line)); });
    return Done{};
}

Result<UndoReport> undo_import(Store& store, std::string_view origin) {
    const auto undone = store.undo_import(origin);
    if (!undone) return undone.error();
    return UndoReport{undone->changed, undone->deleted};
}

Result<std::size_t> remove_origin(Store& store, std::string_view origin) {
    for (const Origin& other : store.origins()) {
        for (const PackRequirement& each : requirements_of(other)) {
            if (each.name != origin) continue;
            return Error{ErrorCode::Conflict, "The pack \"" + other.name + "\" requires it; remove that one first.",
                         std::string(origin)};
        }
    }
    const auto written = store.remove_origin(origin);
    if (!written) return written.error();
    store.compact(false);
    return written->deleted;
}

}  // namespace xinglin
