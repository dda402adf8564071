#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin::peers {

/// The terms of a text as Lucene's CJKAnalyzer cuts it: overlapping pairs of Chinese characters, a lone one as it is,
/// words of letters and digits whole, folded.
inline std::vector<std::string> bigrams_of(std::string_view original) {
    const std::string text = fold(original);
    std::vector<std::string> terms;
    std::string word;                     // of letters and digits
    std::vector<std::string_view> chain;  // of Chinese characters
    const auto finish = [&] {
        if (!word.empty()) terms.push_back(std::move(word));
        word.clear();
        if (chain.size() == 1) terms.emplace_back(chain[0]);
        for (std::size_t i = 1; i < chain.size(); ++i)
            terms.push_back(std::string(chain[i - 1]) + std::string(chain[i]));
        chain.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const Decoded each = decode_utf8(text, at);
        const std::string_view character = std::string_view(text).substr(at, each.length);
        const char32_t point = each.code_point;
        at += each.length;
        const bool is_han = (point >= 0x3400 && point < 0xA000) || (point >= 0x20000 && point < 0x32000);
        const bool is_word =
            (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 0xC0 && point < 0x2000);
        if (!is_han || !word.empty()) {
            if (!is_word || !chain.empty()) finish();
        }
        if (is_han) chain.push_back(character);
        if (is_word) word += character;
    }
    finish();
    return terms;
}

}  // namespace xinglin::peers
