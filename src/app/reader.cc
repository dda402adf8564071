#include "app/reader.h"

#include <utility>

#include "catalog/snapshot.h"

namespace xinglin {

Reader::Reader(const Portal& portal, const ReadingSettings& settings, std::shared_ptr<const Snapshot> snapshot,
               Locale locale)
    : portal_(portal.pinned(snapshot, locale)),
      finder_(PublishedState(snapshot), settings),
      queries_(PublishedState(snapshot), settings),
      asking_(PublishedState(snapshot), settings),
      revision_(snapshot->revision),
      locale_(locale) {}

Readers::Readers(const Live& live, const ReadingSettings& settings)
    : live_(live), settings_(settings), portal_(live, settings) {}

Reader Readers::reader(Locale locale) const {
    return {portal_, settings_, live_.current(), locale};
}

}  // namespace xinglin
