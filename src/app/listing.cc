#include "app/listing.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/strings.h"
#include "catalog/snapshot.h"
#include "text/pinyin.h"

namespace xinglin {
namespace {

ConceptKind concept_kind_of(ListKind kind) {
    switch (kind) {
        case ListKind::Tests:
            return ConceptKind::Test;
        case ListKind::Symptoms:
            return ConceptKind::Symptom;
        case ListKind::Procedures:
            return ConceptKind::Procedure;
        case ListKind::Conditions:
        case ListKind::Articles:
        case ListKind::Doctors:
        case ListKind::Hospitals:
        case ListKind::Drugs:
        case ListKind::Questions:
            break;
    }
    return ConceptKind::Condition;
}

/// A line with what it is ordered by.
struct Entry {
    Trust trust = Trust::Curated;
    Date newest;      // of texts
    std::string key;  // of names
    Listed listed;

    bool comes_before(const Entry& other) const {
        return std::tie(trust, other.newest, key, listed.id) <
               std::tie(other.trust, newest, other.key, other.listed.id);
    }
};

char letter_of(std::string_view key) {
    const char first = key.empty() ? '0' : key.front();
    return first >= 'a' && first <= 'z' ? first : '0';
}

Date day_of(const Record& record) {
    const auto* question = std::get_if<Question>(&record.body);
    return question ? question->asked_on : record.head.published_on;
}

std::vector<Entry> entries_of_records(const Snapshot& snapshot, RecordKind kind) {
    const bool by_name = kind != RecordKind::Article && kind != RecordKind::Question;
    std::vector<Entry> entries;
    for (const RecordIndex index : snapshot.corpus->of_kind(kind)) {
        const Record& record = snapshot.corpus->at(index).record;
        Entry entry{record.head.trust, {}, {}, {record.head.id, {}}};
        if (by_name) {
            entry.key = pinyin_key(name_of(record));
            entry.listed.letter = letter_of(entry.key);
        } else {
            entry.newest = day_of(record);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

/// Whether there is more to say of it than where a classification files it.
bool has_something_to_say(const Knowledge& knowledge, ConceptIndex index) {
    const Concept& named = knowledge.at(index);
    if (named.trust == Trust::Curated || named.summary) return true;
    for (int i = 0; i < kPredicateCount; ++i) {
        const auto predicate = static_cast<Predicate>(i);
        const bool files = predicate == Predicate::IsA || predicate == Predicate::PartOf;
        if (!files && !knowledge.outgoing(index, predicate).empty()) return true;
    }
    return false;
}

std::vector<Entry> entries_of_concepts(const Snapshot& snapshot, ConceptKind kind) {
    std::vector<Entry> entries;
    const Knowledge& knowledge = snapshot.knowledge();
    for (std::uint32_t i = 0; i < knowledge.concepts().size(); ++i) {
        const Concept& each = knowledge.at(ConceptIndex{i});
        if (each.kind != kind || !knowledge.is_for_readers({i}) || !has_something_to_say(knowledge, {i})) continue;
        std::string key = pinyin_key(each.name);
        const char letter = letter_of(key);
        entries.push_back({each.trust, {}, std::move(key), {each.id, {}, letter}});
    }
    return entries;
}

/// Tests are listed by their concepts, and those that no concept stands for by their records.
std::vector<Entry> entries_of(const Snapshot& snapshot, ListKind kind) {
    if (const auto record_kind = record_kind_of(kind)) return entries_of_records(snapshot, *record_kind);
    auto entries = entries_of_concepts(snapshot, concept_kind_of(kind));
    if (kind != ListKind::Tests) return entries;
    for (Entry& record : entries_of_records(snapshot, RecordKind::Test)) {
        const auto index = snapshot.corpus->find(record.listed.id);
        if (!snapshot.corpus->at(*index).concept_index) entries.push_back(std::move(record));
    }
    return entries;
}

/// One line for all makers of a drug.
std::vector<Listed> folded(const Snapshot& snapshot, std::vector<Entry> entries) {
    std::vector<Listed> listed;
    StringMap<std::size_t> place_of_key;
    for (Entry& entry : entries) {
        const auto index = snapshot.corpus->find(entry.listed.id);
        const std::string& key = snapshot.corpus->at(*index).duplicate_key;
        const auto [place, is_new] = place_of_key.try_emplace(key, listed.size());
        if (is_new) {
            listed.push_back(std::move(entry.listed));
        } else {
            listed[place->second].also.push_back(std::move(entry.listed.id));
        }
    }
    return listed;
}

}  // namespace

std::optional<RecordKind> record_kind_of(ListKind kind) {
    switch (kind) {
        case ListKind::Articles:
            return RecordKind::Article;
        case ListKind::Doctors:
            return RecordKind::Doctor;
        case ListKind::Hospitals:
            return RecordKind::Hospital;
        case ListKind::Drugs:
            return RecordKind::Drug;
        case ListKind::Questions:
            return RecordKind::Question;
        case ListKind::Tests:
        case ListKind::Conditions:
        case ListKind::Symptoms:
        case ListKind::Procedures:
            return {};
    }
    return {};
}

bool is_by_name(ListKind kind) {
    return kind != ListKind::Articles && kind != ListKind::Questions;
}

std::vector<Listed> listed_of(const Snapshot& snapshot, ListKind kind) {
    std::vector<Entry> entries = entries_of(snapshot, kind);
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) { return a.comes_before(b); });
    if (kind == ListKind::Drugs) return folded(snapshot, std::move(entries));
    std::vector<Listed> listed;
    listed.reserve(entries.size());
    for (Entry& entry : entries) listed.push_back(std::move(entry.listed));
    return listed;
}

}  // namespace xinglin
