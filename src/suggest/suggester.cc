// Two tables of names: those of things (conditions, doctors, drugs, …), few and looked into with full care, and the
// titles of articles and questions, which may be a million. Each is asked class by class (search/completion.h), and the
// list is put together from what both answer.
#include "suggest/suggester.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "base/archive.h"
#include "knowledge/reader_condition.h"
#include "suggest/completion.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostTitlesInFive = 2;
constexpr std::size_t kMostCutWords = 2;
/// How much more an item's own name weighs than another one.
constexpr std::size_t kOwnNameWeight = 4;
/// Fewer letters of a Latin word are meant as pinyin.
constexpr std::size_t kLeastOfCutWord = 3;
/// With this many suggestions nobody is asked whether something else was meant.
constexpr std::size_t kEnough = 3;

/// Something that can be suggested.
struct NamedItem {
    ItemType type = ItemType::Condition;
    bool is_record = false;
    std::uint32_t index = 0;  ///< of the record or of the concept
};

bool is_title(ItemType type) {
    return type == ItemType::Article || type == ItemType::Question;
}

/// Reads what items are called and how much is said of them.
class NamedItemReader {
  public:
    explicit NamedItemReader(const Corpus& corpus) : corpus_(corpus) {}

    const Concept& concept_of(NamedItem item) const { return corpus_.knowledge().at(ConceptIndex{item.index}); }
    const AnnotatedRecord& record_of(NamedItem item) const { return corpus_.at(RecordIndex{item.index}); }

    const std::string& id(NamedItem item) const {
        return item.is_record ? record_of(item).record.head.id : concept_of(item).id;
    }

    const std::string& text(NamedItem item) const {
        return item.is_record ? name_of(record_of(item).record) : concept_of(item).name;
    }

    Trust trust(NamedItem item) const {
        return item.is_record ? record_of(item).record.head.trust : concept_of(item).trust;
    }

    /// Its own name, and then the other ones.
    std::vector<std::string_view> names(NamedItem item) const {
        std::vector<std::string_view> names{text(item)};
        if (!item.is_record) {
            add_other_names(concept_of(item), names);
            for (const RecordIndex page : corpus_.pages_of(ConceptIndex{item.index}))
                names.push_back(name_of(corpus_.at(page).record));
        } else if (const auto* drug = std::get_if<Drug>(&record_of(item).record.body)) {
            names.push_back(drug->generic_name);
            if (record_of(item).main.size() == 1) {
                const Concept& substance = corpus_.knowledge().at(record_of(item).main.front().concept_index);
                names.push_back(substance.name);
                add_other_names(substance, names);
            }
        }
        return names;
    }

    /// How many records speak of it.
    std::size_t popularity(NamedItem item) const {
        if (!item.is_record) return mentions(ConceptIndex{item.index});
        const AnnotatedRecord& record = record_of(item);
        if (item.type == ItemType::Hospital) return corpus_.doctors_of(record.record.head.id).size();
        std::size_t most = 0;
        for (const MainConcept& main : record.main) most = std::max(most, mentions(main.concept_index));
        return most;
    }

  private:
    static void add_other_names(const Concept& from, std::vector<std::string_view>& names) {
        for (const Alias& alias : from.aliases) names.push_back(alias.text);
        names.push_back(from.english);
    }

    std::size_t mentions(ConceptIndex of) const {
        std::size_t count = 0;
        for (std::size_t kind = 0; kind < kRecordKindCount; ++kind) {
            const auto postings = corpus_.mentioning(static_cast<RecordKind>(kind), of);
            for (std::size_t at = 0; at < postings.size(); ++at)
                if (at == 0 || postings[at].record != postings[at - 1].record) ++count;
        }
        return count;
    }

    const Corpus& corpus_;
};

std::vector<NamedItem> load_items(ArchiveReader& archive) {
    std::vector<NamedItem> items;
    archive.raw(items);
    return items;
}

/// How many Latin letters the key ends in.
std::size_t latin_end(std::string_view key) {
    std::size_t count = 0;
    while (count < key.size() && key[key.size() - 1 - count] >= 'a' && key[key.size() - 1 - count] <= 'z') ++count;
    return count;
}

/// An item with what it is ordered by.
struct Ranked {
    Trust trust;
    bool is_residual;
    std::size_t popularity;
    std::size_t length;
    const std::string* id;
    NamedItem item;

    friend bool operator<(const Ranked& left, const Ranked& right) {
        return std::tie(left.trust, left.is_residual, right.popularity, left.length, *left.id) <
               std::tie(right.trust, right.is_residual, left.popularity, right.length, *right.id);
    }
};

Ranked ranked(const NamedItemReader& reader, NamedItem item) {
    const std::string& text = reader.text(item);
    return {reader.trust(item),     is_residual_name(text), reader.popularity(item),
            count_characters(text), &reader.id(item),       item};
}

