#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/views.h"
#include "base/date.h"
#include "base/result.h"
#include "relate/relate.h"

namespace xinglin {

class Store;

/// A source and how much would go with it.
struct SourceSummary {
    Source source;
    std::size_t relations = 0;                 ///< that cite it
    std::size_t relations_alone = 0;           ///< that cite no other source that stands
    std::size_t records = 0;                   ///< that name it, or name none and are of an origin that rests on it
    std::optional<WithdrawnSource> withdrawn;  ///< set when it was taken back here
};

/// All sources, by id. A relation that several origins say counts once. Reads the whole store. Throws DatabaseError.
std::vector<SourceSummary> sources_of(Store& store);

/// What changed in one panel of a page.
struct PanelChange {
    Panel panel = Panel::Doctors;
    std::vector<Ref> left;   ///< items that are no longer there, in their old order
    std::vector<Ref> came;   ///< items that are new, in their new order
    bool reordered = false;  ///< the items that stayed stand in another order, or some are marked imported now
};

/// A page whose panels changed, or that is not there on one side.
struct PageChange {
    enum class Kind { Changed, Gone, New };

    Ref page;
    Kind kind = Kind::Changed;
    std::vector<PanelChange> panels;  ///< that changed, in the order of Panel; none for Gone and New
};

struct WithdrawOptions {
    enum class Run { Write, Dry };

    Run run = Run::Write;
    std::string reason;
    Date today;
    PanelSet curated_only = kCuratedOnlyByDefault;  ///< as the portal is served
    /// Called now and then with the pages compared so far and all of them, by the caller's thread; may be empty.
    std::function<void(std::size_t done, std::size_t all)> on_progress = {};
};

/// What withdrawing or restoring a source did, or would do.
struct WithdrawReport {
    Source source;                  ///< as it was before
    bool written = false;           ///< false: a dry run, or nothing was to be written
    std::size_t compared = 0;       ///< pages of both sides
    std::vector<PageChange> pages;  ///< by id
};

/// Takes a source back, with every relation, summary, care card and record that rests on it alone, in one transaction,
/// and says which pages' panels changed: every panel of every page is compared as a whole, before and after, with two
/// threads. A dry run builds the same two snapshots and writes nothing. NotFound for a source that nobody brought.
/// Needs the memory of two snapshots. Throws DatabaseError.
Result<WithdrawReport> withdraw(Store& store, std::string_view source, const WithdrawOptions& options);

/// Undoes it. `reason` and `today` are of no use, and there is no dry run (InvalidInput). NotFound when the source was
/// not withdrawn.
Result<WithdrawReport> restore(Store& store, std::string_view source, const WithdrawOptions& options);

}  // namespace xinglin
