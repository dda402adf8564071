#include "web/page_cache.h"

#include <utility>

namespace xinglin {
namespace {

constexpr std::string_view kType = "text/html; charset=utf-8";
constexpr std::size_t kEntryOverheadBytes = 256;  // nodes, key twice, counters

std::size_t cost_of(const std::string& key, const Content& content) {
    return kEntryOverheadBytes + 2 * key.size() + content.identity.size() + content.gzip.size() + content.brotli.size();
}

}  // namespace

Result<std::shared_ptr<const Content>> PageCache::get(std::int64_t edition, const std::string& key,
                                                      const std::function<Result<PublicPage>()>& render) {
    const auto kept = state_.with([&](State& state) { return kept_in(state, edition, key); });
    if (kept && kept->packed) return kept->content;

    Entry entry{key, nullptr, kept.has_value()};
    if (kept) {
        entry.content = make_content(std::string(kType), kept->content->identity, Packing::Quick);
    } else {
        auto page = render();
        if (!page) return page.error();
        entry.content = make_content(std::string(kType), std::move(page->html), Packing::OnTheFly);
    }
    const auto content = entry.content;
    state_.with([&](State& state) { keep(state, edition, std::move(entry)); });
    return content;
}

std::shared_ptr<const Content> PageCache::ready(std::int64_t edition, const std::string& key) {
    const auto kept = state_.with([&](State& state) { return kept_in(state, edition, key); });
    return kept && kept->packed ? kept->content : nullptr;
}

std::optional<PageCache::Entry> PageCache::kept_in(State& state, std::int64_t edition, const std::string& key) {
    const auto known = state.edition == edition ? state.by_key.find(key) : state.by_key.end();
    if (known == state.by_key.end()) return {};
    state.by_use.splice(state.by_use.begin(), state.by_use, known->second);
    return *known->second;
}

std::size_t PageCache::size_bytes() {
    return state_.with([](const State& state) { return state.bytes; });
}

void PageCache::forget(State& state, std::list<Entry>::iterator entry) {
    state.bytes -= cost_of(entry->key, *entry->content);
    state.by_key.erase(entry->key);
    state.by_use.erase(entry);
}

void PageCache::keep(State& state, std::int64_t edition, Entry entry) const {
    // A slow rendering of an older edition must not bring it back.
    if (edition < state.edition) return;
    if (edition > state.edition) state = State{edition, 0, {}, {}};
    if (const auto known = state.by_key.find(entry.key); known != state.by_key.end()) forget(state, known->second);
    const std::size_t cost = cost_of(entry.key, *entry.content);
    if (cost > limit_bytes_) return;
    while (state.bytes + cost > limit_bytes_) forget(state, std::prev(state.by_use.end()));
    state.by_use.push_front(std::move(entry));
    state.by_key.emplace(state.by_use.front().key, state.by_use.begin());
    state.bytes += cost;
}

}  // namespace xinglin
