#include <ostream>
#include <string>

#include "app/workspace.h"
#include "cli/commands.h"
#include "cli/jsonl.h"
#include "cli/printing.h"
#include "json/ask_shapes.h"

namespace xinglin {
namespace {

namespace json = boost::json;

void print_refs(std::string_view label, const std::vector<Ref>& refs, std::ostream& out) {
    if (refs.empty()) return;
    out << label;
    for (const Ref& ref : refs) out << (&ref == &refs.front() ? "" : ", ") << ref.name;
}

void print(const AskAnswer& answer, std::ostream& out) {
    out << "Care: " << name_of(answer.care_level) << ": " << answer.care_reason << '\n';
    for (const AskFlag& flag : answer.red_flags) {
        out << "! " << flag.name << " (" << name_of(flag.level) << ", " << flag.rule << "): " << flag.statement << '\n';
        print_refs("  source: ", flag.sources, out);
        out << '\n';
    }
    for (const AskDepartment& each : answer.departments) {
        out << "Go to: " << each.ref.name;
        print_refs("  for: ", each.why, out);
        out << '\n';
    }
    for (const AskQuestion& each : answer.questions) out << "Ask: " << each.text << " [" << each.key << "]\n";
    for (const AskCondition& each : answer.conditions) {
        out << "May be: " << each.ref.name << (each.must_not_miss ? " (not to be missed)" : "");
        print_refs("  for: ", each.speaks_for, out);
        print_refs("  against: ", each.speaks_against, out);
        out << '\n';
    }
    for (const AskPassage& each : answer.answers) out << "Answer: " << each.quote << " (" << each.source.name << ")\n";
    for (const AskFact& each : answer.facts)
        out << "Understood: " << each.label << (each.is_denied ? " (denied)" : "") << '\n';
    print_refs("Denied: ", answer.negated, out);
    if (!answer.negated.empty()) out << '\n';
    out << "About: " << answer.subject << '\n';
}

}  // namespace

int run_ask(const FindSettings& settings, const Streams& streams) {
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse, settings.reading);
    if (!workspace) return print_error(workspace.error(), streams);
    (*workspace)->refresh();
    const TriageDesk& asking = (*workspace)->asking();
    if (settings.jsonl) {
        return run_jsonl(streams, [&](const json::object& line) -> Result<json::object> {
            const auto request = ask_from(line);
            if (!request) return request.error();
            const auto answer = asking.ask(*request);
            if (!answer) return answer.error();
            return to_json(*answer);
        });
    }
    AskRequest request;
    for (const std::string& word : settings.words) request.text += (request.text.empty() ? "" : " ") + word;
    const auto answer = asking.ask(request);
    if (!answer) return print_error(answer.error(), streams);
    print(*answer, streams.out);
    return 0;
}

}  // namespace xinglin
