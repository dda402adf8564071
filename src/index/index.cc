#include "index/index.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/guarded.h"
#include "index/deletions.h"
#include "index/folder_lock.h"
#include "index/fresh_file.h"
#include "index/index_error.h"
#include "index/manifest.h"
#include "index/merge.h"
#include "index/segment_writer.h"

namespace xinglin {
namespace {

/// A segment and the files that it is.
struct StoredSegment {
    ManifestEntry files;
    LiveSegment live;
};

/// A segment as the next commit will leave it.
struct WorkingSegment {
    StoredSegment stored;
    std::shared_ptr<DeletionBits> fresh;  ///< stored.live.deleted, while that differs from the file

    bool is_empty() const {
        const auto& bits = stored.live.deleted;
        return bits && count_deletions(*bits) == stored.live.segment->document_count();
    }

    void erase(DocumentKey key) {
        const auto document = stored.live.segment->find(key);
        if (!document || stored.live.is_deleted(*document)) return;
        if (!fresh) {
            fresh =
                stored.live.deleted
                    ? std::make_shared<DeletionBits>(*stored.live.deleted)
                    : std::make_shared<DeletionBits>(segment_format::words_for(stored.live.segment->document_count()));
            stored.live.deleted = fresh;
        }
        (*fresh)[*document / 64] |= std::uint64_t{1} << (*document % 64);
    }
};

IndexManifest read_manifest(const std::filesystem::path& folder) {
    const auto path = folder / kManifestName;
    const auto text = read_file(path);
    if (!text) throw IndexError(path.string() + ": " + text.error().message);
    auto manifest = parse_manifest(*text);
    if (!manifest) throw IndexError(path.string() + ": " + manifest.error().message);
    return *std::move(manifest);
}

std::vector<StoredSegment> open_segments(const std::filesystem::path& folder, const IndexManifest& manifest,
                                         Verify verify) {
    std::vector<StoredSegment> segments;
    for (const ManifestEntry& entry : manifest.entries) {
        StoredSegment& stored = segments.emplace_back();
        stored.files = entry;
        stored.live.segment = Segment::open(folder / segment_file_name(entry.segment), verify);
        if (entry.deletions == 0) continue;
        stored.live.deleted =
            read_deletions(folder / deletions_file_name(entry.deletions), stored.live.segment->document_count());
    }
    return segments;
}

std::shared_ptr<const IndexSnapshot> snapshot_of(const std::vector<StoredSegment>& segments, std::uint64_t mark) {
    auto snapshot = std::make_shared<IndexSnapshot>();
    snapshot->mark = mark;
    for (const StoredSegment& stored : segments) snapshot->segments.push_back(stored.live);
    return snapshot;
}

void name_files(const ManifestEntry& files, std::set<std::string>& names) {
    names.insert(segment_file_name(files.segment));
    if (files.deletions != 0) names.insert(deletions_file_name(files.deletions));
}

/// Adds the segment's files to `garbage`, but those in `named`.
void retire(const ManifestEntry& files, const std::set<std::string>& named, std::set<std::string>& garbage) {
    std::set<std::string> names;
    name_files(files, names);
    std::ranges::set_difference(names, named, std::inserter(garbage, garbage.end()));
}

/// The documents of `merged` whose like in `sources` is not deleted, but is in `now`, or whose segment is there no
/// more; nullptr when there is none.
template <typename StateOf>
std::shared_ptr<DeletionBits> deleted_meanwhile(const std::vector<StoredSegment>& sources, const Segment& merged,
                                                StateOf now) {
    std::shared_ptr<DeletionBits> bits;
    for (const StoredSegment& source : sources) {
        const LiveSegment* const state = now(source.files.segment);
        if (state && state->deleted == source.live.deleted) continue;
        for (LocalDocument document = 0; document < source.live.segment->document_count(); ++document) {
            const bool is_deleted = !state || state->is_deleted(document);
            if (!is_deleted || source.live.is_deleted(document)) continue;
            const auto place = merged.find(source.live.segment->key(document));
            if (!place) continue;
            if (!bits) bits = std::make_shared<DeletionBits>(segment_format::words_for(merged.document_count()));
            (*bits)[*place / 64] |= std::uint64_t{1} << (*place % 64);
        }
    }
    return bits;
}

std::size_t bytes_of(const IndexDocument& document) {
    return sizeof document + 64 + document.impacts.capacity() * sizeof(Impact) +
           document.labels.capacity() * sizeof(Feature);
}

}  // namespace

class Index::Writer {
  public:
    Writer(std::filesystem::path folder, const IndexOptions& options, FolderLock lock)
        : folder_(std::move(folder)), options_(options), lock_(std::move(lock)) {}

