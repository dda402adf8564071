#include "spelling/spelling_decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "text/confusable_table.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

TEST(Confusables, KnowsSoundsTonesAndShapes) {
    const Confusables confusables(u"肌既血皿林灵");
    std::vector<Confusable> found;
    confusables.of(U'机', found);
    EXPECT_EQ(found, (std::vector<Confusable>{{u'既', Confusion::OtherTone}, {u'肌', Confusion::Sound}}));
    confusables.of(U'皿', found);
    EXPECT_EQ(found, (std::vector<Confusable>{{u'血', Confusion::Look}}));
    confusables.of(U'临', found);
    EXPECT_EQ(found, (std::vector<Confusable>{{u'林', Confusion::Sound}, {u'灵', Confusion::FuzzySound}}));
    for (const char32_t none : {U'a', U'7', U'。', U'\0', char32_t{0x10FFFF}}) {
        confusables.of(none, found);
        EXPECT_TRUE(found.empty());
    }
}

TEST(ConfusableTable, IsInOrderAndAboutSimplifiedCharacters) {
    const ConfusableTable table = confusable_table();
    EXPECT_EQ(table.tones.size(), 0x9FA6U - 0x4E00U);
    char16_t last = 0;
    for (const std::u16string_view row : table.looks) {
        ASSERT_GT(row.front(), last);
        last = row.front();
    }
}

TEST(CharacterModel, ProbabilitiesOfWhatMayFollowSumToOne) {
    CharacterModel::Builder builder;
    builder.add("面肌痉挛是面部肌肉的抽动", 2);
    builder.add("肌肉痉挛，肌肉抽动2次");
    const CharacterModel model = builder.build();
    std::vector<CharacterModel::Token> tokens{CharacterModel::kBoundary, CharacterModel::kLetters,
                                              CharacterModel::kUnknown};
    for (const char32_t c : std::u32string(U"面肌痉挛是部肉的抽动次2")) tokens.push_back(model.token(c));
    for (const std::u32string_view before : {U"", U"面肌", U"是面部", U"肌肉", U"抽动"}) {
        CharacterModel::Context context;
        for (const char32_t c : before) model.score(context, model.token(c));
        double sum = 0;
        for (const CharacterModel::Token next : tokens) {
            CharacterModel::Context copy = context;
            sum += std::exp(double{model.score(copy, next)});
        }
        EXPECT_LT(sum, 1.01);
        EXPECT_GT(sum, 0.1);
    }
    CharacterModel::Context one;
    CharacterModel::Context other;
    model.score(one, model.token(U'痉'));
    model.score(other, model.token(U'痉'));
    EXPECT_GT(model.score(one, model.token(U'挛')), model.score(other, model.token(U'肉')));
}

TEST(GeneralModel, WithoutItsFileThereIsNone) {
    EXPECT_EQ(GeneralModel::open("no/such/file.lm"), nullptr);
}

/// The best reading by trying every one.
class Exhaustive {
  public:
    Exhaustive(const CharacterModel& model, const Confusables& confusables, const SpellingWeights& weights)
        : model_(model), confusables_(confusables), weights_(weights) {}

    double best(const std::u32string& typed) {
        best_ = std::numeric_limits<double>::lowest();
        std::u32string text = typed;
        go(text, 0, 0);
        return best_;
    }

    double score(const std::u32string& text, double cost) const {
        CharacterModel::Context context;
        double sum = 0;
        for (const char32_t c : text) sum += double{model_.score(context, model_.token(c))};
        sum += double{model_.score(context, CharacterModel::kBoundary)};
        return weights_.characters * sum - cost;
    }

  private:
    void go(std::u32string& text, std::size_t place, double cost) {
        if (place == text.size()) {
            best_ = std::max(best_, score(text, cost));
            return;
        }
        go(text, place + 1, cost);
        const char32_t typed = text[place];
        std::vector<Confusable> candidates;
        confusables_.of(typed, candidates);
        for (const Confusable& each : candidates) {
            text[place] = each.meant;
            go(text, place + 1, cost + weights_.confusion[static_cast<std::size_t>(each.how)]);
        }
        text[place] = typed;
    }

    const CharacterModel& model_;
    const Confusables& confusables_;
    SpellingWeights weights_;
    double best_ = 0;
};

TEST(SpellingDecoder, FindsTheReadingThatTryingAllFinds) {
    constexpr std::u32string_view kCharacters = U"痉经净静竟境机肌鸡面棉免挛恋";
    for (unsigned seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        const auto any = [&] { return kCharacters[random() % kCharacters.size()]; };
        CharacterModel::Builder builder;
        for (int i = 0; i < 30; ++i) {
            std::string text;
            for (int j = 0; j < 5; ++j) append_utf8(text, any());
            builder.add(text, 1 + random() % 4);
        }
        const CharacterModel model = builder.build();
        const Confusables confusables(u"痉经净静竟境机肌鸡面棉免挛恋");
        SpellingWeights weights;
        weights.confusion = {0.5, 0.7, 0.9, 1.2, 1.5};
        weights.suspicious = -1;
        weights.single_candidates = 100;
        for (const std::size_t beam : {std::size_t{6}, std::size_t{100'000}}) {
            weights.beam = beam;
            const SpellingDecoder decoder(model, nullptr, confusables, weights);
            std::u32string typed;
            std::string query;
            for (unsigned i = 0; i < 1 + seed % 4; ++i) typed += any();
            for (const char32_t c : typed) append_utf8(query, c);
            const auto decoding = decoder.decode(SpellingDecoder::characters_of(query));
            Exhaustive slow(model, confusables, weights);
            const double best = slow.best(typed);
            EXPECT_NEAR(slow.score(decoding.best.text, decoding.best.confusion_cost), decoding.best.score, 1e-6);
            EXPECT_NEAR(slow.score(typed, 0), decoding.typed.score, 1e-6);
            if (beam > 6) {
                EXPECT_NEAR(decoding.best.score, best, 1e-6);
            } else {
                EXPECT_LE(decoding.best.score, best + 1e-6);
                EXPECT_GE(decoding.best.score, decoding.typed.score);
            }
        }
    }
}

}  // namespace
}  // namespace xinglin