/// Everything that can be suggested, best first, near-duplicates once.
std::vector<Ranked> ranked_items(const Corpus& corpus, const NamedItemReader& reader) {
    std::vector<Ranked> all;
    const std::span<const Concept> concepts = corpus.knowledge().concepts();
    for (std::uint32_t index = 0; index < concepts.size(); ++index)
        if (const auto type = item_type_of(concepts[index].kind);
            type && corpus.knowledge().is_for_readers(ConceptIndex{index}))
            all.push_back(ranked(reader, {*type, false, index}));
    for (std::uint32_t index = 0; index < corpus.records().size(); ++index) {
        const AnnotatedRecord& record = corpus.at(RecordIndex{index});
        if (!record.concept_index) all.push_back(ranked(reader, {item_type_of(record.record.kind()), true, index}));
    }
    std::sort(all.begin(), all.end());
    std::vector<Ranked> kept;
    std::unordered_set<unsigned long long> seen;
    for (const Ranked& each : all) {
        std::string key = name_key(reader.text(each.item), std::string::npos);
        key += static_cast<char>(each.item.type);
        // Two doctors of one name are two people.
        if (each.item.type == ItemType::Doctor || seen.insert(fnv1a(key)).second) kept.push_back(each);
    }
    return kept;
}

/// The names of the items, best first: an item's other names as if it were less spoken of, so that by sound, where own
/// and other names are not told apart, both a known disease by an everyday name and a rarer one by its own are found.
NameKeys keys_of(const NamedItemReader& reader, const std::vector<Ranked>& items) {
    struct RankedName {
        Ranked rank;
        std::uint32_t item;
        std::uint16_t ordinal;
        std::string_view name;
    };
    std::vector<RankedName> all;
    std::vector<std::string> known;
    for (std::uint32_t item = 0; item < items.size(); ++item) {
        const std::vector<std::string_view> names = reader.names(items[item].item);
        Ranked rank = items[item];
        known.clear();
        for (std::uint16_t ordinal = 0; ordinal < names.size(); ++ordinal) {
            if (names.size() > 1) {
                std::string key = name_key(names[ordinal], kLongestNameKey);
                if (std::find(known.begin(), known.end(), key) != known.end()) continue;
                known.push_back(std::move(key));
            }
            all.push_back({rank, item, ordinal, names[ordinal]});
            rank.popularity = items[item].popularity / kOwnNameWeight;
        }
    }
    std::sort(all.begin(), all.end(), [](const RankedName& left, const RankedName& right) {
        if (left.item == right.item) return left.ordinal < right.ordinal;
        return left.rank < right.rank;
    });
    NameKeys keys;
    for (const RankedName& each : all)
        keys.add(each.name, each.item, each.ordinal, each.ordinal == 0 ? NameRole::Own : NameRole::Alias);
    return keys;
}

SuggestedBy suggested_by(NameMatch match) {
    switch (match) {
        case NameMatch::Whole:
        case NameMatch::Beginning:
            return SuggestedBy::Prefix;
        case NameMatch::WholeAlias:
        case NameMatch::AliasBeginning:
            return SuggestedBy::AliasPrefix;
        case NameMatch::Inside:
            return SuggestedBy::Inside;
        case NameMatch::SpelledWhole:
        case NameMatch::Spelled:
        case NameMatch::SpelledOtherwise:
            return SuggestedBy::Pinyin;
        case NameMatch::Homophone:
        case NameMatch::SoundsAlike:
        case NameMatch::OneError:
            return SuggestedBy::Corrected;
    }
    return SuggestedBy::Corrected;
}

/// A title that is only a name is no better than the thing of that name: titles are completed, not recognised.
bool is_whole(NameMatch match) {
    return match == NameMatch::Whole || match == NameMatch::WholeAlias || match == NameMatch::SpelledWhole;
}

}  // namespace

/// The names of all items, and how a list is made of what answers.
class Suggester::Table {
  public:
    explicit Table(const Corpus& corpus) : reader_(corpus) {
        std::vector<Ranked> titles;
        std::vector<Ranked> things;
        const std::vector<Ranked> all = ranked_items(corpus, reader_);
        for (const Ranked& each : all) (is_title(each.item.type) ? titles : things).push_back(each);
        things_.emplace(reader_, things, CompletionIndex::Care::Full);
        titles_.emplace(reader_, titles, CompletionIndex::Care::Little);
    }

    Table(const Corpus& corpus, ArchiveReader& archive) : reader_(corpus) {
        things_.emplace(archive, CompletionIndex::Care::Full);
        titles_.emplace(archive, CompletionIndex::Care::Little);
    }

    void save(ArchiveWriter& archive) const {
        for (const Part* part : {&*things_, &*titles_}) {
            archive.raw(part->items);
            part->index.save(archive);
        }
    }

    std::vector<Suggestion> suggest(std::string_view text, std::size_t limit) const;

    std::size_t memory_bytes() const { return sizeof(*this) + things_->memory_bytes() + titles_->memory_bytes(); }

