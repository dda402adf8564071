#include "app/sources.h"

#include <ostream>
#include <string>
#include <string_view>

#include "app/workspace.h"
#include "cli/commands.h"
#include "cli/printing.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

constexpr std::size_t kNameCharacters = 24;

/// The beginning of a long title.
std::string short_name(std::string_view name) {
    std::size_t end = 0;
    for (std::size_t characters = 0; end < name.size() && characters < kNameCharacters; ++characters) {
        do ++end;
        while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U);
    }
    return std::string(name.substr(0, end)) + (end < name.size() ? "…" : "");
}

void print(const SourceSummary& summary, std::ostream& out) {
    const Source& source = summary.source;
    out << source.id << '\t' << name_of(source.kind) << '\t' << source.year << '\t' << name_of(source.status) << '\t'
        << summary.relations << " relations (" << summary.relations_alone << " on it alone)\t" << summary.records
        << " records\t" << source.licence << '\t' << source.title;
    if (!source.publisher.empty()) out << ", " << source.publisher;
    if (summary.withdrawn) {
        out << "\twithdrawn here " << summary.withdrawn->on.iso();
        if (!summary.withdrawn->reason.empty()) out << ": " << summary.withdrawn->reason;
    }
    out << '\n';
}

/// "drugs −2 +1"
void print_counts(const PanelChange& change, std::ostream& out) {
    out << name_of(change.panel);
    if (!change.left.empty()) out << " −" << change.left.size();
    if (!change.came.empty()) out << " +" << change.came.size();
    if (change.left.empty() && change.came.empty()) out << " reordered";
}

void print_items(const PanelChange& change, std::ostream& out) {
    for (const Ref& each : change.left)
        out << "  " << name_of(change.panel) << " −" << each.id << ' ' << each.name << '\n';
    for (const Ref& each : change.came)
        out << "  " << name_of(change.panel) << " +" << each.id << ' ' << each.name << '\n';
}

/// "article/x 面肌痉挛…: drugs −2, conditions −1"
void print(const PageChange& change, const SourceSettings& settings, std::ostream& out) {
    if (settings.jsonl) {
        out << to_json(change) << '\n';
        return;
    }
    out << change.page.id << ' ' << short_name(change.page.name) << ": ";
    if (change.kind == PageChange::Kind::Gone) out << "page gone";
    if (change.kind == PageChange::Kind::New) out << "page new";
    for (const PanelChange& panel : change.panels) {
        if (&panel != &change.panels.front()) out << ", ";
        print_counts(panel, out);
    }
    out << '\n';
    if (!settings.items) return;
    for (const PanelChange& panel : change.panels) print_items(panel, out);
}

/// What was done, in a sentence for people; not part of what is printed for programs.
std::string outcome(const WithdrawReport& report, const SourceSettings& settings) {
    std::string said = settings.undo ? "Restored " : settings.dry_run ? "Would withdraw " : "Withdrew ";
    said += report.source.id;
    if (!settings.undo && !settings.dry_run && !report.written) said = report.source.id + " was withdrawn before";
    said += ": " + std::to_string(report.pages.size()) + " of " + std::to_string(report.compared) + " pages change.";
    if (settings.dry_run) said += " Nothing was written.";
    if (!settings.dry_run && !settings.undo)
        said += " `xinglin withdraw " + report.source.id + " --undo` takes it back.";
    return said;
}

std::string source_id(const std::string& given) {
    return given.starts_with("source/") ? given : "source/" + given;
}

WithdrawOptions options_of(const SourceSettings& settings, const Streams& streams) {
    WithdrawOptions options;
    options.run = settings.dry_run ? WithdrawOptions::Run::Dry : WithdrawOptions::Run::Write;
    options.reason = settings.reason;
    options.today = streams.today;
    options.curated_only = settings.reading.curated_only;
    if (streams.err_is_terminal) {
        options.on_progress = [&streams](std::size_t done, std::size_t all) {
            streams.err << "\rComparing pages: " << done << " of " << all << (done == all ? "\n" : "") << std::flush;
        };
    }
    return options;
}

}  // namespace

int run_sources(const SourceSettings& settings, const Streams& streams) {
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse);
    if (!workspace) return print_error(workspace.error(), streams);
    for (const SourceSummary& summary : sources_of((*workspace)->store())) {
        if (settings.jsonl) {
            streams.out << to_json(summary) << '\n';
        } else {
            print(summary, streams.out);
        }
    }
    return 0;
}

int run_withdraw(const SourceSettings& settings, const Streams& streams) {
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse);
    if (!workspace) return print_error(workspace.error(), streams);
    const auto options = options_of(settings, streams);
    const std::string source = source_id(settings.source);
    const auto report = settings.undo ? restore((*workspace)->store(), source, options)
                                      : withdraw((*workspace)->store(), source, options);
    if (!report) return print_error(report.error(), streams);
    for (const PageChange& change : report->pages) print(change, settings, streams.out);
    (settings.jsonl ? streams.err : streams.out) << outcome(*report, settings) << '\n';
    return 0;
}

}  // namespace xinglin
