#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>

#include "app/site_settings.h"
#include "app/workspace.h"
#include "base/files.h"
#include "base/name_table.h"
#include "cli/commands.h"
#include "cli/gate_report.h"
#include "cli/printing.h"
#include "ingest/file_import.h"
#include "ingest/imports.h"

namespace xinglin {
namespace {

template <typename Use>
int with_store(const std::string& location, Workspace::Missing missing, const Streams& streams, Use use) {
    auto workspace = Workspace::open(location, missing);
    if (!workspace) return print_error(workspace.error(), streams);
    return use((*workspace)->store());
}

constexpr NameTable<ImportProgress::Phase> kPhases("surveying", "importing", "publishing");

/// Shows how far an import is: a bar that is drawn over itself for a person, otherwise a line for each quarter.
class ProgressPrinter {
  public:
    explicit ProgressPrinter(const Streams& streams) : streams_(streams) {}
    ~ProgressPrinter() { end(); }
    ProgressPrinter(const ProgressPrinter&) = delete;
    ProgressPrinter& operator=(const ProgressPrinter&) = delete;

    void show(const ImportProgress& progress) {
        const std::uint64_t percent =
            progress.of_bytes == 0 ? 100 : std::min<std::uint64_t>(progress.bytes * 100 / progress.of_bytes, 100);
        const std::uint64_t step = streams_.err_is_terminal ? percent : percent / 25;
        const bool is_new_phase = progress.phase != phase_ || !has_shown_;
        const bool is_many_rows_later = streams_.err_is_terminal && progress.rows >= shown_rows_ + kRowsBetween;
        if (!is_new_phase && step == step_ && !is_many_rows_later) return;
        if (is_new_phase) end();
        phase_ = progress.phase;
        step_ = step;
        shown_rows_ = progress.rows;
        has_shown_ = true;
        print(progress, percent);
    }

    /// Leaves the line of the bar.
    void end() {
        if (has_shown_ && streams_.err_is_terminal) streams_.err << std::endl;
        has_shown_ = false;
    }

  private:
    static constexpr std::size_t kRowsBetween = 5000;
    static constexpr std::size_t kBarWidth = 30;

    void print(const ImportProgress& progress, std::uint64_t percent) const {
        const std::string_view word = kPhases.name_of(progress.phase);
        if (!streams_.err_is_terminal) {
            streams_.err << word << ' ' << percent << "%, row " << progress.rows << '\n';
            return;
        }
        const std::size_t full = static_cast<std::size_t>(percent) * kBarWidth / 100;
        streams_.err << '\r' << word << " [" << std::string(full, '#') << std::string(kBarWidth - full, ' ') << "] "
                     << percent << "%, row " << progress.rows << "  " << std::flush;
    }

