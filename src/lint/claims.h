#pragma once

#include <string_view>
#include <vector>

#include "text/sentences.h"
#include "text/utf8.h"

namespace xinglin {

// Reading claims by the words they are made of. All spans are bytes of the text that the sentence stands in.

/// Where the sentence says that nothing cures ("没有什么可以治愈的方法", "无法根治"), leaving out what it says of drugs
/// or of conservative treatment alone, and questions.
std::vector<Span> no_cure_claims(std::string_view text, const Sentence& sentence);

/// Where it promises what nobody can promise ("包治", "永不复发", "100%有效"); a denied promise and a question are
/// none.
std::vector<Span> absolute_claims(std::string_view text, const Sentence& sentence);

/// Where it gives a rate of cure, success or relapse as a number, without naming where the number comes from ([@slug],
/// [1] or 《…》 in the same sentence).
std::vector<Span> unsourced_rates(std::string_view text, const Sentence& sentence);

/// Whether the sentence recommends (可以, 首选, 治疗, 有效 ... and no denial).
bool recommends(std::string_view sentence);

}  // namespace xinglin
