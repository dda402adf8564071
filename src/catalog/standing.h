#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

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

/// Whether readers may see the record: published, and resting on something that still stands if it rests on anything.
bool is_shown(const Withdrawn& withdrawn, const RecordHead& head);

/// `data`, which `store` holds, as readers get it: without what rests on withdrawn sources alone, imported and curated
/// joined (reconcile()). Throws StoreError.
std::shared_ptr<const Knowledge> standing_knowledge(Store& store, const Withdrawn& withdrawn, KnowledgeData data);

}  // namespace xinglin
