#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xinglin {

/// A number of a text set beside where most healthy people lie. No judgement: what it means is for a clinician.
struct ExplainedNumber {
    std::string name;    ///< 空腹血糖
    std::string text;    ///< for readers: the number, the range, whose it is, and what one number cannot say
    std::string source;  ///< what the range rests on
};

/// The numbers that `text` names with what was measured (血压160/95, 尿酸520), by place, each measure once; those of
/// data/medicine/reference_ranges.txt that could be true. At most kMostExplainedNumbers. O(text).
std::vector<ExplainedNumber> explain_numbers(std::string_view text);
inline constexpr std::size_t kMostExplainedNumbers = 6;

/// What is wrong with such a file, a sentence a fault.
std::vector<std::string> faults_in_reference_ranges(std::string_view file);

}  // namespace xinglin
