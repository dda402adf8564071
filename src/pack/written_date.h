#pragma once

#include <cstdint>
#include <string_view>

#include "base/date.h"

namespace xinglin {

/// The day that a text begins with, as portals write it: 2023-05-01 10:00:00, 2023/5/1, 2023.5.1, 2023年5月1日,
/// 20230501, 2023-05-01T10:00:00Z. Unknown for anything else, for the order of 5/1/2023 is anybody's guess.
Date written_day(std::string_view text);

/// The day, in China, of a Unix time in seconds or milliseconds; unknown outside of 1990 to 2100.
Date day_of_timestamp(std::int64_t timestamp);

}  // namespace xinglin
