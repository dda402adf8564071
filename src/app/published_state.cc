#include "app/published_state.h"

#include "catalog/snapshot.h"

namespace xinglin {

std::shared_ptr<const Snapshot> PublishedState::current() const {
    return pinned_ ? pinned_ : live_->current();
}

}  // namespace xinglin
