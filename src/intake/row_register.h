#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "intake/adapter.h"

namespace xinglin {

/// Remembers of each row which thing it is about and what it says, as hashes, so that the conversion knows which rows
/// repeat others. Filled by the survey in the order of the rows. Some 60 bytes a thing.
class RowRegister {
  public:
    enum class Standing {
        First,     ///< the first row about this thing
        Repeated,  ///< says exactly what an earlier row said
        Clashing,  ///< about a thing that another row was about, and the first to say this of it
    };

    struct Entry {
        Standing standing = Standing::First;
        std::size_t line = 0;  ///< of the earlier row that it repeats or clashes with
    };

    /// `key`: which thing; `content`: all that the row says. Both are hashes, such as fnv1a().
    void add(std::uint64_t key, std::uint64_t content, const InputRow& row);

    /// What the row is among those added.
    Entry find(std::uint64_t key, std::uint64_t content, const InputRow& row) const;

    /// Whether rows said different things of it.
    bool has_several(std::uint64_t key) const;

    /// What the first row about the thing said; nothing when there is no such row.
    std::optional<std::uint64_t> first_content(std::uint64_t key) const;

  private:
    struct Seen {
        std::uint64_t content = 0;
        std::uint32_t row = 0;
        std::uint32_t line = 0;
    };

    std::unordered_map<std::uint64_t, Seen> things_;
    std::unordered_map<std::uint64_t, Seen> others_;  ///< by key and content: what later rows said differently
    std::unordered_set<std::uint64_t> several_;
};

/// The finding of a row that does not stand First: rule duplicate-row or duplicate-id. `key` is what both rows share,
/// as text.
GateFinding duplicate_finding(const InputRow& row, const RowRegister::Entry& entry, std::string_view field,
                              std::string_view key);

}  // namespace xinglin
