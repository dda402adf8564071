#include "annotate/word_lines.h"

#include <algorithm>

#include "text/data_lines.h"

namespace xinglin {

namespace {

/// Appends `begun` with every reading of `pattern` behind it.
void multiply_out(const std::string& begun, std::string_view pattern, std::vector<std::string>& words) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) {
        words.push_back(begun + std::string(pattern));
        return;
    }
    const std::string before = begun + std::string(pattern.substr(0, open));
    std::string_view choices = pattern.substr(open + 1, close - open - 1);
    for (;;) {
        const std::size_t bar = choices.find('|');
        multiply_out(before + std::string(choices.substr(0, bar)), pattern.substr(close + 1), words);
        if (bar == std::string_view::npos) return;
        choices.remove_prefix(bar + 1);
    }
}

std::vector<std::string> words_in(std::string_view field) {
    std::vector<std::string> words;
    while (!field.empty()) {
        const std::string_view pattern = field.substr(0, field.find(' '));
        multiply_out("", pattern, words);
        field.remove_prefix(std::min(pattern.size() + 1, field.size()));
    }
    return words;
}

}  // namespace

std::vector<WordLine> word_lines(std::string_view text) {
    std::vector<WordLine> lines;
    for (const DataLine& line : data_lines(text)) {
        std::vector<std::string_view> fields = data_fields(line.text);
        WordLine& made = lines.emplace_back();
        made.number = line.number;
        made.words = words_in(fields.back());
        fields.pop_back();
        made.fields = std::move(fields);
    }
    return lines;
}

std::string fault_in_line(const WordLine& line, std::string_view what, std::string_view word) {
    return "line " + std::to_string(line.number) + ": " + std::string(what) + ": " + std::string(word);
}

}  // namespace xinglin
