#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// Something in a text that an editor should look at before (or after) publishing. Offsets count Unicode characters of
/// the text; 0,0 when the finding is about the whole text (something missing).
struct Finding {
    std::string rule;  ///< "cause-missing", "claim-contradicted", "unsourced-cure-rate", "absolute-claim"
    Severity severity = Severity::Warning;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string message;               ///< for editors, in Chinese, with what the knowledge says
    std::vector<std::string> sources;  ///< source ids of the knowledge that it rests on; empty for rules of form
};

/// Checks a text against the knowledge and the rules of health writing. Findings by place, those of the whole text
/// first. Never reads a cut text as omitting something. Thread-safe, O(text).
std::vector<Finding> lint(const Annotator& annotator, std::string_view title, std::string_view text);

/// Whether a reader could be harmed: some finding is an Error.
bool has_error(const std::vector<Finding>& findings);

}  // namespace xinglin
