#pragma once

#include <string_view>
#include <vector>

namespace xinglin {

/// A line of a data file that says something, with the number it has there.
struct DataLine {
    std::size_t number = 0;  ///< from 1
    std::string_view text;   ///< without blanks at its ends
};

/// The lines of a data file (data/language, data/medicine): one entry a line, "#" begins a comment that goes to the end
/// of its line, blank lines say nothing. Views of `text`, which must outlive them. O(text).
std::vector<DataLine> data_lines(std::string_view text);

/// The fields of a data line, parted by tabs or by two or more blanks, without blanks at their ends. O(line).
std::vector<std::string_view> data_fields(std::string_view line);

}  // namespace xinglin
