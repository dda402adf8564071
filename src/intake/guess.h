#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "intake/profile.h"

namespace xinglin {

/// What a file looks like, as a profile that a person completes.
struct ProfileGuess {
    ImportProfile profile;             ///< title, publisher and licence are for a person
    std::vector<std::string> missing;  ///< fields that the adapter needs and no column was found for
    std::vector<std::string> unused;   ///< columns that nothing takes over
    std::vector<std::string> samples;  ///< "field = the first value of its column", in the table's order
};

/// Reads the beginning of a table (or of a workbook's sheet) and proposes how to import it: its encoding and separator,
/// what its rows are, and which column is which field (data/language/column_names.txt). InvalidInput when no row of the
/// first ones names columns that a kind of row is known by; NotFound. Reads at most 256 KiB of a text.
Result<ProfileGuess> guess_profile(const std::filesystem::path& file, const Date& today);

/// The guess as the text of a profile, with what a person must look at as comments.
std::string profile_text(const ProfileGuess& guess);

}  // namespace xinglin
