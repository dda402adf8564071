#pragma once

#include <memory>

namespace xinglin {

class Live;
struct Snapshot;

/// Which snapshot a use case reads: the one that was published last, asked for anew by each call, or one that was
/// pinned, so that several calls see one state.
class PublishedState {
  public:
    /// `live` must outlive it.
    PublishedState(const Live& live) : live_(&live) {}
    explicit PublishedState(std::shared_ptr<const Snapshot> pinned) : pinned_(std::move(pinned)) {}

    std::shared_ptr<const Snapshot> current() const;

  private:
    const Live* live_ = nullptr;
    std::shared_ptr<const Snapshot> pinned_;
};

}  // namespace xinglin
