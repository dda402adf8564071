// Lines up to an empty one are forms, the rest is the text: what the automaton finds is what trying every stretch of
// whole characters finds, in the promised order.
#include "text/automaton.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.h"
#include "text/utf8.h"

namespace {

using Match = xinglin::Automaton::Match;

constexpr std::size_t kMostForms = 64;
constexpr std::size_t kLongestText = 600;  // Trying everything is cubic.

void require(bool holds) {
    if (!holds) std::abort();
}

std::vector<Match> find_all_slowly(const std::vector<std::string>& forms, std::string_view text) {
    std::map<std::string, std::uint32_t> form_by_fold;
    for (std::uint32_t form = 0; form < forms.size(); ++form) {
        if (!xinglin::first_invalid_utf8(forms[form])) form_by_fold.emplace(xinglin::fold(forms[form]), form);
    }
    form_by_fold.erase("");
    struct Character {
        std::uint32_t begin, end;
        bool is_invalid;
        std::string folded;
    };
    std::vector<Character> characters;
    for (std::uint32_t offset = 0; offset < text.size();) {
        const xinglin::Decoded decoded = xinglin::decode_utf8(text, offset);
        const std::uint32_t end = offset + decoded.length;
        characters.push_back({offset, end, decoded.invalid(), xinglin::fold(text.substr(offset, decoded.length))});
        offset = end;
    }
    std::vector<Match> matches;
    for (std::size_t last = 0; last < characters.size(); ++last) {
        std::vector<Match> ending_here;
        std::string folded;
        for (std::size_t first = last + 1; first-- > 0 && !characters[first].is_invalid;) {
            folded.insert(0, characters[first].folded);
            const auto form = form_by_fold.find(folded);
            if (form == form_by_fold.end()) continue;
            if (characters[first].folded.empty() || characters[last].folded.empty()) continue;
            ending_here.push_back({form->second, characters[first].begin, characters[last].end});
        }
        matches.insert(matches.end(), ending_here.rbegin(), ending_here.rend());
    }
    return matches;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    std::vector<std::string> forms;
    while (forms.size() < kMostForms) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.empty()) break;
        forms.emplace_back(line);
    }
    const std::string_view text = rest.substr(0, kLongestText);
    require(xinglin::Automaton::build(forms).find_all(text) == find_all_slowly(forms, text));
    return 0;
}
