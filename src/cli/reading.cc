#include <iomanip>
#include <istream>
#include <iterator>
#include <ostream>
#include <string>
#include <string_view>

#include "app/workspace.h"
#include "base/json_fields.h"
#include "cli/commands.h"
#include "cli/jsonl.h"
#include "cli/printing.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// Opens the data for reading, as `audience` sees it, and calls `use` with its queries.
template <typename Use>
int with_queries(const ReadSettings& settings, const Streams& streams, Use use, Audience audience = Audience::Readers) {
    ReadingSettings reading = settings.reading;
    reading.audience = audience;
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse, reading);
    if (!workspace) return print_error(workspace.error(), streams);
    (*workspace)->refresh();
    return use((*workspace)->queries());
}

std::string rest_of(std::istream& in) {
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The record that the command line names, otherwise the title given and the text on standard input.
TextOrRecord input_of(const ReadSettings& settings, const Streams& streams) {
    if (!settings.record.empty()) return {settings.record, {}, {}};
    return {{}, settings.title, rest_of(streams.in)};
}

Result<json::object> annotate_line(const Queries& queries, const json::object& line) {
    const auto text = text_from(line);
    if (!text) return text.error();
    return to_json(queries.annotate(*text));
}

void print(const AnnotatedText& annotated, std::ostream& out) {
    for (const auto& each : annotated.mentions) {
        out << each.mention.begin_character << '-' << each.mention.end_character << '\t' << each.text << '\t'
            << each.named.id << '\t' << each.named.name;
        if (each.mention.negated) out << (each.mention.stopped ? "\tstopped" : "\tnegated");
        if (each.mention.suspected) out << "\tsuspected";
        if (each.mention.subject != Subject::Self) out << "\tsubject: " << name_of(each.mention.subject);
        out << '\n';
    }
    for (const auto& main : annotated.main) {
        out << "main\t" << main.concept_ref.id << '\t' << main.concept_ref.name << '\t' << std::setprecision(2)
            << main.weight << '\n';
    }
}

Result<json::object> relate_line(const Queries& queries, const json::object& line, const RelateOptions& options) {
    const auto input = text_or_record_from(line);
    if (!input) return input.error();
    const auto related = queries.relate(*input, options);
    if (!related) return related.error();
    return to_json(*related);
}

void print_why(const WhyView& why, std::ostream& out) {
    out << "      why: ";
    for (const PathStep& step : why.path) {
        if (&step == &why.path.front()) out << (step.from_name.empty() ? "this text" : step.from_name);
        out << (step.inverse ? " <-" : " -") << step.step << (step.inverse ? "- " : "-> ") << step.to_name;
    }
    out << "\n      says: " << why.quote << "\n      source:";
    for (const Ref& source : why.sources) out << ' ' << source.name << " [" << source.id << ']';
    out << '\n';
}

void print(const RelatedPanels& related, std::ostream& out) {
    for (const PanelView& panel : related.panels) {
        if (panel.cards.empty()) continue;
        out << name_of(panel.panel) << '\n';
        for (const Card& card : panel.cards) {
            out << "  " << std::fixed << std::setprecision(3) << card.score << "  " << card.ref.name << "  "
                << card.ref.id << (card.path_trust == Trust::Imported ? "  (imported, not reviewed)" : "") << '\n';
            if (!card.why.empty()) print_why(card.why.front(), out);
        }
    }
    if (!related.withheld.empty()) out << "withheld (for editors)\n";
    for (const Withheld& each : related.withheld) {
        out << "  " << name_of(each.panel) << "  " << each.name << "  " << each.id << "  [" << each.rule << "] "
            << each.reason << '\n';
    }
}

Result<json::object> show_line(const Queries& queries, const json::object& line) {
    JsonFields fields(line);
    const std::string record = fields.text("record");
    const std::string name = fields.text("name");
    for (const auto& member : line) fields.find(member.key());
    if (const auto finished = fields.finish(); !finished) return finished.error();
    if (record.empty() == name.empty()) {
        return Error{ErrorCode::InvalidInput, "Give either \"record\" (an id) or \"name\" (of a concept).", "record"};
    }
    const auto shown = record.empty() ? queries.show_name(name) : queries.show_id(record);
    if (!shown) return shown.error();
    json::object object = to_json(*shown);
    if (const json::value* found = object.if_contains("id")) {
        const json::value id = *found;  // A copy: the object moves its members when it grows.
        object["record"] = id;          // "id" names the line.
    }
    return object;
}

Result<json::object> lint_line(const Queries& queries, const json::object& line) {
    const auto input = text_or_record_from(line);
    if (!input) return input.error();
    const auto findings = queries.lint(*input);
    if (!findings) return findings.error();
    return json::object{{"findings", to_json(*findings)}};
}

/// Indented JSON, for people.
void print_indented(const json::value& value, std::ostream& out, std::size_t depth = 0) {
    const std::string indent(2 * (depth + 1), ' ');
    if (const auto* object = value.if_object(); object && !object->empty()) {
        out << "{";
        for (const auto& member : *object) {
            out << (&member == &*object->begin() ? "\n" : ",\n") << indent << json::value(member.key()) << ": ";
            print_indented(member.value(), out, depth + 1);
        }
        out << '\n' << std::string(2 * depth, ' ') << '}';
    } else if (const auto* array = value.if_array(); array && !array->empty()) {
        out << "[";
        for (const auto& element : *array) {
            out << (&element == &array->front() ? "\n" : ",\n") << indent;
            print_indented(element, out, depth + 1);
        }
        out << '\n' << std::string(2 * depth, ' ') << ']';
    } else {
        out << value;
    }
    if (depth == 0) out << '\n';
}

}  // namespace

