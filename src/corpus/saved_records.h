#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/corpus.h"

namespace xinglin {

/// A saved model was damaged while it was in use. what() names what and the mend.
class SavedModelError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Makes the section of a saved model that holds the records: in blocks of some kilobytes, each compressed.
class SavedRecordsWriter {
  public:
    void add(const AnnotatedRecord& record);

    /// The section. Call it once.
    std::string finish() &&;

  private:
    void end_block();

    std::string block_;
    std::string frames_;
    std::vector<std::uint64_t> frame_begins_{0};
    std::vector<std::uint32_t> first_records_;  // of each block
    std::uint32_t count_ = 0;
};

/// The records of a saved model. Each is read when it is first asked for, and kept. Threads may share one.
class SavedRecords {
  public:
    /// Over what a SavedRecordsWriter made; `memory` keeps it there. `concept_count` is of the knowledge that the
    /// records were read with. Null when the section is none of these.
    static std::shared_ptr<const SavedRecords> open(std::string_view section, std::shared_ptr<const void> memory,
                                                    std::size_t concept_count);
    ~SavedRecords();
    SavedRecords(const SavedRecords&) = delete;
    SavedRecords& operator=(const SavedRecords&) = delete;

    std::size_t size() const { return size_; }

    /// Throws SavedModelError when what stands there is no record.
    const AnnotatedRecord& at(std::uint32_t place) const;

    /// As at(), but not kept; it must not outlive this object.
    std::shared_ptr<const AnnotatedRecord> read_once(std::uint32_t place) const;

  private:
    SavedRecords() = default;
    bool is_sound() const;
    std::unique_ptr<const AnnotatedRecord> read(std::uint32_t place) const;

    std::shared_ptr<const void> memory_;
    std::string_view frames_;
    std::vector<std::uint64_t> frame_begins_;
    std::vector<std::uint32_t> first_records_;
    std::size_t size_ = 0;
    std::size_t concept_count_ = 0;
    std::unique_ptr<std::atomic<const AnnotatedRecord*>[]> read_;  // By place; null: not yet.
};

}  // namespace xinglin
