#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/guarded.h"
#include "base/result.h"
#include "base/strings.h"
#include "net/http.h"
#include "web/page.h"

namespace xinglin {

/// Rendered pages of the current edition (Portal::edition()), by path and page number. Holds at most `limit_bytes`,
/// dropping what was not asked for longest; forgets all of them when the edition changes. Any number of threads may use
/// it.
class PageCache {
  public:
    explicit PageCache(std::size_t limit_bytes) : limit_bytes_(limit_bytes) {}

    /// The page kept under `key`, or what `render` makes of it now, kept for the next time; its error when it makes
    /// none. Packed when asked for the second time, so that a page that nobody asks for again costs no packing.
    /// `render` runs without the lock; two threads may render the same page at once, which is only wasteful.
    Result<std::shared_ptr<const Content>> get(std::int64_t edition, const std::string& key,
                                               const std::function<Result<PublicPage>()>& render);

    /// The page kept under `key` when it is packed already; null when get() would have something to make.
    std::shared_ptr<const Content> ready(std::int64_t edition, const std::string& key);

    std::size_t size_bytes();

  private:
    struct Entry {
        std::string key;
        std::shared_ptr<const Content> content;
        bool packed = false;
    };
    struct State {
        std::int64_t edition = 0;
        std::size_t bytes = 0;
        std::list<Entry> by_use;  // last used first
        StringMap<std::list<Entry>::iterator> by_key;
    };

    static std::optional<Entry> kept_in(State& state, std::int64_t edition, const std::string& key);
    static void forget(State& state, std::list<Entry>::iterator entry);
    void keep(State& state, std::int64_t edition, Entry entry) const;

    std::size_t limit_bytes_;
    Guarded<State> state_;
};

}  // namespace xinglin
