#pragma once

#include <string>

#include "relate/relate.h"
#include "relate/route.h"

namespace xinglin {

/// What the relation says as one Chinese sentence: its statement, otherwise one made from its names and first source.
std::string sentence_of(const Knowledge& knowledge, const Relation& relation);

/// The why of a concept that a route leads to. `page_name` starts the path. A route of no steps has no why: CHECK.
Why why_of(const Knowledge& knowledge, const PageContext& page, const Route& route);

/// The why of a doctor whom a gate let in for the answer to a question.
Why why_of_answer(const Corpus& corpus, const PageContext& page, const Gate& gate, RecordIndex doctor,
                  RecordIndex question);

/// The why of a record that a gate let in through `field`.
Why why_of(const Corpus& corpus, const PageContext& page, const Gate& gate, RecordIndex record, Field field);

}  // namespace xinglin
