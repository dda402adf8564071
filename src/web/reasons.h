#pragma once

#include <string>
#include <vector>

#include "app/views.h"

namespace xinglin {

/// Why an item is shown, as one sentence that a patient understands: "擅长写明“面肌痉挛”", "含“卡马西平”，
/// 卡马西平用于治疗面肌痉挛". Never empty.
std::string reason_of(const WhyView& why, const Ref& item);

/// A reason with all paths that read alike.
struct Reason {
    std::string sentence;
    std::vector<WhyView> whys;  ///< never empty
};

/// The reasons of an item, each sentence once, in the order of their first paths.
std::vector<Reason> reasons_of(const std::vector<WhyView>& whys, const Ref& item);

}  // namespace xinglin
