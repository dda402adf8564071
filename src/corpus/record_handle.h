#pragma once

#include <cstdint>
#include <memory>
#include <utility>

namespace xinglin {

struct AnnotatedRecord;
class SavedRecords;

/// A record of a corpus: in memory, or in a saved model and read when it is first looked at. Threads may share one.
class RecordHandle {
  public:
    RecordHandle(std::shared_ptr<const AnnotatedRecord> record) : record_(std::move(record)) {}
    RecordHandle(std::shared_ptr<const SavedRecords> saved, std::uint32_t place)
        : saved_(std::move(saved)), place_(place) {}

    /// Throws SavedModelError when the saved model was damaged after it was opened.
    const AnnotatedRecord& operator*() const { return record_ ? *record_ : read(); }
    const AnnotatedRecord* operator->() const { return &**this; }

    /// The same, but what is not in memory is read for this call alone: for who goes through all records once.
    std::shared_ptr<const AnnotatedRecord> read_once() const;

    /// Whether both are the same object; records that say the same may be two.
    friend bool operator==(const RecordHandle& a, const RecordHandle& b) {
        return a.record_ == b.record_ && a.saved_ == b.saved_ && a.place_ == b.place_;
    }

  private:
    const AnnotatedRecord& read() const;

    std::shared_ptr<const AnnotatedRecord> record_;
    std::shared_ptr<const SavedRecords> saved_;
    std::uint32_t place_ = 0;
};

}  // namespace xinglin
