#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "app/finder.h"
#include "app/queries.h"
#include "app/sources.h"
#include "app/views.h"
#include "base/result.h"

namespace xinglin {

// The JSON that the command line (--jsonl) and the API (/api/v1) share: docs/JSON.md describes each shape. Offsets
// count Unicode characters; ids are those of packs and records; an absent value is left out, never null.

boost::json::object to_json(const Error& error);
boost::json::object to_json(const AnnotatedText& annotated);
boost::json::array to_json(const std::vector<Finding>& findings);

/// {"panels": {...}, "withheld": [...]}
boost::json::object to_json(const RelatedPanels& related);

boost::json::object to_json(const Shown& shown);

boost::json::object to_json(const ArticleView& view);
boost::json::object to_json(const ConceptView& view);
boost::json::object to_json(const DoctorView& view);
boost::json::object to_json(const HospitalView& view);
boost::json::object to_json(const DrugView& view);
boost::json::object to_json(const TestView& view);
boost::json::object to_json(const QuestionView& view);
boost::json::object to_json(const SourceSummary& summary);
boost::json::object to_json(const PageChange& change);
boost::json::object to_json(const SourceView& view);
boost::json::object to_json(const ListView& view);
boost::json::object to_json(const PanelPageView& view);
boost::json::object to_json(const HomeView& view);
/// [{"id", "name", "children": [{"id", "name"}]}]
boost::json::array to_json(const std::vector<NavigationView::Department>& departments);

boost::json::object to_json(const SearchView& view);
boost::json::array to_json(const std::vector<Suggestion>& suggestions);
boost::json::array to_json(const std::vector<CodeCandidate>& codes);

/// Reads {"record": id} or {"title": ..., "text": ...}; other fields are the caller's. InvalidInput for wrong types.
Result<TextOrRecord> text_or_record_from(const boost::json::object& object);

/// Reads {"text": ...}, which may be empty but must be there; other fields are the caller's. InvalidInput otherwise.
Result<std::string> text_from(const boost::json::object& object);

/// Reads {"query": ...} and what may stand beside it: "limit", "offset", "types", "departments", "regions", "levels",
/// "titles", "spelling", "facets". `defaults` answers for what is not there; other fields are the caller's.
/// InvalidInput for wrong types, a missing query, a limit or offset out of range, a type that there is not.
Result<SearchRequest> search_from(const boost::json::object& object, const SearchRequest& defaults);

struct LimitedText {
    std::string text;
    std::size_t limit = 0;
};

/// Reads {`name`: ..., "limit": ...}: the text may be empty but must be there, the limit is from 1 to `most`,
/// `fallback` when absent; other fields are the caller's. InvalidInput otherwise.
Result<LimitedText> limited_text_from(const boost::json::object& object, std::string_view name, std::size_t fallback,
                                      std::size_t most);

/// The JSON field that holds the chosen values of a facet: "types", "departments", "regions", "levels", "titles".
std::string_view field_of(FacetKind kind);

/// One JSON object out of `text`, at most 64 levels deep, with numbers that a double can hold. InvalidInput with the
/// byte offset in `where`.
Result<boost::json::object> parse_object(std::string_view text);

}  // namespace xinglin
