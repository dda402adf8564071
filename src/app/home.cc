#include "app/home.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/cards.h"
#include "app/data.h"
#include "base/check.h"
#include "catalog/snapshot.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

constexpr std::size_t kConditions = 12;
constexpr std::size_t kSymptomsOfARegion = 8;
constexpr std::size_t kLongestSlug = 64;
constexpr std::size_t kMostEdits = 2;

struct RegionWords {
    std::string_view name;
    std::string_view icon;
    std::vector<std::string_view> words;
};

std::vector<RegionWords> read_regions() {
    std::vector<RegionWords> regions;
    for (const DataLine& line : data_lines(app_data("body_regions.txt"))) {
        const auto fields = data_fields(line.text);
        CHECK(fields.size() > 2);
        regions.push_back({fields[0], fields[1], {fields.begin() + 2, fields.end()}});
    }
    return regions;
}

bool names_any(std::string_view name, const std::vector<std::string_view>& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

/// How much knowledge says about the symptom.
std::size_t relations_of(const Knowledge& knowledge, ConceptIndex symptom) {
    return knowledge.outgoing(symptom, Predicate::CausedBy).size() +
           knowledge.incoming(symptom, Predicate::HasSymptom).size();
}

BodyRegion region_of(const Knowledge& knowledge, const RegionWords& words) {
    std::vector<std::pair<std::size_t, ConceptIndex>> found;
    for (std::uint32_t i = 0; i < knowledge.concepts().size(); ++i) {
        const Concept& each = knowledge.at(ConceptIndex{i});
        const bool is_curated_symptom = each.kind == ConceptKind::Symptom && each.trust == Trust::Curated;
        if (is_curated_symptom && names_any(each.name, words.words))
            found.emplace_back(relations_of(knowledge, {i}), ConceptIndex{i});
    }
    std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first > b.first; });
    if (found.size() > kSymptomsOfARegion) found.resize(kSymptomsOfARegion);
    BodyRegion region{std::string(words.name), std::string(words.icon), {}};
    for (const auto& [relations, symptom] : found) region.symptoms.push_back(ref_of(knowledge.at(symptom)));
    return region;
}

/// Whether at most kMostEdits letters differ. Both are at most kLongestSlug long.
bool is_nearly(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > kMostEdits) return false;
    std::array<std::size_t, kLongestSlug + 1> row{};
    for (std::size_t i = 0; i <= a.size(); ++i) row[i] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
        std::size_t diagonal = std::exchange(row[0], j);
        for (std::size_t i = 1; i <= a.size(); ++i) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[i];
            row[i] = std::min({changed, row[i] + 1, row[i - 1] + 1});
        }
    }
    return row[a.size()] <= kMostEdits;
}

bool is_similar(std::string_view slug, std::string_view wanted) {
    constexpr std::size_t kShortest = 4;
    if (slug.size() > kLongestSlug || wanted.size() < kShortest || slug.size() < kShortest) return false;
    return slug.starts_with(wanted) || wanted.starts_with(slug) || is_nearly(slug, wanted);
}

}  // namespace

std::vector<BodyRegion> body_regions_of(const Knowledge& knowledge) {
    static const std::vector<RegionWords> words = read_regions();
    std::vector<BodyRegion> regions;
    for (const RegionWords& each : words) {
        BodyRegion region = region_of(knowledge, each);
        if (!region.symptoms.empty()) regions.push_back(std::move(region));
    }
    return regions;
}

std::vector<Card> conditions_told_most(const Snapshot& snapshot) {
    struct Told {
        std::size_t texts;
        ConceptIndex condition;
    };
    std::vector<Told> told;
    const Knowledge& knowledge = snapshot.knowledge();
    for (std::uint32_t i = 0; i < knowledge.concepts().size(); ++i) {
        if (knowledge.at(ConceptIndex{i}).kind != ConceptKind::Condition) continue;
        const std::size_t texts = snapshot.corpus->about(RecordKind::Article, {i}).size() +
                                  snapshot.corpus->about(RecordKind::Question, {i}).size();
        if (texts > 0) told.push_back({texts, {i}});
    }
    std::ranges::sort(told, [&](const Told& a, const Told& b) {
        const auto trust_of = [&](const Told& each) { return knowledge.at(each.condition).trust; };
        if (trust_of(a) != trust_of(b)) return trust_of(a) < trust_of(b);
        return a.texts != b.texts ? a.texts > b.texts : knowledge.at(a.condition).id < knowledge.at(b.condition).id;
    });
    std::vector<Card> cards;
    for (const Told& each : told) {
        if (cards.size() < kConditions) cards.push_back(card_of(snapshot, each.condition));
    }
    return cards;
}

std::vector<Card> last_reviewed(const Snapshot& snapshot, std::size_t limit) {
    std::vector<RecordIndex> reviewed;
    const auto head_of = [&](RecordIndex index) -> const RecordHead& { return snapshot.corpus->at(index).record.head; };
    for (const RecordIndex index : snapshot.corpus->of_kind(RecordKind::Article)) {
        if (!head_of(index).reviewer.empty()) reviewed.push_back(index);
    }
    std::ranges::stable_sort(
        reviewed, [&](RecordIndex a, RecordIndex b) { return head_of(b).reviewed_on < head_of(a).reviewed_on; });
    std::vector<Card> cards;
    for (const RecordIndex index : reviewed) {
        if (cards.size() < limit) cards.push_back(card_of(snapshot, index));
    }
    return cards;
}

std::vector<std::string> similar_ids(const std::vector<Listed>& listed, std::string_view id, std::size_t limit) {
    std::vector<std::string> similar;
    const std::size_t slash = id.find('/');
    if (slash == std::string_view::npos || id.size() - slash - 1 > kLongestSlug) return similar;
    for (const Listed& each : listed) {
        if (similar.size() == limit) break;
        if (!each.id.starts_with(id.substr(0, slash + 1))) continue;
        if (is_similar(std::string_view(each.id).substr(slash + 1), id.substr(slash + 1))) similar.push_back(each.id);
    }
    return similar;
}

}  // namespace xinglin
