#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace xinglin {

/// How names vary: 格林巴利综合征 is also written 格林巴利综合症 and 格林巴利症候群. Rules over the words of names,
/// data/medicine/name_variants.txt; they never decide between two concepts. Immutable.
class NameVariants {
  public:
    /// Reads a file of that form. Error (InvalidInput) with the line in `where`.
    static Result<NameVariants> parse(std::string_view file);

    /// The file that the build embeds, parsed once.
    static const NameVariants& embedded();

    /// The ways to write a folded name, without the name itself, those with fewer changes first; at most 24.
    std::vector<std::string> written(std::string_view folded) const;

    /// The names that somebody may mean who asks for a folded name: written(), and what one may add or leave out in
    /// asking.
    std::vector<std::string> meant(std::string_view folded) const;

  private:
    class Changes;

    struct Words {
        std::vector<std::string> words;
        bool only_at_end = false;
        bool only_asked = false;
    };

    std::vector<Words> words_;
    std::vector<std::string> inner_;
    std::vector<std::string> spare_;
};

/// The names that a bracketed one holds: 特发性面神经麻痹[贝尔麻痹] is both; in round brackets only letters are a name
/// of their own and stay away: 异常肌反应（AMR） is 异常肌反应. Empty when there is nothing of the kind.
std::vector<std::string> names_in_brackets(std::string_view folded);

}  // namespace xinglin
