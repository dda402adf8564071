#include "search/search.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>
#include <variant>

#include "base/archive.h"
#include "index/segment.h"

namespace xinglin {
namespace {

/// A part that is built when it is first asked for. Thread-safe.
template <typename Part>
class Lazy {
  public:
    template <typename Build>
    std::shared_ptr<const Part> get(const Build& build) {
        std::call_once(once_, [&] {
            const std::lock_guard lock(mutex_);
            if (!part_) part_ = build();
        });
        return part_;
    }

    /// Takes what was built elsewhere; before the first get().
    void start_with(std::shared_ptr<const Part> part) { part_ = std::move(part); }

    /// The part if it is there already; does not wait for one that is being built.
    std::shared_ptr<const Part> peek() {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        return lock.owns_lock() ? part_ : nullptr;
    }

  private:
    std::once_flag once_;
    std::mutex mutex_;
    std::shared_ptr<const Part> part_;
};

/// The system of codes that phrases are coded in.
constexpr std::string_view kCodeSystem = "ICD-10";

/// Spelling goes on with what it learnt while no more than one record in so many has changed since: to learn is to read
/// every text again, and a few texts do not change what is usually written.
constexpr std::size_t kRecordsForOneUnlearnt = 100;

/// How many records came, left or changed. Records are in the order of their ids.
std::size_t count_changes(const Corpus& before, const Corpus& now) {
    const auto old_records = before.records();
    const auto new_records = now.records();
    std::size_t changes = 0;
    std::size_t old = 0;
    for (std::size_t i = 0; i < new_records.size(); ++i) {
        if (old < old_records.size() && old_records[old] == new_records[i]) {
            ++old;
            continue;
        }
        ++changes;
        const std::string& id = new_records[i]->record.head.id;
        for (; old < old_records.size() && old_records[old]->record.head.id < id; ++old) ++changes;
        if (old < old_records.size() && old_records[old]->record.head.id == id) ++old;
    }
    return changes + (old_records.size() - old);
}

/// Whether suggestions of the one would be names of the other: the same items by the same names. Records are in the
/// order of their ids.
bool same_names(const Corpus& before, const Corpus& now) {
    const auto fits = [](const auto& a, const auto& b) {
        if (a == b) return true;
        const Record& x = a->record;
        const Record& y = b->record;
        if (x.head.id != y.head.id || x.head.trust != y.head.trust || name_of(x) != name_of(y)) return false;
        if (a->concept_index != b->concept_index) return false;
        const auto* drug = std::get_if<Drug>(&x.body);
        const auto* other = std::get_if<Drug>(&y.body);
        return !drug || (other && a->duplicate_key == b->duplicate_key && drug->generic_name == other->generic_name &&
                         drug->ingredients == other->ingredients);
    };
    const auto old_records = before.records();
    const auto new_records = now.records();
    return std::equal(old_records.begin(), old_records.end(), new_records.begin(), new_records.end(), fits);
}

/// A suggester and what it reads.
struct HeldSuggester {
    HeldSuggester(std::shared_ptr<const Corpus> of, ArchiveReader& archive)
        : corpus(std::move(of)), suggester(*corpus, archive) {}

    explicit HeldSuggester(std::shared_ptr<const Corpus> of) : corpus(std::move(of)), suggester(*corpus) {}

    std::shared_ptr<const Corpus> corpus;
    Suggester suggester;
};

}  // namespace

struct Search::Parts {
    std::shared_ptr<const Corpus> corpus;
    SearchParts<std::string_view> saved;                // What is not built yet is read from there.
    std::shared_ptr<const void> memory;                 // of `saved`
    bool is_new = true;                                 // Nothing goes on from a previous Search.
    std::shared_ptr<const Searcher> previous_searcher;  // To build the next one from; let go when that is done.
    Lazy<Speller> speller;
    std::size_t unlearnt = 0;  // Records that changed since the speller learnt.
    Lazy<Searcher> searcher;
    Lazy<Suggester> suggester;
    Lazy<Coder> coder;

    std::shared_ptr<const Speller> get_speller() {
        return speller.get([&] {
            auto loaded = load(saved.speller, [](ArchiveReader& archive) { return Speller::load(archive); });
            return loaded ? loaded : std::make_shared<const Speller>(*corpus);
        });
    }

