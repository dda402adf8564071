#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "coding/clinical_words.h"
#include "coding/gram_index.h"
#include "knowledge/knowledge.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// What is measured of a phrase and a name. Most are shares (0 to 1) of weight, where a character weighs the more the
/// rarer it is among the names.
enum class CodeFeature {
    NameCovered,  ///< of the name, by the part of the phrase that fits best
    NameCoveredSquare,
    PartCovered,  ///< of that part, by the name
    PartCoveredSquare,
    BothCovered,    ///< product of the two
    NameInPhrase,   ///< of the name, by the whole phrase
    PhraseInName,   ///< of the whole phrase, by the name
    NamePairs,      ///< of the name's pairs of neighbours, in the whole phrase
    PartPairs,      ///< of the part's pairs, in the name
    NameLiteral,    ///< of the name, literally in the part: not through another wording
    Equal,          ///< name and part are the same
    EqualTokens,    ///< and made of the same characters
    NameInside,     ///< the name stands in the phrase as it is
    PartInside,     ///< the part stands in the name
    LongestOfName,  ///< longest common run, of the name
    LongestOfPart,
    SameEnd,   ///< both end alike
    EndFound,  ///< the name's last pair stands in the phrase
    BeginFound,
    WorstMissing,   ///< weight of the rarest character of the name that the phrase lacks
    WorstIgnored,   ///< of the part that the name lacks
    Conflicts,      ///< words that exclude each other
    AddedContrast,  ///< the name says acute, chronic, ... and the phrase nothing of it
    LostContrast,   ///< the other way round
    ForeignSites,   ///< sites of the name that no site of the phrase is or belongs to
    UnaskedSites,   ///< sites of the name when the phrase has none
    NarrowerSites,  ///< sites of the name that belong to one of the phrase
    LostSites,      ///< sites of the phrase that no site of the name is or holds
    SameSites,
    Residual,     ///< others, unspecified
    Length,       ///< log of the name's
    Missing,      ///< log of how many characters of the name the phrase lacks
    Ignored,      ///< log of how many of the part the name lacks
    Category,     ///< a code of three characters
    Subcategory,  ///< of four
    Unspecified,  ///< .9
    Paired,       ///< of two codes, dagger and asterisk
    Morphology,   ///< of a tumour's tissue
    MorphologyCovered,
    External,    ///< V to Y
    Contact,     ///< Z
    Pregnancy,   ///< O
    Perinatal,   ///< P
    Congenital,  ///< Q
    Finding,     ///< R
    Injury,      ///< S and T
    Tumour,      ///< C and D0 to D4
    Wordy,       ///< a name with commas or of a classifier's wording
    Bracket,     ///< an other name, of brackets
    Alias,
    General,           ///< log of how many names hold this one
    Place,             ///< where in the phrase it stands
    Numbers,           ///< digits of the name that the phrase lacks
    TumourWord,        ///< both speak of tumours through a tissue's word
    AllFound,          ///< the phrase lacks nothing of the name
    AllFoundShare,     ///< then PartCovered
    InsideShare,       ///< PartCovered of a name that stands in the phrase as it is
    MissingWeight,     ///< of all of the name that the phrase lacks
    IgnoredWeight,     ///< of all of the part that the name lacks
    Compact,           ///< of the stretch of the phrase where the name is found, by the name
    AboveAdds,         ///< of the part, by the names of the categories above and not by this one
    AboveFound,        ///< of the category's name, by the phrase
    Extension,         ///< log of the number that ends a national code: 01 is the plain one
    PartEndCovered,    ///< of the last four tokens of the part, where Chinese says what it is
    PartBeginCovered,  ///< of the first four
    WholePhrase,       ///< measured against a phrase of several parts as a whole
    AddedSplit,        ///< the name joins two things with a word that the phrase does not have
    EqualButFillers,   ///< name and part are the same but for characters that make no difference (性, 症)
    LiteralShare,      ///< of the entry's name as it is written, by the phrase as it is written
    OtherNumber,       ///< both have a type, stage, grade or level, and not the same
    AddedNumber,       ///< the name has one and the phrase has none
    LostNumber,        ///< the other way round
    Count,
};

