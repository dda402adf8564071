#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/views.h"
#include "search/coder.h"
#include "search/searcher.h"
#include "search/suggester.h"

namespace xinglin {

class Live;

/// What stands above the hits when the query names one condition, symptom, test, procedure or drug ingredient: enough
/// to answer, each part with its source.
struct AnswerCard {
    Ref ref;
    std::string summary;  ///< "" when the knowledge has none
    std::vector<Ref> summary_sources;
    std::vector<CareCard> care_cards;
    std::vector<Ref> departments;                ///< that curated knowledge sends it to
    std::vector<std::pair<Panel, Ref>> entries;  ///< links to its panels that are not empty, with the first item's name
};

/// A found item as pages list it.
struct FoundItem {
    SearchHit hit;
    Card card;
};

struct SearchView {
    SearchRequest request;
    UnderstoodQuery query;
    std::vector<FoundItem> items;
    std::size_t total = 0;
    bool cut = false;
    std::vector<Facet> facets;             ///< with readers' labels: names of departments
    std::optional<AnswerCard> answer;      ///< on the first page of an unfiltered search
    std::vector<Suggestion> alternatives;  ///< when nothing was found: what there is that is near
};

/// Searching as pages and tools use it. As Portal: one snapshot a call, no database, thread-safe.
class Finder {
  public:
    explicit Finder(const Live& live) : live_(live) {}

    /// InvalidInput (`where`: the field) for a query of more than kMaxQueryCharacters, a limit of 0 or more than 100,
    /// an offset beyond kMaxHits.
    Result<SearchView> search(const SearchRequest& request) const;

    /// At most `limit`, of which 1 to 20 make sense.
    std::vector<Suggestion> suggest(std::string_view typed, std::size_t limit) const;

    std::vector<CodeCandidate> code(std::string_view text, std::size_t limit) const;

  private:
    const Live& live_;
};

/// What is longer is no query; a reader who pastes an article is told so.
inline constexpr std::size_t kMaxQueryCharacters = 400;

}  // namespace xinglin
