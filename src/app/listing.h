#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/views.h"

namespace xinglin {

struct Snapshot;

/// One line of a list: what it is called by, and the near-duplicates folded into it.
struct Listed {
    std::string id;
    std::vector<std::string> also;
    char letter = '0';  ///< 'a' to 'z', that its name begins with when it is spoken; '0' for all others
};

/// What a list shows, in its order: curated ones first; articles and questions by day, newest first, all others as
/// their names are spoken (text/pinyin.h reads 重症 as zhong, which a collation by characters does not). Concepts that
/// only a classification knows, with nothing to say of them, are in no list. O(n log n), reads every record of the
/// kind.
std::vector<Listed> listed_of(const Snapshot& snapshot, ListKind kind);

/// The kind of record that fills the list; nothing for the lists of concepts.
std::optional<RecordKind> record_kind_of(ListKind kind);

/// Whether the list is ordered by name, so that letters divide it.
bool is_by_name(ListKind kind);

}  // namespace xinglin
