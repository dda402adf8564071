#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "mine/phrases.h"

namespace xinglin {

/// A file of data/ that the build embeds in this layer, by its name. CHECKs that there is such a file.
std::string_view mine_data(std::string_view name);

/// The lists of data/language/mining_words.txt by their names.
using MiningWords = std::map<std::string, Vocabulary, std::less<>>;

/// Reads such a file. InvalidInput, with the line, for words before the first list, a list without words, without a
/// sound name or with another's. O(text).
Result<MiningWords> read_mining_words(std::string_view text);

/// The list of this name; lives as long as the program. CHECKs that there is one. Any thread may call it.
const Vocabulary& mining_words(std::string_view list);

}  // namespace xinglin
