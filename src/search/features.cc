#include "search/features.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "records/plain_text.h"
#include "search/text_units.h"

namespace xinglin {
namespace {

// A title of kTitlePivot characters has kTitleImpact; shorter ones more, longer ones less.
constexpr double kTitleImpact = 90;
constexpr double kTitlePivot = 18;
constexpr double kTitleLengthShare = 0.6;

// A unit that a body of kBodyPivot characters repeats without end has kBodyImpact.
constexpr double kBodyImpact = 40;
constexpr double kBodyPivot = 600;
constexpr double kBodySaturation = 1.2;
constexpr double kBodyLengthShare = 0.5;

// Few different impacts make small lists.
constexpr double kBodyStep = 8;

constexpr std::size_t kMostTitleWords = 400;  // Longer ones weigh as this.
constexpr std::size_t kMostBodyCharacters = 20'000;

constexpr std::uint8_t kNamedImpact = 60;
constexpr std::uint8_t kAboutImpact = 100;
constexpr std::uint8_t kKindImpact = 60;
constexpr std::uint8_t kIsImpact = 100;

double repeated(double times, std::size_t characters) {
    const double length = 1 - kBodyLengthShare + kBodyLengthShare * static_cast<double>(characters) / kBodyPivot;
    return kBodyImpact * times * (1 + kBodySaturation) / (times + kBodySaturation * length) / (1 + kBodySaturation);
}

struct UnitCount {
    Feature feature;
    std::uint8_t title;  // The largest impact of a name that has it; 0 when none has.
    std::uint32_t body;  // How often the body has it.
};

void add_names(std::string_view name, std::vector<UnitCount>& out) {
    const FoldedText folded(name);
    const std::uint8_t impact = title_impact(word_count(folded.characters()));
    for (const TextUnit& unit : units_of(folded)) out.push_back({unit.feature, impact, 0});
}

std::size_t add_body(std::string_view body, std::vector<UnitCount>& out) {
    const FoldedText folded(first_characters(body, kMostBodyCharacters));
    for (const TextUnit& unit : units_of(folded))
        if (unit.kind != TextUnit::Kind::Character) out.push_back({unit.feature, 0, 1});
    return folded.size();
}

/// Units of the item's words, each once.
void add_words(const ItemText& item, std::vector<Impact>& out) {
    std::vector<UnitCount> counts;
    add_names(item.title, counts);
    for (const std::string& name : item.other_names) add_names(name, counts);
    std::size_t characters = add_body(item.body, counts);
    for (const auto& [field, text] : item.details) characters += add_body(text, counts);
    std::ranges::sort(counts, {}, &UnitCount::feature);
    for (auto at = counts.begin(); at != counts.end();) {
        const Feature feature = at->feature;
        std::uint8_t title = 0;
        std::uint32_t body = 0;
        for (; at != counts.end() && at->feature == feature; ++at) {
            title = std::max(title, at->title);
            body += at->body;
        }
        const double of_body = body == 0 ? 0 : std::ceil(repeated(body, characters) / kBodyStep) * kBodyStep;
        out.push_back(
            {feature, static_cast<std::uint8_t>(std::clamp(title + of_body * (title ? 0.25 : 1), 1.0, 255.0))});
    }
}

void add_concepts(const Knowledge& knowledge, const ItemText& item, std::vector<Impact>& out) {
    std::vector<ConceptIndex> kinds;
    for (const ConceptIndex each : item.names) {
        const bool main = std::ranges::binary_search(item.about, each);
        out.push_back({names_feature(knowledge.at(each)), main ? kAboutImpact : kNamedImpact});
    }
    for (const ConceptIndex each : item.about)
        for (const Knowledge::Ancestor& above : knowledge.ancestors(each)) kinds.push_back(above.concept_index);
    std::ranges::sort(kinds);
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    for (const ConceptIndex each : kinds) out.push_back({kind_of_feature(knowledge.at(each)), kKindImpact});
    for (const ConceptIndex each : item.targets) out.push_back({is_feature(knowledge.at(each)), kIsImpact});
}

/// The departments that the knowledge sends a concept to.
void add_departments(const Knowledge& knowledge, ConceptIndex concept_index, FacetValues& out) {
    for (const Knowledge::Link& link : knowledge.outgoing(concept_index, Predicate::ManagedIn))
        if (knowledge.at(link.relation).trust == Trust::Curated)
            out.emplace_back(FacetKind::Department, knowledge.at(link.other).id);
}

void add_mentioned_departments(const Corpus& corpus, const AnnotatedRecord& record, ItemText& item) {
    for (const FieldMention& found : record.mentions) {
        const ConceptIndex mentioned = found.mention.concept_index;
        if (found.field != Field::Department || corpus.knowledge().at(mentioned).kind != ConceptKind::Department)
            continue;
        item.facets.emplace_back(FacetKind::Department, corpus.knowledge().at(mentioned).id);
        item.targets.push_back(mentioned);
    }
}

void add_hospital(const Hospital& hospital, FacetValues& out) {
    if (!hospital.province.empty()) out.emplace_back(FacetKind::Region, hospital.province);
    if (!hospital.level.empty()) out.emplace_back(FacetKind::Level, hospital.level);
}

template <typename Value>
void sort_each_once(std::vector<Value>& values) {
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        if (!text.empty()) text += '\n';
        text += part;
    }
    return text;
}

void read_doctor(const Corpus& corpus, const AnnotatedRecord& record, const Doctor& doctor, ItemText& item) {
    item.body = joined(
        {doctor.hospital_name, doctor.department, join(doctor.titles, "、"), doctor.specialty, doctor.biography});
    item.body_field = name_of(Field::Specialty);
    add_mentioned_departments(corpus, record, item);
    for (const std::string& title : doctor.titles) item.facets.emplace_back(FacetKind::DoctorTitle, title);
    if (const auto hospital = corpus.find(doctor.hospital_id))
        if (const auto* body = std::get_if<Hospital>(&corpus.at(*hospital).record.body))
            add_hospital(*body, item.facets);
}

void read_hospital(const Corpus& corpus, const AnnotatedRecord& record, const Hospital& hospital, ItemText& item) {
    item.body = hospital.introduction;
    item.body_field = name_of(Field::Description);
    item.details.emplace_back("level", hospital.level);
    item.details.emplace_back("address", hospital.province + hospital.city + hospital.address);
    item.details.emplace_back(name_of(Field::Department), join(hospital.departments, "、"));
    add_mentioned_departments(corpus, record, item);
    add_hospital(hospital, item.facets);
}

void read_drug(const Drug& drug, const AnnotatedRecord& record, ItemText& item) {
    // What a label warns of is no reason to offer the drug.
    if (!drug.generic_name.empty() && drug.generic_name != drug.name) item.other_names.push_back(drug.generic_name);
    item.body = drug.indications;
    item.body_field = name_of(Field::Indications);
    item.details.emplace_back(name_of(Field::Ingredients), drug.ingredients);
    item.details.emplace_back("manufacturer", drug.manufacturer);
    item.details.emplace_back("approval_number", drug.approval_number);
    for (const MainConcept& main : record.main) item.targets.push_back(main.concept_index);
    item.names.clear();
    for (const FieldMention& found : record.mentions)
        if (found.field != Field::Contraindications && !found.mention.negated)
            item.names.push_back(found.mention.concept_index);
}

/// The impact of a unit of a title of so many words. Lengths are told apart by a quarter of their size, for few
/// different impacts.
std::uint8_t impact_of_length(double words) {
    const double coarse = std::pow(1.25, std::round(std::log(words) / std::log(1.25)));
    const double length = 1 - kTitleLengthShare + kTitleLengthShare * coarse / kTitlePivot;
    return static_cast<std::uint8_t>(std::clamp(std::round(kTitleImpact / std::sqrt(length)), 1.0, 255.0));
}

}  // namespace

