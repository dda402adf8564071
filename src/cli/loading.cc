#include <ostream>
#include <string>

#include "app/imports.h"
#include "app/workspace.h"
#include "cli/commands.h"
#include "cli/printing.h"

namespace xinglin {
namespace {

template <typename Use>
int with_store(const std::string& location, Workspace::Missing missing, const Streams& streams, Use use) {
    auto workspace = Workspace::open(location, missing);
    if (!workspace) return print_error(workspace.error(), streams);
    return use((*workspace)->store());
}

}  // namespace

int run_import(const ImportSettings& settings, const Streams& streams) {
    return with_store(settings.location, Workspace::Missing::Create, streams, [&](Store& store) {
        const auto policy = settings.strict ? BadLines::Refuse : BadLines::Quarantine;
        const auto report = import_folder(store, settings.folder, policy);
        if (!report) return print_error(report.error(), streams);
        for (const std::string& problem : report->problems) streams.err << problem << '\n';
        if (!report->stored) {
            streams.err << "Nothing was imported: mend what is listed above and run the same command again.\n";
            return 1;
        }
        streams.out << "Imported " << report->origin << ": " << report->concepts << " concepts, " << report->relations
                    << " relations, " << report->records << " records (" << report->added << " added, "
                    << report->changed << " changed, " << report->deleted << " deleted, " << report->unchanged
                    << " as before).\n";
        if (report->quarantined == 0) return 0;
        streams.out << report->quarantined << " lines could not be used; `xinglin quarantine " << report->origin
                    << " --data " << settings.location << "` shows them.\n";
        return 1;
    });
}

int run_check(const std::string& folder, const Streams& streams) {
    const auto report = check_pack(folder);
    if (!report) return print_error(report.error(), streams);
    for (const std::string& line : report->lines) streams.out << line << '\n';
    streams.out << report->concepts << " concepts, " << report->relations << " relations, " << report->records
                << " records: " << report->errors << " errors, " << report->warnings << " warnings.\n";
    return report->errors == 0 ? 0 : 1;
}

int run_export(const OriginSettings& settings, const Streams& streams) {
    return with_store(settings.location, Workspace::Missing::Refuse, streams, [&](Store& store) {
        const auto done = export_origin(store, settings.origin, settings.folder);
        if (!done) return print_error(done.error(), streams);
        streams.out << "Exported " << settings.origin << " to " << settings.folder << ".\n";
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
        const auto lines = quarantine_of(store, settings.origin);
        if (!lines) return print_error(lines.error(), streams);
        for (const std::string& line : *lines) streams.out << line << '\n';
        return 0;
    });
}

}  // namespace xinglin
