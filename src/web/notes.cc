#include "web/notes.h"

#include <algorithm>

#include "web/blocks.h"
#include "web/words.h"

namespace xinglin {
namespace {

void write_basis(Html& html, const std::vector<Ref>& sources) {
    if (!sources.empty()) html.write("（依据：{}）", [&](Html& out) { write_refs(out, sources); });
}

void write_contradiction(Html& html, const ReaderNote& note) {
    html.write("<p><strong>此文说法与本站查证的资料不符。</strong>{}本站查证：{}{}。</p>",
               when(!note.said.empty(), [&](Html& out) { out.write("文中说“{}”。", note.said); }), note.correct,
               [&](Html& out) { write_basis(out, note.sources); });
}

bool is_told(const KnownFact& fact) {
    return !fact.text.empty();
}

/// The sentence on the fact, which names it, or its name.
void write_fact_told(Html& html, const KnownFact& fact) {
    if (fact.text.find(fact.about.name) == std::string::npos) html.write("{}：", ref_link(fact.about));
    html.write("{}{}", fact.text, [&](Html& out) { write_basis(out, fact.sources); });
}

void write_facts(Html& html, const std::vector<KnownFact>& facts) {
    const auto told = std::ranges::find_if(facts, is_told);
    std::vector<Ref> others;
    std::vector<Ref> names;
    for (const KnownFact& fact : facts) {
        names.push_back(fact.about);
        if (told == facts.end() || fact.about.id != told->about.id) others.push_back(fact.about);
    }
    if (told == facts.end()) return write_refs(html, names);
    html.write(
        "{}{}", [&](Html& out) { write_fact_told(out, *told); }, when(!others.empty(), [&](Html& out) {
            out.write("还有：{}。", [&](Html& list) { write_refs(list, others); });
        }));
}

void write_note(Html& html, const ReaderNote& note) {
    switch (note.kind) {
        case ReaderNote::Kind::Contradicted:
            return write_contradiction(html, note);
        case ReaderNote::Kind::CauseLeftOut:
            html.write("<p><strong>本文没有提到{}最主要的原因：</strong>{}</p>", ref_link(note.subject),
                       [&](Html& out) { write_facts(out, note.facts); });
            return;
        case ReaderNote::Kind::AlsoKnown:
            html.write("<p><strong>关于{}的{}，本站查证的资料说：</strong>{}</p>", ref_link(note.subject),
                       note.aspect ? words_for(*note.aspect) : std::string_view(),
                       [&](Html& out) { write_facts(out, note.facts); });
            return;
    }
}

}  // namespace

void write_notes(Html& html, const std::vector<ReaderNote>& notes) {
    if (notes.empty()) return;
    html.write("<div class='reader-notes' role='note' aria-label='本站提示'>{}</div>", each(notes, write_note));
}

}  // namespace xinglin
