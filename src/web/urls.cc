#include "web/urls.h"

#include <array>
#include <utility>

#include "net/http.h"

namespace xinglin {
namespace {

struct KindFolder {
    std::string_view kind;
    std::string_view folder;
};

constexpr std::array<KindFolder, 16> kFolders = {{{"article", "/articles/"},
                                                  {"doctor", "/doctors/"},
                                                  {"hospital", "/hospitals/"},
                                                  {"drug", "/drugs/"},
                                                  {"test", "/tests/"},
                                                  {"question", "/questions/"},
                                                  {"source", "/sources/"},
                                                  {"department", "/departments/"},
                                                  {"condition", "/conditions/"},
                                                  {"symptom", "/symptoms/"},
                                                  {"procedure", "/procedures/"},
                                                  {"substance", "/concepts/substance/"},
                                                  {"class", "/concepts/class/"},
                                                  {"site", "/concepts/site/"},
                                                  {"population", "/concepts/population/"},
                                                  {"cause", "/concepts/cause/"}}};

std::string with_page(std::string url, std::size_t page) {
    if (page > 1) url += "?page=" + std::to_string(page);
    return url;
}

}  // namespace

std::string url_of(std::string_view id) {
    const std::size_t slash = id.find('/');
    if (slash == std::string_view::npos || slash + 1 == id.size()) return {};
    for (const KindFolder& known : kFolders) {
        if (known.kind == id.substr(0, slash)) {
            return std::string(known.folder) + percent_encode(id.substr(slash + 1));
        }
    }
    return {};
}

std::string related_url(std::string_view id, Panel panel, std::size_t page) {
    return with_page(url_of(id) + "/related/" + std::string(name_of(panel)), page);
}

std::string search_url(const SearchRequest& request) {
    std::string url = "/search?q=" + percent_encode(request.query);
    for (std::size_t kind = 0; kind < kFacetKindCount; ++kind) {
        for (const std::string& value : request.chosen[kind]) {
            url += "&" + std::string(name_of(static_cast<FacetKind>(kind))) + "=" + percent_encode(value);
        }
    }
    const std::size_t page = request.limit == 0 ? 1 : request.offset / request.limit + 1;
    if (page > 1) url += "&page=" + std::to_string(page);
    if (!request.spelling) url += "&spelling=off";
    return url;
}

std::string browse_url(const BrowseRequest& request) {
    std::string query;
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) query.append(query.empty() ? "?" : "&").append(name).append("=").append(value);
    };
    if (request.letter != 0) add("letter", std::string(1, request.letter));
    for (std::size_t i = 0; i < kPeopleFacetCount; ++i)
        add(name_of(static_cast<PeopleFacet>(i)), percent_encode(request.chosen[i]));
    if (request.page > 1) add("page", std::to_string(request.page));
    return list_url(request.kind) + query;
}

std::string id_of_path(std::string_view path) {
    for (const KindFolder& known : kFolders) {
        if (!path.starts_with(known.folder)) continue;
        const std::string_view slug = path.substr(known.folder.size());
        if (slug.empty() || slug.find('/') != std::string_view::npos) return {};
        return std::string(known.kind) + "/" + std::string(slug);
    }
    return {};
}

std::string report_url(std::string_view path) {
    return "/reports?page=" + percent_encode(path);
}

std::string list_url(ListKind kind, std::size_t page) {
    return with_page("/" + std::string(name_of(kind)), page);
}

}  // namespace xinglin
