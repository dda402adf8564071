#pragma once

#include "base/archive.h"
#include "corpus/corpus.h"
#include "knowledge/saved.h"
#include "records/saved.h"

// The fields of what is read from records, for base/archive.h.

namespace xinglin {

template <typename Archive>
void fields(Archive& archive, IsOf<RecordIndex> auto& index) {
    archive(index.value);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Span> auto& span) {
    auto& [begin, end] = span;
    archive(begin, end);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Mention> auto& mention) {
    auto& [span, begin_character, end_character, concept_index, negated, suspected, stopped, at_cut, subject] = mention;
    archive(span, begin_character, end_character, concept_index, negated, suspected, stopped, at_cut, subject);
}

template <typename Archive>
void fields(Archive& archive, IsOf<FieldMention> auto& found) {
    auto& [field, mention, use] = found;
    archive(field, mention, use);
}

template <typename Archive>
void fields(Archive& archive, IsOf<MainConcept> auto& main) {
    auto& [concept_index, weight] = main;
    archive(concept_index, weight);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Finding> auto& finding) {
    auto& [rule, severity, begin, end, message, sources, in_title] = finding;
    archive(rule, severity, begin, end, message, sources, in_title);
}

template <typename Archive>
void fields(Archive& archive, IsOf<AnnotatedRecord> auto& record) {
    auto& [written, derived_text, mentions, main, concepts, aspects, concept_index, constraints, routes, forbidden,
           warned, spoken_of, findings, duplicate_key] = record;
    archive(written, derived_text, mentions, main, concepts, aspects, concept_index, constraints, routes, forbidden,
            warned, spoken_of, findings, duplicate_key);
}

/// Whether a record that was read from a file speaks only of concepts below `concept_count`, and its mentions lie in
/// its texts.
bool is_sound(const AnnotatedRecord& record, std::size_t concept_count);

}  // namespace xinglin
