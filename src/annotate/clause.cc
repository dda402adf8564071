#include "annotate/clause.h"

#include "text/fold.h"

namespace xinglin {

namespace {

bool is_blank(char32_t code_point) {
    return code_point == U' ' || code_point == U'\t' || code_point == U'\u3000';
}

}  // namespace

bool ends_clause(std::string_view text, std::size_t offset) {
    const Decoded mark = decode_utf8(text, offset);
    if (mark.code_point == U'.' || mark.code_point == U'．') {
        const std::size_t next = offset + mark.length;
        return next == text.size() || text[next] < '0' || text[next] > '9';
    }
    return std::u32string_view(U"。！？；，：,;!?:\n\r)）").find(mark.code_point) != std::u32string_view::npos;
}

std::size_t clause_begin(std::string_view text, std::size_t offset, std::uint32_t limit) {
    for (std::uint32_t count = 0; offset > 0 && count < limit; ++count) {
        const std::size_t before = offset - decode_utf8_before(text, offset).length;
        if (ends_clause(text, before)) break;
        offset = before;
    }
    return offset;
}

bool starts_clause(std::string_view text, std::size_t offset) {
    while (offset > 0) {
        const Decoded before = decode_utf8_before(text, offset);
        offset -= before.length;
        if (!is_blank(before.code_point)) return ends_clause(text, offset);
    }
    return true;
}

ScopeWordReader::ScopeWordReader(std::string_view text) : folded_(fold(text)), rest_(folded_) {}

ScopeWord ScopeWordReader::next() {
    const ScopeWord word = scope_word_at(rest_);
    rest_.remove_prefix(word.length);
    return word;
}

bool Gap::is_within(std::uint32_t limit) const {
    if (text_.size() > limit * std::size_t{4}) return false;
    std::uint32_t count = 0;
    for (std::size_t offset = 0; offset < text_.size(); ++count) {
        if (ends_clause(text_, offset) || count == limit) return false;
        offset += decode_utf8(text_, offset).length;
    }
    return true;
}

bool Gap::turns() const {
    bool is_first = true;
    for (ScopeWordReader words(text_); !words.at_end(); is_first = false) {
        const ScopeWord word = words.next();
        if (word.is(ScopeClass::Turn) || (!is_first && word.is(ScopeClass::Begins))) return true;
    }
    return false;
}

bool Gap::joins() const {
    if (is_empty()) return true;
    constexpr std::uint32_t kLongest = 12;
    if (!is_within(kLongest)) return false;
    bool is_light = true;
    bool starts_joined = false;
    bool ends_joined = false;
    bool is_first = true;
    for (ScopeWordReader words(text_); !words.at_end(); is_first = false) {
        const ScopeWord word = words.next();
        const bool is_joint = word.is(ScopeClass::Joint) || word.is_blank;
        is_light &= is_joint || word.is(ScopeClass::Light);
        if (is_first) starts_joined = is_joint;
        ends_joined = is_joint;
    }
    return is_light || (starts_joined && ends_joined && !turns());
}

bool Gap::is_all(ScopeClass wanted) const {
    for (ScopeWordReader words(text_); !words.at_end();) {
        if (!words.next().is(wanted)) return false;
    }
    return true;
}

}  // namespace xinglin
