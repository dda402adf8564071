#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/utf8.h"

namespace xinglin {

/// What a section of an article about an illness speaks of.
enum class SectionKind { Cause, Symptom, Test, Differential, Treatment, Complication, Other };

/// A set of SectionKind.
class SectionKinds {
  public:
    void add(SectionKind kind) { bits_ |= bit(kind); }
    bool contain(SectionKind kind) const { return (bits_ & bit(kind)) != 0; }
    bool empty() const { return bits_ == 0; }

    friend bool operator==(const SectionKinds&, const SectionKinds&) = default;

  private:
    static constexpr std::uint32_t bit(SectionKind kind) { return 1U << static_cast<std::uint32_t>(kind); }
    std::uint32_t bits_ = 0;
};

/// The text under one heading, or, without kinds, the text before the first.
struct Section {
    Span span;     ///< without the heading
    Span heading;  ///< empty for the text before the first
    SectionKinds kinds;
};

/// What a heading announces: 病因与发病机制, 常见症状, 需要与哪些病鉴别. Other when it says something else (预防,
/// 什么时候就医); such a word is stronger than those of the other kinds.
SectionKinds kinds_of_heading(std::string_view heading);

/// The sections of a text in order; they do not overlap. `headings` are the lines of `text` that are headings for sure
/// (those of Markdown); without any, a line counts as one by its form: "一、病因", "【临床表现】…", "诊断：…",
/// "(二)发病机制". O(n).
std::vector<Section> sections_of(std::string_view text, const std::vector<Span>& headings);

/// The lines of plain_text(markdown) that are headings in `markdown`.
std::vector<Span> headings_in_plain_text(std::string_view markdown, std::string_view plain);

}  // namespace xinglin
