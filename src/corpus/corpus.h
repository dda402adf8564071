#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "annotate/annotator.h"
#include "base/strings.h"
#include "corpus/record_handle.h"
#include "knowledge/knowledge.h"
#include "lint/lint.h"
#include "records/drug_product.h"
#include "records/record.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// The texts of a record that are read for concepts. Which are there depends on the kind.
enum class Field {
    Title,
    Body,
    Department,
    Specialty,
    Biography,
    Ingredients,
    Indications,
    Contraindications,
    Description,
};

std::string_view name_of(Field field);  ///< "title", "specialty", ...

/// A set of fields.
class Fields {
  public:
    template <typename... Each>
    constexpr explicit Fields(Each... each) : bits_((0U | ... | bit(each))) {}
    constexpr bool contain(Field field) const { return (bits_ & bit(field)) != 0; }

  private:
    static constexpr std::uint32_t bit(Field field) { return 1U << static_cast<std::uint32_t>(field); }
    std::uint32_t bits_;
};

/// A mention and the text it stands in.
struct FieldMention {
    Field field = Field::Title;
    Mention mention;
    LabelUse use = LabelUse::Treats;  ///< in a drug's indications
};

/// A record with what it says. Immutable.
struct AnnotatedRecord {
    Record record;
    std::string derived_text;  ///< The plain text of an article's or question's Body, of a hospital's Department.
    std::vector<FieldMention> mentions;         ///< by field, then by place
    std::vector<MainConcept> main;              ///< what an article or question is about, what a drug contains
    std::vector<ConceptIndex> concepts;         ///< everything mentioned and not negated, ascending, each once
    std::vector<Aspect> aspects;                ///< of an article's or question's title
    std::optional<ConceptIndex> concept_index;  ///< The concept that this record is the page of, by id or exact name.
    Constraints constraints;              ///< whom it is for: its departments, what it is about, whom its title names
    Administrations routes;               ///< of a drug: how it is given
    std::vector<ConceptIndex> forbidden;  ///< of a drug: in whom its label forbids it, ascending
    std::vector<ConceptIndex> warned;     ///< of a drug: the populations of whom its label warns, and the conditions
                                          ///< of which it forbids only a bad degree; ascending
    std::vector<ConceptIndex> spoken_of;  ///< of a drug: the populations that its label names at all, ascending
    std::vector<Finding> findings;        ///< what lint says of an article or question

    std::string
        duplicate_key;  ///< equal for near-duplicates (a drug by two makers, a copied text); "" when there are none

    /// The text that `field` mentions refer to; "" when this kind has none.
    std::string_view text_of(Field field) const;
};

/// Reads one record. Pure, so any number of threads may do it at once.
AnnotatedRecord annotate_record(const Annotator& annotator, Record record);

/// Whether readers must not see it: an imported text that recommends a remedy that hurts, or leaves a danger at home.
/// Nobody answers for it; what editors wrote or took over is theirs to mend, and lint tells them.
bool is_held_back(const AnnotatedRecord& record);

void sort_by_id(std::vector<RecordHandle>& records);

/// The duplicate key of an article or question: copies read the same, whatever their width, case or script.
std::string duplicate_key_of(std::string_view title, std::string_view text);

/// An aspect as a bit of a set.
inline std::uint32_t aspect_bit(Aspect aspect) {
    return 1U << static_cast<std::uint32_t>(aspect);
}

struct RecordIndex {
    std::uint32_t value = 0;

    friend auto operator<=>(const RecordIndex&, const RecordIndex&) = default;
};

/// All published records of one moment with the indexes that relating needs. Immutable; threads share it freely.
class Corpus {
  public:
    /// A field of a record that mentions a concept at least once without negating it.
    struct Posting {
        RecordIndex record;
        Field field = Field::Title;
        bool at_cut = false;              ///< every such mention stands where the text was cut
        LabelUse use = LabelUse::Treats;  ///< of indications: the strongest that they say
    };

    /// A record that is mainly about a concept: how much, against its heaviest one; the concept's share of a drug: 1
    /// when it is the only ingredient or the named combination, less when there are others.
    struct About {
        RecordIndex record;
        double weight = 0;
    };

    /// What relating reads of every candidate, kept together so that it costs no walk to the record.
    struct Traits {
        std::uint32_t aspects = 0;  ///< aspect_bit() of each
        RecordKind kind = RecordKind::Article;
        Trust trust = Trust::Curated;
        bool contradicts = false;         ///< lint found an error in it
        bool constrained = false;         ///< it is only for some people
        bool specialised = false;         ///< a doctor whose own words name conditions
        bool warns = false;               ///< a drug whose label forbids it to somebody, or warns
        Administrations routes;           ///< of a drug
        bool has_many_uses = false;       ///< a drug whose label lists so many diseases that it tells little of each
        std::uint8_t hospital_field = 0;  ///< of a hospital: the one field that it serves (hospital_field_of)
    };

