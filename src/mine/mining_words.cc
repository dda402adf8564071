#include "mine/mining_words.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

Error fault(std::size_t line, std::string message) {
    return {ErrorCode::InvalidInput, std::move(message), "mining_words.txt:" + std::to_string(line)};
}

bool is_list_name(std::string_view name) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz_.";
    return !name.empty() && name.find_first_not_of(kLetters) == std::string_view::npos;
}

/// What stands in the brackets of "[list]"; nothing for a line of words.
std::string_view list_begun_by(std::string_view line) {
    if (!line.starts_with('[') || !line.ends_with(']') || line.find(' ') != std::string_view::npos) return {};
    return line.substr(1, line.size() - 2);
}

/// The word with its blanks and ends of lines as they are.
std::string unescaped(std::string_view written) {
    std::string word;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const bool escapes = written[i] == '\\' && i + 1 < written.size();
        if (!escapes) {
            word += written[i];
            continue;
        }
        const char next = written[++i];
        word += next == 's' ? ' ' : next == 'n' ? '\n' : next;
    }
    return word;
}

void add_words(std::string_view line, std::vector<std::string>& words) {
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        if (end > 0) words.push_back(unescaped(line.substr(0, end)));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
}

}  // namespace

Result<MiningWords> read_mining_words(std::string_view text) {
    MiningWords made;
    std::string list;
    std::size_t begun_at = 0;
    std::vector<std::string> words;
    const auto ends = [&] {
        const bool has_words = list.empty() || !words.empty();
        if (!list.empty()) made.try_emplace(list, std::exchange(words, {}));
        return has_words;
    };
    for (const DataLine& line : data_lines(text)) {
        const std::string_view begun = list_begun_by(line.text);
        if (begun.empty()) {
            if (list.empty()) return fault(line.number, "Words stand under a [list].");
            add_words(line.text, words);
            continue;
        }
        if (!ends()) return fault(begun_at, "A list has words; write them under it, or remove it.");
        if (!is_list_name(begun)) return fault(line.number, "A list's name is small letters, dots and underscores.");
        if (made.contains(begun)) return fault(line.number, "There is a list of this name already; join the two.");
        list = begun;
        begun_at = line.number;
    }
    if (!ends()) return fault(begun_at, "A list has words; write them under it, or remove it.");
    return made;
}

const Vocabulary& mining_words(std::string_view list) {
    static const MiningWords all = [] {
        auto read = read_mining_words(mine_data("mining_words.txt"));
        CHECK(read);
        return *std::move(read);
    }();
    const auto found = all.find(list);
    CHECK(found != all.end());
    return found->second;
}

}  // namespace xinglin