    void load();
    std::shared_ptr<const IndexSnapshot> current() {
        return current_.with([](const auto& snapshot) { return snapshot; });
    }
    void put(DocumentKey key, std::optional<IndexDocument> document);
    void commit(std::uint64_t mark);
    enum class Extent { WhatIsWorthIt, Everything };
    bool merge(Extent extent);

  private:
    struct State {
        std::uint64_t next_number = 1;
        std::uint64_t mark = 0;
        std::vector<StoredSegment> published;
        std::vector<WorkingSegment> working;  // published, with what waits for the commit
        std::unordered_map<DocumentKey, std::optional<IndexDocument>> buffer;  // nothing: remove
        std::size_t buffered_bytes = 0;
        std::set<std::string> garbage;  // files that no manifest names
    };

    void flush(State& state);
    void publish(State& state, std::vector<StoredSegment> next, std::uint64_t mark);
    void discard_garbage(State& state);
    std::vector<StoredSegment> choose_merge(const State& state, Extent extent) const;
    void replace(State& state, const std::vector<StoredSegment>& sources, StoredSegment merged);

    const std::filesystem::path folder_;
    const IndexOptions options_;
    const FolderLock lock_;
    std::mutex merging_;  // held through a merge; taken before the state's lock
    Guarded<State> state_;
    Guarded<std::shared_ptr<const IndexSnapshot>> current_;
};

void Index::Writer::load() {
    const auto manifest_path = folder_ / kManifestName;
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        const std::string name = entry.path().filename().string();
        if (is_index_file_name(name)) found.insert(name);
    }
    if (!std::filesystem::exists(manifest_path)) {
        if (!found.empty()) {
            throw IndexError(folder_.string() +
                             " has segments and no manifest; remove the index folder and build it anew.");
        }
        publish_file(manifest_path, print_manifest({}));
    }
    const IndexManifest manifest = read_manifest(folder_);
    state_.with([&](State& state) {
        // Above the names of files that cannot be removed yet, too.
        state.next_number = manifest.next_number;
        for (const std::string& name : found)
            state.next_number = std::max<std::uint64_t>(state.next_number, std::stoull(name) + 1);
        state.mark = manifest.mark;
        state.published = open_segments(folder_, manifest, options_.verify);
        state.garbage = std::move(found);
        std::set<std::string> named;
        for (const StoredSegment& stored : state.published) {
            state.working.push_back({stored, nullptr});
            name_files(stored.files, named);
        }
        for (const std::string& name : named) state.garbage.erase(name);
        discard_garbage(state);
        current_.with([&](auto& current) { current = snapshot_of(state.published, state.mark); });
    });
}

void Index::Writer::put(DocumentKey key, std::optional<IndexDocument> document) {
    state_.with([&](State& state) {
        auto& waiting = state.buffer[key];
        if (waiting) state.buffered_bytes -= bytes_of(*waiting);
        waiting = std::move(document);
        if (waiting) state.buffered_bytes += bytes_of(*waiting);
        if (state.buffered_bytes > options_.buffer_bytes) flush(state);
    });
}

/// Writes what waits as a segment, which no manifest names yet, and deletes what it replaces.
void Index::Writer::flush(State& state) {
    if (state.buffer.empty()) return;
    std::vector<const IndexDocument*> documents;
    for (const auto& [key, document] : state.buffer) {
        if (document) documents.push_back(&*document);
    }
    std::optional<WorkingSegment> fresh;
    if (!documents.empty()) {
        const std::uint64_t number = state.next_number++;
        const std::string name = segment_file_name(number);
        write_segment(folder_ / name, std::move(documents));
        fresh = WorkingSegment{{{number, 0}, {Segment::open(folder_ / name, Verify::Structure), nullptr}}, nullptr};
    }
    for (WorkingSegment& working : state.working) {
        for (const auto& [key, document] : state.buffer) working.erase(key);
    }
    if (fresh) state.working.push_back(*std::move(fresh));
    state.buffer.clear();
    state.buffered_bytes = 0;
}

