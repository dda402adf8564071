#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xinglin {

/// A line of data/medicine/spine_levels.txt: names that a level of the spine before them makes another concept.
struct SpineLevel {
    std::vector<std::string> names;
    std::u32string parts;      ///< folded letters and characters of the part of the spine: c, 颈
    std::string concept_name;  ///< empty: none that is known
};

/// The file that the build embeds, parsed once.
const std::vector<SpineLevel>& spine_levels();

/// The part of the spine whose level ends at `end` (C5/6, L4-L5, 颈5、6): its first letter or character, folded; 0 when
/// no level stands there. Looks back a few characters.
char32_t spine_part_before(std::string_view text, std::uint32_t end);

/// A line of data/medicine/otherwise.txt: what a word means that several concepts claim, unless something says more.
struct OpenWord {
    std::string text;
    std::string concept_name;
    std::vector<std::string> unless;  ///< beside these, anywhere in the text, it stays open
};

/// The file that the build embeds, parsed once.
const std::vector<OpenWord>& open_words();

}  // namespace xinglin
