#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// A care card and the concept that it is of: a subject's own, or what the subject is a kind of.
struct CardAbout {
    const RedFlag* card = nullptr;
    ConceptIndex of;
};

/// The care cards of a concept: its own, most pressing first, then those of what it is a kind of, nearest first.
std::vector<CardAbout> cards_about(const Knowledge& knowledge, ConceptIndex subject);

/// Who speaks in a text.
enum class Voice {
    Message,  ///< a query, a title, a question: somebody who has it, or stands beside them
    Article,  ///< a text about a subject, which lists signs of other things in passing
};

/// A card that a text calls for, and what the text names that calls for it.
struct NamedDanger {
    const RedFlag* card = nullptr;
    std::vector<ConceptIndex> signs;  ///< concepts of mentions, ascending, each once
};

/// The cards of level emergency or urgent that a text calls for, each once, most pressing first; `mentions` are the
/// text's, as Annotator::annotate() reads them. Whoever has the sign, and whatever else is named:
/// - all signs of a card that matches all, or a kind of each, near each other;
/// - a sign that counts alone, or suddenly, or a kind of it;
/// - in a message, a sign of a card that matches any, near what the card is of, unless stronger cards speak of both.
/// In an article only symptoms count. Of cards that tell the reader to do the same, the first stands for all.
/// What is denied, long ago, asked about as a word, or to be prevented calls for nothing. O(text + mentions).
std::vector<NamedDanger> find_dangers(const Knowledge& knowledge, std::string_view text,
                                      std::span<const Mention> mentions, Voice voice);

/// The cards of find_dangers().
std::vector<const RedFlag*> dangers_named(const Knowledge& knowledge, std::string_view text,
                                          std::span<const Mention> mentions, Voice voice);

}  // namespace xinglin
