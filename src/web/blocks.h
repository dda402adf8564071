#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/views.h"
#include "html/html.h"

namespace xinglin {

// Parts that many pages share.

/// A link to the page of `ref`, or its name alone when it has none.
void write_link(Html& html, const Ref& ref);

/// The same as a writer; `ref` must outlive the writing.
inline auto ref_link(const Ref& ref) {
    return [&ref](Html& html) { write_link(html, ref); };
}

/// Names with links, "、" between them.
void write_refs(Html& html, const std::vector<Ref>& refs);

/// "来源：…；…" as a small paragraph; nothing without sources.
void write_sources(Html& html, const std::vector<Ref>& sources);

/// The mark of what was taken over unreviewed, 转载资料，未经审核; nothing for what is curated.
void write_imported_mark(Html& html, Trust trust);

/// Source line, author, day and reading time as far as they are known, with the marks of machine-written and imported
/// texts, then the line on its review. `characters` of the text, 0 for what nobody reads through.
void write_record_meta(Html& html, const RecordHead& head, std::string_view source_line, std::size_t characters = 0);

/// Who reviewed the record, when, and when next, or that no clinician has; with a link to how that is done.
void write_review_line(Html& html, const RecordHead& head);

/// The marks alone, for people and institutions: a clinician's review is for texts.
void write_record_marks(Html& html, const RecordHead& head);

/// Signs that need care, in words and colour, in the given order. A second row on a page goes on with the numbers of
/// the first, which are in their ids.
void write_care_cards(Html& html, const std::vector<CareCard>& cards, std::size_t first_number = 1);

/// What the page is about, as links.
void write_about(Html& html, const std::vector<Ref>& about);

/// "<h2>heading</h2>" and the text's lines as paragraphs; nothing when `text` is empty.
void write_text_section(Html& html, std::string_view heading, std::string_view text);

/// A row of a definition list; nothing when `value` is empty.
void write_fact(Html& html, std::string_view name, std::string_view value);

/// A row of a definition list with links; nothing when there are none.
void write_fact(Html& html, std::string_view name, const std::vector<Ref>& refs);

/// A picture of the sprite (assets/icons.svg), which readers of screens do not hear.
void write_icon(Html& html, std::string_view name);

/// 处方药, 甲类OTC, ... as a mark.
void write_classification(Html& html, DrugClassification classification);

/// 上一页, 第 n 页, 下一页, with the neighbours' URLs; "" for a neighbour that is not there. Nothing without any.
struct PageLinks {
    std::size_t page = 1;
    std::string previous_url;
    std::string next_url;
};
void write_page_links(Html& html, const PageLinks& links);

}  // namespace xinglin
