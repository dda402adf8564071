#include "suggest/completion.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/archive.h"

namespace xinglin {
namespace {

constexpr std::size_t kLeastCharactersWithError = 3;
constexpr std::size_t kLeastLettersWithError = 5;

bool is_latin(char byte) {
    return byte >= 'a' && byte <= 'z';
}

/// The names of several streams in one, best first.
class Merged {
  public:
    explicit Merged(std::vector<LeastFirst> streams) : streams_(std::move(streams)) {
        for (LeastFirst& each : streams_) heads_.push_back(each.next());
    }

    std::optional<std::uint32_t> next() {
        std::size_t best = heads_.size();
        for (std::size_t at = 0; at < heads_.size(); ++at)
            if (heads_[at] && (best == heads_.size() || *heads_[at] < *heads_[best])) best = at;
        if (best == heads_.size()) return {};
        return std::exchange(heads_[best], streams_[best].next());
    }

  private:
    std::vector<LeastFirst> streams_;
    std::vector<std::optional<std::uint32_t>> heads_;
};

}  // namespace

/// Takes names, best first, until there are enough items.
class CompletionIndex::Collector {
  public:
    Collector(const NameKeys& keys, std::size_t limit, const std::vector<std::uint32_t>& known)
        : keys_(keys), limit_(limit), known_(known) {}

    bool is_full() const { return hits_.size() >= limit_; }

    void take(std::uint32_t name, bool cuts_word = false) {
        const std::uint32_t item = keys_.item_of(name);
        const auto is_item = [&](const NameHit& hit) { return hit.item == item; };
        if (std::find(known_.begin(), known_.end(), item) != known_.end()) return;
        if (std::none_of(hits_.begin(), hits_.end(), is_item)) hits_.push_back({name, item, cuts_word});
    }

    /// From a stream of names; `end` is how many bytes of a key were typed.
    template <typename Stream>
    void take_all(Stream stream, std::optional<std::size_t> end = {}) {
        while (!is_full()) {
            const std::optional<std::uint32_t> name = stream.next();
            if (!name) return;
            take(*name, end && cuts_word(keys_.tail(keys_.begin_of(*name)) + *end));
        }
    }

    static bool cuts_word(const char* end) { return is_latin(end[0]) && is_latin(end[-1]); }

    std::vector<NameHit> hits() && { return std::move(hits_); }

  private:
    const NameKeys& keys_;
    std::size_t limit_;
    const std::vector<std::uint32_t>& known_;
    std::vector<NameHit> hits_;
};

CompletionIndex::CompletionIndex(NameKeys keys, Care care)
    : keys_(std::move(keys)),
      care_(care),
      text_(keys_, care == Care::Full ? TextIndex::Errors::Mended : TextIndex::Errors::NotMended),
      likely_(keys_, SoundIndex::Readings::Likely) {
    if (care == Care::Full) otherwise_.emplace(keys_, SoundIndex::Readings::OneOther);
}

std::vector<NameHit> CompletionIndex::find(const TypedName& typed, NameMatch match, std::size_t limit,
                                           const std::vector<std::uint32_t>& known) const {
    Collector out(keys_, limit, known);
    if (typed.is_hopeless() || limit == 0) return {};
    const std::string& key = typed.key();
    const bool is_sound = typed.has_chinese() && typed.letter_count() >= 2;
    switch (match) {
        case NameMatch::Whole:
            out.take_all(text_.whole(NameRole::Own, key));
            break;
        case NameMatch::WholeAlias:
            out.take_all(text_.whole(NameRole::Alias, key));
            break;
        case NameMatch::Beginning:
            out.take_all(text_.beginning(NameRole::Own, key), key.size());
            break;
        case NameMatch::AliasBeginning:
            out.take_all(text_.beginning(NameRole::Alias, key), key.size());
            break;
        case NameMatch::Inside:
            find_inside(typed, out);
            break;
        case NameMatch::SpelledWhole:
            if (typed.has_latin()) find_spelled(typed, likely_, Listening::Whole, out);
            break;
        case NameMatch::Spelled:
            if (typed.has_latin()) find_spelled(typed, likely_, Listening::Exact, out);
            break;
        case NameMatch::SpelledOtherwise:
            if (typed.has_latin() && otherwise_) find_spelled(typed, *otherwise_, Listening::Exact, out);
            break;
        case NameMatch::Homophone:
            if (is_sound) find_spelled(typed, likely_, Listening::Homophones, out);
            break;
        case NameMatch::SoundsAlike:
            if (is_sound || typed.letters().size() >= 2) find_spelled(typed, likely_, Listening::Fuzzy, out);
            break;
        case NameMatch::OneError:
            find_with_one_error(typed, out);
            break;
    }
    return std::move(out).hits();
}

void CompletionIndex::find_spelled(const TypedName& typed, const SoundIndex& index, Listening listening,
                                   Collector& out) const {
    const SoundPattern pattern = typed.pattern(listening);
    const auto extent = listening == Listening::Whole ? SoundIndex::Extent::Whole : SoundIndex::Extent::Beginning;
    SoundIndex::Search search = index.search(pattern, extent);
    while (!out.is_full()) {
        const std::optional<std::uint32_t> name = search.next();
        if (!name) return;
        out.take(*name);
    }
}

void CompletionIndex::find_inside(const TypedName& typed, Collector& out) const {
    LeastFirst places = text_.inside(typed.key());
    while (!out.is_full()) {
        const std::optional<std::uint32_t> place = places.next();
        if (!place) return;
        out.take(keys_.name_at(*place), Collector::cuts_word(keys_.tail(*place) + typed.key().size()));
    }
}

void CompletionIndex::find_with_one_error(const TypedName& typed, Collector& out) const {
    if (care_ == Care::Little) return;
    const bool is_latin_only = !typed.letters().empty();
    if (typed.characters().size() < (is_latin_only ? kLeastLettersWithError : kLeastCharactersWithError)) return;
    std::vector<LeastFirst> streams;
    for (const NameRole role : {NameRole::Own, NameRole::Alias}) {
        streams.push_back(text_.with_one_error(role, typed.characters()));
        streams.push_back(text_.with_wrong_first(role, typed.key()));
    }
    if (typed.letters().size() >= kLeastLettersWithError) streams.push_back(likely_.with_one_error(typed.letters()));
    out.take_all(Merged(std::move(streams)));
}

std::size_t CompletionIndex::memory_bytes() const {
    return sizeof(*this) + keys_.memory_bytes() + text_.memory_bytes() + likely_.memory_bytes() +
           (otherwise_ ? otherwise_->memory_bytes() : 0);
}

void CompletionIndex::save(ArchiveWriter& archive) const {
    keys_.save(archive);
    text_.save(archive);
    likely_.save(archive);
    if (otherwise_) otherwise_->save(archive);
}

CompletionIndex::CompletionIndex(ArchiveReader& archive, Care care)
    : keys_(NameKeys::load(archive)), care_(care), text_(keys_, archive), likely_(keys_, archive) {
    if (care == Care::Full) otherwise_.emplace(keys_, archive);
}

}  // namespace xinglin
