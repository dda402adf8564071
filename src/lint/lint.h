#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// Something in a text that an editor should look at before (or after) publishing. Offsets count Unicode characters of
/// the text, or of the title when it stands there; 0,0 when the finding is about the whole text (something missing).
struct Finding {
    /// "cause-missing", "claim-contradicted", "no-treatment", "interaction", "dose-too-high", "harmful-remedy",
    /// "danger-at-home", "unsourced-cure-rate", "absolute-claim", "secret-remedy", "guarantee", "superlative",
    /// "comparison", "testimony"
    std::string rule;
    Severity severity = Severity::Warning;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string message;               ///< for editors, in Chinese, with what the knowledge or the law says
    std::vector<std::string> sources;  ///< source ids that it rests on, of the knowledge or a law
    bool in_title = false;
};

/// The most findings of one text; what a text has more is not told.
inline constexpr std::size_t kMostFindings = 100;

/// Checks a title and its text against the knowledge and the rules of health writing. Findings by place, those of the
/// title first, then those of the whole text, at most kMostFindings. What the text itself denies, doubts, asks or warns
/// of is no finding; a cut text is never read as omitting something. Thread-safe, O(text). `steps`, when given, is told
/// how many words were looked at.
std::vector<Finding> lint(const Annotator& annotator, std::string_view title, std::string_view text,
                          std::size_t* steps = nullptr);

/// Whether a reader could be harmed: some finding is an Error.
bool has_error(const std::vector<Finding>& findings);

/// The finding for which an imported text is held back from readers: a remedy that hurts or a danger treated at home.
/// Null pointer when there is none.
const Finding* harmful_finding(const std::vector<Finding>& findings);

}  // namespace xinglin
