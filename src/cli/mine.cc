#include <boost/json.hpp>
#include <ostream>
#include <string>

#include "app/workspace.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/printing.h"
#include "ingest/mining.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// A bar that is drawn over itself for a person, otherwise a line for each quarter.
class MiningBar {
  public:
    explicit MiningBar(const Streams& streams) : streams_(streams) {}
    ~MiningBar() {
        if (has_shown_ && streams_.err_is_terminal) streams_.err << std::endl;
    }
    MiningBar(const MiningBar&) = delete;
    MiningBar& operator=(const MiningBar&) = delete;

    void show(std::size_t done, std::size_t all) {
        const std::size_t percent = all == 0 ? 100 : done * 100 / all;
        const std::size_t step = streams_.err_is_terminal ? percent : percent / 25;
        if (has_shown_ && step == step_) return;
        has_shown_ = true;
        step_ = step;
        if (!streams_.err_is_terminal) {
            streams_.err << "reading " << percent << "%, record " << done << '\n';
            return;
        }
        constexpr std::size_t kWidth = 30;
        const std::size_t full = percent * kWidth / 100;
        streams_.err << "\rreading [" << std::string(full, '#') << std::string(kWidth - full, ' ') << "] " << percent
                     << "%, record " << done << "  " << std::flush;
    }

  private:
    const Streams& streams_;
    std::size_t step_ = 0;
    bool has_shown_ = false;
};

json::object example_json(const MinedExample& example) {
    const TextEvidence& evidence = example.evidence;
    return {{"subject", {{"id", example.subject}, {"name", example.subject_name}}},
            {"object", {{"id", example.object}, {"name", example.object_name}}},
            {"record", evidence.record},
            {"field", evidence.field},
            {"begin", evidence.begin_character},
            {"end", evidence.end_character},
            {"quote", evidence.quote}};
}

json::array examples_json(const std::vector<MinedExample>& examples) {
    json::array array;
    for (const MinedExample& example : examples) array.push_back(example_json(example));
    return array;
}

json::object rule_json(const MinedRule& rule) {
    json::array declined;
    for (const DeclineCount& each : rule.declined) {
        declined.push_back(
            {{"reason", each.reason}, {"count", each.count}, {"examples", examples_json(each.examples)}});
    }
    return {{"rule", rule.rule},
            {"predicate", rule.predicate},
            {"explanation", rule.explanation},
            {"places", rule.places},
            {"relations", rule.relations},
            {"confirmed", rule.confirmed},
            {"new", rule.added},
            {"contradicted", rule.contradicted},
            {"declined", std::move(declined)},
            {"examples", examples_json(rule.examples)}};
}

json::object report_json(const MiningReport& report) {
    json::array rules;
    for (const MinedRule& rule : report.rules) rules.push_back(rule_json(rule));
    return {{"records", report.records}, {"stored", report.stored},   {"added", report.added},
            {"changed", report.changed}, {"deleted", report.deleted}, {"unchanged", report.unchanged},
            {"rules", std::move(rules)}};
}

void print(const MiningReport& report, std::ostream& out) {
    out << "rule\tplaces\trelations\tconfirmed\tnew\tcontradicted\tdeclined\n";
    for (const MinedRule& rule : report.rules) {
        std::size_t declined = 0;
        for (const DeclineCount& each : rule.declined) declined += each.count;
        out << rule.rule << '\t' << rule.places << '\t' << rule.relations << '\t' << rule.confirmed << '\t'
            << rule.added << '\t' << rule.contradicted << '\t' << declined << '\n';
    }
    out << report.records << " records read";
    if (!report.stored) {
        out << "; nothing was written.\n";
        return;
    }
    out << ": " << report.added << " added, " << report.changed << " changed, " << report.deleted << " deleted, "
        << report.unchanged << " as before.\n";
}

}  // namespace

int run_mine(const MineSettings& settings, const Streams& streams) {
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse);
    if (!workspace) return print_error(workspace.error(), streams);
    const auto report = [&] {
        MiningBar bar(streams);
        MineOptions options;
        options.today = streams.today;
        if (settings.dry_run) options.run = MineOptions::Run::Dry;
        options.on_progress = [&](std::size_t done, std::size_t all) { bar.show(done, all); };
        return mine_all((*workspace)->store(), options);
    }();
    if (!report) return print_error(report.error(), streams);
    print(*report, streams.out);
    if (settings.report.empty()) return 0;
    const auto written = write_file(settings.report, json::serialize(report_json(*report)) + "\n");
    return written ? 0 : print_error(written.error(), streams);
}

}  // namespace xinglin
