#include "records/codec.h"

#include <gtest/gtest.h>

#include <random>

namespace xinglin {
namespace {

/// Random records of every kind with every field set or not.
class Generator {
  public:
    explicit Generator(unsigned seed) : random_(seed) {}

    Record record() {
        Record record;
        record.body = body();
        record.head = head(record.kind());
        return record;
    }

  private:
    bool coin() { return random_() % 2 == 0; }
    std::string text() {
        static const std::vector<std::string> pieces = {"面", "肌", "a", "\"", "\\", "\n", "é", "𠮷", "/", " ", "\x01"};
        std::string text = "x";
        for (auto i = random_() % 8; i > 0; --i) text += pieces[random_() % pieces.size()];
        return text;
    }
    std::string maybe() { return coin() ? text() : ""; }
    std::vector<std::string> texts() {
        std::vector<std::string> texts;
        for (auto i = random_() % 3; i > 0; --i) texts.push_back(text());
        return texts;
    }
    Date date() { return coin() ? *Date::parse("20" + std::to_string(10 + random_() % 80) + "-02-28") : Date(); }
    template <typename Enum>
    Enum any(Enum last) {
        return static_cast<Enum>(random_() % (static_cast<unsigned>(last) + 1));
    }

    RecordHead head(RecordKind kind) {
        return {std::string(name_of(kind)) + "/" + text(),
                maybe(),
                any(Trust::Imported),
                any(Status::Retired),
                coin() ? "zh-CN" : maybe(),
                maybe(),
                maybe(),
                date(),
                date(),
                date(),
                texts(),
                coin(),
                coin(),
                maybe()};
    }

    decltype(Record::body) body() {
        switch (any(RecordKind::Question)) {
            case RecordKind::Article:
                return Article{text(), maybe(), coin(), maybe(), texts()};
            case RecordKind::Doctor:
                return Doctor{text(), texts(), maybe(), maybe(), maybe(), maybe(), maybe()};
            case RecordKind::Hospital:
                return Hospital{text(), maybe(), maybe(), maybe(), maybe(), texts(), maybe()};
            case RecordKind::Drug:
                return Drug{text(),  maybe(), maybe(), maybe(), maybe(), maybe(), any(DrugClassification::OtcB),
                            maybe(), maybe(), maybe(), maybe(), maybe(), maybe()};
            case RecordKind::Test:
                return Test{text(), maybe(), maybe()};
            case RecordKind::Question: {
                Question question{text(), maybe(), date(), {}};
                for (auto i = random_() % 3; i > 0; --i) {
                    question.answers.push_back({text(), maybe(), maybe(), maybe(), maybe(), date()});
                }
                return question;
            }
        }
        return Test{};
    }

    std::mt19937 random_;
};

TEST(RecordCodec, GivesBackWhatItWasGiven) {
    for (unsigned seed = 0; seed < 1000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        const Record record = Generator(seed).record();
        const auto object = boost::json::parse(boost::json::serialize(to_json(record))).as_object();
        const auto read = record_from_json(object);
        ASSERT_TRUE(read) << read.error().where << " " << read.error().message;
        ASSERT_EQ(*read, record);
    }
}

TEST(RecordCodec, LeavesOutWhatIsNotSet) {
    Record record;
    record.head.id = "test/emg";
    record.body = xinglin::Test{"肌电图", "", ""};
    EXPECT_EQ(boost::json::serialize(to_json(record)), R"({"id":"test/emg","name":"肌电图"})");
}

boost::json::object parsed(std::string_view text) {
    return boost::json::parse(text).as_object();
}

TEST(RecordCodec, AcceptsAKindThatAgreesWithTheId) {
    EXPECT_TRUE(record_from_json(parsed(R"({"id":"test/x","kind":"test","name":"x"})")));
    EXPECT_EQ(record_from_json(parsed(R"({"id":"test/x","kind":"drug","name":"x"})")).error().where, "kind");
}

TEST(RecordCodec, ReadsADoctorAndAQuestionAsAPackHasThem) {
    const auto doctor = record_from_json(
        parsed(R"({"id":"doctor/a","name":"甲","titles":["主任医师"],"hospital":"hospital/b","specialty":"头痛"})"));
    ASSERT_TRUE(doctor);
    EXPECT_EQ(std::get<Doctor>(doctor->body).hospital_id, "hospital/b");
    EXPECT_EQ(name_of(*doctor), "甲");
    const auto question = record_from_json(parsed(
        R"({"id":"question/a","title":"为什么？","answers":[{"text":"因为。","doctor":"doctor/a","answered_on":"2026-01-02"}]})"));
    ASSERT_TRUE(question);
    EXPECT_EQ(std::get<Question>(question->body).answers[0].doctor_id, "doctor/a");
    EXPECT_EQ(name_of(*question), "为什么？");
}

TEST(RecordCodec, NamesTheFieldThatIsWrong) {
    struct Fault {
        std::string_view text;
        std::string_view where;
    };
    for (const Fault& fault : {
             Fault{R"({"name":"x"})", "id"},
             Fault{R"({"id":"nurse/x","name":"x"})", "id"},
             Fault{R"({"id":"doctor/x"})", "name"},
             Fault{R"({"id":"article/x","name":"x"})", "title"},
             Fault{R"({"id":"doctor/x","name":"x","titles":"教授"})", "titles"},
             Fault{R"({"id":"doctor/x","name":"x","hopital":"hospital/x"})", "hopital"},
             Fault{R"({"id":"drug/x","name":"x","classification":"free"})", "classification"},
             Fault{R"({"id":"drug/x","name":"x","status":"new"})", "status"},
             Fault{R"({"id":"drug/x","name":"x","reviewed_on":"yesterday"})", "reviewed_on"},
             Fault{R"({"id":"drug/x","name":"x","machine_written":"no"})", "machine_written"},
             Fault{R"({"id":"question/x","title":"x","answers":["y"]})", "answers[0]"},
             Fault{R"({"id":"question/x","title":"x","answers":[{"text":"y"},{"doctor":"z"}]})", "answers[1].text"},
             Fault{R"({"id":"question/x","title":"x","answers":[{"text":"y","on":"z"}]})", "answers[0].on"},
         }) {
        const auto record = record_from_json(parsed(fault.text));
        ASSERT_FALSE(record) << fault.text;
        EXPECT_EQ(record.error().where, fault.where) << record.error().message;
    }
}

TEST(RecordNames, LeadBackToTheirEnumerators) {
    for (int i = 0; i < kRecordKindCount; ++i) {
        const auto kind = static_cast<RecordKind>(i);
        EXPECT_EQ(record_kind_named(name_of(kind)), kind);
    }
    for (const auto status : {Status::Draft, Status::InReview, Status::Published, Status::Retired}) {
        EXPECT_EQ(status_named(name_of(status)), status);
    }
    for (const auto trust : {Trust::Curated, Trust::Imported}) EXPECT_EQ(trust_named(name_of(trust)), trust);
    EXPECT_EQ(name_of(DrugClassification::OtcA), "otc_a");
    EXPECT_EQ(drug_classification_named("prescription"), DrugClassification::Prescription);
    EXPECT_EQ(name_of(Status::InReview), "in_review");
}

TEST(SlugOf, IsThePartAfterTheSlash) {
    EXPECT_EQ(slug_of("doctor/wang"), "wang");
    EXPECT_EQ(slug_of("wang"), "wang");
}

}  // namespace
}  // namespace xinglin
