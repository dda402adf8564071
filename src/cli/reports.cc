#include "app/reports.h"

#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "cli/commands.h"

namespace xinglin {

int run_reports(const ReadSettings& settings, const Streams& streams) {
    if (settings.location.find("://") != std::string::npos) {
        streams.err << "xinglin: reports are kept in a data folder; with a database there are none\n";
        return 1;
    }
    const auto reports = ReportBox(std::filesystem::path(settings.location) / kReportsFile).read();
    if (!reports) {
        streams.err << "xinglin: " << reports.error().message << " (" << reports.error().where << ")\n";
        return 1;
    }
    for (const Report& report : *reports) {
        if (settings.jsonl) {
            streams.out << boost::json::object{{"page", report.page},
                                               {"revision", report.revision},
                                               {"on", report.on.iso()},
                                               {"text", report.text}}
                        << '\n';
        } else {
            streams.out << report.on.iso() << '\t' << report.page << "\trevision " << report.revision << '\t'
                        << boost::json::value(report.text) << '\n';
        }
    }
    return 0;
}

}  // namespace xinglin
