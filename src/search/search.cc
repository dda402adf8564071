#include "search/search.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <variant>

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
    explicit HeldSuggester(std::shared_ptr<const Corpus> of) : corpus(std::move(of)), suggester(*corpus) {}

    std::shared_ptr<const Corpus> corpus;
    Suggester suggester;
};

}  // namespace

struct Search::Parts {
    std::shared_ptr<const Corpus> corpus;
    std::shared_ptr<const Searcher> previous_searcher;  // To build the next one from; let go when that is done.
    Lazy<Speller> speller;
    std::size_t unlearnt = 0;  // Records that changed since the speller learnt.
    Lazy<Searcher> searcher;
    Lazy<Suggester> suggester;
    Lazy<Coder> coder;

    std::shared_ptr<const Speller> get_speller() {
        return speller.get([&] { return std::make_shared<const Speller>(*corpus); });
    }
};

Search::Search(std::shared_ptr<const Corpus> corpus) : parts_(std::make_unique<Parts>()) {
    parts_->corpus = std::move(corpus);
}

Search::Search(std::shared_ptr<const Corpus> corpus, const Search& previous) : Search(std::move(corpus)) {
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
    return *parts_->searcher.get([&] {
        auto speller = parts_->get_speller();
        const auto previous = std::move(parts_->previous_searcher);
        return previous ? std::make_shared<const Searcher>(*previous, parts_->corpus, std::move(speller))
                        : std::make_shared<const Searcher>(parts_->corpus, std::move(speller));
    });
}

const Suggester& Search::suggester() const {
    return *parts_->suggester.get([&] {
        const auto held = std::make_shared<const HeldSuggester>(parts_->corpus);
        return std::shared_ptr<const Suggester>(held, &held->suggester);
    });
}

const Coder& Search::coder() const {
    return *parts_->coder.get(
        [&] { return std::make_shared<const Coder>(parts_->corpus->knowledge(), std::string_view("ICD-10")); });
}

void Search::prepare() const {
    searcher();
    suggester();
    coder();
}

}  // namespace xinglin
