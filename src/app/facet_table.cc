#include "app/facet_table.h"

#include <algorithm>
#include <limits>

#include "app/cards.h"
#include "app/listing.h"
#include "catalog/snapshot.h"

namespace xinglin {
namespace {

constexpr std::uint32_t kAny = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kUnknown = kAny - 1;

std::size_t place_of(PeopleFacet facet) {
    return static_cast<std::size_t>(facet);
}

void add_key(std::vector<FacetTable::Key>& keys, std::string key, std::string name) {
    if (key.empty() || std::ranges::find(keys, key, &FacetTable::Key::key) != keys.end()) return;
    keys.push_back({std::move(key), std::move(name)});
}

void add_named(const Snapshot& snapshot, const AnnotatedRecord& record, Fields fields, ConceptKind kind,
               std::vector<FacetTable::Key>& keys) {
    for (const FieldMention& found : record.mentions) {
        const Concept& named = snapshot.knowledge().at(found.mention.concept_index);
        if (!fields.contain(found.field) || found.mention.negated || named.kind != kind) continue;
        add_key(keys, std::string(slug_of(named.id)), named.name);
    }
}

void add_hospital(const Hospital& hospital, FacetTable::Row& row) {
    const std::string region = hospital.province == hospital.city ? hospital.city : hospital.province + hospital.city;
    add_key(row[place_of(PeopleFacet::Region)], region, region);
    add_key(row[place_of(PeopleFacet::Level)], hospital.level, hospital.level);
}

FacetTable::Row row_of(const Snapshot& snapshot, const AnnotatedRecord& record) {
    FacetTable::Row row;
    add_named(snapshot, record, Fields(Field::Department), ConceptKind::Department,
              row[place_of(PeopleFacet::Department)]);
    add_named(snapshot, record, Fields(Field::Specialty, Field::Biography), ConceptKind::Condition,
              row[place_of(PeopleFacet::Condition)]);
    if (const auto* own = std::get_if<Hospital>(&record.record.body)) add_hospital(*own, row);
    const auto* doctor = std::get_if<Doctor>(&record.record.body);
    if (!doctor) return row;
    for (const std::string& title : doctor->titles) add_key(row[place_of(PeopleFacet::Title)], title, title);
    const auto at = snapshot.corpus->find(doctor->hospital_id);
    const auto* hospital = at ? std::get_if<Hospital>(&snapshot.corpus->at(*at).record.body) : nullptr;
    if (hospital) add_hospital(*hospital, row);
    return row;
}

}  // namespace

bool FacetTable::Column::has(std::size_t row, std::uint32_t value) const {
    const auto begin = values.begin() + begins[row];
    const auto end = values.begin() + begins[row + 1];
    return std::find(begin, end, value) != end;
}

void FacetTable::add(const Row& row) {
    for (std::size_t i = 0; i < kPeopleFacetCount; ++i) {
        Column& column = columns_[i];
        for (const Key& key : row[i]) {
            const auto number = static_cast<std::uint32_t>(column.keys.size());
            const auto [known, is_new] = column.by_key.try_emplace(key.key, number);
            if (is_new) column.keys.push_back(key);
            column.values.push_back(known->second);
        }
        column.begins.push_back(static_cast<std::uint32_t>(column.values.size()));
    }
    ++rows_;
}

std::array<std::uint32_t, kPeopleFacetCount> FacetTable::numbers_of(const Chosen& chosen) const {
    std::array<std::uint32_t, kPeopleFacetCount> numbers{};
    for (std::size_t i = 0; i < kPeopleFacetCount; ++i) {
        const auto known = columns_[i].by_key.find(chosen[i]);
        numbers[i] = chosen[i].empty() ? kAny : known == columns_[i].by_key.end() ? kUnknown : known->second;
    }
    return numbers;
}

bool FacetTable::fits(std::size_t row, const std::array<std::uint32_t, kPeopleFacetCount>& numbers) const {
    for (std::size_t i = 0; i < kPeopleFacetCount; ++i) {
        if (numbers[i] != kAny && !columns_[i].has(row, numbers[i])) return false;
    }
    return true;
}

std::vector<std::uint32_t> FacetTable::rows_with(const Chosen& chosen) const {
    const auto numbers = numbers_of(chosen);
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < rows_; ++row) {
        if (fits(row, numbers)) rows.push_back(static_cast<std::uint32_t>(row));
    }
    return rows;
}

FacetTable::Counts FacetTable::counts(const Chosen& chosen, std::size_t limit) const {
    Counts all;
    for (std::size_t i = 0; i < kPeopleFacetCount; ++i) {
        const Column& column = columns_[i];
        auto numbers = numbers_of(chosen);
        numbers[i] = kAny;
        std::vector<std::size_t> totals(column.keys.size());
        for (std::size_t row = 0; row < rows_; ++row) {
            if (!fits(row, numbers)) continue;
            for (std::uint32_t at = column.begins[row]; at < column.begins[row + 1]; ++at) ++totals[column.values[at]];
        }
        for (std::size_t value = 0; value < totals.size(); ++value) {
            if (totals[value] > 0) all[i].push_back({column.keys[value].key, column.keys[value].name, totals[value]});
        }
        std::ranges::sort(all[i], [](const BrowseView::Value& a, const BrowseView::Value& b) {
            return a.count != b.count ? a.count > b.count : a.key < b.key;
        });
        if (all[i].size() > limit) all[i].resize(limit);
    }
    return all;
}

std::string FacetTable::name_of_value(PeopleFacet facet, const std::string& key) const {
    const Column& column = columns_[place_of(facet)];
    const auto known = column.by_key.find(key);
    return known == column.by_key.end() ? key : column.keys[known->second].name;
}

FacetTable facet_table_of(const Snapshot& snapshot, const std::vector<Listed>& listed) {
    FacetTable table;
    for (const Listed& each : listed) table.add(row_of(snapshot, snapshot.corpus->at(*snapshot.corpus->find(each.id))));
    return table;
}

}  // namespace xinglin
