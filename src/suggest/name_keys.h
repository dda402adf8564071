#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// What is compared when names are completed: `text` folded (text/fold.h), without marks and symbols; one space stays
/// where some stood between two Latin words. 兰伯特-伊顿综合征 → 兰伯特伊顿综合征, Hemifacial  Spasm → hemifacial
/// spasm. At most the first `longest` characters. O(text).
std::string name_key(std::string_view text, std::size_t longest);

/// Longer names are compared by this many characters, and who types more finds nothing.
inline constexpr std::size_t kLongestNameKey = 64;

enum class NameRole {
    Own,    ///< what the item is called
    Alias,  ///< another name of it
};

/// The keys of all names, numbered best first, so that among names the lowest number wins; positions in the text ascend
/// with the numbers.
class NameKeys {
  public:
    /// The next name; `ordinal` is which of its item's names it is. Nothing happens when its key is empty.
    void add(std::string_view name, std::uint32_t item, std::uint16_t ordinal, NameRole role);

    std::size_t size() const { return names_.size(); }
    std::uint32_t item_of(std::uint32_t name) const { return names_[name].item; }
    bool is_alias(std::uint32_t name) const { return names_[name].role == NameRole::Alias; }
    std::uint32_t ordinal_of(std::uint32_t name) const { return names_[name].ordinal; }

    std::uint32_t begin_of(std::uint32_t name) const { return names_[name].begin; }
    std::string_view key(std::uint32_t name) const { return tail(begin_of(name)); }
    std::uint32_t name_at(std::uint32_t position) const;  ///< the name that this byte belongs to; O(log size)

    /// From here to the end of the name.
    const char* tail(std::uint32_t position) const { return text_.c_str() + position; }

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    static NameKeys load(ArchiveReader& archive);

    std::size_t memory_bytes() const;

  private:
    struct Name {
        std::uint32_t begin;
        std::uint32_t item;
        std::uint16_t ordinal;
        NameRole role;
    };

    std::string text_;  // the keys, each with a NUL behind it, which no key holds
    std::vector<Name> names_;
};

}  // namespace xinglin