inline constexpr std::size_t kCodeFeatures = static_cast<std::size_t>(CodeFeature::Count);
using CodeFeatures = std::array<float, kCodeFeatures>;

inline constexpr std::size_t kMaxPhraseTokens = 128;

/// A name that may be meant, and how it fits.
struct CodeMatch {
    std::uint32_t name = 0;  ///< its number in the matcher
    CodeFeatures features{};
    std::bitset<kMaxPhraseTokens> covered;  ///< tokens of the phrase that the name accounts for
};

/// The coded names of a knowledge, and how well they fit phrases. Immutable.
class CodeMatcher {
  public:
    struct Entry {
        std::uint32_t concept_index = 0;
        std::vector<std::string> codes;  ///< of the system, the most specific first
        std::string name;                ///< without the code that search-only names end in
        std::u32string written;          ///< the distinct characters of `name`, folded, ascending
        std::int32_t category = -1;      ///< a name of the code of three characters above; -1 when there is none
        std::int32_t subcategory = -1;   ///< of four
        float extension = 0;
        bool is_curated = false;  ///< a thing in its own right, however short its code is
    };

    CodeMatcher(const Knowledge& knowledge, std::string_view system);

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    explicit CodeMatcher(ArchiveReader& archive);

    /// The names that fit the phrase or a part of it. What the phrase says is not so (除外肺炎) fits nothing, unless a
    /// name has the denial in it (无脑儿).
    std::vector<CodeMatch> match(std::string_view text) const;

    /// Weights of the phrase's tokens, for what `covered` is worth.
    std::vector<float> token_weights(std::string_view text) const;

    const std::vector<Entry>& entries() const { return entries_; }
    std::uint32_t entry_of(std::uint32_t name) const { return names_[name].entry; }

    std::size_t memory_bytes() const;

    /// A number that says which: of what (型, 期, 级, 度, cin), and it. Ordered.
    using Graded = std::pair<ClinicalToken, ClinicalToken>;

    struct Name {
        std::uint32_t entry = 0;
        std::uint32_t first_token = 0;
        std::uint16_t token_count = 0;
        bool is_alias = false;
        bool is_bracket = false;
        bool is_residual = false;
        bool is_wordy = false;
        ClinicalToken joins = 0;  ///< a token by which the name joins two things
        float weight = 0;         ///< of its tokens
        float gram_weight = 0;    ///< of its grams
        float general = 0;
        Contrasts contrasts;
        std::vector<std::int32_t> sites;
        std::vector<Graded> numbers;
    };

  private:
    struct Phrase;
    class Measurement;

    template <typename Wanted>
    void add_matches(const Phrase& phrase, std::vector<CodeMatch>& matches, const Wanted& is_wanted) const;
    void add_concept(std::uint32_t concept_index, const Concept& known, std::string_view system);
    void add_name(std::uint32_t entry, std::string_view text, bool is_alias);
    void add_surface(std::uint32_t entry, const std::u32string& standard, bool is_alias, bool is_bracket);
    void find_categories();
    void weigh();
    void index_names();
    void count_general();
    std::span<const ClinicalToken> tokens_of(const Name& name) const {
        return std::span(tokens_).subspan(name.first_token, name.token_count);
    }
    float weight_of(ClinicalToken token) const;

    std::vector<Entry> entries_;
    std::vector<Name> names_;
    std::vector<ClinicalToken> tokens_;
    std::vector<float> token_weights_;  ///< parallel to tokens_, lower for side words
    std::unordered_map<ClinicalToken, float> weights_;
    GramIndex index_;
};

}  // namespace xinglin
