#include "knowledge/codec.h"

#include <gtest/gtest.h>

#include <random>

namespace xinglin {
namespace {

/// Random entities with every field set or not, texts out of characters that JSON must escape or leave alone.
class Generator {
  public:
    explicit Generator(unsigned seed) : random_(seed) {}

    bool coin() { return random_() % 2 == 0; }
    int number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

    std::uint32_t offset() { return static_cast<std::uint32_t>(random_()); }

    std::string text() {
        static const std::vector<std::string> pieces = {"面", "肌", "a",  "\"", "\\", "\n",
                                                        "\t", "é",  "𠮷", "/",  " ",  "\x01"};
        std::string text = "x";
        for (int i = number(8); i > 0; --i) text += pieces[random_() % pieces.size()];
        return text;
    }
    std::string maybe_text() { return coin() ? text() : ""; }
    std::vector<std::string> texts() {
        std::vector<std::string> texts;
        for (int i = number(3); i > 0; --i) texts.push_back(text());
        return texts;
    }
    std::optional<int> maybe_number() { return coin() ? std::optional<int>(number(200) - 20) : std::nullopt; }
    Date maybe_date() { return coin() ? *Date::parse("20" + std::to_string(10 + number(80)) + "-02-28") : Date(); }
    template <typename Enum>
    Enum any(Enum last) {
        return static_cast<Enum>(number(static_cast<int>(last) + 1));
    }

    Source source() {
        return {text(),
                text(),
                maybe_text(),
                number(3000),
                any(SourceKind::Portal),
                maybe_text(),
                any(SourceStatus::Withdrawn),
                maybe_text(),
                maybe_text(),
                maybe_text()};
    }

    Concept known() {
        Concept value;
        value.kind = any(ConceptKind::Population);
        value.id = std::string(name_of(value.kind)) + "/" + text();
        value.name = text();
        value.english = maybe_text();
        for (int i = number(4); i > 0; --i) value.aliases.push_back({text(), any(AliasUse::SearchOnly)});
        for (int i = number(3); i > 0; --i) value.codes.push_back({text(), text()});
        if (coin()) value.constraints.sex = any(Sex::Male);
        value.constraints.min_age_years = maybe_number();
        value.constraints.max_age_years = maybe_number();
        if (coin()) value.constraints.pregnancy = any(PregnancyRule::Never);
        if (coin()) value.summary = SourcedText{text(), texts()};
        return value;
    }

    Relation relation() {
        Relation value;
        value.subject = text();
        value.predicate = any(Predicate::RedFlagOf);
        value.object = text();
        value.sources = texts();
        value.role = any(Role::Also);
        value.curative = coin();
        for (int i = number(3); i > 0; --i) value.routes.add(any(Administration::Otic));
        value.setting = any(CareSetting::Hospital);
        value.evidence = any(Evidence::High);
        value.statement = maybe_text();
        if (coin()) value.review = Review{maybe_text(), maybe_date(), maybe_text()};
        if (coin())
            value.mined_from = TextEvidence{maybe_text(), maybe_text(), offset(), offset(), maybe_text(), maybe_text()};
        return value;
    }

    RedFlag red_flag() {
        RedFlag value;
        value.id = text();
        value.of = text();
        value.level = any(CareLevel::Selfcare);
        value.match = any(SignMatch::All);
        for (int i = number(4); i > 0; --i) value.signs.push_back({text(), maybe_text()});
        value.action = text();
        value.sources = texts();
        return value;
    }

