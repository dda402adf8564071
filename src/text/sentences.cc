#include "text/sentences.h"

#include <algorithm>

#include "text/clusters.h"

namespace xinglin {

namespace {

bool is_space(char32_t code_point) {
    return code_point == U' ' || (code_point >= 0x09 && code_point <= 0x0D) || code_point == 0xA0 ||
           code_point == 0x3000 || code_point == 0x2028 || code_point == 0x2029;
}

bool is_line_break(char32_t code_point) {
    return code_point == U'\n' || code_point == U'\r' || code_point == 0x2028 || code_point == 0x2029;
}

bool is_closing_mark(char32_t code_point) {
    return std::u32string_view(U"。！？；!?;｡").find(code_point) != std::u32string_view::npos;
}

bool is_closing_quote(char32_t code_point) {
    return std::u32string_view(U"”’」』）》〉】)]\"'").find(code_point) != std::u32string_view::npos;
}

std::string_view without_trailing_spaces(std::string_view text) {
    while (!text.empty()) {
        const Decoded last = decode_utf8_before(text, text.size());
        if (!is_space(last.code_point)) break;
        text.remove_suffix(last.length);
    }
    return text;
}

std::string_view without_leading_spaces(std::string_view text) {
    while (!text.empty()) {
        const Decoded first = decode_utf8(text, 0);
        if (!is_space(first.code_point)) break;
        text.remove_prefix(first.length);
    }
    return text;
}

/// Where the run of closing marks and closing quotes ends that starts at `offset`.
std::size_t end_of_closing(std::string_view text, std::size_t offset) {
    while (offset < text.size()) {
        const Decoded next = decode_utf8(text, offset);
        if (!is_closing_mark(next.code_point) && !is_closing_quote(next.code_point)) break;
        offset += next.length;
    }
    return offset;
}

}  // namespace

std::vector<Sentence> sentences_of(std::string_view text) {
    std::vector<Sentence> sentences;
    const auto add = [&](std::size_t begin, std::size_t end) {
        const std::string_view kept = without_trailing_spaces(without_leading_spaces(text.substr(begin, end - begin)));
        if (kept.empty()) return;
        const auto at = static_cast<std::uint32_t>(kept.data() - text.data());
        sentences.push_back({{at, at + static_cast<std::uint32_t>(kept.size())}, is_cut(kept)});
    };
    std::size_t begin = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        offset += decoded.length;
        const bool closes = is_closing_mark(decoded.code_point);
        if (!closes && !is_line_break(decoded.code_point)) continue;
        if (closes) offset = end_of_closing(text, offset);
        add(begin, offset);
        begin = offset;
    }
    add(begin, text.size());
    return sentences;
}

Sentence sentence_at(const std::vector<Sentence>& sentences, std::uint32_t offset) {
    const auto after =
        std::upper_bound(sentences.begin(), sentences.end(), offset,
                         [](std::uint32_t wanted, const Sentence& sentence) { return wanted < sentence.span.begin; });
    if (after != sentences.begin() && offset < std::prev(after)->span.end) return *std::prev(after);
    return {{offset, offset}, false};
}

bool is_cut(std::string_view text) {
    text = without_trailing_spaces(text);
    while (!text.empty()) {
        const Decoded last = decode_utf8_before(text, text.size());
        if (!is_closing_quote(last.code_point) && !is_space(last.code_point)) break;
        text.remove_suffix(last.length);
    }
    return text.ends_with("...") || text.ends_with("…");
}

std::string excerpt_of(std::string_view text, std::size_t limit) {
    text = without_trailing_spaces(without_leading_spaces(text));
    std::string excerpt;
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        Decoded decoded = decode_utf8(text, offset);
        const bool space = is_space(decoded.code_point);
        if (count == limit) return std::string(without_trailing_spaces(excerpt)) + "…";
        if (space) {
            excerpt += ' ';
            while (is_space(decoded.code_point)) {
                offset += decoded.length;
                decoded = decode_utf8(text, offset);
            }
        } else {
            const std::size_t end = cluster_end(text, offset + decoded.length);
            for (; offset < end; offset += decoded.length) {
                decoded = decode_utf8(text, offset);
                append_utf8(excerpt, decoded.code_point);
            }
        }
        ++count;
    }
    return excerpt;
}

}  // namespace xinglin
