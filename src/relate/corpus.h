#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "base/strings.h"
#include "knowledge/knowledge.h"
#include "records/record.h"

namespace xinglin {

/// The texts of a record that can be read for concepts. Which are there depends on the kind.
enum class Field {
    Title,
    Body,
    Department,
    Specialty,
    Biography,
    Ingredients,
    Indications,
    Contraindications,
    Description
};

/// A mention and the text it stands in.
struct FieldMention {
    Field field = Field::Title;
    Mention mention;
};

/// The text of `field` of `record`, "" when that kind has none. For a question Body is the question's body followed by
/// its answers; for a drug Title is the product name and Ingredients the ingredients, or the generic name without them.
std::string_view text_of(const Record& record, Field field);

/// A record with what it says. Immutable.
struct AnnotatedRecord {
    Record record;
    std::string
        body_text;  ///< Field::Body in plain text: what text_of(…, Body) answers, mentions' offsets refer to it.
    std::vector<FieldMention> mentions;  ///< by field, then by place
    std::vector<MainConcept> main;  ///< what it is about; for tests and hospitals that have a concept page, that one
    std::vector<Aspect> aspects;    ///< of an article's or question's title
    std::optional<ConceptIndex> concept_index;  ///< The concept that this record is the page of, by id or exact name.
};

/// Reads one record. Pure, so any number of threads may do it at once.
AnnotatedRecord annotate_record(const Annotator& annotator, Record record);

struct RecordIndex {
    std::uint32_t value = 0;

    friend auto operator<=>(const RecordIndex&, const RecordIndex&) = default;
};

/// All published records of one moment with the indexes that relating needs. Immutable; threads share it freely.
class Corpus {
  public:
    Corpus(std::shared_ptr<const Annotator> annotator, std::vector<std::shared_ptr<const AnnotatedRecord>> records);

    const Knowledge& knowledge() const { return annotator_->knowledge(); }
    const Annotator& annotator() const { return *annotator_; }
    std::span<const std::shared_ptr<const AnnotatedRecord>> records() const { return records_; }
    const AnnotatedRecord& at(RecordIndex index) const { return *records_[index.value]; }
    std::optional<RecordIndex> find(std::string_view record_id) const;

    /// Records of `kind` in the order of their ids.
    std::span<const RecordIndex> of_kind(RecordKind kind) const;

    /// Records of `kind` that mention the concept, not negated, in any field; ascending, each once.
    std::span<const RecordIndex> mentioning(RecordKind kind, ConceptIndex concept_index) const;

    /// Doctors of a hospital record, by id.
    std::span<const RecordIndex> doctors_of(std::string_view hospital_id) const;

    /// The record that is the page of this concept, when there is one.
    std::optional<RecordIndex> page_of(ConceptIndex concept_index) const;

  private:
    std::shared_ptr<const Annotator> annotator_;
    std::vector<std::shared_ptr<const AnnotatedRecord>> records_;
    StringMap<RecordIndex> by_id_;
    std::array<std::vector<RecordIndex>, kRecordKindCount> by_kind_;
    // mentioning_[begins_[kind][concept] .. begins_[kind][concept + 1]) in compressed-row form, one per kind.
    std::array<std::vector<RecordIndex>, kRecordKindCount> mentioning_;
    std::array<std::vector<std::uint32_t>, kRecordKindCount> mentioning_begins_;
    StringMap<std::vector<RecordIndex>> doctors_by_hospital_;
    std::vector<std::optional<RecordIndex>> page_of_concept_;
};

}  // namespace xinglin
