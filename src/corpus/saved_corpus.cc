#include <algorithm>
#include <utility>

#include "base/archive.h"
#include "corpus/corpus.h"

namespace xinglin {
namespace {

template <typename Rows>
void save_rows(ArchiveWriter& archive, const Rows& rows) {
    archive.raw(rows.entries);
    archive.raw(rows.begins);
}

template <typename Rows>
void load_rows(ArchiveReader& archive, Rows& rows) {
    archive.raw(rows.entries);
    archive.raw(rows.begins);
}

/// Whether there is a row for each concept, inside the entries, and each entry is of a record below `records`.
template <typename Rows, typename RecordOf>
bool are_sound(const Rows& rows, std::size_t concepts, std::size_t records, const RecordOf& record_of) {
    return rows.begins.size() == concepts + 1 && rows.begins.front() == 0 &&
           rows.begins.back() == rows.entries.size() && std::ranges::is_sorted(rows.begins) &&
           std::ranges::all_of(rows.entries, [&](const auto& entry) { return record_of(entry).value < records; });
}

}  // namespace

void Corpus::save(ArchiveWriter& archive) const {
    archive(id_text_);
    archive.raw(id_begins_);
    archive.raw(traits_);
    archive.raw(concepts_);
    archive.raw(concept_begins_);
    archive.raw(by_duplicate_hash_);
    for (const auto& records : by_kind_) archive.raw(records);
    for (const auto& rows : mentioning_) save_rows(archive, rows);
    for (const auto& rows : about_) save_rows(archive, rows);
    save_rows(archive, pages_);
    std::vector<std::string> hospitals;
    for (const auto& [hospital, doctors] : doctors_by_hospital_) hospitals.push_back(hospital);
    std::ranges::sort(hospitals);
    archive(hospitals);
    for (const std::string& hospital : hospitals) archive.raw(doctors_by_hospital_.at(hospital));
}

Corpus::Corpus(std::shared_ptr<const Annotator> annotator, std::vector<RecordHandle> records, ArchiveReader& archive)
    : annotator_(std::move(annotator)), records_(std::move(records)) {
    archive(id_text_);
    archive.raw(id_begins_);
    archive.raw(traits_);
    archive.raw(concepts_);
    archive.raw(concept_begins_);
    archive.raw(by_duplicate_hash_);
    for (auto& of_kind : by_kind_) archive.raw(of_kind);
    for (auto& rows : mentioning_) load_rows(archive, rows);
    for (auto& rows : about_) load_rows(archive, rows);
    load_rows(archive, pages_);
    std::vector<std::string> hospitals;
    archive(hospitals);
    for (const std::string& hospital : hospitals) archive.raw(doctors_by_hospital_[hospital]);
}

bool Corpus::is_sound() const {
    const std::size_t count = records_.size();
    const std::size_t concepts = knowledge().concepts().size();
    const auto are_records = [&](const auto& records) {
        return std::ranges::all_of(records, [&](RecordIndex index) { return index.value < count; });
    };
    const auto are_begins = [](const std::vector<std::uint32_t>& begins, std::size_t rows, std::size_t size) {
        return begins.size() == rows + 1 && begins.back() == size && std::ranges::is_sorted(begins);
    };
    const auto of_entry = [](const auto& entry) { return entry.record; };
    const auto itself = [](RecordIndex index) { return index; };
    return are_begins(id_begins_, count, id_text_.size()) && traits_.size() == count &&
           are_begins(concept_begins_, count, concepts_.size()) &&
           std::ranges::all_of(concepts_, [&](ConceptIndex index) { return index.value < concepts; }) &&
           std::ranges::all_of(by_duplicate_hash_, [&](const Hashed& each) { return each.record.value < count; }) &&
           std::ranges::all_of(by_kind_, are_records) &&
           std::ranges::all_of(mentioning_, [&](const auto& r) { return are_sound(r, concepts, count, of_entry); }) &&
           std::ranges::all_of(about_, [&](const auto& r) { return are_sound(r, concepts, count, of_entry); }) &&
           are_sound(pages_, concepts, count, itself) &&
           std::ranges::all_of(doctors_by_hospital_, [&](const auto& each) { return are_records(each.second); });
}

std::shared_ptr<const Corpus> Corpus::load(ArchiveReader& archive, std::shared_ptr<const Annotator> annotator,
                                           std::vector<RecordHandle> records) {
    std::shared_ptr<const Corpus> loaded(new Corpus(std::move(annotator), std::move(records), archive));
    if (archive.ok() && loaded->is_sound()) return loaded;
    archive.fail();
    return nullptr;
}

}  // namespace xinglin
