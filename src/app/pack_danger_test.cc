#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "annotate/annotator.h"
#include "pack/pack.h"
#include "relate/danger.h"
#include "relate/danger_phrases.h"

namespace xinglin {
namespace {

std::filesystem::path source_root() {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    return root ? root : ".";
}

/// The lines of tests/data/danger/NAME: texts as people write them, with what they must bring.
std::vector<boost::json::object> lines_of(const std::string& name) {
    std::ifstream file(source_root() / "tests/data/danger" / name);
    EXPECT_TRUE(file) << name;
    std::vector<boost::json::object> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(boost::json::parse(line).as_object());
    return lines;
}

std::string text_of(const boost::json::object& line, std::string_view field) {
    return std::string(line.at(field).as_string());
}

/// The demo pack's knowledge and what its cards say of a text.
class PackDanger : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        PackReading reading = read_pack(source_root() / "packs/neurology-zh");
        ASSERT_TRUE(reading.pack);
        annotator_ = new Annotator(std::make_shared<const Knowledge>(reading.pack->knowledge));
    }
    static void TearDownTestSuite() { delete annotator_; }

    static std::vector<const RedFlag*> cards_for(std::string_view text) {
        return dangers_named(annotator_->knowledge(), text, annotator_->annotate(text), Voice::Message);
    }

    static std::string shown(std::string_view text, const std::vector<const RedFlag*>& cards) {
        std::string out = std::string(text) + " →";
        for (const RedFlag* card : cards) out += " " + card->id + "(" + std::string(name_of(card->level)) + ")";
        out += "; named:";
        for (const Mention& mention : annotator_->annotate(text))
            out += " " + annotator_->knowledge().at(mention.concept_index).name + (mention.negated ? "-" : "");
        return out;
    }

    static inline Annotator* annotator_ = nullptr;
};

TEST_F(PackDanger, IsBroughtToTheTopWhenAPersonNamesIt) {
    for (const auto& line : lines_of("must-bring.jsonl")) {
        const std::string text = text_of(line, "text");
        const auto cards = cards_for(text);
        const CareLevel least = text_of(line, "level") == "emergency" ? CareLevel::Emergency : CareLevel::Urgent;
        EXPECT_TRUE(!cards.empty() && cards.front()->level <= least) << shown(text, cards);
        bool has_card = false;
        for (const RedFlag* card : cards) has_card |= card->id.find(text_of(line, "card")) != std::string::npos;
        EXPECT_TRUE(has_card) << "no card of " << text_of(line, "card") << ": " << shown(text, cards);
    }
}

TEST_F(PackDanger, HasAConceptForEveryPhrase) {
    for (const std::string_view id : danger_phrase_concepts()) EXPECT_TRUE(annotator_->knowledge().find(id)) << id;
}

TEST_F(PackDanger, IsNotSeenInALookAlike) {
    for (const auto& line : lines_of("look-alike.jsonl")) {
        const std::string text = text_of(line, "text");
        const auto cards = cards_for(text);
        EXPECT_TRUE(cards.empty() || cards.front()->level != CareLevel::Emergency) << shown(text, cards);
    }
}

}  // namespace
}  // namespace xinglin
