#pragma once

#include <string>
#include <string_view>

namespace xinglin {

/// The generic name in the name of a drug product: without brackets, "注射用" and the dosage form at the end
/// (注射用鼠神经生长因子, 巴氯芬片, 奥美拉唑肠溶胶囊). What a formula of Chinese medicine is called by stays
/// (安宫牛黄丸). The product's name itself when nothing that could be a name would be left.
std::string generic_name_of(std::string_view product);

}  // namespace xinglin
