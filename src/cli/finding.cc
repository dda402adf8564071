#include <iomanip>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/workspace.h"
#include "cli/commands.h"
#include "cli/jsonl.h"
#include "cli/printing.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// Opens the data for reading and calls `use` with its finder.
template <typename Use>
int with_finder(const FindSettings& settings, const Streams& streams, Use use) {
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse, settings.reading);
    if (!workspace) return print_error(workspace.error(), streams);
    (*workspace)->refresh();
    return use((*workspace)->finder());
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

SearchRequest request_of(const FindSettings& settings) {
    SearchRequest request;
    request.query = joined(settings.words);
    request.limit = settings.limit;
    request.chosen[static_cast<std::size_t>(FacetKind::Type)] = settings.types;
    return request;
}

Result<json::object> search_line(const Finder& finder, const json::object& line, const SearchRequest& defaults) {
    const auto request = search_from(line, defaults);
    if (!request) return request.error();
    const auto view = finder.search(*request);
    if (!view) return view.error();
    return to_json(*view);
}

void print_refs(std::string_view label, const std::vector<Ref>& refs, std::ostream& out) {
    if (refs.empty()) return;
    out << label;
    for (const Ref& ref : refs) out << (&ref == &refs.front() ? " " : ", ") << ref.name;
    out << '\n';
}

void print_named(const std::vector<Ref>& named, std::ostream& out) {
    out << " (named:";
    for (const Ref& sign : named) out << ' ' << sign.name;
    out << ')';
}

void print_answer(const AnswerCard& answer, std::ostream& out) {
    if (answer.ref)
        out << answer.ref->name << "  " << answer.ref->id
            << (answer.trust == Trust::Imported ? "  (imported, not reviewed)" : "") << '\n';
    if (!answer.summary.empty()) out << "  " << answer.summary << '\n';
    print_refs("  source:", answer.summary_sources, out);
    for (const CareCard& card : answer.care_cards) {
        out << "  " << name_of(card.red_flag.level) << ", " << name_of(card.red_flag.match) << " of: ";
        for (const auto& sign : card.red_flag.signs)
            out << (&sign == &card.red_flag.signs.front() ? "" : "; ") << sign.text;
        if (!card.named.empty()) print_named(card.named, out);
        out << " → " << card.red_flag.action << '\n';
    }
    print_refs("  departments:", answer.departments, out);
    for (const AnswerCard::Entry& entry : answer.entries) {
        out << "  " << name_of(entry.panel) << ": " << entry.first.name << ", …"
            << (entry.trust == Trust::Imported ? "  (imported, not reviewed)" : "") << '\n';
    }
    out << '\n';
}

void print_reason(const HitReason& reason, const std::vector<Ref>& sources, std::ostream& out) {
    out << name_of(reason.kind) << ' ' << reason.text;
    if (!reason.field.empty()) out << " (" << reason.field << ')';
    for (const Ref& source : sources) out << " [" << source.name << ']';
}

/// `text` with every run of white space as one blank.
std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!is_space) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    return line;
}

void print_hit(const FoundItem& item, std::ostream& out) {
    const SearchHit& hit = item.hit;
    out << std::fixed << std::setprecision(3) << hit.score << "  " << name_of(hit.type) << "  " << hit.title << "  "
        << hit.id << (item.card.trust == Trust::Imported ? "  (imported, not reviewed)" : "") << "\n       why: ";
    for (std::size_t i = 0; i < hit.why.size(); ++i) {
        if (i > 0) out << "; ";
        print_reason(hit.why[i], item.why_sources[i], out);
    }
    out << '\n';
    if (!hit.excerpt.empty()) out << "       " << one_line(hit.excerpt) << '\n';
}

void print_facets(const std::vector<Facet>& facets, std::ostream& out) {
    constexpr std::size_t kShown = 8;
    for (const Facet& facet : facets) {
        if (facet.values.empty()) continue;
        out << name_of(facet.kind) << ':';
        for (std::size_t i = 0; i < facet.values.size() && i < kShown; ++i) {
            out << (i == 0 ? " " : ", ") << facet.values[i].label << ' ' << facet.values[i].count;
        }
        out << (facet.values.size() > kShown ? ", …\n" : "\n");
    }
}

void print(const Suggestion& suggestion, std::ostream& out) {
    out << suggestion.text << "  " << name_of(suggestion.type) << "  " << suggestion.id;
    if (!suggestion.via.empty()) out << "  (" << suggestion.via << ')';
    out << '\n';
}

void print(const SearchView& view, std::ostream& out) {
    if (view.query.corrected) out << "corrected: " << *view.query.corrected << '\n';
    if (view.answer) print_answer(*view.answer, out);
    for (const FoundItem& item : view.items) print_hit(item, out);
    if (view.items.empty()) out << "Nothing was found.\n";
    if (!view.alternatives.empty()) out << "What there is that is near:\n";
    for (const Suggestion& each : view.alternatives) print(each, out);
    if (view.items.empty()) return;
    out << '\n' << view.items.size() << " of " << view.total << (view.cut ? " and more" : "") << '\n';
    print_facets(view.facets, out);
}

}  // namespace

int run_search(const FindSettings& settings, const Streams& streams) {
    return with_finder(settings, streams, [&](const Finder& finder) {
        SearchRequest request = request_of(settings);
        if (settings.jsonl) {
            return run_jsonl(streams, [&](const json::object& line) { return search_line(finder, line, request); });
        }
        request.with_facets = true;
        const auto view = finder.search(request);
        if (!view) return print_error(view.error(), streams);
        print(*view, streams.out);
        return view->items.empty() ? 1 : 0;
    });
}

int run_suggest(const FindSettings& settings, const Streams& streams) {
    return with_finder(settings, streams, [&](const Finder& finder) {
        if (settings.jsonl) {
            return run_jsonl(streams, [&](const json::object& line) -> Result<json::object> {
                const auto typed = limited_text_from(line, "prefix", settings.limit, kMostSuggestions);
                if (!typed) return typed.error();
                return json::object{{"items", to_json(finder.suggest(typed->text, typed->limit))}};
            });
        }
        const auto suggestions = finder.suggest(joined(settings.words), settings.limit);
        for (const Suggestion& each : suggestions) print(each, streams.out);
        if (suggestions.empty()) streams.out << "Nothing begins so.\n";
        return suggestions.empty() ? 1 : 0;
    });
}

int run_code(const FindSettings& settings, const Streams& streams) {
    return with_finder(settings, streams, [&](const Finder& finder) {
        if (settings.jsonl) {
            return run_jsonl(streams, [&](const json::object& line) -> Result<json::object> {
                const auto phrase = limited_text_from(line, "text", settings.limit, kMostCodes);
                if (!phrase) return phrase.error();
                const auto codes = finder.code(phrase->text, phrase->limit);
                if (!codes) return codes.error();
                return json::object{{"codes", to_json(*codes)}};
            });
        }
        const auto codes = finder.code(joined(settings.words), settings.limit);
        if (!codes) return print_error(codes.error(), streams);
        for (const CodeCandidate& each : *codes) {
            streams.out << std::fixed << std::setprecision(3) << each.score << "  " << each.system << ' ' << each.code
                        << "  " << each.name << "  " << each.id << '\n';
        }
        if (codes->empty()) streams.out << "No code fits.\n";
        return codes->empty() ? 1 : 0;
    });
}

}  // namespace xinglin
