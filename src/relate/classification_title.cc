#include "relate/classification_title.h"

#include <algorithm>
#include <vector>

#include "relate/relate_data.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

constexpr std::string_view kSystem = "ICD-10";
constexpr std::size_t kSubcategory = 5;  // characters of B35.3

std::string_view subcategory_of(std::string_view code) {
    return code.substr(0, std::min(code.size(), kSubcategory));
}

}  // namespace

bool is_classification_title(std::string_view name) {
    static const std::vector<std::string_view> words = [] {
        std::vector<std::string_view> made;
        for (const DataLine& line : data_lines(relate_data("classification_titles.txt"))) made.push_back(line.text);
        return made;
    }();
    return std::ranges::any_of(words, [&](std::string_view word) { return name.find(word) != name.npos; });
}

bool share_code(const Concept& one, const Concept& other) {
    return std::ranges::any_of(one.codes, [&](const Code& code) {
        const auto is_same = [&](const Code& another) {
            return another.system == kSystem && subcategory_of(another.code) == subcategory_of(code.code);
        };
        return code.system == kSystem && std::ranges::any_of(other.codes, is_same);
    });
}

}  // namespace xinglin
