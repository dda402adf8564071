#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "text/utf8.h"

namespace xinglin {

/// About whom a mention speaks.
enum class Subject { Self, Child, Parent, Spouse, Other };
std::string_view name_of(Subject subject);  ///< "self", ...

/// What a cue word says about the mentions around it.
enum class CueKind {
    Nothing,         ///< Looks like a cue and is none (无法, 非常): keeps the shorter cue inside it from counting.
    Negates,         ///< What follows is not there: 无, 否认.
    NegatesBefore,   ///< What stands before is not there: 阴性.
    Excludes,        ///< Negates what follows, and when nothing does, what stands before: 排除.
    Suspects,        ///< What follows is uncertain or asked about: 疑似, 是否.
    SuspectsBefore,  ///< What stands before is: 待查.
    Names,           ///< From here on the text speaks about `subject`.
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

/// All cue words; each text once. Where cues overlap the first and longest counts.
std::span<const CueWord> cue_words();

}  // namespace xinglin