void Index::Writer::commit(std::uint64_t mark) {
    state_.with([&](State& state) {
        flush(state);
        std::vector<StoredSegment> next;
        for (const WorkingSegment& working : state.working) {
            if (working.is_empty()) continue;
            StoredSegment stored = working.stored;
            if (working.fresh) {
                stored.files.deletions = state.next_number++;
                const std::string name = deletions_file_name(stored.files.deletions);
                state.garbage.insert(name);  // until publish() names it
                write_deletions(folder_ / name, stored.live.segment->document_count(), *working.fresh);
            }
            next.push_back(std::move(stored));
        }
        const bool is_same = mark == state.mark && std::ranges::equal(next, state.published, {}, &StoredSegment::files,
                                                                      &StoredSegment::files);
        if (is_same) return;
        std::vector<WorkingSegment> working;
        for (const StoredSegment& stored : next) working.push_back({stored, nullptr});
        publish(state, std::move(next), mark);
        state.working.swap(working);
        std::set<std::string> named;
        for (const StoredSegment& stored : state.published) name_files(stored.files, named);
        for (const WorkingSegment& old : working) retire(old.stored.files, named, state.garbage);
        discard_garbage(state);
    });
}

/// Writes the manifest and shows readers `next`. What it leaves out becomes garbage.
void Index::Writer::publish(State& state, std::vector<StoredSegment> next, std::uint64_t mark) {
    IndexManifest manifest{state.next_number, mark, {}};
    std::set<std::string> named;
    for (const StoredSegment& stored : next) {
        manifest.entries.push_back(stored.files);
        name_files(stored.files, named);
    }
    publish_file(folder_ / kManifestName, print_manifest(manifest));
    for (const std::string& name : named) state.garbage.erase(name);
    for (const StoredSegment& old : state.published) retire(old.files, named, state.garbage);
    state.published = std::move(next);
    state.mark = mark;
    auto snapshot = snapshot_of(state.published, mark);
    current_.with([&](auto& current) { current.swap(snapshot); });  // the old one ends outside of the lock
}

/// Unlinks the files; a snapshot that uses one still has its bytes, and the disk gets them back behind the last. Not
/// while another process opens the files of a manifest that it has just read: then it is tried again later.
void Index::Writer::discard_garbage(State& state) {
    if (state.garbage.empty()) return;
    const FolderLock no_reader = FolderLock::try_take(folder_ / kReaderLockName, FolderLock::Kind::Exclusive);
    if (!no_reader) return;
    for (const std::string& name : state.garbage) {
        std::error_code ignored;
        std::filesystem::remove(folder_ / name, ignored);
    }
    state.garbage.clear();
}

std::vector<StoredSegment> Index::Writer::choose_merge(const State& state, Extent extent) const {
    std::vector<SegmentWeight> weights;
    for (const StoredSegment& stored : state.published) {
        weights.push_back({stored.live.segment->file_bytes(), stored.live.segment->document_count(),
                           stored.live.deleted ? count_deletions(*stored.live.deleted) : 0});
    }
    const auto places = extent == Extent::Everything
                            ? pick_everything(weights, options_.max_segment_bytes)
                            : pick_merge(weights, options_.merge_width, options_.max_segment_bytes);
    std::vector<StoredSegment> chosen;
    for (const std::size_t place : places) chosen.push_back(state.published[place]);
    return chosen;
}

bool Index::Writer::merge(Extent extent) {
    const std::lock_guard one_at_a_time(merging_);
    // Only what is published is merged: a document that waits for its deletion to be committed must still be there
    // after a crash.
    std::uint64_t number = 0;
    std::vector<StoredSegment> sources;
    state_.with([&](State& state) {
        sources = choose_merge(state, extent);
        if (!sources.empty()) number = state.next_number++;
    });
    if (sources.empty()) return false;
    std::vector<LiveSegment> live;
    for (const StoredSegment& source : sources) live.push_back(source.live);
    const auto path = folder_ / segment_file_name(number);
    merge_segments(live, path);
    StoredSegment merged{{number, 0}, {Segment::open(path, Verify::Structure), nullptr}};
    state_.with([&](State& state) { replace(state, sources, std::move(merged)); });
    return true;
}

