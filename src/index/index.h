#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "index/document.h"
#include "index/segment.h"
#include "index/top_k.h"

namespace xinglin {

struct IndexOptions {
    /// Memory for documents that wait for a commit; more are written at once as a segment that the commit publishes.
    /// Writing one takes as much again twice.
    std::size_t buffer_bytes = std::size_t{128} << 20;

    /// Segments of about one size that merge_once() makes one of. A search looks at fewer than this many segments of
    /// each size, sizes being powers of this number. At least 2.
    std::size_t merge_width = 8;

    /// Segments above this are merged no more, unless most of their documents are deleted.
    std::uint64_t max_segment_bytes = std::uint64_t{2} << 30;

    /// What open() checks of each segment.
    Verify verify = Verify::Structure;
};

/// A folder of segments with one writer. put() and remove() wait in memory until commit() publishes them together; what
/// a commit published survives the process, at whatever moment that is killed, and what it did not is gone. Readers
/// take current() and are never waited for. Any number of threads may use one Index; writing calls wait for each other,
/// but a merge lets puts and commits through while it writes. docs/INDEX.md describes the files.
///
/// All of these throw IndexError when the disk refuses; what was published stays, and the call may be made again.
class Index {
  public:
    /// Opens the folder for writing, makes it when it is not there, and removes what an interrupted write left. Throws
    /// IndexError when another process or object has it open, a file is damaged, or a newer Xinglin wrote it.
    static std::unique_ptr<Index> open(const std::filesystem::path& folder, const IndexOptions& options = {});

    /// What another process's Index last published there, for reading only. Throws IndexError when there is no index.
    static std::shared_ptr<const IndexSnapshot> read(const std::filesystem::path& folder,
                                                     Verify verify = Verify::Structure);

    ~Index();
    Index(const Index&) = delete;
    Index& operator=(const Index&) = delete;

    /// The state of the last commit. A query uses one snapshot from its beginning to its end.
    std::shared_ptr<const IndexSnapshot> current() const;

    /// Adds the document, in place of one with the same key.
    void put(IndexDocument document);

    /// A key that is not there is left alone.
    void remove(DocumentKey key);

    /// Publishes every put and remove since the last commit as one change. `mark` is kept with it for the caller, such
    /// as the revision of a store that the index now stands at; see IndexSnapshot::mark.
    void commit(std::uint64_t mark);

    /// Merges some segments into one without their deleted documents, when there are enough; false when nothing is
    /// worth it. Changes no answer. Memory: 16 bytes a document of what is merged, and 4 for 2 to 4 features.
    bool merge_once();

    /// Merges everything into as few segments as max_segment_bytes allows, for an index that changes no more; false
    /// when it is so already.
    bool merge_all();

  private:
    class Writer;
    explicit Index(std::unique_ptr<Writer> writer);
    std::unique_ptr<Writer> writer_;
};

}  // namespace xinglin
