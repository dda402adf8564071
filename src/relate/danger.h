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

/// A sign that somebody has, as the text means it.
struct MeantSign {
    Mention mention;          ///< a name, a complaint, or a phrase of data/medicine/danger-phrases.txt
    bool is_sudden = false;   ///< it came suddenly
    bool is_lasting = false;  ///< the sentence says that it has been so for long
};

/// What the text names and somebody has, by begin: without what is denied, long ago, asked about as a word, to be
/// prevented, or explained without danger in the same sentence. What find_dangers() goes by. O(text + mentions).
std::vector<MeantSign> signs_meant(const Knowledge& knowledge, std::string_view text, std::span<const Mention> mentions,
                                   Voice voice);

/// As find_dangers() above, of the signs that a text means (signs_meant()).
std::vector<NamedDanger> find_dangers(std::span<const MeantSign> signs, const Knowledge& knowledge, Voice voice);

/// How a text means what stands at one place.
struct SpanMeaning {
    bool is_so_now = true;  ///< not long ago, not asked about as a word, not to be prevented, no story
    bool is_sudden = false;
    bool is_lasting = false;
};

/// That of each of `spans`, which are by begin. O(text + spans).
std::vector<SpanMeaning> meanings_of(std::string_view text, std::span<const Span> spans, Voice voice);

/// The cards of find_dangers().
std::vector<const RedFlag*> dangers_named(const Knowledge& knowledge, std::string_view text,
                                          std::span<const Mention> mentions, Voice voice);

}  // namespace xinglin