/// Puts `merged` in the place of `sources`, with what was deleted while it was written: committed or waiting.
void Index::Writer::replace(State& state, const std::vector<StoredSegment>& sources, StoredSegment merged) {
    const auto in_published = [&](std::uint64_t number) -> const LiveSegment* {
        for (const StoredSegment& stored : state.published) {
            if (stored.files.segment == number) return &stored.live;
        }
        return nullptr;
    };
    const auto in_working = [&](std::uint64_t number) -> const LiveSegment* {
        for (const WorkingSegment& working : state.working) {
            if (working.stored.files.segment == number) return &working.stored.live;
        }
        return nullptr;
    };
    const auto is_source = [&](std::uint64_t number) {
        return std::ranges::any_of(sources,
                                   [&](const StoredSegment& source) { return source.files.segment == number; });
    };
    const Segment& segment = *merged.live.segment;
    const auto waiting = deleted_meanwhile(sources, segment, in_working);
    if (const auto committed = deleted_meanwhile(sources, segment, in_published)) {
        merged.files.deletions = state.next_number++;
        merged.live.deleted = committed;
        write_deletions(folder_ / deletions_file_name(merged.files.deletions), segment.document_count(), *committed);
    }
    std::vector<StoredSegment> next;
    for (const StoredSegment& stored : state.published) {
        if (!is_source(stored.files.segment)) next.push_back(stored);
    }
    next.push_back(merged);
    publish(state, std::move(next), state.mark);

    std::erase_if(state.working,
                  [&](const WorkingSegment& working) { return is_source(working.stored.files.segment); });
    WorkingSegment& working = state.working.emplace_back(WorkingSegment{merged, nullptr});
    const bool waits_for_more = waiting && (!merged.live.deleted || *waiting != *merged.live.deleted);
    if (waits_for_more) {
        working.fresh = waiting;
        working.stored.live.deleted = waiting;
    }
    discard_garbage(state);
}

std::unique_ptr<Index> Index::open(const std::filesystem::path& folder, const IndexOptions& options) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw IndexError(folder.string() + " cannot be created: " + error.message() + ".");
    FolderLock lock = FolderLock::try_take(folder / kWriterLockName, FolderLock::Kind::Exclusive);
    if (!lock) {
        throw IndexError(folder.string() + " is being written by another process; stop that one or read only.");
    }
    // Made here, so that reading needs no right to write.
    FolderLock::try_take(folder / kReaderLockName, FolderLock::Kind::Shared);
    auto writer = std::make_unique<Writer>(folder, options, std::move(lock));
    writer->load();
    return std::unique_ptr<Index>(new Index(std::move(writer)));
}

std::shared_ptr<const IndexSnapshot> Index::read(const std::filesystem::path& folder, Verify verify) {
    if (!std::filesystem::exists(folder / kReaderLockName)) throw IndexError(folder.string() + " is no index folder.");
    const FolderLock nothing_goes = FolderLock::wait_for_shared(folder / kReaderLockName);
    const IndexManifest manifest = read_manifest(folder);
    return snapshot_of(open_segments(folder, manifest, verify), manifest.mark);
}

Index::Index(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}
Index::~Index() = default;

std::shared_ptr<const IndexSnapshot> Index::current() const {
    return writer_->current();
}

void Index::put(IndexDocument document) {
    const DocumentKey key = document.key;
    writer_->put(key, std::move(document));
}

void Index::remove(DocumentKey key) {
    writer_->put(key, std::nullopt);
}

void Index::commit(std::uint64_t mark) {
    writer_->commit(mark);
}

bool Index::merge_once() {
    return writer_->merge(Writer::Extent::WhatIsWorthIt);
}

bool Index::merge_all() {
    bool merged = false;
    while (writer_->merge(Writer::Extent::Everything)) merged = true;
    return merged;
}

}  // namespace xinglin
