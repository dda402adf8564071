#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/strings.h"

namespace xinglin {

/// What a word of the vocabulary of complaints does in one.
enum class ComplaintRole {
    Site,      ///< what the complaint is about: 脖子, 大便, 看东西
    Quality,   ///< what is wrong with it: 硬, 发黑
    Function,  ///< what cannot be done, on either side of its site: 闭不上
    Able,      ///< its contrary, which denies the complaint: 闭得上
    Filler,    ///< may stand between: 有点, 今天早上
    Joint,     ///< as a filler, and between two sites: 手和脚
    Negator,   ///< may stand between and denies: 不, 没有
    Hidden,    ///< a longer word in which no other is read: 手术
};

/// The vocabulary of complaints, data/medicine/complaints.txt. Immutable.
class ComplaintWords {
  public:
    using Part = std::uint16_t;  ///< a group of words that mean the same in a complaint

    struct Word {
        std::string text;  ///< folded
        ComplaintRole role = ComplaintRole::Filler;
        std::vector<Part> parts;
        std::vector<std::uint16_t> complaints;  ///< places of those that it may be what is wrong in, ascending
    };

    /// What stands between a beginning and an ending says nothing of its own: 像…一样.
    struct Frame {
        std::vector<std::string> beginnings;
        std::vector<std::string> endings;
        std::size_t most_characters = 0;  ///< between the two
    };

    /// A concept, by its name, and what it is made of.
    struct Complaint {
        std::string concept_name;
        std::vector<Part> sites;  ///< empty: the quality alone is enough
        std::vector<Part> qualities;
    };

    /// Reads a file of the form that data/medicine/complaints.txt describes. Error (InvalidInput) with the line in
    /// `where`: an unknown kind of line or part, a missing field, a word with two roles, a part that no complaint uses.
    static Result<ComplaintWords> parse(std::string_view file);

    /// The file that the build embeds, parsed once.
    static const ComplaintWords& embedded();

    const std::vector<Word>& words() const { return words_; }
    const std::vector<Complaint>& complaints() const { return complaints_; }
    const std::vector<Frame>& frames() const { return frames_; }

    /// The word with this folded text, or nullptr.
    const Word* find(std::string_view folded) const;

    /// How many characters the words have that end, or begin, with this folded character: bit n for n characters.
    std::uint32_t lengths_ending_with(char32_t last) const;
    std::uint32_t lengths_beginning_with(char32_t first) const;

  private:
    class Parser;

    void measure();
    void place_in_complaints(Word& word) const;

    std::vector<Word> words_;
    std::vector<Complaint> complaints_;
    std::vector<Frame> frames_;
    StringMap<std::uint32_t> word_by_text_;
    std::unordered_map<char32_t, std::uint32_t> lengths_by_last_;
    std::unordered_map<char32_t, std::uint32_t> lengths_by_first_;
};

}  // namespace xinglin
