#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace xinglin {

/// A set of words that phrases are taken apart with. Texts must be folded (text/fold.h); the words are when given.
/// Immutable, and never copied: it refers to its own words.
class Vocabulary {
  public:
    explicit Vocabulary(const std::vector<std::string>& words);

    Vocabulary(const Vocabulary&) = delete;
    Vocabulary& operator=(const Vocabulary&) = delete;

    /// The places from which on `text` consists of words of this vocabulary only, descending: text.size() is the first.
    /// A text longer than kLongestPhrase bytes is looked at from its end only so far.
    std::vector<std::size_t> word_suffixes(std::string_view text) const;

    /// The places up to which `text` consists of words only, ascending: 0 is the first. Looks kLongestPhrase bytes far.
    std::vector<std::size_t> word_prefixes(std::string_view text) const;

    bool makes_up(std::string_view text) const;                 ///< Whether `text` consists of words only; "" does.
    std::size_t longest_at_end(std::string_view text) const;    ///< bytes of the longest word that ends it, or 0
    std::size_t longest_at_start(std::string_view text) const;  ///< bytes of the longest word that starts it, or 0
    bool occurs_in(std::string_view text) const;                ///< Whether any word stands in it.

    /// Where the last of its words in `text` ends (the one that ends last), or npos.
    std::size_t end_of_last_in(std::string_view text) const;
    /// Where the first of its words in `text` begins, or npos.
    std::size_t begin_of_first_in(std::string_view text) const;

  private:
    static constexpr std::size_t kLongestPhrase = 96;

    std::vector<std::string> words_;
    std::unordered_set<std::string_view> set_;
    std::size_t longest_ = 0;
};

}  // namespace xinglin