  private:
    std::mt19937 random_;
};

/// Also through the bytes, as a pack and a store have it.
boost::json::object through_bytes(const boost::json::object& object) {
    return boost::json::parse(boost::json::serialize(object)).as_object();
}

TEST(KnowledgeCodec, GivesBackWhatItWasGiven) {
    for (unsigned seed = 0; seed < 500; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        Generator generator(seed);
        const Source source = generator.source();
        ASSERT_EQ(*source_from_json(through_bytes(to_json(source))), source);
        const Concept known = generator.known();
        ASSERT_EQ(*concept_from_json(through_bytes(to_json(known))), known);
        const Relation relation = generator.relation();
        ASSERT_EQ(*relation_from_json(through_bytes(to_json(relation))), relation);
        const RedFlag red_flag = generator.red_flag();
        ASSERT_EQ(*red_flag_from_json(through_bytes(to_json(red_flag))), red_flag);
    }
}

boost::json::object parsed(std::string_view text) {
    return boost::json::parse(text).as_object();
}

TEST(KnowledgeCodec, ReadsAConceptAsAPersonWritesIt) {
    const auto known = concept_from_json(parsed(
        R"({"id":"condition/hemifacial-spasm","name":"面肌痉挛","english":"hemifacial spasm",
            "aliases":["面肌抽搐",{"text":"HFS","use":"needs_context"}],
            "codes":[{"system":"ICD-10","code":"G51.3"}],
            "constraints":{"sex":"female","min_age_years":1},
            "summary":{"text":"一侧面部抽动。","sources":["source/a"]}})"));
    ASSERT_TRUE(known) << known.error().message;
    EXPECT_EQ(known->kind, ConceptKind::Condition);
    EXPECT_EQ(known->aliases[0], (Alias{"面肌抽搐", AliasUse::Alone}));
    EXPECT_EQ(known->aliases[1], (Alias{"HFS", AliasUse::NeedsContext}));
    EXPECT_EQ(known->constraints.sex, Sex::Female);
    EXPECT_EQ(known->summary->sources, std::vector<std::string>{"source/a"});
}

struct Fault {
    std::string_view text;
    std::string_view where;
};

TEST(KnowledgeCodec, NamesTheFieldOfAConceptThatIsWrong) {
    for (const Fault& fault : {
             Fault{R"({"name":"x"})", "id"},
             Fault{R"({"id":"disease/x","name":"x"})", "id"},
             Fault{R"({"id":"condition/x"})", "name"},
             Fault{R"({"id":"condition/x","name":" "})", "name"},
             Fault{R"({"id":"condition/x","name":5})", "name"},
             Fault{R"({"id":"condition/x","name":"x","alias":["y"]})", "alias"},
             Fault{R"({"id":"condition/x","name":"x","aliases":"y"})", "aliases"},
             Fault{R"({"id":"condition/x","name":"x","aliases":["y",7]})", "aliases[1]"},
             Fault{R"({"id":"condition/x","name":"x","aliases":[{"text":"y","use":"sometimes"}]})", "aliases[0].use"},
             Fault{R"({"id":"condition/x","name":"x","aliases":[{"text":"y","as":"alone"}]})", "aliases[0].as"},
             Fault{R"({"id":"condition/x","name":"x","codes":["G51.3"]})", "codes[0]"},
             Fault{R"({"id":"condition/x","name":"x","constraints":{"min_age_years":1.5}})",
                   "constraints.min_age_years"},
             Fault{R"({"id":"condition/x","name":"x","constraints":{"max_age_years":99999999999}})",
                   "constraints.max_age_years"},
             Fault{R"({"id":"condition/x","name":"x","summary":{"sources":[]}})", "summary.text"},
         }) {
        const auto known = concept_from_json(parsed(fault.text));
        ASSERT_FALSE(known) << fault.text;
        EXPECT_EQ(known.error().where, fault.where) << known.error().message;
    }
}

TEST(KnowledgeCodec, NamesTheFieldOfARelationThatIsWrong) {
    for (const Fault& fault : {
             Fault{R"({"predicate":"is_a","object":"b"})", "subject"},
             Fault{R"({"subject":"a","object":"b"})", "predicate"},
             Fault{R"({"subject":"a","predicate":"isa","object":"b"})", "predicate"},
             Fault{R"({"subject":"a","predicate":"is_a","object":"b","role":"best"})", "role"},
             Fault{R"({"subject":"a","predicate":"treated_by","object":"b","route":["oral","by mouth"]})", "route[1]"},
             Fault{R"({"subject":"a","predicate":"treated_by","object":"b","setting":"at sea"})", "setting"},
             Fault{R"({"subject":"a","predicate":"is_a","object":"b","sources":"source/x"})", "sources"},
             Fault{R"({"subject":"a","predicate":"is_a","object":"b","curative":"yes"})", "curative"},
             Fault{R"({"subject":"a","predicate":"is_a","object":"b","review":{"on":"2026-02-30"}})", "review.on"},
             Fault{R"({"subject":"a","predicate":"is_a","object":"b","mined_from":{"begin":-1}})", "mined_from.begin"},
         }) {
        const auto relation = relation_from_json(parsed(fault.text));
        ASSERT_FALSE(relation) << fault.text;
        EXPECT_EQ(relation.error().where, fault.where) << relation.error().message;
    }
}

TEST(KnowledgeCodec, NamesTheFieldOfASourceOrCareCardThatIsWrong) {
    EXPECT_EQ(source_from_json(parsed(R"({"id":"source/x","title":"x","kind":"label"})")).error().where, "year");
    EXPECT_EQ(source_from_json(parsed(R"({"id":"source/x","title":"x","year":1e400,"kind":"label"})")).error().message,
              "This number is not finite.");
    EXPECT_EQ(source_from_json(parsed(R"({"id":"source/x","title":"x","year":2020})")).error().where, "kind");
    EXPECT_EQ(red_flag_from_json(parsed(R"({"id":"red_flag/x","of":"condition/x","level":"soon"})")).error().where,
              "level");
    EXPECT_EQ(
        red_flag_from_json(
            parsed(
                R"({"id":"red_flag/x","of":"condition/x","level":"urgent","match":"any","signs":[{"concept":"x"}],"action":"x"})"))
            .error()
            .where,
        "signs[0].text");
}

}  // namespace
}  // namespace xinglin
