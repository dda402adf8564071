#include "web/search_filters.h"

#include <algorithm>
#include <string>
#include <vector>

#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

constexpr std::size_t kShownValues = 40;

std::size_t place_of(FacetKind kind) {
    return static_cast<std::size_t>(kind);
}

const std::vector<std::string>& chosen_of(const SearchRequest& request, FacetKind kind) {
    return request.chosen[place_of(kind)];
}

const Facet* facet_of(const SearchView& view, FacetKind kind) {
    const auto found = std::ranges::find(view.facets, kind, &Facet::kind);
    return found == view.facets.end() ? nullptr : &*found;
}

std::string label_of(const SearchView& view, FacetKind kind, const std::string& value) {
    if (kind == FacetKind::Type) {
        const auto type = item_type_named(value);
        return type ? std::string(words_for(*type)) : value;
    }
    const Facet* facet = facet_of(view, kind);
    if (facet == nullptr) return value;
    const auto known = std::ranges::find(facet->values, value, &FacetValue::value);
    return known == facet->values.end() || known->label.empty() ? value : known->label;
}

/// The request with that value chosen if it is not, and not chosen if it is; from its first page.
SearchRequest toggled(SearchRequest request, FacetKind kind, const std::string& value) {
    std::vector<std::string>& chosen = request.chosen[place_of(kind)];
    if (std::erase(chosen, value) == 0) chosen.push_back(value);
    request.offset = 0;
    return request;
}

SearchRequest with_types(SearchRequest request, std::vector<std::string> types) {
    request.chosen[place_of(FacetKind::Type)] = std::move(types);
    request.offset = 0;
    return request;
}

struct Tab {
    std::string_view name;
    std::string url;
    std::size_t count = 0;
    bool chosen = false;
};

void write_tab(Html& html, const Tab& tab) {
    const auto inside = [&](Html& out) { out.write("{} <span class='count'>{}</span>", tab.name, tab.count); };
    if (tab.chosen) {
        html.write("<li><a rel='nofollow' aria-current='true' href='{}'>{}</a></li>", tab.url, inside);
    } else {
        html.write("<li><a rel='nofollow' href='{}'>{}</a></li>", tab.url, inside);
    }
}

/// In the order of types, so that no tab moves when a filter is chosen.
std::vector<Tab> tabs_of(const SearchView& view, const Facet& types) {
    const std::vector<std::string>& chosen = chosen_of(view.request, FacetKind::Type);
    std::vector<Tab> tabs = {{"全部", search_url(with_types(view.request, {})), 0, chosen.empty()}};
    for (const ItemType type : kItemTypes) {
        const std::string value(name_of(type));
        const auto found = std::ranges::find(types.values, value, &FacetValue::value);
        if (found == types.values.end()) continue;
        tabs.front().count += found->count;
        const bool is_chosen = std::ranges::find(chosen, value) != chosen.end();
        tabs.push_back({words_for(type), search_url(with_types(view.request, {value})), found->count, is_chosen});
    }
    return tabs;
}

void write_value(Html& html, const SearchView& view, FacetKind kind, const FacetValue& value) {
    const std::string url = search_url(toggled(view.request, kind, value.value));
    const std::string label = label_of(view, kind, value.value);
    if (value.chosen) {
        html.write(
            "<li><a rel='nofollow' class='chosen' href='{}'>{} <span class='count'>{}</span>"
            "<span class='hidden-text'>（已选，再选一次去掉）</span></a></li>",
            url, label, value.count);
    } else {
        html.write("<li><a rel='nofollow' href='{}'>{} <span class='count'>{}</span></a></li>", url, label,
                   value.count);
    }
}

void write_facet(Html& html, const SearchView& view, const Facet& facet) {
    const std::vector<FacetValue> shown(
        facet.values.begin(),
        facet.values.begin() + static_cast<std::ptrdiff_t>(std::min(kShownValues, facet.values.size())));
    html.write("<details class='facet'><summary>{}</summary><ul>{}</ul></details>", words_for(facet.kind),
               each(shown, [&](Html& out, const FacetValue& value) { write_value(out, view, facet.kind, value); }));
}

/// One value that all hits have narrows nothing.
bool is_useful(const Facet& facet) {
    if (facet.kind == FacetKind::Type || facet.values.empty()) return false;
    return facet.values.size() > 1 || facet.values.front().chosen;
}

void write_chosen(Html& html, const SearchView& view) {
    if (!is_narrowed(view.request)) return;
    html.write(
        "<ul class='chosen-values' aria-label='已选条件'>{}<li><a rel='nofollow' href='{}'>全部去掉</a></li></ul>",
        [&](Html& out) {
            for (std::size_t i = 0; i < kFacetKindCount; ++i) {
                const auto kind = static_cast<FacetKind>(i);
                for (const std::string& value : view.request.chosen[i]) {
                    out.write(
                        "<li><a rel='nofollow' class='remove' href='{}'>{}：{}"
                        "<span class='hidden-text'>，去掉这个条件</span></a></li>",
                        search_url(toggled(view.request, kind, value)), words_for(kind), label_of(view, kind, value));
                }
            }
        },
        search_url(widened(view.request)));
}

}  // namespace

void write_type_tabs(Html& html, const SearchView& view) {
    const Facet* types = facet_of(view, FacetKind::Type);
    if (types == nullptr) return;
    const std::vector<Tab> tabs = tabs_of(view, *types);
    if (tabs.size() < 2) return;
    html.write("<nav class='tabs' aria-label='结果类型'><ul>{}</ul></nav>", each(tabs, write_tab));
}

void write_filters(Html& html, const SearchView& view) {
    std::vector<Facet> useful;
    for (const Facet& facet : view.facets) {
        if (is_useful(facet)) useful.push_back(facet);
    }
    if (useful.empty() && !is_narrowed(view.request)) return;
    html.write("<nav class='filters' aria-label='筛选'>{}{}</nav>",
               when(!useful.empty(),
                    [&](Html& out) {
                        out.write("<div class='facets'>{}</div>", each(useful, [&](Html& list, const Facet& facet) {
                                      write_facet(list, view, facet);
                                  }));
                    }),
               [&](Html& out) { write_chosen(out, view); });
}

bool is_narrowed(const SearchRequest& request) {
    return std::ranges::any_of(request.chosen, [](const auto& values) { return !values.empty(); });
}

SearchRequest widened(const SearchRequest& request) {
    SearchRequest wide = request;
    wide.chosen = {};
    wide.offset = 0;
    return wide;
}

}  // namespace xinglin
