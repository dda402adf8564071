#include "annotate/cues.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "text/fold.h"

namespace xinglin {
namespace {

TEST(CueWords, EachStandsThereOnceAndFolded) {
    std::map<std::string_view, int> seen;
    for (const CueWord& cue : cue_words()) {
        EXPECT_EQ(++seen[cue.text], 1) << cue.text;
        EXPECT_EQ(fold(cue.text), cue.text);
    }
}

}  // namespace
}  // namespace xinglin
