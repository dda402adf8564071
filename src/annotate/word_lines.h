#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace xinglin {

/// A line of a file of words: what is said of them, then the words.
struct WordLine {
    std::size_t number = 0;                ///< of the line, from 1
    std::vector<std::string_view> fields;  ///< all but the last
    std::vector<std::string> words;        ///< the last field, parted by single blanks, {a|b|} multiplied out
};

/// The lines of data_lines(text); the views are into `text`. O(what it multiplies out to).
std::vector<WordLine> word_lines(std::string_view text);

/// "line 12: <what>: <word>", as the checkers of such files say it.
std::string fault_in_line(const WordLine& line, std::string_view what, std::string_view word);

}  // namespace xinglin
