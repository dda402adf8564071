#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xinglin {

/// What a word does to the reach of a cue beside it; data/language/scope.txt says what each class means.
enum class ScopeClass : std::uint8_t {
    Open,
    Being,
    Using,
    Doing,
    Quality,
    Own,
    Turn,
    Then,
    Joint,
    Light,
    Tail,
    Asked,
    Double,
    With,
    Begins,
    Treated,
    No,
    Negative,
    Yes,
    Unticked,
    Tells,
    Recurs,
    Asserts,
};

/// A word at the beginning of a text, with all classes that it belongs to.
struct ScopeWord {
    std::uint32_t length = 0;   ///< bytes, at least 1
    std::uint32_t classes = 0;  ///< none for a character that begins no word of the file
    bool is_blank = false;      ///< a space

    bool is(ScopeClass wanted) const { return (classes >> static_cast<unsigned>(wanted) & 1U) != 0; }
    bool is_known() const { return classes != 0; }
};

/// The longest word of data/language/scope.txt at the beginning of `folded` (folded text, not empty), otherwise its
/// first character. O(longest word).
ScopeWord scope_word_at(std::string_view folded);

/// What is wrong with such a file, a sentence a fault.
std::vector<std::string> faults_in_scope_words(std::string_view text);

}  // namespace xinglin
