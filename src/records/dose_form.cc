// The routes of a product and the bare names of its ingredients, both by words at known places of short texts.
#include <algorithm>
#include <array>
#include <set>

#include "base/check.h"
#include "base/strings.h"
#include "records/drug_product.h"
#include "records/medicine_data.h"
#include "text/data_lines.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestForm = 60;   // bytes of one entry in a list of forms; what is longer is prose
constexpr std::size_t kLongestName = 120;  // bytes of a name that is taken apart

struct FormWord {
    Administrations routes;
    bool is_sure = false;
};

class FormWords {
  public:
    static const FormWords& get() {
        static const FormWords words;
        return words;
    }

    /// The longest word that `text` begins with, and its bytes; nullptr when there is none.
    const FormWord* longest_at_start(std::string_view text, std::size_t& length) const {
        for (length = std::min(longest_, text.size()); length > 0; --length) {
            const auto found = words_.find(text.substr(0, length));
            if (found != words_.end()) return &found->second;
        }
        return nullptr;
    }

    bool contain(std::string_view word) const { return words_.find(word) != words_.end(); }

  private:
    FormWords() {
        for (const DataLine& line : data_lines(records_data("dose_forms.txt"))) {
            const auto fields = data_fields(line.text);
            CHECK(fields.size() == 3 && (fields[1] == "sure" || fields[1] == "usual"));
            FormWord word{{}, fields[1] == "sure"};
            for (std::size_t begin = 0; begin < fields[2].size();) {
                const std::size_t end = std::min(fields[2].find(',', begin), fields[2].size());
                const auto route = administration_named(fields[2].substr(begin, end - begin));
                CHECK(route.has_value());
                word.routes.add(*route);
                begin = end + 1;
            }
            const std::string folded = fold(fields[0]);
            longest_ = std::max(longest_, folded.size());
            words_.emplace(folded, word);
        }
    }

    StringMap<FormWord> words_;
    std::size_t longest_ = 0;
};

/// Words beside an ingredient: which may stand before it, which behind.
class IngredientWords {
  public:
    static const IngredientWords& get() {
        static const IngredientWords words;
        return words;
    }

    const std::vector<std::string>& before() const { return before_; }
    const std::vector<std::string>& behind() const { return behind_; }

  private:
    IngredientWords() {
        for (const DataLine& line : data_lines(records_data("ingredient_words.txt"))) {
            const auto fields = data_fields(line.text);
            CHECK(fields.size() == 2);
            CHECK(fields[1] == "before" || fields[1] == "behind" || fields[1] == "both");
            if (fields[1] != "behind") before_.push_back(fold(fields[0]));
            if (fields[1] != "before") behind_.push_back(fold(fields[0]));
        }
        for (const DataLine& line : data_lines(records_data("dose_forms.txt")))
            behind_.push_back(fold(data_fields(line.text).front()));
    }

    std::vector<std::string> before_;
    std::vector<std::string> behind_;
};

/// `folded` without what stands in brackets.
std::string without_brackets(std::string_view folded) {
    std::string kept;
    int depth = 0;
    for (const char each : folded) {
        if (each == '(' || each == '[') ++depth;
        if (depth == 0) kept += each;
        if ((each == ')' || each == ']') && depth > 0) --depth;
    }
    return kept;
}

std::string core_of(std::string_view text) {
    constexpr std::string_view kBlank = " \t\n.:;,";
    const std::size_t begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(kBlank) - begin + 1));
}

/// The routes that one name or one entry of a list of forms has, by its words.
Administrations routes_in(std::string_view text) {
    Administrations sure;
    Administrations usual;
    const std::string folded = core_of(without_brackets(fold(text)));
    for (std::size_t place = 0; place < folded.size();) {
        std::size_t length = 0;
        const FormWord* word = FormWords::get().longest_at_start(std::string_view(folded).substr(place), length);
        const bool is_one_character = length == decode_utf8(folded, place).length;
        if (word == nullptr || (is_one_character && place + length < folded.size())) {
            place += decode_utf8(folded, place).length;
            continue;
        }
        if (word->is_sure) {
            const bool narrows = !(sure & word->routes).empty();
            sure = narrows ? sure & word->routes : sure | word->routes;
        } else {
            usual = usual | word->routes;
        }
        place += length;
    }
    return sure.empty() ? usual : sure;
}

/// Where any of the marks stands next, or the end.
template <std::size_t n>
std::size_t next_of(const std::array<std::string_view, n>& marks, std::string_view text, std::size_t from,
                    std::size_t& length) {
    std::size_t first = text.size();
    length = 0;
    for (const std::string_view mark : marks) {
        const std::size_t found = text.substr(0, std::min(text.size(), first + mark.size())).find(mark, from);
        if (found == std::string_view::npos || found >= first) continue;
        first = found;
        length = mark.size();
    }
    return first;
}

