#pragma once

#include <string_view>
#include <vector>

#include "search/searcher.h"

namespace xinglin {

/// For each character of a folded query: whether it belongs to words that ask and say nothing of the subject (怎么办,
/// 是什么, 请问). They may order hits and make none.
std::vector<bool> asking_characters(std::u16string_view folded_query);

/// The kind of page that words of the query ask for (医院, 吃什么药); Any when they ask for none.
QueryIntent intent_of_words(std::u16string_view folded_query);

}  // namespace xinglin
