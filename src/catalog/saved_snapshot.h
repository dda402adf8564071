#pragma once

#include <memory>

#include "catalog/model_file.h"
#include "catalog/snapshot.h"

namespace xinglin {

/// The sections of a model that load_snapshot() gives back as an equal snapshot. Reads every record.
ModelSections sections_of(const Snapshot& snapshot);

/// The snapshot that was saved, with the origins of then and without withdrawals, which the store knows. Records stay
/// in the file until they are looked at. Null when the sections are not what sections_of() made.
std::shared_ptr<const Snapshot> load_snapshot(const std::shared_ptr<const ModelFile>& file);

}  // namespace xinglin
