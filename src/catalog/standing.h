#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "knowledge/audience.h"
#include "knowledge/knowledge.h"
#include "store/store.h"

namespace xinglin {

/// What no longer counts because the sources that it rests on were withdrawn, by us or by who published them.
class Withdrawn {
  public:
    Withdrawn(std::span<const Source> sources, const std::vector<Origin>& origins);

    /// Whether there are sources, and none of them stands.
    bool has(const std::vector<std::string>& sources) const;
    /// A record that names no source rests on its origin's.
    bool has(const RecordHead& head) const;

    const std::unordered_set<std::string>& origins() const { return origins_; }

  private:
    std::unordered_set<std::string> sources_;
    std::unordered_set<std::string> origins_;
};

/// What an audience does not see: the texts of origins that are not for it.
class Unshown {
  public:
    Unshown(Audience audience, const std::vector<Origin>& origins);

    /// Whether there are sources, and all of them are such origins'.
    bool has(const std::vector<std::string>& sources) const;
    bool has(const RecordHead& head) const { return origins_.contains(head.origin); }

  private:
    std::unordered_set<std::string> sources_;
    std::unordered_set<std::string> origins_;
};

/// Both reasons for which something that is stored is not there.
struct Standing {
    Withdrawn withdrawn;
    Unshown unshown;
};

/// Whether the record is there: published, resting on something that still stands if it rests on anything, and of an
/// origin that is for the audience.
bool is_shown(const Standing& standing, const RecordHead& head);

/// `data`, which `store` holds, as the audience gets it: without what rests on withdrawn sources alone and without the
/// texts that are not for it (summaries, care cards; relations stay), imported and curated joined (reconcile()). Throws
/// DatabaseError.
std::shared_ptr<const Knowledge> standing_knowledge(Store& store, const Standing& standing, KnowledgeData data);

}  // namespace xinglin
