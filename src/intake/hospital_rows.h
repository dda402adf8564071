#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "intake/adapter.h"

namespace xinglin {

/// Tables of hospitals: a row is a hospital record. Columns: name; and level, province, city, county, address,
/// departments (a list in one field), introduction. Two rows of one name in one city and county are one hospital: the
/// first counts. A row of nothing but departments belongs to the hospital above it: cells merged downwards.
Result<std::unique_ptr<Adapter>> make_hospital_rows_adapter(const ImportProfile& profile);

/// How a hospital's class is written in full: 三甲, 三级甲 → 三级甲等. What is not understood stays as it is.
std::string full_hospital_level(std::string_view level);

}  // namespace xinglin
