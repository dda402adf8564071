#include "annotate/context.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace xinglin {
namespace {

/// A text of pieces, where "*" is a mention of that kind and each cue word of cues.txt a cue.
struct Pieces {
    std::string text;
    std::vector<FoundCue> cues;
    std::vector<ConceptKind> kinds;
    std::vector<Mention> mentions;

    void add_cue(const CueWord& word) {
        const auto begin = static_cast<std::uint32_t>(text.size());
        text += word.text;
        cues.push_back({{begin, static_cast<std::uint32_t>(text.size())}, &word});
    }

    void add_mention(ConceptKind kind, std::string_view name) {
        const auto begin = static_cast<std::uint32_t>(text.size());
        text += name;
        mentions.emplace_back().span = {begin, static_cast<std::uint32_t>(text.size())};
        kinds.push_back(kind);
    }
};

std::size_t steps_of(Pieces pieces) {
    return read_context(pieces.text, pieces.cues, pieces.kinds, pieces.mentions);
}

/// Twice the text may cost twice the steps, and a little for the ends.
void expect_linear(const CueWord& word, std::string_view before, std::string_view between, ConceptKind kind) {
    const auto steps_for = [&](int repeats) {
        Pieces pieces;
        for (int count = 0; count < repeats; ++count) {
            pieces.text += before;
            pieces.add_cue(word);
            pieces.text += between;
            pieces.add_mention(kind, "头痛");
        }
        return steps_of(std::move(pieces));
    };
    constexpr int kRepeats = 60;
    constexpr std::size_t kEnds = 400;
    const std::size_t once = steps_for(kRepeats);
    EXPECT_GT(once, static_cast<std::size_t>(kRepeats));
    EXPECT_LE(steps_for(2 * kRepeats), 2 * once + kEnds)
        << word.text << " between \"" << before << "\" and \"" << between << '"';
}

TEST(Context, IsLinearInTheTextForEachCue) {
    const std::string_view joints[] = {"", "、", " ", "，", "："};
    std::vector<CueKind> tried;
    for (const CueWord& word : cue_words()) {
        // One word of each kind and reach.
        const CueKind kind = word.kind;
        if (std::ranges::count(tried, kind) > 1) continue;
        tried.push_back(kind);
        for (const std::string_view before : joints) {
            for (const std::string_view between : joints) {
                expect_linear(word, before, between, ConceptKind::Symptom);
                expect_linear(word, before, between, ConceptKind::Site);
                expect_linear(word, before, between, ConceptKind::Test);
            }
        }
    }
}

TEST(Context, IsLinearWhereOnlyMentionsOrOnlyCuesStand) {
    const auto steps_for = [](int mentions, int cues, ConceptKind kind, const CueWord& word) {
        Pieces pieces;
        for (int count = 0; count < mentions; ++count) pieces.add_mention(kind, "头痛");
        for (int count = 0; count < cues; ++count) pieces.add_cue(word);
        for (int count = 0; count < mentions; ++count) pieces.add_mention(kind, "头痛");
        return steps_of(std::move(pieces));
    };
    constexpr int kMany = 150;
    constexpr std::size_t kEnds = 400;
    for (const ConceptKind kind : {ConceptKind::Symptom, ConceptKind::Site, ConceptKind::Population}) {
        for (const CueWord& word : cue_words()) {
            if (&word - cue_words().data() > 60) break;
            const std::size_t once = steps_for(kMany, kMany, kind, word);
            ASSERT_LE(steps_for(2 * kMany, 2 * kMany, kind, word), 2 * once + kEnds) << word.text;
        }
    }
}

}  // namespace
}  // namespace xinglin
