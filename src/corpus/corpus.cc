#include "corpus/corpus.h"

#include <algorithm>
#include <utility>

#include "base/name_table.h"
#include "corpus/hospital_field.h"
#include "knowledge/constraints.h"
#include "records/plain_text.h"
#include "text/fold.h"

namespace xinglin {
namespace {

std::string body_of(const Article& article) {
    return article.body_is_markdown ? plain_text(article.body) : article.body;
}

std::string body_of(const Question& question) {
    std::string body = question.body;
    for (const Answer& answer : question.answers) {
        if (!body.empty()) body += '\n';
        body += answer.text;
    }
    return body;
}

std::string derived_text_of(const Record& record) {
    if (const auto* article = std::get_if<Article>(&record.body)) return body_of(*article);
    if (const auto* question = std::get_if<Question>(&record.body)) return body_of(*question);
    if (const auto* hospital = std::get_if<Hospital>(&record.body)) return join(hospital->departments, "、");
    return {};
}

void append(std::vector<FieldMention>& out, Field field, const std::vector<Mention>& mentions) {
    for (const Mention& mention : mentions) out.push_back({field, mention, LabelUse::Treats});
}

/// The fields of the kinds whose texts are read one by one. Articles and questions are read as one document instead.
std::span<const Field> separate_fields(RecordKind kind) {
    static constexpr std::array kDoctor{Field::Department, Field::Specialty, Field::Biography};
    static constexpr std::array kHospital{Field::Department};
    static constexpr std::array kDrug{Field::Title, Field::Ingredients, Field::Indications, Field::Contraindications};
    static constexpr std::array kTest{Field::Title, Field::Description};
    switch (kind) {
        case RecordKind::Doctor:
            return kDoctor;
        case RecordKind::Hospital:
            return kHospital;
        case RecordKind::Drug:
            return kDrug;
        case RecordKind::Test:
            return kTest;
        case RecordKind::Article:
        case RecordKind::Question:
            return {};
    }
    return {};
}

/// The substance that `name` is a name of: the name itself, or what it leaves without words of form and salt.
std::optional<ConceptIndex> substance_named(const Knowledge& knowledge, std::string_view name) {
    for (const std::string& bare : bare_names(name)) {
        for (const ConceptIndex named : knowledge.named(bare)) {
            const Concept& substance = knowledge.at(named);
            if (substance.kind != ConceptKind::Substance) continue;
            const auto is_only_typed = [&](const Alias& alias) {
                return alias.use != AliasUse::Alone && fold(alias.text) == bare;
            };
            if (std::ranges::none_of(substance.aliases, is_only_typed)) return named;
        }
    }
    return {};
}

/// The one substance that an entry of a list of ingredients names.
std::optional<ConceptIndex> substance_in(const Annotator& annotator, std::string_view entry) {
    if (const auto named = substance_named(annotator.knowledge(), entry)) return named;
    for (const Mention& found : annotator.annotate(entry)) {
        const bool is_substance = annotator.knowledge().at(found.concept_index).kind == ConceptKind::Substance;
        if (is_substance && !found.negated) return found.concept_index;
    }
    return {};
}

/// What a drug contains. Its name says it when the whole of it is the name of a substance; otherwise its list of
/// ingredients does. The name of a compound is never searched for parts: 复方…, 阿莫西林克拉维酸钾.
std::vector<MainConcept> substances_of(const Annotator& annotator, const Drug& drug) {
    std::vector<MainConcept> main;
    for (const std::string_view name : {std::string_view(drug.generic_name), std::string_view(drug.name)}) {
        if (!main.empty()) break;
        if (const auto named = substance_named(annotator.knowledge(), name)) main.push_back({*named, 1});
    }
    const bool is_known = !main.empty();
    std::size_t ingredients = 0;
    for (const std::string_view entry : listed_ingredients(drug.ingredients)) {
        const auto substance = substance_in(annotator, entry);
        const auto same = [&](const MainConcept& other) { return other.concept_index == substance; };
        if (substance && std::ranges::any_of(main, same)) continue;
        ++ingredients;
        if (substance) main.push_back({*substance, 0});
    }
    if (is_known) ++ingredients;
    for (MainConcept& each : main) {
        if (each.weight == 0) each.weight = 1.0 / static_cast<double>(ingredients);
    }
    return main;
}

/// The kind of the condition that is named with its degree: 重度肾功能不全 of 肾功能不全.
std::optional<ConceptIndex> worse_form(const Knowledge& knowledge, std::string_view name, ConceptIndex condition) {
    for (const ConceptIndex named : knowledge.named(fold(name))) {
        if (named != condition && knowledge.is_kind_of(named, condition)) return named;
    }
    return {};
}

/// Reads what a label says of the conditions and people that it names.
void read_label(const Annotator& annotator, const Drug& drug, AnnotatedRecord& made) {
    const Knowledge& knowledge = annotator.knowledge();
    made.routes = administrations_of(drug);
    const auto add = [&](LabelVerdict verdict, std::string_view label, const Mention& mention) {
        const ConceptIndex whom = mention.concept_index;
        const ConceptKind kind = knowledge.at(whom).kind;
        const bool is_population = kind == ConceptKind::Population;
        if (is_population) made.spoken_of.push_back(whom);
        if (verdict == LabelVerdict::Warns && is_population) made.warned.push_back(whom);
        if (verdict != LabelVerdict::Forbids || (!is_population && kind != ConceptKind::Condition)) return;
        const std::string_view degree = degree_before(label, mention.span);
        if (degree.empty()) return made.forbidden.push_back(whom);
        const auto worse = worse_form(knowledge, std::string(degree) + std::string(slice(label, mention.span)), whom);
        if (worse) made.forbidden.push_back(*worse);
        made.warned.push_back(whom);
    };
    for (FieldMention& found : made.mentions) {
        const Mention& mention = found.mention;
        if (found.field == Field::Indications) found.use = label_use_of(drug.indications, mention.span);
        if (found.field == Field::Contraindications && !mention.negated && !mention.at_cut)
            add(contraindication_for(drug.contraindications, mention.span), drug.contraindications, mention);
    }
    for (const Mention& mention : annotator.annotate(drug.cautions)) {
        if (!mention.negated && !mention.at_cut)
            add(precaution_for(drug.cautions, mention.span), drug.cautions, mention);
    }
    for (auto* whom : {&made.forbidden, &made.warned, &made.spoken_of}) {
        std::ranges::sort(*whom);
        whom->erase(std::unique(whom->begin(), whom->end()), whom->end());
    }
}

std::vector<ConceptIndex> affirmed_concepts(const std::vector<FieldMention>& mentions) {
    std::vector<ConceptIndex> concepts;
    for (const FieldMention& found : mentions) {
        if (!found.mention.negated) concepts.push_back(found.mention.concept_index);
    }
    std::ranges::sort(concepts);
    concepts.erase(std::unique(concepts.begin(), concepts.end()), concepts.end());
    return concepts;
}

/// A record is the page of the concept with its id, or of the one test that its name names exactly.
std::optional<ConceptIndex> concept_of(const Knowledge& knowledge, const Record& record) {
    if (const auto same_id = knowledge.find(record.head.id)) return same_id;
    if (record.kind() != RecordKind::Test) return {};
    for (const ConceptIndex named : knowledge.named(name_of(record))) {
        if (knowledge.at(named).kind == ConceptKind::Test) return named;
    }
    return {};
}

/// The one department of a doctor; nothing for a doctor of several, who may see anybody.
std::optional<ConceptIndex> only_department(const AnnotatedRecord& doctor) {
    std::optional<ConceptIndex> only;
    for (const FieldMention& found : doctor.mentions) {
        if (found.field != Field::Department || found.mention.negated) continue;
        if (only && *only != found.mention.concept_index) return {};
        only = found.mention.concept_index;
    }
    return only;
}

/// Whom a label, or a doctor's own words, mean that speak of adults alone.
const Constraints kAdults{{}, 18, {}, {}};

/// Whom a record is for: what it is about or contains, the populations in its title, a doctor's department.
Constraints constraints_of(const Knowledge& knowledge, const AnnotatedRecord& record) {
    Constraints all;
    for (const MainConcept& main : record.main) all = both(all, knowledge.at(main.concept_index).constraints);
    for (const FieldMention& found : record.mentions) {
        const Concept& named = knowledge.at(found.mention.concept_index);
        const bool is_whom = found.field == Field::Title && named.kind == ConceptKind::Population;
        if (is_whom && !found.mention.negated) all = both(all, named.constraints);
    }
    const auto* drug = std::get_if<Drug>(&record.record.body);
    if (drug && is_for_adults(drug->indications)) all = both(all, kAdults);
    const auto* doctor = std::get_if<Doctor>(&record.record.body);
    if (!doctor) return all;
    if (is_for_adults(doctor->specialty)) all = both(all, kAdults);
    const auto department = only_department(record);
    return department ? both(all, knowledge.at(*department).constraints) : all;
}

/// Whether a doctor's own words name a condition at all.
bool is_specialised(const Knowledge& knowledge, const AnnotatedRecord& record) {
    return std::ranges::any_of(record.mentions, [&](const FieldMention& found) {
        return found.field == Field::Specialty && !found.mention.negated &&
               knowledge.at(found.mention.concept_index).kind == ConceptKind::Condition;
    });
}

/// Whether a label's indications list more diseases than one drug treats by itself: those of 糖皮质激素.
bool has_many_uses(const Knowledge& knowledge, const AnnotatedRecord& drug) {
    constexpr std::size_t kFewUses = 8;
    std::vector<ConceptIndex> uses;
    for (const FieldMention& found : drug.mentions) {
        const ConceptIndex named = found.mention.concept_index;
        if (found.field != Field::Indications || found.mention.negated) continue;
        if (knowledge.at(named).kind != ConceptKind::Condition) continue;
        if (knowledge.at(named).trust == Trust::Imported) continue;  // an import does not move what is curated
        if (std::ranges::find(uses, named) == uses.end()) uses.push_back(named);
    }
    return uses.size() > kFewUses;
}

std::string duplicate_key_of(const AnnotatedRecord& record) {
    const std::string& name = name_of(record.record);
    switch (record.record.kind()) {
        case RecordKind::Drug:
        case RecordKind::Test:
            return fold(name);
        case RecordKind::Article:
        case RecordKind::Question:
            return xinglin::duplicate_key_of(name, record.derived_text);
        case RecordKind::Doctor:
        case RecordKind::Hospital:
            return {};
    }
    return {};
}

}  // namespace

std::string duplicate_key_of(std::string_view title, std::string_view text) {
    return hex16(fnv1a(fold(text.empty() ? title : text)));
}

constexpr NameTable<Field> kFieldNames("title", "body", "department", "specialty", "biography", "ingredients",
                                       "indications", "contraindications", "description");

std::string_view name_of(Field field) {
    return kFieldNames.name_of(field);
}

std::string_view AnnotatedRecord::text_of(Field field) const {
    const auto* doctor = std::get_if<Doctor>(&record.body);
    const auto* drug = std::get_if<Drug>(&record.body);
    const auto* test = std::get_if<Test>(&record.body);
    switch (field) {
        case Field::Title:
            return name_of(record);
        case Field::Body:
            return derived_text;
        case Field::Department:
            return doctor ? doctor->department : std::string_view(derived_text);
        case Field::Specialty:
            return doctor ? doctor->specialty : std::string_view{};
        case Field::Biography:
            return doctor ? doctor->biography : std::string_view{};
        case Field::Ingredients: {
            if (!drug) return {};
            return drug->ingredients.empty() ? drug->generic_name : drug->ingredients;
        }
        case Field::Indications:
            return drug ? drug->indications : std::string_view{};
        case Field::Contraindications:
            return drug ? drug->contraindications : std::string_view{};
        case Field::Description:
            return test ? test->description : std::string_view{};
    }
    return {};
}

AnnotatedRecord annotate_record(const Annotator& annotator, Record record) {
    AnnotatedRecord made;
    made.derived_text = derived_text_of(record);
    made.record = std::move(record);
    const RecordKind kind = made.record.kind();
    if (kind == RecordKind::Article || kind == RecordKind::Question) {
        const std::string& title = name_of(made.record);
        Annotation read = annotate_document(annotator, title, made.derived_text);
        append(made.mentions, Field::Title, read.title);
        append(made.mentions, Field::Body, read.text);
        made.main = std::move(read.main);
        made.aspects = std::move(read.aspects);
        const auto* article = std::get_if<Article>(&made.record.body);
        made.findings = lint(annotator, title, article ? article->body : made.derived_text);  // with its citations
    }
    for (const Field field : separate_fields(kind))
        append(made.mentions, field, annotator.annotate(made.text_of(field)));
    if (const auto* drug = std::get_if<Drug>(&made.record.body)) {
        made.main = substances_of(annotator, *drug);
        read_label(annotator, *drug, made);
    }
    made.concept_index = concept_of(annotator.knowledge(), made.record);
    made.concepts = affirmed_concepts(made.mentions);
    made.constraints = constraints_of(annotator.knowledge(), made);
    made.duplicate_key = duplicate_key_of(made);
    return made;
}

bool is_held_back(const AnnotatedRecord& record) {
    return record.record.head.trust == Trust::Imported && harmful_finding(record.findings) != nullptr;
}

void sort_by_id(std::vector<RecordHandle>& records) {
    std::ranges::sort(records, {}, [](const auto& each) -> const std::string& { return each->record.head.id; });
}

template <typename Entry>
Corpus::Rows<Entry> Corpus::rows_by_concept(std::vector<std::pair<ConceptIndex, Entry>> pairs) const {
    std::ranges::stable_sort(pairs, {}, &std::pair<ConceptIndex, Entry>::first);
    Rows<Entry> rows;
    rows.entries.reserve(pairs.size());
    rows.begins.assign(knowledge().concepts().size() + 1, 0);
    for (const auto& [concept_index, entry] : pairs) {
        ++rows.begins[concept_index.value + 1];
        rows.entries.push_back(entry);
    }
    for (std::size_t i = 1; i < rows.begins.size(); ++i) rows.begins[i] += rows.begins[i - 1];
    return rows;
}

Corpus::Corpus(std::shared_ptr<const Annotator> annotator, std::vector<RecordHandle> records)
    : annotator_(std::move(annotator)), records_(std::move(records)) {
    sort_by_id(records_);
    std::array<std::vector<std::pair<ConceptIndex, Posting>>, kRecordKindCount> postings;
    std::array<std::vector<std::pair<ConceptIndex, About>>, kRecordKindCount> abouts;
    std::vector<std::pair<ConceptIndex, RecordIndex>> pages;
    for (std::uint32_t i = 0; i < records_.size(); ++i) {
        const AnnotatedRecord& each = *records_[i];
        const auto kind = static_cast<std::size_t>(each.record.kind());
        Traits traits{0,
                      each.record.kind(),
                      each.record.head.trust,
                      has_error(each.findings),
                      !each.constraints.empty(),
                      is_specialised(knowledge(), each),
                      !each.forbidden.empty() || !each.warned.empty(),
                      each.routes,
                      has_many_uses(knowledge(), each),
                      0};
        if (each.record.kind() == RecordKind::Hospital) traits.hospital_field = hospital_field_of(name_of(each.record));
        for (const Aspect aspect : each.aspects) traits.aspects |= aspect_bit(aspect);
        traits_.push_back(traits);
        concepts_.insert(concepts_.end(), each.concepts.begin(), each.concepts.end());
        concept_begins_.push_back(static_cast<std::uint32_t>(concepts_.size()));
        if (!each.duplicate_key.empty()) by_duplicate_hash_.push_back({fnv1a(each.duplicate_key), {i}});
        id_text_ += each.record.head.id;
        id_begins_.push_back(static_cast<std::uint32_t>(id_text_.size()));
        by_kind_[kind].push_back({i});
        if (each.concept_index) pages.emplace_back(*each.concept_index, RecordIndex{i});
        for (const MainConcept& main : each.main) {
            const bool is_drug = each.record.kind() == RecordKind::Drug;
            const double whole = is_drug ? 1 : each.main.front().weight;
            abouts[kind].push_back({main.concept_index, {{i}, main.weight / whole}});
        }
        if (const auto* doctor = std::get_if<Doctor>(&each.record.body); doctor && !doctor->hospital_id.empty()) {
            doctors_by_hospital_[doctor->hospital_id].push_back({i});
        }
        std::vector<std::pair<ConceptIndex, Posting>> of_record;
        for (const FieldMention& found : each.mentions) {
            if (found.mention.negated) continue;
            const Posting posting{{i}, found.field, found.mention.at_cut, found.use};
            const auto same = std::ranges::find_if(of_record, [&](const auto& other) {
                return other.first == found.mention.concept_index && other.second.field == found.field;
            });
            if (same == of_record.end()) {
                of_record.emplace_back(found.mention.concept_index, posting);
            } else {
                same->second.at_cut = same->second.at_cut && posting.at_cut;
                same->second.use = std::min(same->second.use, posting.use);
            }
        }
        postings[kind].insert(postings[kind].end(), of_record.begin(), of_record.end());
    }
    for (std::size_t kind = 0; kind < kRecordKindCount; ++kind) {
        mentioning_[kind] = rows_by_concept(std::move(postings[kind]));
        about_[kind] = rows_by_concept(std::move(abouts[kind]));
    }
    std::ranges::stable_sort(pages, {}, [&](const auto& page) { return traits(page.second).trust; });
    pages_ = rows_by_concept(std::move(pages));
    std::ranges::sort(by_duplicate_hash_);
}

std::vector<RecordIndex> Corpus::maybe_duplicates(std::string_view duplicate_key) const {
    std::vector<RecordIndex> records;
    if (duplicate_key.empty()) return records;
    const std::uint64_t hash = fnv1a(duplicate_key);
    auto same = std::ranges::lower_bound(by_duplicate_hash_, hash, {}, &Hashed::hash);
    for (; same != by_duplicate_hash_.end() && same->hash == hash; ++same) records.push_back(same->record);
    return records;
}

std::optional<RecordIndex> Corpus::find(std::string_view record_id) const {
    std::uint32_t begin = 0;
    auto end = static_cast<std::uint32_t>(records_.size());
    while (begin < end) {
        const std::uint32_t middle = begin + (end - begin) / 2;
        if (id_of({middle}) < record_id) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    if (begin == records_.size() || id_of({begin}) != record_id) return {};
    return RecordIndex{begin};
}

std::span<const RecordIndex> Corpus::of_kind(RecordKind kind) const {
    return by_kind_[static_cast<std::size_t>(kind)];
}

std::span<const Corpus::Posting> Corpus::mentioning(RecordKind kind, ConceptIndex concept_index) const {
    return mentioning_[static_cast<std::size_t>(kind)].row(concept_index);
}

std::span<const Corpus::About> Corpus::about(RecordKind kind, ConceptIndex concept_index) const {
    return about_[static_cast<std::size_t>(kind)].row(concept_index);
}

std::span<const RecordIndex> Corpus::doctors_of(std::string_view hospital_id) const {
    const auto found = doctors_by_hospital_.find(hospital_id);
    if (found == doctors_by_hospital_.end()) return {};
    return found->second;
}

std::span<const RecordIndex> Corpus::pages_of(ConceptIndex concept_index) const {
    return pages_.row(concept_index);
}

}  // namespace xinglin