std::uint8_t title_impact(std::size_t words) {
    static const std::array<std::uint8_t, kMostTitleWords + 1> impacts = [] {
        std::array<std::uint8_t, kMostTitleWords + 1> made{};
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = impact_of_length(std::max<double>(1, static_cast<double>(i)));
        return made;
    }();
    return impacts[std::min(words, kMostTitleWords)];
}

Feature names_feature(const Concept& named) {
    return feature_of("names", named.id);
}

Feature kind_of_feature(const Concept& ancestor) {
    return feature_of("kind-of", ancestor.id);
}

Feature is_feature(const Concept& target) {
    return feature_of("is", target.id);
}

Feature standing_label(bool behind) {
    return feature_of("standing", behind ? "behind" : "front");
}

Feature facet_label(FacetKind kind, std::string_view value) {
    return feature_of(name_of(kind), value);
}

ItemText item_text_of(const Corpus& corpus, RecordIndex index) {
    const AnnotatedRecord& record = corpus.at(index);
    const Knowledge& knowledge = corpus.knowledge();
    ItemText item;
    item.id = record.record.head.id;
    item.type = item_type_of(record.record.kind());
    item.title = name_of(record.record);
    item.body = record.derived_text;
    item.body_field = name_of(Field::Body);
    item.trust = record.record.head.trust;
    item.behind = item.trust == Trust::Imported;
    item.duplicate_key = record.duplicate_key;
    item.names = record.concepts;
    for (const MainConcept& main : record.main) item.about.push_back(main.concept_index);
    for (const Aspect aspect : record.aspects) item.aspects |= aspect_bit(aspect);
    const auto& body = record.record.body;
    if (const auto* doctor = std::get_if<Doctor>(&body)) read_doctor(corpus, record, *doctor, item);
    if (const auto* hospital = std::get_if<Hospital>(&body)) read_hospital(corpus, record, *hospital, item);
    if (const auto* drug = std::get_if<Drug>(&body)) read_drug(*drug, record, item);
    if (const auto* test = std::get_if<Test>(&body)) {
        item.body = test->description;
        item.body_field = name_of(Field::Description);
    }
    if (item.type == ItemType::Article || item.type == ItemType::Question)
        for (const ConceptIndex each : item.about) add_departments(knowledge, each, item.facets);
    if (record.concept_index) item.targets.push_back(*record.concept_index);
    sort_each_once(item.names);
    sort_each_once(item.about);
    sort_each_once(item.targets);
    sort_each_once(item.facets);
    return item;
}