    std::shared_ptr<const Searcher> make_searcher() {
        auto read = get_speller();
        const auto previous = std::move(previous_searcher);
        if (previous) return std::make_shared<const Searcher>(*previous, corpus, std::move(read));
        auto loaded = load(saved.items, [&](ArchiveReader& archive) {
            const auto* begin = reinterpret_cast<const unsigned char*>(saved.index.data());
            auto segment = Segment::over({begin, saved.index.size()}, memory, "the search index of the read model");
            return std::make_shared<const Searcher>(corpus, read, archive, std::move(segment));
        });
        return loaded ? loaded : std::make_shared<const Searcher>(corpus, std::move(read));
    }

    std::shared_ptr<const Suggester> make_suggester() {
        auto held = load(saved.suggester, [&](ArchiveReader& archive) {
            return std::make_shared<const HeldSuggester>(corpus, archive);
        });
        if (!held) held = std::make_shared<const HeldSuggester>(corpus);
        return {held, &held->suggester};
    }

    std::shared_ptr<const Coder> make_coder() {
        auto loaded = load(saved.coder, [&](ArchiveReader& archive) {
            return Coder::load(corpus->knowledge(), kCodeSystem, archive);
        });
        return loaded ? loaded : std::make_shared<const Coder>(corpus->knowledge(), kCodeSystem);
    }

    /// What `read` makes of a saved part; null when there is none, or it does not read to its end.
    template <typename Read>
    static auto load(std::string_view part, const Read& read) -> decltype(read(std::declval<ArchiveReader&>())) {
        if (part.empty()) return nullptr;
        ArchiveReader archive(part);
        auto loaded = read(archive);
        if (!archive.ok() || !archive.at_end()) return nullptr;
        return loaded;
    }
};

Search::Search(std::shared_ptr<const Corpus> corpus) : parts_(std::make_unique<Parts>()) {
    parts_->corpus = std::move(corpus);
}

Search::Search(std::shared_ptr<const Corpus> corpus, const SearchParts<std::string_view>& saved,
               std::shared_ptr<const void> memory)
    : Search(std::move(corpus)) {
    parts_->saved = saved;
    parts_->memory = std::move(memory);
}

Search::Search(std::shared_ptr<const Corpus> corpus, const Search& previous) : Search(std::move(corpus)) {
    parts_->is_new = false;
    parts_->previous_searcher = previous.parts_->searcher.peek();
    const bool same_knowledge = &parts_->corpus->knowledge() == &previous.parts_->corpus->knowledge();
    if (!same_knowledge) return;
    parts_->coder.start_with(previous.parts_->coder.peek());
    // While names stay, so do suggestions; which are spoken of most is counted anew with the next name.
    if (same_names(*previous.parts_->corpus, *parts_->corpus))
        parts_->suggester.start_with(previous.parts_->suggester.peek());
    const std::size_t unlearnt = previous.parts_->unlearnt + count_changes(*previous.parts_->corpus, *parts_->corpus);
    if (unlearnt * kRecordsForOneUnlearnt > parts_->corpus->records().size()) return;
    auto speller = previous.parts_->speller.peek();
    if (!speller) return;
    parts_->speller.start_with(std::move(speller));
    parts_->unlearnt = unlearnt;
}

Search::~Search() = default;

const Searcher& Search::searcher() const {
    return *parts_->searcher.get([&] { return parts_->make_searcher(); });
}

const Suggester& Search::suggester() const {
    return *parts_->suggester.get([&] { return parts_->make_suggester(); });
}

const Coder& Search::coder() const {
    return *parts_->coder.get([&] { return parts_->make_coder(); });
}

SearchParts<std::string> Search::save() const {
    if (!parts_->is_new) return Search(parts_->corpus).save();
    const auto saved = [](const auto& part) {
        ArchiveWriter archive;
        part.save(archive);
        return std::move(archive).take();
    };
    SearchParts<std::string> made{saved(*parts_->get_speller()), {}, {}, saved(suggester()), saved(coder())};
    ArchiveWriter items;
    const auto segment = searcher().save(items);
    if (!segment) return made;
    made.items = std::move(items).take();
    const auto bytes = segment->bytes();
    made.index.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return made;
}

void Search::prepare() const {
    searcher();
    suggester();
    coder();
}

}  // namespace xinglin
