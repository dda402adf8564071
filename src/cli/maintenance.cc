#include "app/maintenance.h"

#include <ostream>

#include "cli/commands.h"
#include "cli/printing.h"

namespace xinglin {
namespace {

void print(const CopyReport& report, std::ostream& out) {
    out << report.place << ": revision " << report.revision << ", " << report.concepts << " concepts, "
        << report.relations << " relations, " << report.records << " records; " << report.rows << " rows compared.\n";
}

}  // namespace

int run_backup(const MaintenanceSettings& settings, const Streams& streams) {
    const auto report = back_up(settings.location, settings.to, {streams.today, settings.keep});
    if (!report) return print_error(report.error(), streams);
    streams.out << (report->was_there ? "Nothing has changed since this backup, which was read again: "
                                      : "Backed up, and read again: ");
    print(*report, streams.out);
    if (report->removed > 0) streams.out << report->removed << " older backups were deleted.\n";
    return 0;
}

int run_restore(const MaintenanceSettings& settings, const Streams& streams) {
    if (settings.only_check) {
        const auto report = check_backup(settings.from);
        if (!report) return print_error(report.error(), streams);
        streams.out << "This backup is whole: ";
        print(*report, streams.out);
        return 0;
    }
    const auto report =
        restore_backup(settings.from, settings.location, settings.replace ? Existing::Replace : Existing::Refuse);
    if (!report) return print_error(report.error(), streams);
    streams.out << "Restored ";
    print(report->copy, streams.out);
    if (report->replaced) {
        streams.out << "Of what was there: " << report->added << " added, " << report->changed << " changed, "
                    << report->deleted << " deleted, " << report->unchanged << " as before.\n";
    }
    return 0;
}

int run_migrate(const MaintenanceSettings& settings, const Streams& streams) {
    const auto report = migrate_store(settings.from, settings.to);
    if (!report) return print_error(report.error(), streams);
    streams.out << "Copied to ";
    print(*report, streams.out);
    return 0;
}

int run_compact(const MaintenanceSettings& settings, const Streams& streams) {
    const auto report = compact_store(settings.location);
    if (!report) return print_error(report.error(), streams);
    if (report->bytes_before == 0) {
        streams.out << "The database server has given back what was free.\n";
    } else {
        streams.out << "The file had " << report->bytes_before << " bytes and has " << report->bytes_after << ".\n";
    }
    return 0;
}

}  // namespace xinglin