ItemText item_text_of(const Corpus& corpus, ConceptIndex index) {
    const Concept& named = corpus.knowledge().at(index);
    ItemText item;
    item.id = named.id;
    item.type = item_type_of(named.kind).value_or(ItemType::Condition);
    item.title = named.name;
    for (const Alias& alias : named.aliases) item.other_names.push_back(alias.text);
    if (!named.english.empty()) item.other_names.push_back(named.english);
    for (const Code& code : named.codes) item.other_names.push_back(code.code);
    if (named.summary) item.body = named.summary->text;
    item.body_field = "summary";
    item.trust = named.trust;
    item.names = {index};
    item.about = {index};
    item.targets = {index};
    add_departments(corpus.knowledge(), index, item.facets);
    sort_each_once(item.facets);
    return item;
}

IndexDocument index_document_of(const Knowledge& knowledge, const ItemText& item, DocumentKey key) {
    IndexDocument document;
    document.key = key;
    add_words(item, document.impacts);
    add_concepts(knowledge, item, document.impacts);
    document.labels.push_back(facet_label(FacetKind::Type, name_of(item.type)));
    document.labels.push_back(standing_label(item.behind));
    for (const auto& [kind, value] : item.facets) document.labels.push_back(facet_label(kind, value));
    return document;
}

}  // namespace xinglin
