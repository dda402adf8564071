#include "app/new_site.h"

#include <ostream>

#include "cli/commands.h"
#include "cli/printing.h"

namespace xinglin {

int run_new_site(const NewSiteSettings& settings, const Streams& streams) {
    const auto files = write_new_site(settings.folder, settings.location, streams.today);
    if (!files) return print_error(files.error(), streams);
    for (const std::string& file : *files) streams.out << file << '\n';
    streams.out << "Next:\n  xinglin import packs/neurology-zh --data " << settings.location << "\n  xinglin import "
                << settings.folder << "/pack --data " << settings.location << "\n  xinglin serve --data "
                << settings.location << '\n';
    return 0;
}

}  // namespace xinglin
