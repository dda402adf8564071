#include "knowledge/name_variants.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/strings.h"
#include "knowledge/knowledge_data.h"
#include "text/data_lines.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostVariants = 24;
constexpr std::size_t kMostChanges = 2;
constexpr std::size_t kShortestRest = 2;  // in characters: what a name keeps beside the word that changes

std::vector<std::string> folded_words(std::string_view field) {
    std::vector<std::string> words;
    for (const std::string_view word : split(field, ' ')) {
        if (!word.empty()) words.push_back(fold(word));
    }
    return words;
}

std::string with(std::string_view name, std::size_t at, std::size_t length, std::string_view word) {
    std::string changed(name.substr(0, at));
    changed += word;
    changed += name.substr(at + length);
    return changed;
}

}  // namespace

/// The names that come of one by rules, breadth first.
class NameVariants::Changes {
  public:
    Changes(const NameVariants& rules, std::string_view name, bool is_asked)
        : rules_(rules), is_asked_(is_asked), names_{std::string(name)} {
        std::size_t first = 0;
        for (std::size_t changes = 0; changes < kMostChanges; ++changes) {
            const std::size_t last = names_.size();
            for (; first < last; ++first) change(std::string(names_[first]));
        }
    }

    std::vector<std::string> take() && {
        names_.erase(names_.begin());
        return std::move(names_);
    }

  private:
    void change(const std::string& name) {
        for (const Words& words : rules_.words_) {
            if (words.only_asked && !is_asked_) continue;
            if (words.only_at_end) {
                change_end(name, words);
            } else {
                change_anywhere(name, words);
            }
        }
        for (const std::string& word : rules_.inner_) leave_out_within(name, word);
        if (!is_asked_) return;
        for (const std::string& word : rules_.spare_) {
            if (name.ends_with(word)) add(name.substr(0, name.size() - word.size()));
        }
    }

    /// Of the words that a name ends with, the longest is the one meant: 综合症候群 is no 症候群.
    void change_end(const std::string& name, const Words& words) {
        const std::string* longest = nullptr;
        for (const std::string& word : words.words) {
            if (name.ends_with(word) && (longest == nullptr || longest->size() < word.size())) longest = &word;
        }
        if (longest == nullptr) return;
        const std::size_t at = name.size() - longest->size();
        if (count_characters(std::string_view(name).substr(0, at)) < kShortestRest) return;
        for (const std::string& word : words.words) add(with(name, at, longest->size(), word));
    }

    /// The first place where one of the words stands; of those that begin there the longest.
    void change_anywhere(const std::string& name, const Words& words) {
        std::size_t at = std::string::npos;
        const std::string* found = nullptr;
        for (const std::string& word : words.words) {
            const std::size_t place = name.find(word);
            if (place > at || place == std::string::npos || (place == at && word.size() < found->size())) continue;
            at = place;
            found = &word;
        }
        if (found == nullptr || found->size() == name.size()) return;  // 脑部 alone is no 头颅.
        for (const std::string& word : words.words) add(with(name, at, found->size(), word));
    }

    void leave_out_within(const std::string& name, const std::string& word) {
        for (std::size_t at = name.find(word, 1); at != std::string::npos; at = name.find(word, at + word.size())) {
            if (count_characters(std::string_view(name).substr(0, at)) < kShortestRest) continue;
            if (at + word.size() < name.size()) add(with(name, at, word.size(), ""));
        }
    }

    void add(std::string name) {
        if (names_.size() > kMostVariants || count_characters(name) < kShortestRest) return;
        if (std::ranges::find(names_, name) == names_.end()) names_.push_back(std::move(name));
    }

    const NameVariants& rules_;
    bool is_asked_;
    std::vector<std::string> names_;
};

Result<NameVariants> NameVariants::parse(std::string_view file) {
    NameVariants made;
    for (const DataLine& line : data_lines(file)) {
        const std::vector<std::string_view> fields = data_fields(line.text);
        const auto wrong = [&](std::string message) {
            return Error{ErrorCode::InvalidInput, std::move(message), "line " + std::to_string(line.number)};
        };
        if (fields.size() != 2) return wrong("a kind of rule and its words are needed");
        std::vector<std::string> words = folded_words(fields[1]);
        const std::string_view kind = fields[0];
        if (kind == "inner" || kind == "spare") {
            if (words.size() != 1) return wrong("one word is needed");
            (kind == "inner" ? made.inner_ : made.spare_).push_back(std::move(words.front()));
            continue;
        }
        if (kind != "same" && kind != "end" && kind != "asked") return wrong("unknown kind of rule");
        if (words.size() < 2) return wrong("two words are needed");
        made.words_.push_back({std::move(words), kind != "same", kind == "asked"});
    }
    return made;
}

const NameVariants& NameVariants::embedded() {
    static const NameVariants variants = [] {
        Result<NameVariants> read = parse(knowledge_data("name_variants.txt"));
        CHECK(read);
        return *std::move(read);
    }();
    return variants;
}

std::vector<std::string> NameVariants::written(std::string_view folded) const {
    return Changes(*this, folded, false).take();
}

std::vector<std::string> NameVariants::meant(std::string_view folded) const {
    return Changes(*this, folded, true).take();
}

std::vector<std::string> names_in_brackets(std::string_view folded) {
    const std::size_t open = folded.find_first_of("[(");
    if (open == std::string_view::npos || open == 0) return {};
    const bool is_square = folded[open] == '[';
    const std::size_t close = folded.find(is_square ? ']' : ')', open);
    if (close == std::string_view::npos) return {};
    const std::string_view inside = folded.substr(open + 1, close - open - 1);
    std::string outside(folded.substr(0, open));
    outside += folded.substr(close + 1);
    const auto is_latin = [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-';
    };
    if (!is_square && !std::ranges::all_of(inside, is_latin)) return {};
    std::vector<std::string> names;
    if (count_characters(outside) >= kShortestRest) names.push_back(std::move(outside));
    if (is_square && close + 1 == folded.size() && count_characters(inside) >= kShortestRest) {
        names.emplace_back(inside);
    }
    return names;
}

}  // namespace xinglin
