#include "text/clusters.h"

#include <unicode/uchar.h>

#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestChain = 64;  // Code points; nobody writes longer ones.

int break_class(char32_t code_point) {
    return u_getIntPropertyValue(static_cast<UChar32>(code_point), UCHAR_GRAPHEME_CLUSTER_BREAK);
}

bool is_pictographic(char32_t code_point) {
    return u_hasBinaryProperty(static_cast<UChar32>(code_point), UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
}

/// Rules GB6 to GB8: the parts of a Korean syllable.
bool joins_hangul(int before, int after) {
    if (before == U_GCB_L) return after == U_GCB_L || after == U_GCB_V || after == U_GCB_LV || after == U_GCB_LVT;
    if (before == U_GCB_LV || before == U_GCB_V) return after == U_GCB_V || after == U_GCB_T;
    return (before == U_GCB_LVT || before == U_GCB_T) && after == U_GCB_T;
}

/// Whether an odd number of regional indicators ends at `offset`: the last of them waits for its second half. All of
/// them count: a row of flags may be long, and from its middle nobody can tell.
bool is_half_flag(std::string_view text, std::size_t offset) {
    std::size_t count = 0;
    while (offset > 0) {
        const Decoded before = decode_utf8_before(text, offset);
        if (break_class(before.code_point) != U_GCB_REGIONAL_INDICATOR) break;
        offset -= before.length;
        ++count;
    }
    return count % 2 == 1;
}

/// Whether marks and a joiner after a picture end at `offset` (rule GB11).
bool is_joined_picture(std::string_view text, std::size_t offset) {
    Decoded before = decode_utf8_before(text, offset);
    offset -= before.length;
    for (std::size_t i = 0; i < kLongestChain && offset > 0; ++i) {
        before = decode_utf8_before(text, offset);
        if (break_class(before.code_point) != U_GCB_EXTEND) return is_pictographic(before.code_point);
        offset -= before.length;
    }
    return false;
}

/// Whether one seen character goes on across `offset`.
bool goes_on(std::string_view text, std::size_t offset) {
    if (offset == 0 || offset >= text.size()) return false;
    const Decoded after = decode_utf8(text, offset);
    const Decoded before = decode_utf8_before(text, offset);
    if (before.invalid() || after.invalid()) return false;
    if (before.code_point == U'\r' && after.code_point == U'\n') return true;
    const int left = break_class(before.code_point);
    const int right = break_class(after.code_point);
    const auto is_control = [](int each) { return each == U_GCB_CONTROL || each == U_GCB_CR || each == U_GCB_LF; };
    if (is_control(left) || is_control(right)) return false;
    if (right == U_GCB_EXTEND || right == U_GCB_ZWJ || right == U_GCB_SPACING_MARK || left == U_GCB_PREPEND)
        return true;
    if (left == U_GCB_ZWJ && is_pictographic(after.code_point)) return is_joined_picture(text, offset);
    if (left == U_GCB_REGIONAL_INDICATOR && right == U_GCB_REGIONAL_INDICATOR) return is_half_flag(text, offset);
    return joins_hangul(left, right);
}

}  // namespace

std::size_t cluster_begin(std::string_view text, std::size_t offset) {
    for (std::size_t i = 0; i < kLongestChain && goes_on(text, offset); ++i)
        offset -= decode_utf8_before(text, offset).length;
    return offset;
}

std::size_t cluster_end(std::string_view text, std::size_t offset) {
    for (std::size_t i = 0; i < kLongestChain && goes_on(text, offset); ++i) offset += decode_utf8(text, offset).length;
    return offset;
}

}  // namespace xinglin