constexpr std::array<std::string_view, 9> kFormBreaks{"；", ";", "。", "\n", "、", "，", ",", "或", "及"};
constexpr std::array<std::string_view, 13> kListBreaks{"、", "，", ",", "；", ";",  "和", "及",
                                                       "与", "加", "+", "/",  "\n", "。"};

/// Of a list of forms, what all entries say together.
Administrations routes_in_forms(std::string_view forms) {
    constexpr std::size_t kMostBytes = 400;  // a monograph's forms stand in front; pharmacology may follow
    forms = forms.substr(0, std::min(forms.size(), kMostBytes));
    Administrations all;
    for (std::size_t begin = 0; begin < forms.size();) {
        std::size_t length = 0;
        const std::size_t end = next_of(kFormBreaks, forms, begin, length);
        std::string_view entry = forms.substr(begin, end - begin);
        begin = end + std::max<std::size_t>(length, 1);
        const std::size_t colon = std::min({entry.find("："), entry.find(':'), entry.size()});
        entry = entry.substr(0, colon);
        if (entry.size() <= kLongestForm) all = all | routes_in(entry);
    }
    return all;
}

/// The rests of `name` after one word is taken off its front or its end.
std::vector<std::string_view> shortened(std::string_view name) {
    std::vector<std::string_view> rests;
    for (const std::string& word : IngredientWords::get().before())
        if (name.size() > word.size() && name.starts_with(word)) rests.push_back(name.substr(word.size()));
    for (const std::string& word : IngredientWords::get().behind())
        if (name.size() > word.size() && name.ends_with(word))
            rests.push_back(name.substr(0, name.size() - word.size()));
    return rests;
}

bool has_chinese_name(std::string_view text) {
    std::size_t characters = 0;
    for (std::size_t place = 0; place < text.size();) {
        const Decoded each = decode_utf8(text, place);
        place += each.length;
        if (each.code_point >= 0x4E00 && each.code_point < 0xA000) ++characters;
    }
    return characters >= 2;
}

}  // namespace

Administrations administrations_of(const Drug& drug) {
    const Administrations by_form = routes_in_forms(drug.form);
    Administrations by_name = routes_in(drug.name);
    if (by_name.empty()) by_name = routes_in(drug.generic_name);
    if (by_form.empty() || by_name.empty()) return by_form | by_name;
    const Administrations by_both = by_form & by_name;
    return by_both.empty() ? by_name : by_both;
}

std::vector<std::string> bare_names(std::string_view name) {
    if (name.size() > kLongestName) return {};
    const std::string whole = core_of(without_brackets(fold(name)));
    if (whole.empty()) return {};
    std::set<std::string_view> found{whole};
    std::vector<std::string_view> queue{whole};
    for (std::size_t next = 0; next < queue.size(); ++next) {
        for (const std::string_view rest : shortened(queue[next]))
            if (found.insert(rest).second) queue.push_back(rest);
    }
    std::ranges::stable_sort(queue, [](auto a, auto b) { return a.size() > b.size(); });
    return {queue.begin(), queue.end()};
}

std::vector<std::string_view> listed_ingredients(std::string_view ingredients) {
    constexpr std::array<std::string_view, 7> kEnds{"化学名", "分子式", "辅料", "结构式", "分子量", "性状", "CAS"};
    constexpr std::array<std::string_view, 5> kIntroductions{"为", "是", "含", "：", ":"};
    constexpr std::size_t kMostBytes = 2000;
    std::size_t length = 0;
    ingredients = ingredients.substr(0, std::min(ingredients.size(), kMostBytes));
    ingredients = ingredients.substr(0, next_of(kEnds, ingredients, 0, length));
    std::vector<std::string_view> entries;
    for (std::size_t begin = 0; begin < ingredients.size();) {
        const std::size_t end = next_of(kListBreaks, ingredients, begin, length);
        std::string_view entry = ingredients.substr(begin, end - begin);
        begin = end + std::max<std::size_t>(length, 1);
        for (const std::string_view word : kIntroductions) {
            const std::size_t place = entry.rfind(word);
            if (place != std::string_view::npos && entries.empty()) entry = entry.substr(place + word.size());
        }
        if (entry.ends_with("等")) entry.remove_suffix(std::string_view("等").size());
        if (has_chinese_name(entry)) entries.push_back(entry);
    }
    return entries;
}

}  // namespace xinglin
