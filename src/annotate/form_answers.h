#pragma once

#include <cstdint>
#include <string_view>

namespace xinglin {

/// The answer that a form gives behind an item: 头痛：无, 呕吐 有, 抽搐 □有 ☑无.
struct FormAnswer {
    enum class Says {
        Nothing,   ///< There is no answer.
        No,        ///< What stands before is not there, was not done, is not taken.
        Negative,  ///< The same of a finding; a test with that result was done.
        Yes,       ///< It is there, whatever the words of the question before it.
    } says = Says::Nothing;
    std::uint32_t begin = 0;  ///< Where the answering word begins; bytes of the text.
};

/// Reads the answer behind the item that ends at text[item_end]. O(1): it looks at a few characters.
FormAnswer form_answer_behind(std::string_view text, std::uint32_t item_end);

}  // namespace xinglin
