#include "intake/disease_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "base/strings.h"
#include "knowledge/text_check.h"
#include "text/sentences.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_word(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '#';
}

/// The length of the tag, comment or instruction that begins at text[at], a '<'; 0 when it is none: "P<0.05".
std::size_t tag_length(std::string_view text, std::size_t at) {
    if (at + 1 >= text.size()) return 0;
    const char next = text[at + 1];
    if (!is_letter(next) && next != '/' && next != '!' && next != '?') return 0;
    const auto end = text.find_first_of("<>\n", at + 1);
    return end == std::string_view::npos || text[end] != '>' ? 0 : end + 1 - at;
}

/// The length of "&nbsp;" or "&#160;" at text[at], an '&'; 0 when it is none.
std::size_t reference_length(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && end - at <= 10 && is_word(text[end])) ++end;
    return end > at + 1 && end < text.size() && text[end] == ';' ? end + 1 - at : 0;
}

std::string_view replacement_of(std::string_view reference) {
    if (reference == "&lt;") return "< ";
    if (reference == "&gt;") return ">";
    if (reference == "&amp;") return "&";
    return " ";
}

bool is_control(char32_t c) {
    return (c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0xFFFD ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c & 0xFFFEU) == 0xFFFEU ||
           (c >= 0xFDD0 && c <= 0xFDEF);
}

/// Takes off what no reader should see; a second turn may find what the first put together.
bool strip(std::string& text) {
    std::string kept;
    kept.reserve(text.size());
    bool found = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t tag = text[at] == '<' ? tag_length(text, at) : 0;
        const std::size_t reference = text[at] == '&' ? reference_length(text, at) : 0;
        if (tag > 0 || reference > 0) {
            if (reference > 0) kept += replacement_of(std::string_view(text).substr(at, reference));
            at += std::max(tag, reference);
            found = true;
            continue;
        }
        const Decoded decoded = decode_utf8(text, at);
        if (decoded.code_point == 0x3000) {
            kept += ' ';
        } else if (is_control(decoded.code_point)) {
            found = true;
        } else {
            kept.append(text, at, decoded.length);
        }
        at += decoded.length;
    }
    text = std::move(kept);
    return found;
}

std::string tidy_lines(std::string_view text) {
    std::string tidy;
    for (const std::string_view line : split(text, '\n')) {
        const std::string_view kept = trimmed(line);
        if (kept.empty()) continue;
        if (!tidy.empty()) tidy += '\n';
        tidy += kept;
    }
    return tidy;
}

bool breaks_off(std::string_view text) {
    constexpr std::array<std::string_view, 5> kOpen = {"，", ",", "、", "(", "（"};
    if (text.empty() || is_cut(text)) return false;
    const auto ends_with = [text](std::string_view mark) { return text.ends_with(mark); };
    if (std::any_of(kOpen.begin(), kOpen.end(), ends_with)) return true;
    const auto last = [text](std::string_view narrow, std::string_view wide) {
        const auto a = text.rfind(narrow);
        const auto b = text.rfind(wide);
        const auto place = [](std::size_t at) {
            return at == std::string_view::npos ? std::ptrdiff_t{-1} : static_cast<std::ptrdiff_t>(at);
        };
        return std::max(place(a), place(b));
    };
    // An open bracket without an end of a sentence after it.
    const std::ptrdiff_t open = last("(", "（");
    return open > last(")", "）") && open > last("。", "\n");
}

}  // namespace

CleanText clean_text(std::string_view text) {
    CleanText clean{std::string(text), false};
    std::erase(clean.text, '\r');  // lines' ends of another system are no debris
    constexpr int kTurns = 3;
    int turn = 0;
    while (turn < kTurns && strip(clean.text)) ++turn;
    clean.had_debris = turn > 0;
    // Markup within markup within markup is no text's; without these it is none at all.
    if (turn == kTurns) std::erase_if(clean.text, [](char c) { return c == '<' || c == '&'; });
    clean.text = tidy_lines(clean.text);
    if (breaks_off(clean.text)) clean.text += "...";
    return clean;
}

}  // namespace xinglin
