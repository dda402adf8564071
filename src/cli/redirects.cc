#include <ostream>

#include "app/moved.h"
#include "app/workspace.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/printing.h"

namespace xinglin {

int run_redirects(const RedirectSettings& settings, const Streams& streams) {
    std::string lines;
    if (!settings.file.empty()) {
        auto text = read_file(settings.file);
        if (!text) return print_error(text.error(), streams);
        lines = *std::move(text);
    }
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse);
    if (!workspace) return print_error(workspace.error(), streams);
    Store& store = (*workspace)->store();
    const RedirectReport report = settings.file.empty() ? redirects_of(store) : redirects_of(store, lines);
    for (const RedirectReport::Entry& entry : report.entries) {
        streams.out << entry.address << '\t' << (entry.record.empty() ? "-" : entry.record) << '\n';
    }
    for (const std::string& path : report.shared) {
        streams.err << path << ": several records come from this address; it leads to the first by id.\n";
    }
    streams.err << report.entries.size() << " old addresses, " << report.nowhere << " of them lead nowhere.\n";
    return report.nowhere == 0 ? 0 : 1;
}

}  // namespace xinglin
