#include <map>
#include <ostream>
#include <string>

#include "app/stats.h"
#include "app/workspace.h"
#include "cli/commands.h"
#include "cli/printing.h"

namespace xinglin {
namespace {

void print_counts(std::string_view what, const std::map<std::string, std::size_t>& counts, std::size_t imported,
                  std::ostream& out) {
    std::size_t total = 0;
    for (const auto& [word, count] : counts) total += count;
    out << what << '\t' << total;
    if (imported > 0) out << "\t(" << imported << " imported, not reviewed)";
    out << '\n';
    for (const auto& [word, count] : counts) out << "  " << word << '\t' << count << '\n';
}

void print(const Stats& stats, std::ostream& out) {
    print_counts("sources", stats.sources, 0, out);
    print_counts("concepts", stats.concepts, stats.imported_concepts, out);
    print_counts("relations", stats.relations, stats.imported_relations, out);
    print_counts("records", stats.records, stats.imported_records, out);
    out << "care cards\t" << stats.red_flags << '\n';
}

/// A Markdown table, for docs and editors alike.
void print(const std::vector<ConditionCoverage>& rows, std::ostream& out) {
    out << "| condition | departments | causes | main causes | symptoms | tests | drugs | procedures | complications | "
           "differentials | negative | care cards | articles | sources |\n"
           "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
    for (const ConditionCoverage& row : rows) {
        out << "| " << row.name;
        for (const std::size_t count :
             {row.departments, row.causes, row.main_causes, row.symptoms, row.tests, row.drugs, row.procedures,
              row.complications, row.differentials, row.negatives, row.care_cards, row.articles, row.sources}) {
            out << " | ";
            if (count > 0) out << count;
        }
        out << " |\n";
    }
}

}  // namespace

int run_stats(const StatsSettings& settings, const Streams& streams) {
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse);
    if (!workspace) return print_error(workspace.error(), streams);
    if (settings.coverage) {
        print(coverage_of((*workspace)->store()), streams.out);
    } else {
        print(stats_of((*workspace)->store()), streams.out);
    }
    return 0;
}

}  // namespace xinglin
