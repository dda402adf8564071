#include "annotate/scope.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "annotate/data.h"
#include "annotate/word_lines.h"
#include "base/check.h"
#include "base/name_table.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {

namespace {

constexpr std::string_view kFile = "scope.txt";
constexpr std::size_t kLongestCharacters = 8;

constexpr NameTable<ScopeClass> kClasses("open", "being", "using", "doing", "quality", "own", "turn", "then", "joint",
                                         "light", "tail", "asked", "double", "with", "begins", "treated", "no",
                                         "negative", "yes", "unticked", "tells", "recurs", "asserts");

constexpr std::uint32_t bit_of(ScopeClass wanted) {
    return 1U << static_cast<unsigned>(wanted);
}

std::optional<ScopeClass> class_of(const WordLine& line) {
    return line.fields.size() == 1 ? kClasses.named(line.fields[0]) : std::nullopt;
}

/// The words by text, and for each first character the longest word that begins with it.
class ScopeWords {
  public:
    explicit ScopeWords(std::string_view text) : lines_(word_lines(text)) {
        for (const WordLine& line : lines_) {
            const std::optional<ScopeClass> said = class_of(line);
            CHECK(said.has_value());
            for (const std::string& word : line.words) {
                classes_[word] |= bit_of(*said);
                std::size_t& longest = longest_[decode_utf8(word, 0).code_point];
                longest = std::max(longest, word.size());
            }
        }
    }

    ScopeWord at(std::string_view folded) const {
        const Decoded first = decode_utf8(folded, 0);
        const auto longest = longest_.find(first.code_point);
        if (longest == longest_.end()) return {first.length, 0, first.code_point == U' '};
        for (std::size_t length = std::min(longest->second, folded.size()); length > 0; --length) {
            const auto found = classes_.find(folded.substr(0, length));
            if (found != classes_.end()) return {static_cast<std::uint32_t>(length), found->second, false};
        }
        return {first.length, 0, false};
    }

  private:
    std::vector<WordLine> lines_;  // Owns the texts that classes_ views.
    std::unordered_map<std::string_view, std::uint32_t> classes_;
    std::unordered_map<char32_t, std::size_t> longest_;
};

/// Classes that let a denial through; a word that ends one is in none of them.
constexpr std::uint32_t kLetsThrough = bit_of(ScopeClass::Open) | bit_of(ScopeClass::Being) |
                                       bit_of(ScopeClass::Using) | bit_of(ScopeClass::Doing) |
                                       bit_of(ScopeClass::Quality);

}  // namespace

ScopeWord scope_word_at(std::string_view folded) {
    static const ScopeWords words(annotate_data(kFile));
    return words.at(folded);
}

std::vector<std::string> faults_in_scope_words(std::string_view text) {
    std::unordered_map<std::string, std::uint32_t> classes;
    std::vector<std::string> faults;
    for (const WordLine& line : word_lines(text)) {
        const std::optional<ScopeClass> said = class_of(line);
        if (!said) {
            faults.push_back(fault_in_line(line, "not class, words", line.words.front()));
            continue;
        }
        for (const std::string& word : line.words) {
            if (word.empty() || fold(word) != word) faults.push_back(fault_in_line(line, "not in folded form", word));
            if (count_characters(word) > kLongestCharacters) faults.push_back(fault_in_line(line, "too long", word));
            std::uint32_t& known = classes[word];
            if ((known & bit_of(*said)) != 0) faults.push_back(fault_in_line(line, "stands there twice", word));
            known |= bit_of(*said);
            if ((known & bit_of(ScopeClass::Own)) != 0 && (known & kLetsThrough) != 0) {
                faults.push_back(fault_in_line(line, "both ends a denial and lets it through", word));
            }
        }
    }
    return faults;
}

}  // namespace xinglin
