#include "knowledge/coded_apart.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "knowledge/knowledge_data.h"
#include "text/data_lines.h"
#include "text/fold.h"

namespace xinglin {
namespace {

std::vector<std::string> folded_words(std::string_view field) {
    std::vector<std::string> words;
    for (const std::string_view word : split(field, ' ')) {
        if (!word.empty()) words.push_back(fold(word));
    }
    return words;
}

bool is_code(std::string_view text) {
    return text.size() >= 3 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= '0' && text[1] <= '9';
}

/// Whether one of the two is the other or a category of it: E11 and E11.9.
bool covers(std::string_view one, std::string_view other) {
    return one.starts_with(other) || other.starts_with(one);
}

bool has_name(const Concept& known, std::string_view folded) {
    return fold(known.name) == folded || std::ranges::any_of(known.aliases, [&](const Alias& alias) {
               return alias.use == AliasUse::Alone && fold(alias.text) == folded;
           });
}

}  // namespace

Result<CodedApart> CodedApart::parse(std::string_view file) {
    CodedApart made;
    for (const DataLine& line : data_lines(file)) {
        const std::vector<std::string_view> fields = data_fields(line.text);
        const auto wrong = [&](std::string message) {
            return Error{ErrorCode::InvalidInput, std::move(message), "line " + std::to_string(line.number)};
        };
        if (fields.size() != 2) return wrong("a code and its names are needed");
        std::vector<std::string> words = folded_words(fields[1]);
        if (fields[0] == "before" || fields[0] == "behind") {
            (fields[0] == "before" ? made.before_ : made.behind_) = std::move(words);
            continue;
        }
        if (!is_code(fields[0])) return wrong("not a code of ICD-10: " + std::string(fields[0]));
        for (std::string& name : words) {
            const auto [place, is_new] = made.code_by_name_.try_emplace(std::move(name), fields[0]);
            if (!is_new) return wrong("coded twice: " + place->first);
        }
    }
    return made;
}

const CodedApart& CodedApart::embedded() {
    static const CodedApart made = [] {
        Result<CodedApart> read = parse(knowledge_data("coded_apart.txt"));
        CHECK(read);
        return *std::move(read);
    }();
    return made;
}

std::optional<std::string> CodedApart::why_apart(const Concept& known, std::string_view alias) const {
    const auto is_icd = [](const Code& code) { return code.system == "ICD-10"; };
    if (std::ranges::none_of(known.codes, is_icd)) return std::nullopt;
    const std::string folded = fold(alias);
    if (const auto found = code_by_name_.find(folded); found != code_by_name_.end()) {
        const bool is_covered = std::ranges::any_of(
            known.codes, [&](const Code& code) { return is_icd(code) && covers(code.code, found->second); });
        return is_covered ? std::nullopt : std::optional(found->second);
    }
    const std::string name = fold(known.name);
    for (const std::string& word : before_) {
        if (!folded.starts_with(word) || name.find(word) != std::string::npos) continue;
        if (has_name(known, std::string_view(folded).substr(word.size()))) return word;
    }
    for (const std::string& word : behind_) {
        if (!folded.ends_with(word) || name.find(word) != std::string::npos) continue;
        if (has_name(known, std::string_view(folded).substr(0, folded.size() - word.size()))) return word;
    }
    return std::nullopt;
}

}  // namespace xinglin
