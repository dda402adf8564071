#pragma once

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace xinglin {

/// What one reads a text of clinicians in: a character, or a run of Latin letters or of digits. Numbers below 0x110000
/// are code points, others stand for runs.
using ClinicalToken = std::uint32_t;

/// A set of the words that exclude each other.
inline constexpr std::size_t kMaxContrasts = 256;
using Contrasts = std::bitset<kMaxContrasts>;

/// General clinical language, from data/medicine/clinical_words.txt: which words are one, which lead to which, what is
/// a site of the body, what excludes each other. Immutable; get() builds it once.
class ClinicalWords {
  public:
    /// What a word, at its place in a text, stands for.
    struct Leads {
        std::vector<std::vector<ClinicalToken>> to;  ///< wordings that a name may have instead
        bool is_tumour = false;                      ///< a tissue, filed by itself and by its site
    };

    struct Word {
        bool is_side = false;
        bool is_empty = false;  ///< says nothing of what it is
        bool splits = false;
        bool denies = false;
        Contrasts contrast;       ///< its bit among the words that exclude each other; none for others
        std::int32_t site = -1;   ///< its number among the sites; -1 for others
        std::int32_t leads = -1;  ///< its number among the words that lead on
    };

    /// A word of the list in a text: tokens [begin, end).
    struct Found {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint32_t word = 0;
    };

    static const ClinicalWords& get();

    /// `text` folded and rewritten into standard wording, at most `max_characters` of it.
    std::u32string standard(std::string_view text, std::size_t max_characters) const;

    static std::vector<ClinicalToken> tokens_of(std::u32string_view standard_text);
    static bool is_number(ClinicalToken token);  ///< a digit or a run of them
    static bool is_run(ClinicalToken token);     ///< of several letters or digits

    /// Words of one purpose, longest first from left to right, none overlapping.
    std::vector<Found> sites_in(const std::vector<ClinicalToken>& tokens) const { return find(sites_trie_, tokens); }
    std::vector<Found> contrasts_in(const std::vector<ClinicalToken>& tokens) const {
        return find(contrast_trie_, tokens);
    }
    std::vector<Found> weak_in(const std::vector<ClinicalToken>& tokens) const { return find(weak_trie_, tokens); }
    std::vector<Found> splits_in(const std::vector<ClinicalToken>& tokens) const { return find(split_trie_, tokens); }
    /// Words that deny (除外, 未见), and words with those in them that do not (不除外, 无痛): Word::denies tells.
    std::vector<Found> denials_in(const std::vector<ClinicalToken>& tokens) const { return find(deny_trie_, tokens); }

    /// Words that assert again behind a denial: 有, 考虑.
    std::vector<Found> assertions_in(const std::vector<ClinicalToken>& tokens) const {
        return find(assert_trie_, tokens);
    }
    /// Whether the token makes no difference to what a name means (性, 症).
    bool is_filler(ClinicalToken token) const {
        return std::find(fillers_.begin(), fillers_.end(), token) != fillers_.end();
    }
    /// Words that lead on: of those that begin at one place the longest, if it reaches further than those before.
    std::vector<Found> leads_in(const std::vector<ClinicalToken>& tokens) const;

    const Word& word(std::uint32_t number) const { return words_[number]; }
    const Leads& leads(std::int32_t number) const { return leads_[static_cast<std::size_t>(number)]; }

    /// The site and all that it belongs to.
    const std::vector<std::int32_t>& wholes_of(std::int32_t site) const {
        return wholes_[static_cast<std::size_t>(site)];
    }
    /// The bits of the words that exclude each other with those of `mask`.
    Contrasts rivals_of(const Contrasts& mask) const;

  private:
    class Trie {
      public:
        void add(const std::vector<ClinicalToken>& word, std::uint32_t value);
        std::uint32_t step(std::uint32_t node, ClinicalToken token) const;
        std::int64_t value(std::uint32_t node) const { return values_[node]; }

      private:
        std::unordered_map<std::uint64_t, std::uint32_t> next_;
        std::vector<std::int64_t> values_{-1};
    };

    ClinicalWords();
    static std::vector<Found> find(const Trie& trie, const std::vector<ClinicalToken>& tokens);
    std::uint32_t word_number(const std::vector<ClinicalToken>& word);
    std::int32_t site_number(std::uint32_t word);
    void read(std::string_view line);
    void read_pair(std::string_view kind, const std::vector<std::string_view>& fields);
    void close_sites();
    bool speaks_of_spine(const std::u32string& text) const;
    std::u32string with_plain_levels(const std::u32string& text) const;
    std::u32string rewritten(const std::u32string& text) const;

    std::unordered_map<std::u32string, std::u32string> standards_;
    std::unordered_map<char32_t, std::size_t> longest_standard_;
    std::unordered_map<std::u32string, std::uint32_t> word_by_text_;
    std::vector<Word> words_;
    std::vector<Leads> leads_;
    std::vector<std::vector<std::int32_t>> wholes_;
    /// Vertebrae from 1 to `count` that are called by a letter.
    struct Level {
        char32_t letter = 0;
        std::u32string site;
        std::uint32_t count = 0;
    };
    std::vector<Level> levels_;
    std::vector<std::u32string> spine_words_;
    std::vector<ClinicalToken> fillers_;
    std::vector<Contrasts> contrast_groups_;
    std::size_t contrast_words_ = 0;
    Trie sites_trie_, contrast_trie_, weak_trie_, split_trie_, leads_trie_, deny_trie_, assert_trie_;
};

}  // namespace xinglin
