#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/strings.h"

namespace xinglin {

class Store;
struct Snapshot;

/// The part of an old portal's address that a request to it names: path and query, without scheme, host and fragment;
/// "/" for a host alone, "" for what is no address. "https://old.example/a/1.html?x=2#top" → "/a/1.html?x=2".
std::string old_path_of(std::string_view address);

/// Where the published records stood on the portals that they were taken over from: old_path_of() to record id. Of two
/// that claim one address the first by id has it.
StringMap<std::string> moved_records(const Snapshot& snapshot);

/// What becomes of old addresses.
struct RedirectReport {
    struct Entry {
        std::string address;  ///< as it was written
        std::string record;   ///< "" when it leads nowhere
    };
    std::vector<Entry> entries;       ///< of the records by id, or of the addresses that were asked for in their order
    std::size_t nowhere = 0;          ///< of them
    std::vector<std::string> shared;  ///< old paths that several records claim
};

/// Of every record with an old address; records that are not published lead nowhere. Throws DatabaseError.
RedirectReport redirects_of(Store& store);

/// Of the addresses that `lines` has, one a line (of a site map or a log); others than addresses are passed over.
RedirectReport redirects_of(Store& store, std::string_view lines);

}  // namespace xinglin
