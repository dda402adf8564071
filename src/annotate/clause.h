#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "annotate/scope.h"
#include "text/utf8.h"

namespace xinglin {

/// Whether the character at text[offset] ends a clause: 。，；： a closing bracket, a line break; not a point between
/// digits.
bool ends_clause(std::string_view text, std::size_t offset);

/// Where the clause begins that text[offset] lies in, looking back `limit` characters at most.
std::size_t clause_begin(std::string_view text, std::size_t offset, std::uint32_t limit);

/// Whether text[offset] is the first character of a clause, blanks aside.
bool starts_clause(std::string_view text, std::size_t offset);

/// The characters of text[begin ..), at most `limit` of them.
inline std::string_view characters_from(std::string_view text, std::size_t begin, std::size_t limit) {
    return first_characters(text.substr(begin), limit);
}

/// The words of a short stretch of text, in order, as data/language/scope.txt knows them.
class ScopeWordReader {
  public:
    explicit ScopeWordReader(std::string_view text);

    bool at_end() const { return rest_.empty(); }
    ScopeWord next();

  private:
    std::string folded_;
    std::string_view rest_;
};

/// What stands between a cue and a mention, or between two mentions.
class Gap {
  public:
    /// `begin` may lie behind `end` when the two touch; then the gap is empty.
    Gap(std::string_view text, std::size_t begin, std::size_t end)
        : text_(begin < end ? text.substr(begin, end - begin) : std::string_view()) {}

    bool is_empty() const { return text_.empty(); }

    /// Whether it lies within one clause and has at most `limit` characters.
    bool is_within(std::uint32_t limit) const;

    /// Whether it turns the sentence to something else, so that a cue on one side says nothing about the other.
    bool turns() const;

    /// Whether it only joins two items of a list, perhaps with items between that are no mentions.
    bool joins() const;

    /// Whether every word of it is of that class; true when it is empty.
    bool is_all(ScopeClass wanted) const;

  private:
    std::string_view text_;
};

}  // namespace xinglin
