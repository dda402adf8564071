#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/strings.h"
#include "knowledge/concept.h"

namespace xinglin {

/// Names of conditions that have an ICD-10 code of their own and are easily taken for ways to say a broader one:
/// data/medicine/coded_apart.txt. Immutable.
class CodedApart {
  public:
    /// Reads a file of that form. Error (InvalidInput) with the line in `where`.
    static Result<CodedApart> parse(std::string_view file);

    /// The file that the build embeds, parsed once.
    static const CodedApart& embedded();

    /// Why an alias that is read alone means something that `known` is not: the code that ICD-10 has for it, when none
    /// of the concept's ICD-10 codes covers it; or the word (后遗症) that makes another name of one of the concept's.
    /// Nothing for a concept without ICD-10 codes.
    std::optional<std::string> why_apart(const Concept& known, std::string_view alias) const;

  private:
    StringMap<std::string> code_by_name_;
    std::vector<std::string> before_;
    std::vector<std::string> behind_;
};

}  // namespace xinglin
