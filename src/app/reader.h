#pragma once

#include <cstdint>
#include <memory>

#include "app/ask.h"
#include "app/finder.h"
#include "app/portal.h"
#include "app/queries.h"
#include "messages/locale.h"

namespace xinglin {

/// What one request reads. Everything that it is asked, menus included, it answers of one published snapshot, however
/// many are published meanwhile. Cheap to make and to copy; make one for each request and drop it at its end, because
/// it keeps its snapshot alive.
class Reader {
  public:
    const Portal& portal() const { return portal_; }
    const Finder& finder() const { return finder_; }
    const Queries& queries() const { return queries_; }
    const TriageDesk& asking() const { return asking_; }

    /// Changes with every published change of the content.
    std::int64_t revision() const { return revision_; }
    /// Rises with that, and with the site's settings: part of cache keys.
    std::int64_t edition() const { return portal_.edition(); }
    Locale locale() const { return locale_; }

  private:
    friend class Readers;
    Reader(const Portal& portal, const ReadingSettings& settings, std::shared_ptr<const Snapshot> snapshot,
           Locale locale);

    Portal portal_;
    Finder finder_;
    Queries queries_;
    TriageDesk asking_;
    std::int64_t revision_;
    Locale locale_;
};

/// Hands out a Reader of the current snapshot to each request. Any number of threads may use it.
class Readers {
  public:
    /// `live` must outlive it.
    explicit Readers(const Live& live, const ReadingSettings& settings = {});

    Reader reader(Locale locale = Locale::ZhHans) const;
    /// That of a reader made now.
    std::int64_t edition() const { return portal_.edition(); }

    void set_site(std::shared_ptr<const SiteSettings> settings) { portal_.set_site(std::move(settings)); }

  private:
    const Live& live_;
    ReadingSettings settings_;
    Portal portal_;  // of no snapshot of its own: what is made once for a snapshot is shared through it
};

}  // namespace xinglin
