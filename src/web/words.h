#pragma once

#include <string>
#include <string_view>

#include "app/views.h"
#include "messages/messages.h"
#include "search/searcher.h"

namespace xinglin {

/// Whether a relation or field is read from its subject to its object.
enum class StepDirection { Forward, Inverse };

// What the enumerations are called on pages, in the sentences of a locale. All are constant text but the last.

std::string_view words_for(ListKind kind, const Messages& say = messages_in(Locale::ZhHans));  ///< 文章, 医生, ...
/// One of them, in search results.
std::string_view words_for(ItemType type, const Messages& say = messages_in(Locale::ZhHans));
std::string_view words_for(FacetKind kind, const Messages& say = messages_in(Locale::ZhHans));  ///< 类型, 科室, ...
std::string_view words_for(Panel panel, const Messages& say = messages_in(Locale::ZhHans));     ///< 相关医生, ...
std::string_view words_for(ConceptKind kind, const Messages& say = messages_in(Locale::ZhHans));  ///< 疾病, 症状, ...
std::string_view words_for(Evidence evidence,
                           const Messages& say = messages_in(Locale::ZhHans));  ///< 证据强度高, ...; "" for Ungraded
std::string_view words_for(SourceKind kind,
                           const Messages& say = messages_in(Locale::ZhHans));  ///< 指南或专家共识, ...
std::string_view words_for(SourceStatus status, const Messages& say = messages_in(Locale::ZhHans));

/// 首选, 主要原因, 核心检查, ...; "" for None.
std::string_view words_for(Role role, Predicate predicate, const Messages& say = messages_in(Locale::ZhHans));

/// How soon: 立即拨打120或去急诊, ...
std::string_view words_for(CareLevel level, const Messages& say = messages_in(Locale::ZhHans));
/// The same in two to four characters, for a coloured label: 紧急, ...
std::string_view short_words_for(CareLevel level, const Messages& say = messages_in(Locale::ZhHans));
/// How many signs it takes: 满足任一, 需同时满足全部.
std::string_view words_for(SignMatch match, const Messages& say = messages_in(Locale::ZhHans));

std::string_view words_for(DrugClassification classification,
                           const Messages& say = messages_in(Locale::ZhHans));  ///< 处方药, 甲类OTC, ...
/// The line that must stand beside a drug.
std::string_view warning_for(DrugClassification classification, const Messages& say = messages_in(Locale::ZhHans));

/// A step of a path, read in its direction towards `to_id`: 治疗药物, 含此成分, ... Unknown steps are 相关.
std::string_view words_for_step(std::string_view step, StepDirection direction, std::string_view to_id,
                                const Messages& say = messages_in(Locale::ZhHans));

/// What stands between a subject and its objects, and after them, so that the three read as one sentence.
struct SentenceWords {
    std::string_view between;
    std::string_view after;
};
SentenceWords sentence_words(Predicate predicate);

/// What a source is, as the beginning of a sentence about it: 这是一份指南或专家共识.
std::string_view what_it_is(SourceKind kind, const Messages& say = messages_in(Locale::ZhHans));

/// Where words of a query stand: 标题, 正文, 擅长, ...; 内容 for an unknown field.
std::string_view words_for_field(std::string_view field, const Messages& say = messages_in(Locale::ZhHans));

/// The heading of a relation group on the page of a concept of kind `of`.
std::string_view heading_for(Predicate predicate, StepDirection direction, ConceptKind of,
                             const Messages& say = messages_in(Locale::ZhHans));

/// A name without the word that it is invented: pages say that once, of all of them (layout.cc).
std::string shown_name(std::string_view name);

std::string_view words_for(PeopleFacet facet, const Messages& say);  ///< 科室, 擅长的病, ...

/// What a title asks of its subject: 病因, 治疗, ...; "" for what has no name.
std::string_view words_for(Aspect aspect, const Messages& say = messages_in(Locale::ZhHans));

/// Whom a concept can concern, as one sentence; "" when anybody.
std::string words_for(const Constraints& constraints, const Messages& say = messages_in(Locale::ZhHans));

}  // namespace xinglin