  private:
    struct Part {
        Part(const NamedItemReader& reader, const std::vector<Ranked>& ranked, CompletionIndex::Care care)
            : index(keys_of(reader, ranked), care) {
            items.reserve(ranked.size());
            for (const Ranked& each : ranked) items.push_back(each.item);
        }

        Part(ArchiveReader& archive, CompletionIndex::Care care) : items(load_items(archive)), index(archive, care) {}

        std::size_t memory_bytes() const { return items.capacity() * sizeof(NamedItem) + index.memory_bytes(); }

        std::vector<NamedItem> items;
        CompletionIndex index;
    };

    struct Found {
        const Part* part;
        NameMatch match;
        NameHit hit;
    };

    /// The list so far, in order, with what is left over when there was too much of one sort.
    class List;

    Suggestion suggestion(const Found& found) const;

    NamedItemReader reader_;
    std::optional<Part> things_;
    std::optional<Part> titles_;
};

class Suggester::Table::List {
  public:
    List(const Table& table, std::size_t limit) : table_(table), limit_(limit) {}

    std::size_t found() const { return all_.size(); }
    bool is_full() const { return chosen_ >= limit_; }

    void ask(const TypedName& typed, NameMatch match) {
        for (const Part* part : {&*table_.things_, &*table_.titles_}) {
            const bool has_titles = part == &*table_.titles_;
            if (has_titles && is_whole(match)) continue;
            std::vector<std::uint32_t>& known = has_titles ? known_titles_ : known_things_;
            for (const NameHit& hit : part->index.find(typed, match, limit_, known)) {
                known.push_back(hit.item);
                if (!has_titles || is_new_text(hit)) add(typed, {part, match, hit}, has_titles);
            }
        }
    }

    /// What was chosen, filled up with the best of what was left over.
    std::vector<Found> finish() {
        for (Entry& each : all_) {
            if (chosen_ >= limit_) break;
            if (!std::exchange(each.is_chosen, true)) ++chosen_;
        }
        std::vector<Found> list;
        for (const Entry& each : all_)
            if (each.is_chosen) list.push_back(each.found);
        return list;
    }

  private:
    struct Entry {
        Found found;
        bool is_chosen;
    };

    void add(const TypedName& typed, const Found& found, bool has_titles) {
        const std::size_t most_cut_words = latin_end(typed.key()) < kLeastOfCutWord ? 0 : kMostCutWords;
        const bool is_chosen = chosen_ < limit_ &&
                               (!has_titles || titles_ < std::max<std::size_t>(limit_ * kMostTitlesInFive / 5, 1)) &&
                               (!found.hit.cuts_word || cut_words_ < most_cut_words);
        if (is_chosen) {
            ++chosen_;
            titles_ += has_titles;
            cut_words_ += found.hit.cuts_word;
        }
        all_.push_back({found, is_chosen});
    }

    /// Whether no copy of this article or question is there already.
    bool is_new_text(const NameHit& hit) {
        const std::string& key = table_.reader_.record_of(table_.titles_->items[hit.item]).duplicate_key;
        return key.empty() || texts_.insert(key).second;
    }

    const Table& table_;
    std::size_t limit_;
    std::vector<Entry> all_;
    std::size_t chosen_ = 0;
    std::size_t titles_ = 0;
    std::size_t cut_words_ = 0;
    std::vector<std::uint32_t> known_things_;
    std::vector<std::uint32_t> known_titles_;
    std::set<std::string_view> texts_;
};

std::vector<Suggestion> Suggester::Table::suggest(std::string_view text, std::size_t limit) const {
    const TypedName typed(text);
    List list(*this, limit);
    for (std::size_t at = 0; at < kNameMatchCount && !list.is_full(); ++at) {
        const auto match = static_cast<NameMatch>(at);
        if (suggested_by(match) == SuggestedBy::Corrected && list.found() >= kEnough) break;
        list.ask(typed, match);
    }
    std::vector<Suggestion> suggestions;
    for (const Found& each : list.finish()) suggestions.push_back(suggestion(each));
    return suggestions;
}

Suggestion Suggester::Table::suggestion(const Found& found) const {
    const NamedItem item = found.part->items[found.hit.item];
    const NameKeys& keys = found.part->index.keys();
    Suggestion made{reader_.text(item), item.type, reader_.id(item), suggested_by(found.match), {}};
    if (keys.is_alias(found.hit.name)) made.via = reader_.names(item)[keys.ordinal_of(found.hit.name)];
    return made;
}

Suggester::Suggester(const Corpus& corpus) : table_(std::make_unique<const Table>(corpus)) {}
Suggester::Suggester(const Corpus& corpus, ArchiveReader& archive)
    : table_(std::make_unique<const Table>(corpus, archive)) {}
Suggester::~Suggester() = default;

void Suggester::save(ArchiveWriter& archive) const {
    table_->save(archive);
}

std::vector<Suggestion> Suggester::suggest(std::string_view typed, std::size_t limit) const {
    return table_->suggest(typed, limit);
}

std::size_t Suggester::memory_bytes() const {
    return table_->memory_bytes();
}

}  // namespace xinglin