    Corpus(std::shared_ptr<const Annotator> annotator, std::vector<RecordHandle> records);
    Corpus(std::shared_ptr<const Annotator> annotator,
           const std::vector<std::shared_ptr<const AnnotatedRecord>>& records)
        : Corpus(std::move(annotator), std::vector<RecordHandle>(records.begin(), records.end())) {}

    /// All but the records, for a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    /// `records` are those of the saved corpus, in its order, and `annotator` is of equal knowledge. Null, and the
    /// archive has failed, when they do not fit. Reads no record.
    static std::shared_ptr<const Corpus> load(ArchiveReader& archive, std::shared_ptr<const Annotator> annotator,
                                              std::vector<RecordHandle> records);

    const Knowledge& knowledge() const { return annotator_->knowledge(); }
    const Annotator& annotator() const { return *annotator_; }
    std::span<const RecordHandle> records() const { return records_; }  ///< by id
    std::string_view id_of(RecordIndex index) const {
        return std::string_view(id_text_).substr(id_begins_[index.value],
                                                 id_begins_[index.value + 1] - id_begins_[index.value]);
    }
    const AnnotatedRecord& at(RecordIndex index) const { return *records_[index.value]; }
    const Traits& traits(RecordIndex index) const { return traits_[index.value]; }
    /// As AnnotatedRecord::concepts.
    std::span<const ConceptIndex> concepts_of(RecordIndex index) const {
        return {concepts_.data() + concept_begins_[index.value], concepts_.data() + concept_begins_[index.value + 1]};
    }
    std::optional<RecordIndex> find(std::string_view record_id) const;

    /// Records with this duplicate key, and perhaps others: compare. None for "".
    std::vector<RecordIndex> maybe_duplicates(std::string_view duplicate_key) const;

    /// Records of `kind` in the order of their ids.
    std::span<const RecordIndex> of_kind(RecordKind kind) const;

    /// Where records of `kind` mention the concept; by record, then field, each pair once.
    std::span<const Posting> mentioning(RecordKind kind, ConceptIndex concept_index) const;

    /// Records of `kind` that have the concept among their main ones, by record.
    std::span<const About> about(RecordKind kind, ConceptIndex concept_index) const;

    /// Doctors of a hospital record, by id.
    std::span<const RecordIndex> doctors_of(std::string_view hospital_id) const;

    /// Records that are the page of this concept, curated ones first.
    std::span<const RecordIndex> pages_of(ConceptIndex concept_index) const;

  private:
    /// Rows of entries by concept, in compressed-row form: row c is entries[begins[c] .. begins[c + 1]).
    template <typename Entry>
    struct Rows {
        std::vector<Entry> entries;
        std::vector<std::uint32_t> begins;

        std::span<const Entry> row(ConceptIndex index) const {
            return {entries.data() + begins[index.value], entries.data() + begins[index.value + 1]};
        }
    };

    /// A record by the hash of its duplicate key.
    struct Hashed {
        std::uint64_t hash = 0;
        RecordIndex record;

        friend auto operator<=>(const Hashed&, const Hashed&) = default;
    };

    Corpus(std::shared_ptr<const Annotator> annotator, std::vector<RecordHandle> records, ArchiveReader& archive);
    bool is_sound() const;

    template <typename Entry>
    Rows<Entry> rows_by_concept(std::vector<std::pair<ConceptIndex, Entry>> pairs) const;

    std::shared_ptr<const Annotator> annotator_;
    std::vector<RecordHandle> records_;
    std::string id_text_;  // the ids one behind the other
    std::vector<std::uint32_t> id_begins_{0};
    std::vector<Traits> traits_;  // by record
    std::vector<ConceptIndex> concepts_;
    std::vector<std::uint32_t> concept_begins_{0};
    std::vector<Hashed> by_duplicate_hash_;  // sorted
    std::array<std::vector<RecordIndex>, kRecordKindCount> by_kind_;
    std::array<Rows<Posting>, kRecordKindCount> mentioning_;
    std::array<Rows<About>, kRecordKindCount> about_;
    Rows<RecordIndex> pages_;
    StringMap<std::vector<RecordIndex>> doctors_by_hospital_;
};

}  // namespace xinglin