    const Streams& streams_;
    ImportProgress::Phase phase_ = ImportProgress::Phase::Survey;
    std::uint64_t step_ = 0;
    std::size_t shown_rows_ = 0;
    bool has_shown_ = false;
};

bool is_report_name(const std::string& name) {
    return name.ends_with(".html") || name.ends_with(".json");
}

Result<Done> write_reports(const GateReport& report, const std::vector<std::string>& files) {
    for (const std::string& file : files) {
        const std::string text = file.ends_with(".html") ? gate_report_page(report)
                                                         : boost::json::serialize(gate_report_json(report)) + "\n";
        const auto done = write_file(file, text);
        if (!done) return done.error();
    }
    return Done{};
}

/// What a trial would have done, by id.
void print_trial(const ImportReport& report, std::ostream& out) {
    constexpr std::size_t kMostShown = 30;
    const auto print_some = [&](std::string_view mark, const std::vector<std::string>& ids) {
        for (std::size_t i = 0; i < std::min(ids.size(), kMostShown); ++i) out << "  " << mark << ' ' << ids[i] << '\n';
        if (ids.size() > kMostShown) out << "  " << mark << " ... and more\n";
    };
    if (!report.is_trial) return;
    print_some("put", report.would_put);
    print_some("delete", report.would_go);
    out << "Nothing was stored: this was --dry-run.\n";
}

void print(const GateReport& report, std::ostream& out) {
    const ImportReport& import = report.import;
    if (import.stored) {
        out << (import.is_trial ? "Would import " : "Imported ") << import.origin << ": " << report.rows << " rows; "
            << import.concepts << " concepts, " << import.relations << " relations, " << import.records << " records ("
            << import.added << " added, " << import.changed << " changed, " << import.deleted << " deleted, "
            << import.unchanged << " as before).\n";
    }
    print_trial(import, out);
    if (import.quarantined == 0) return;
    out << "The quality gate found " << import.quarantined << " things:\n";
    for (const RuleFindings& rule : report.rules) out << "  " << rule.rule << '\t' << rule.count << '\n';
}

int nothing_imported(const ImportReport& report, const Streams& streams) {
    if (report.quarantined == 0 && report.problems.empty()) {
        streams.err
            << "Nothing was imported, and the store is as it was: there is nothing to import in this. To take out "
               "what an earlier import brought, use `xinglin remove`.\n";
    } else {
        streams.err << "Nothing was imported: mend what is listed above and run the same command again.\n";
    }
    return 1;
}

int import_collection(Store& store, const ImportSettings& settings, const Streams& streams) {
    ProgressPrinter progress(streams);
    FileImportOptions options;
    options.today = streams.today;
    options.bad_lines = settings.strict ? BadLines::Refuse : BadLines::Quarantine;
    options.deletions = settings.allow_deletions ? Deletions::Any : Deletions::Few;
    options.is_trial = settings.dry_run;
    options.on_progress = [&](const ImportProgress& now) { progress.show(now); };
    const auto report = import_file(store, settings.path, settings.profile, options);
    progress.end();
    if (!report) return print_error(report.error(), streams);
    print(*report, streams.out);
    const auto written = write_reports(*report, settings.reports);
    if (!written) print_error(written.error(), streams);
    if (!report->import.stored) return nothing_imported(report->import, streams);
    if (!written) return 3;
    if (report->import.quarantined == 0) return 0;
    streams.out << "`xinglin quarantine " << report->import.origin << " --data " << settings.location
                << "` shows each.\n";
    return kStoredWithFindings;
}

int print_guess(const ImportSettings& settings, const Streams& streams) {
    const auto profile = propose_profile(settings.path, streams.today);
    if (!profile) return print_error(profile.error(), streams);
    streams.out << *profile;
    return 0;
}

/// What the command line asks for and cannot be.
std::string misuse_in(const ImportSettings& settings) {
    std::error_code ignored;
    if (settings.guess) return settings.profile.empty() ? "" : "--guess makes a profile; leave --profile out.";
    if (settings.profile.empty()) {
        if (!settings.reports.empty()) return "--report is for files that are imported with --profile.";
        if (std::filesystem::is_regular_file(settings.path, ignored)) {
            return "A file is imported with --profile FILE.toml, which says how to read it (docs/IMPORT.md); --guess "
                   "proposes one for a table.";
        }
        return {};
    }
    if (std::filesystem::is_directory(settings.path, ignored)) {
        return "--profile is for a file; a folder is imported without.";
    }
    if (!std::ranges::all_of(settings.reports, is_report_name)) return "A report's name ends in .html or .json.";
    return {};
}

}  // namespace

int run_import(const ImportSettings& settings, const Streams& streams) {
    const std::string misuse = misuse_in(settings);
    if (!misuse.empty()) {
        streams.err << "xinglin import: " << misuse << '\n';
        return 2;
    }
    std::error_code ignored;
    if (!std::filesystem::exists(settings.path, ignored)) {
        return print_error({ErrorCode::NotFound, "There is no such file or folder.", settings.path}, streams);
    }
    if (settings.guess) return print_guess(settings, streams);
    return with_store(settings.location, Workspace::Missing::Create, streams, [&](Store& store) {
        if (!settings.profile.empty()) return import_collection(store, settings, streams);
        const FolderImportOptions options{settings.strict ? BadLines::Refuse : BadLines::Quarantine,
                                          settings.allow_deletions ? Deletions::Any : Deletions::Few, settings.dry_run};
        const auto report = import_folder(store, settings.path, options);
        if (!report) return print_error(report.error(), streams);
        for (const std::string& problem : report->problems) streams.err << problem << '\n';
        if (!report->stored) return nothing_imported(*report, streams);
        streams.out << (report->is_trial ? "Would import " : "Imported ") << report->origin << ": " << report->concepts
                    << " concepts, " << report->relations << " relations, " << report->records << " records ("
                    << report->added << " added, " << report->changed << " changed, " << report->deleted << " deleted, "
                    << report->unchanged << " as before).\n";
        print_trial(*report, streams.out);
        for (const std::string& line : report->fields) streams.out << line << '\n';
        if (report->quarantined == 0) return 0;
        streams.out << report->quarantined << " lines could not be used; `xinglin quarantine " << report->origin
                    << " --data " << settings.location << "` shows them.\n";
        return kStoredWithFindings;
    });
}

/// A site.toml; its first fault.
int check_site_file(const std::string& file, const Streams& streams) {
    const auto settings = read_site_settings(file);
    if (!settings) {
        streams.out << settings.error().where << ": error: " << settings.error().message << '\n';
        return 1;
    }
    streams.out << file << " is in order: the site is called " << settings->name << ".\n";
    return 0;
}

int run_check(const std::string& folder, const std::vector<std::string>& with, const Streams& streams) {
    if (folder.ends_with(".toml")) return check_site_file(folder, streams);
    const auto report = check_pack(folder, {with.begin(), with.end()});
    if (!report) return print_error(report.error(), streams);
    for (const std::string& line : report->lines) streams.out << line << '\n';
    for (const RuleTally& tally : report->by_rule) {
        streams.out << tally.count << '\t' << tally.severity << '\t' << tally.rule << '\t' << tally.explanation << '\n';
    }
    streams.out << report->concepts << " concepts, " << report->relations << " relations, " << report->records
                << " records: " << report->errors << " errors, " << report->warnings << " warnings, " << report->notes
                << " notes.\n";
    return report->errors == 0 ? 0 : 1;
}

int run_rules(const Streams& streams) {
    for (const std::string& line : rule_lines()) streams.out << line << '\n';
    return 0;
}

int run_export(const OriginSettings& settings, const Streams& streams) {
    return with_store(settings.location, Workspace::Missing::Refuse, streams, [&](Store& store) {
        const auto done = export_origin(store, settings.origin, settings.folder);
        if (!done) return print_error(done.error(), streams);
        streams.out << "Exported " << settings.origin << " to " << settings.folder << ".\n";
        return 0;
    });
}

int run_overrides(const OriginSettings& settings, const Streams& streams) {
    return with_store(settings.location, Workspace::Missing::Refuse, streams, [&](Store& store) {
        for (const OverrideSummary& each : overrides_of(store)) {
            streams.out << each.of << '\t' << each.action << '\t' << each.pack << '\t' << each.on << '\t' << each.by
                        << '\t' << each.why;
            if (!each.has_target) streams.out << "\t(lies over nothing)";
            if (each.has_target && each.upstream_changed) streams.out << "\t(changed below it since)";
            streams.out << '\n';
        }
        return 0;
    });
}

int run_undo(const OriginSettings& settings, const Streams& streams) {
    return with_store(settings.location, Workspace::Missing::Refuse, streams, [&](Store& store) {
        const auto undone = undo_import(store, settings.origin);
        if (!undone) return print_error(undone.error(), streams);
        streams.out << "Undone the last import of " << settings.origin << ": " << undone->put_back << " put back, "
                    << undone->deleted << " deleted.\n";
        return 0;
    });
}

int run_remove(const OriginSettings& settings, const Streams& streams) {
    return with_store(settings.location, Workspace::Missing::Refuse, streams, [&](Store& store) {
        const auto removed = remove_origin(store, settings.origin);
        if (!removed) return print_error(removed.error(), streams);
        streams.out << "Removed " << settings.origin << ": " << *removed << " things that it had brought.\n";
        return 0;
    });
}

int run_origins(const OriginSettings& settings, const Streams& streams) {
    return with_store(settings.location, Workspace::Missing::Refuse, streams, [&](Store& store) {
        for (const OriginSummary& origin : origins_of(store)) {
            streams.out << origin.name << '\t' << origin.version << '\t' << origin.trust << '\t' << origin.title << '\t'
                        << origin.quarantined << " lines in quarantine\n";
        }
        return 0;
    });
}

int run_quarantine(const OriginSettings& settings, const Streams& streams) {
    return with_store(settings.location, Workspace::Missing::Refuse, streams, [&](Store& store) {
        const auto counts = quarantine_counts_of(store, settings.origin);
        if (!counts) return print_error(counts.error(), streams);
        for (const SortCount& rule : *counts) streams.out << rule.sort << '\t' << rule.count << '\n';
        if (!counts->empty()) streams.out << '\n';
        const auto done = for_each_quarantined_line(store, settings.origin,
                                                    [&](const std::string& line) { streams.out << line << '\n'; });
        return done ? 0 : print_error(done.error(), streams);
    });
}

}  // namespace xinglin