int run_annotate(const ReadSettings& settings, const Streams& streams) {
    return with_queries(settings, streams, [&](const Queries& queries) {
        if (settings.jsonl) {
            return run_jsonl(streams, [&](const json::object& line) { return annotate_line(queries, line); });
        }
        print(queries.annotate(rest_of(streams.in)), streams.out);
        return 0;
    });
}

int run_relate(const ReadSettings& settings, const Streams& streams) {
    RelateOptions options;
    options.limit = settings.limit;
    options.withheld_limit = settings.withheld;
    return with_queries(settings, streams, [&](const Queries& queries) {
        if (settings.jsonl) {
            return run_jsonl(streams, [&](const json::object& line) { return relate_line(queries, line, options); });
        }
        const auto related = queries.relate(input_of(settings, streams), options);
        if (!related) return print_error(related.error(), streams);
        print(*related, streams.out);
        return 0;
    });
}

int run_show(const ReadSettings& settings, const Streams& streams) {
    return with_queries(
        settings, streams,
        [&](const Queries& queries) {
            if (settings.jsonl) {
                return run_jsonl(streams, [&](const json::object& line) { return show_line(queries, line); });
            }
            auto shown = queries.show_id(settings.record);
            if (!shown) shown = queries.show_name(settings.record);
            if (!shown) return print_error(shown.error(), streams);
            print_indented(to_json(*shown), streams.out);
            return 0;
        },
        Audience::Editors);
}

int run_lint(const ReadSettings& settings, const Streams& streams) {
    return with_queries(
        settings, streams,
        [&](const Queries& queries) {
            if (settings.jsonl) {
                return run_jsonl(streams, [&](const json::object& line) { return lint_line(queries, line); });
            }
            const auto findings = queries.lint(input_of(settings, streams));
            if (!findings) return print_error(findings.error(), streams);
            for (const Finding& finding : *findings) {
                streams.out << finding.begin << '-' << finding.end << ": " << name_of(finding.severity) << ": "
                            << finding.message << " [" << finding.rule << "]\n";
            }
            if (findings->empty()) streams.out << "Nothing to remark.\n";
            return has_error(*findings) ? 1 : 0;
        },
        Audience::Editors);
}

int run_held(const ReadSettings& settings, const Streams& streams) {
    return with_queries(
        settings, streams,
        [&](const Queries& queries) {
            for (const HeldText& each : queries.held()) {
                streams.out << each.id << '\t' << each.title << '\t' << each.reason.begin << '-' << each.reason.end
                            << '\t' << each.reason.message << " [" << each.reason.rule << "]\n";
            }
            return 0;
        },
        Audience::Editors);
}

}  // namespace xinglin
