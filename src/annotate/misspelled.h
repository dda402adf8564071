#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/utf8.h"

namespace xinglin {

/// Finds names of three characters or more in which one character stands for another that sounds or looks like it:
/// 唐尿病 for 糖尿病. Names are found by what of their first three characters is left: the first two, the first and the
/// third, or the second and the third. Immutable, thread-safe.
class MisspelledNames {
  public:
    struct Name {
        std::string folded;
        std::uint32_t form = 0;  ///< whatever the caller knows it by
    };
    struct Found {
        Span span;
        Span wrong;  ///< the character that stands for another
        std::uint32_t form = 0;
    };

    MisspelledNames() = default;

    /// Names that are not of Chinese characters only, shorter or longer than can be mended are left out.
    explicit MisspelledNames(const std::vector<Name>& names);

    /// By begin, longer ones first. O(text), some 10 ns a character where nothing is alike.
    std::vector<Found> find(std::string_view text) const;

    /// What it was made of, without what was left out: made of these, it is the same.
    std::vector<Name> names() const;

    std::size_t memory_bytes() const;

  private:
    struct Entry {
        std::u32string characters;
        std::uint32_t form = 0;
    };

    void add_key(std::uint64_t key, std::uint32_t entry);
    bool may_have(std::uint64_t key) const;

    std::vector<Entry> entries_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> entries_by_key_;
    std::vector<std::uint64_t> filter_;  // Bloom filter of the keys, one bit each.
};

}  // namespace xinglin
