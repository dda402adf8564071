#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "knowledge/knowledge.h"

namespace xinglin {

/// The field of a hospital that serves only one, by its name (脑科医院, 妇幼保健院): a number of an entry of
/// data/medicine/hospital_fields.txt, from 1; 0 for a general hospital. O(name).
std::uint8_t hospital_field_of(std::string_view hospital_name);

/// The departments that the entries name, each once; for the checker of the file.
std::vector<std::string_view> departments_of_hospital_fields();

/// Tells whether a department belongs to the field of a hospital. Remembers what it found; for one thread.
class HospitalField {
  public:
    /// Must outlive it.
    explicit HospitalField(const Knowledge& knowledge) : knowledge_(knowledge) {}

    /// Whether the department is of the field, or part of one that is. Every department is of field 0.
    bool holds(std::uint8_t field, ConceptIndex department) const;

  private:
    const Knowledge& knowledge_;
    mutable std::unordered_map<std::uint64_t, bool> known_;
};

}  // namespace xinglin
