#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "annotate/annotator.h"
#include "mine/phrases.h"
#include "text/sentences.h"

namespace xinglin {

/// One field of a record with what it names. The text and the mentions are the caller's.
struct MinedField {
    std::string_view name;  ///< as docs/PACK.md names it
    std::string_view text;
    std::span<const Mention> mentions;
    bool may_end_early = false;  ///< Nobody answers for it, so an end without a closing mark may be a cut.
};

/// A name in its sentence. `before` and `after` are what stands around it there, folded, at most some hundred
/// characters of each; "..." in `after` is the cut, and in `before` what was left out.
struct NameInSentence {
    const Mention* mention = nullptr;
    ConceptKind kind = ConceptKind::Condition;
    std::string before;
    std::string after;
};

/// The first names of three different concepts of one kind, in the order of the text; null where there are fewer. With
/// the subject and a name left aside, one of another concept remains if there is any.
using FirstNames = std::array<const Mention*, 3>;

/// A sentence with the names in it.
struct ReadSentence {
    Sentence sentence;
    std::string folded;
    std::vector<NameInSentence> names;
    FirstNames conditions{};
    FirstNames symptoms{};
    bool is_cut = false;    ///< marked as cut, or perhaps cut at the end of a field
    bool is_asked = false;  ///< ends in a question mark

    /// Whether one of the words stands in the sentence. Looked for once, however many names ask: a sentence may be as
    /// long as its text. `words` must live as long as the program.
    bool holds(const Vocabulary& words) const;

  private:
    mutable std::vector<std::pair<const Vocabulary*, bool>> held_;
};

inline constexpr std::size_t kMostNames = 10'000;

/// The sentences of text[range) in order, each with the mentions that lie inside it; of these the first kMostNames:
/// more are no text that anybody wrote. O(text + names).
std::vector<ReadSentence> read_sentences(const Knowledge& knowledge, const MinedField& field, Span range);

/// How a name ends on one side.
enum class NameEdge {
    Clean,    ///< A joint of a list, a mark, the end of the sentence, or what governs the list.
    Unclean,  ///< It goes on: what is spoken of is something else (糖尿病|肾病) or narrower.
    Cut,      ///< The text was cut there.
};

/// The words that may stand between a name and its edge without changing what is spoken of.
struct EdgeWords {
    const Vocabulary& modifiers;  ///< before a name: 各种, 轻度
    const Vocabulary& tails;      ///< behind it: 患者, 的治疗, 等
    const Vocabulary& governors;  ///< what a list may begin with: 用于, 治疗
};

NameEdge left_edge(std::string_view before, const EdgeWords& words);
/// Also Unclean when a bracket behind the name narrows it: (Ⅱ度以上), (除…).
NameEdge right_edge(std::string_view after, const EdgeWords& words);

/// Whether one of `governors` stands before the name or before the list of which the name is an item.
bool is_governed_before(std::string_view before, const Vocabulary& governors, const Vocabulary& modifiers);

/// Whether one of `governors` stands behind the name or behind the list of which it is an item.
bool is_governed_behind(std::string_view after, const Vocabulary& governors, const Vocabulary& tails);

/// The part of `before` from the last comma, colon or end of a sentence on.
std::string_view clause_before(std::string_view before);
/// The part of `after` up to the first one.
std::string_view clause_after(std::string_view after);

/// Whether what stands behind the list makes its items the causes or circumstances of something else (…引起的发热,
/// …患者的疼痛), or members of something narrower (…等中枢性肌强直).
bool is_qualified_behind(std::string_view after, const Vocabulary& tails);

/// Whether `text` (folded) consists of items of a list: short, without a verb. It may begin and end with a joint.
bool is_list(std::string_view text);

/// is_list() of what is not folded yet. Of a long text only its length is looked at.
bool is_list_as_written(std::string_view text);

/// Whether the whole sentence is a list of names and of items without a verb, such as "1.头痛、头晕。".
bool is_bare_list(const ReadSentence& sentence, const NameInSentence& name, const EdgeWords& words);

}  // namespace xinglin
