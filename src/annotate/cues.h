#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/utf8.h"

namespace xinglin {

/// About whom a mention speaks.
enum class Subject { Self, Child, Parent, Spouse, Other };
std::string_view name_of(Subject subject);  ///< "self", ...

/// What a cue word says about the mentions around it. data/language/cues.txt says what each kind means.
enum class CueKind {
    Nothing,
    NegatesNoun,
    NegatesVerb,
    NegatesUse,
    Stops,
    NegatesBefore,
    GoneBefore,
    UnrelatedBefore,
    Excludes,
    Suspects,
    SuspectsBefore,
    SuspectsAround,
    Supposes,
    Names,
    NamesAgain,
    NamesAtStart,
    NamesBefore,
    Heading,
};

struct CueWord {
    std::string_view text;
    CueKind kind = CueKind::Nothing;
    std::uint32_t reach = 0;  ///< How many characters may stand between the cue and the nearest mention.
    Subject subject = Subject::Self;
};

/// A cue word in a text.
struct FoundCue {
    Span span;
    const CueWord* word = nullptr;  ///< one of cue_words()
};

/// The words of data/language/cues.txt, each text once. Where cues overlap the first and longest counts.
std::span<const CueWord> cue_words();

/// What is wrong with such a file, a sentence a fault: lines that cannot be read, words that stand there twice, that
/// are not in folded form, or that can have no effect.
std::vector<std::string> faults_in_cues(std::string_view text);

}  // namespace xinglin
