#include "cli/cli.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "app/example_for_tests.h"
#include "base/files.h"
#include "cli/jsonl.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// What a run of the program left behind.
struct Ran {
    int status = -1;
    std::string out;
    std::string err;

    std::vector<json::object> lines() const {
        std::vector<json::object> objects;
        std::istringstream text(out);
        for (std::string line; std::getline(text, line);) {
            auto object = parse_object(line);
            EXPECT_TRUE(object) << line;
            objects.push_back(object ? *object : json::object());
        }
        return objects;
    }
};

Ran run(const std::vector<std::string>& arguments, const std::string& input = {}) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    Ran ran;
    ran.status = run_cli(arguments, {in, out, err, *Date::parse("2026-11-23")},
                         [](const ServeSettings& settings, const Streams& streams) {
                             streams.out << settings.location << ' ' << settings.address << ' ' << settings.port << ' '
                                         << settings.threads;
                             return 7;
                         });
    ran.out = out.str();
    ran.err = err.str();
    return ran;
}

std::string code_of(const json::object& line) {
    const json::value* error = line.if_contains("error");
    return error == nullptr ? "" : std::string(error->at("code").as_string());
}

const std::vector<std::string> kCommands = {
    "serve",   "import",  "check",   "export",       "origins",   "quarantine", "remove",  "annotate", "relate",
    "show",    "lint",    "sources", "withdraw",     "mine",      "search",     "suggest", "code",     "backup",
    "restore", "migrate", "compact", "check-config", "redirects", "overrides",  "undo",    "new"};
const std::vector<std::string> kReadingCommands = {"annotate", "relate", "show", "lint", "search", "suggest", "code"};

/// The program over a data folder with the example pack.
class CliTest : public testing::Test {
  protected:
    CliTest() : location_((folder_.path() / "data").string()) { example_workspace(folder_); }

    Ran run_here(std::vector<std::string> arguments, const std::string& input = {}) {
        arguments.insert(arguments.end(), {"--data", location_});
        return run(arguments, input);
    }

    std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

    FolderForTests folder_;
    std::string location_;
};

TEST(Cli, EachCommandHelpsWithAnExample) {
    const Ran all = run({"--help"});
    EXPECT_EQ(all.status, 0);
    for (const std::string& command : kCommands) {
        EXPECT_NE(all.out.find(command), std::string::npos) << command;
        const Ran ran = run({command, "--help"});
        EXPECT_EQ(ran.status, 0) << command;
        const std::size_t example = ran.out.find("Example");
        ASSERT_NE(example, std::string::npos) << command;
        EXPECT_NE(ran.out.find("xinglin " + command, example), std::string::npos) << command;
        EXPECT_TRUE(ran.err.empty()) << ran.err;
    }
    EXPECT_EQ(run({"--version"}).status, 0);
}

TEST(Cli, AWrongCommandLineIsStatusTwo) {
    EXPECT_EQ(run({}).status, 2);
    EXPECT_EQ(run({"frobnicate"}).status, 2);
    EXPECT_EQ(run({"relate", "--limit", "0"}).status, 2);
    EXPECT_EQ(run({"relate", "--limit", "many"}).status, 2);
    EXPECT_EQ(run({"import"}).status, 2);
    EXPECT_EQ(run({"show"}).status, 2);
    EXPECT_EQ(run({"serve", "--port", "70000"}).status, 2);
    EXPECT_EQ(run({"serve", "--curated-only", "drug"}).status, 2);
    EXPECT_EQ(run({"withdraw"}).status, 2);
    for (const std::string command : {"search", "suggest", "code"}) {
        EXPECT_EQ(run({command}).status, 2) << command;
        EXPECT_EQ(run({command, "面肌", "--limit", "0"}).status, 2) << command;
        EXPECT_EQ(run({command, "面肌", "--limit", "101"}).status, 2) << command;
    }
    EXPECT_EQ(run({"search", "面肌", "--type", "sellers"}).status, 2);
    EXPECT_EQ(run({"withdraw", "x", "--undo", "--dry-run"}).status, 2);
    const Ran ran = run({"annotate", "--jsnol"});
    EXPECT_EQ(ran.status, 2);
    EXPECT_TRUE(ran.out.empty());
    EXPECT_FALSE(ran.err.empty());
}

TEST(Cli, ServeIsHandedItsSettings) {
    const Ran ran = run({"serve", "--data", "here", "--address", "::1", "--port", "0", "--threads", "3"});
    EXPECT_EQ(ran.status, 7);
    EXPECT_EQ(ran.out, "here ::1 0 3");
}

TEST(Cli, ServeTakesItsConfigFileBelowItsArgumentsAndReadsItAgain) {
    const FolderForTests folder;
    const std::string path = (folder.path() / "serve.toml").string();
    folder.write("serve.toml", "port = 1234\nrate-limit = 5\nunlimited = [\"10.0.0.1\", \"10.0.0.2\"]\n");
    std::istringstream in;
    std::ostringstream out;
    ServeSettings first;
    Result<ServeSettings> again = first;
    Result<ServeSettings> broken = first;
    const int status = run_cli({"serve", "--config", path, "--port", "0"}, {in, out, out},
                               [&](const ServeSettings& settings, const Streams&) {
                                   first = settings;
                                   folder.write("serve.toml", "rate-limit = 7\n");
                                   again = settings.read_again();
                                   folder.write("serve.toml", "rate-limit = \"much\"\n");
                                   broken = settings.read_again();
                                   return 0;
                               });
    EXPECT_EQ(status, 0) << out.str();
    EXPECT_EQ(first.port, 0);
    EXPECT_EQ(first.rate_limit, 5);
    EXPECT_EQ(first.unlimited, (std::vector<std::string>{"10.0.0.1", "10.0.0.2"}));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->rate_limit, 7);
    EXPECT_EQ(again->unlimited, ServeSettings().unlimited);
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().where, path);
    EXPECT_EQ(run({"serve", "--config", path}).status, 2);
    EXPECT_EQ(run({"serve", "--config", path + ".none"}).status, 2);
}

TEST(Cli, WithoutDataEachReadingCommandTellsTheMend) {
    const FolderForTests folder;
    const std::string location = (folder.path() / "none").string();
    for (std::string command : {"annotate", "relate", "show", "lint", "origins", "export", "quarantine", "remove",
                                "search", "suggest", "code"}) {
        std::vector<std::string> arguments{command, "--data", location};
        const bool needs_words = command == "show" || command == "search" || command == "suggest" || command == "code";
        if (needs_words) arguments.push_back("面肌痉挛");
        if (command == "export") arguments.insert(arguments.end(), {"demo-zh", location + "-copy"});
        if (command == "quarantine" || command == "remove") arguments.push_back("demo-zh");
        const Ran ran = run(arguments);
        EXPECT_EQ(ran.status, 1) << command;
        EXPECT_NE(ran.err.find("xinglin import FOLDER --data " + location), std::string::npos) << ran.err;
        EXPECT_FALSE(std::filesystem::exists(location)) << command;
    }
}

TEST_F(CliTest, MineReportsWritesAndShowsWithTheQuote) {
    folder_.write("labels/drugs.jsonl", R"({"name":"山莨菪碱","indications":"用于面神经麻痹。"})"
                                        "\n");
    ASSERT_EQ(run_here({"import", path("labels")}).status, 0);
    const std::string report = path("mined.json");
    const Ran dry = run_here({"mine", "--dry-run", "--report", report});
    EXPECT_EQ(dry.status, 0) << dry.err;
    EXPECT_NE(dry.out.find("nothing was written"), std::string::npos) << dry.out;
    EXPECT_NE(dry.err.find("reading 100%"), std::string::npos) << dry.err;
    const auto text = read_file(report);
    ASSERT_TRUE(text);
    const auto written = parse_object(*text);
    ASSERT_TRUE(written);
    json::string subject;
    for (const json::value& rule : written->at("rules").as_array()) {
        for (const json::value& example : rule.at("examples").as_array())
            subject = example.at("subject").at("id").as_string();
    }
    ASSERT_FALSE(subject.empty());
    EXPECT_EQ(run_here({"mine"}).status, 0);
    const Ran again = run_here({"mine"});
    EXPECT_NE(again.out.find(": 0 added, 0 changed, 0 deleted"), std::string::npos) << again.out;
    const Ran shown = run_here({"show", std::string(subject)});
    EXPECT_EQ(shown.status, 0);
    EXPECT_NE(shown.out.find("\"mined_from\""), std::string::npos) << shown.out;
    EXPECT_NE(shown.out.find("\"quote\""), std::string::npos);
}

TEST_F(CliTest, JsonlKeepsOrderAndIdsAndGoesOnAfterABadLine) {
    const auto line_for = [](const std::string& command, const std::string& id) {
        if (command == "annotate") return R"({"id":)" + id + R"(,"text":"肠痉挛"})";
        if (command == "show") return R"({"id":)" + id + R"(,"name":"肠痉挛"})";
        if (command == "search") return R"({"id":)" + id + R"(,"query":"肠痉挛"})";
        if (command == "suggest") return R"({"id":)" + id + R"(,"prefix":"肠"})";
        if (command == "code") return R"({"id":)" + id + R"(,"text":"肠痉挛"})";
        return R"({"id":)" + id + R"(,"record":"article/bowel"})";
    };
    const std::vector<std::string> ids = {"1", "\"二\"", "null", "[1,2]", "{\"a\":{}}", "1.5", "false", "-7"};
    for (const std::string& command : kReadingCommands) {
        SCOPED_TRACE(command);
        std::string input = "\n  \n";
        for (const std::string& id : ids) input += line_for(command, id) + "\r\n\n";
        input += "{\"id\":\"broken\"\n";
        input += "[1]\n";
        input += "{\"id\":\"bytes\",\"text\":\"\xFF\"}\n";
        input += "{\"id\":\"empty\"}\n";
        input += "{\"id\":\"type\",\"text\":7,\"record\":7,\"name\":7}\n";
        input += line_for(command, "\"last\"");  // without an end of line
        const Ran ran = run_here({command, "--jsonl"}, input);
        EXPECT_EQ(ran.status, 1);
        EXPECT_TRUE(ran.err.empty()) << ran.err;
        const auto lines = ran.lines();
        ASSERT_EQ(lines.size(), ids.size() + 6);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            EXPECT_EQ(lines[i].begin()->key(), "id");
            EXPECT_EQ(lines[i].at("id"), json::parse(ids[i])) << ids[i];
            EXPECT_EQ(code_of(lines[i]), "") << lines[i];
        }
        for (std::size_t i = ids.size(); i < ids.size() + 5; ++i) {
            EXPECT_EQ(code_of(lines[i]), "invalid_input") << lines[i];
            for (const char* field : {"code", "message", "where"}) {
                EXPECT_FALSE(lines[i].at("error").at(field).as_string().empty()) << lines[i];
            }
        }
        EXPECT_TRUE(lines[ids.size()].at("error").at("where").as_string().starts_with("line 19, byte "))
            << lines[ids.size()];
        EXPECT_EQ(lines[ids.size() + 3].at("id"), "empty");
        EXPECT_EQ(lines[ids.size() + 4].at("id"), "type");
        EXPECT_EQ(lines.back().at("id"), "last");
        EXPECT_EQ(code_of(lines.back()), "");
    }
}

TEST_F(CliTest, JsonlOfNothingIsNothing) {
    for (const std::string& command : kReadingCommands) {
        for (const char* input : {"", "\n", " \t\r\n\n"}) {
            const Ran ran = run_here({command, "--jsonl"}, input);
            EXPECT_EQ(ran.status, 0) << command;
            EXPECT_EQ(ran.out, "") << command;
        }
    }
}

TEST_F(CliTest, JsonlAnswersTheShapesOfTheApi) {
    const Ran annotated = run_here({"annotate", "--jsonl"}, R"({"id":1,"text":"没有耳鸣"})");
    EXPECT_EQ(annotated.status, 0);
    EXPECT_EQ(annotated.lines().at(0).at("mentions").at(0).at("negated"), true);
    const auto related = run_here({"relate", "--jsonl", "--limit", "1", "--withheld", "0"},
                                  R"({"id":1,"record":"article/spasm-causes"})")
                             .lines();
    EXPECT_EQ(related.at(0).at("panels").at("questions").as_array().size(), 1U);
    EXPECT_TRUE(related.at(0).at("withheld").as_array().empty());
    const auto shown = run_here({"show", "--jsonl"}, R"({"id":"line","name":"HFS"})").lines();
    EXPECT_EQ(shown.at(0).at("id"), "line");
    EXPECT_EQ(shown.at(0).at("record"), "condition/facial-spasm") << "its own id, since \"id\" names the line";
    // Objects of every size, so that one of them has to grow for the new member.
    for (const char* name : {"面肌痉挛", "肠痉挛", "头痛", "耳鸣", "MVD手术", "神经内科"}) {
        const auto line =
            run_here({"show", "--jsonl"}, std::string(R"({"id":7,"name":")") + name + "\"}").lines().at(0);
        if (!code_of(line).empty()) continue;
        EXPECT_TRUE(line.at("record").is_string()) << name;
    }
    const auto missing =
        run_here({"show", "--jsonl"}, "{\"id\":1,\"name\":\"没有\"}\n{\"id\":2,\"name\":\"MVD\"}\n").lines();
    EXPECT_EQ(code_of(missing.at(0)), "not_found");
    EXPECT_EQ(code_of(missing.at(1)), "conflict");
    const auto linted = run_here({"lint", "--jsonl"}, R"({"id":1,"title":"","text":"本法包治面肌痉挛。"})").lines();
    EXPECT_FALSE(linted.at(0).at("findings").as_array().empty());
}

TEST(Jsonl, ALineOverTheLimitIsAnErrorAndTheRunGoesOn) {
    std::istringstream in("{\"id\":1,\"text\":\"" + std::string(kMaxLineBytes, 'x') + "\"}\n{\"id\":2}\n");
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_jsonl({in, out, err}, [](const json::object&) {
        return Result(json::object{{"seen", true}});
    });
    EXPECT_EQ(status, 1);
    const auto lines = Ran{status, out.str(), {}}.lines();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(code_of(lines[0]), "too_large");
    EXPECT_EQ(lines[0].at("error").at("where"), "line 1");
    EXPECT_EQ(json::serialize(lines[1]), R"({"id":2,"seen":true})");
}

TEST(Jsonl, ALineOfExactlyTheLimitIsRead) {
    const std::string around = "{\"id\":1,\"text\":\"\"}";
    const std::string line = "{\"id\":1,\"text\":\"" + std::string(kMaxLineBytes - around.size(), 'x') + "\"}";
    std::istringstream in(line);
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(run_jsonl({in, out, err}, [](const json::object&) { return Result(json::object{}); }), 0);
}

TEST_F(CliTest, PeopleReadWhatWasFound) {
    const Ran annotated = run_here({"annotate"}, "没有耳鸣，面肌痉挛");
    EXPECT_EQ(annotated.status, 0);
    EXPECT_NE(annotated.out.find("2-4\t耳鸣\tsymptom/tinnitus\t耳鸣\tnegated\n"), std::string::npos) << annotated.out;
    const Ran related = run_here({"relate", "article/spasm-causes"});
    EXPECT_EQ(related.status, 0);
    for (const char* part : {"顾云", "why: ", "says: ", "source/spasm-consensus"}) {
        EXPECT_NE(related.out.find(part), std::string::npos) << part << " in " << related.out;
    }
    EXPECT_NE(run_here({"relate", "--title", "面肌痉挛"}, "面肌痉挛").out.find("顾云"), std::string::npos);
    EXPECT_NE(run_here({"show", "面肌抽搐"}).out.find("\"condition/facial-spasm\""), std::string::npos);
    EXPECT_NE(run_here({"show", "doctor/gu-yun"}).out.find("顾云"), std::string::npos);
    EXPECT_EQ(run_here({"lint", "article/bowel"}).status, 0);
    EXPECT_EQ(run_here({"lint", "--title", "题"}, "面肌痉挛目前没有可以治愈的方法。").status, 1);
}

TEST_F(CliTest, PeopleReadWhatASearchFound) {
    const Ran searched = run_here({"search", "面肌抽搐", "怎么治"});
    EXPECT_EQ(searched.status, 0) << searched.err;
    for (const char* part :
         {"面肌痉挛  condition/facial-spasm", "一侧面部肌肉不自主地反复抽动。", "source: 面肌痉挛诊疗中国专家共识",
          "emergency, any of: 突然说话不清; ", " → 立即拨打120。", "departments: 神经内科, 神经外科",
          "why: ", "article/spasm-causes", "type: ", "department: 神经内科 "}) {
        EXPECT_NE(searched.out.find(part), std::string::npos) << part << " in " << searched.out;
    }
    const Ran doctors = run_here({"search", "面肌痉挛", "--type", "doctor", "--limit", "1"});
    EXPECT_NE(doctors.out.find("  doctor  顾云  doctor/gu-yun"), std::string::npos) << doctors.out;
    EXPECT_NE(doctors.out.find("\n1 of "), std::string::npos) << doctors.out;
    const Ran none = run_here({"search", "qqqqqqqq"});
    EXPECT_EQ(none.status, 1);
    EXPECT_EQ(none.out, "Nothing was found.\n");

    const Ran suggested = run_here({"suggest", "mianji", "--limit", "2"});
    EXPECT_EQ(suggested.status, 0);
    EXPECT_TRUE(suggested.out.starts_with("面肌痉挛  condition  condition/facial-spasm\n")) << suggested.out;
    EXPECT_EQ(run_here({"suggest", "qqqqqqqq"}).status, 1);
    const Ran coded = run_here({"code", "左侧面肌抽搐"});
    EXPECT_EQ(coded.status, 0);
    EXPECT_NE(coded.out.find("  ICD-10 G51.3  面肌痉挛  condition/facial-spasm\n"), std::string::npos) << coded.out;
    EXPECT_EQ(run_here({"code", "qqqqqqqq"}).status, 1);
}

TEST_F(CliTest, JsonLinesSearchAsTheLineAsks) {
    const auto lines = run_here({"search", "--jsonl", "--limit", "1", "--type", "article"},
                                "{\"id\":1,\"query\":\"面肌痉挛\"}\n"
                                "{\"id\":2,\"query\":\"面肌痉挛\",\"types\":[],\"limit\":100,\"facets\":true}\n"
                                "{\"id\":3,\"query\":\"面肌痉挛\",\"types\":[\"doctor\"]}\n")
                           .lines();
    ASSERT_EQ(lines.size(), 3U);
    ASSERT_EQ(lines[0].at("hits").as_array().size(), 1U);
    EXPECT_EQ(lines[0].at("hits").at(0).at("type"), "article");
    EXPECT_FALSE(lines[0].contains("answer"));
    EXPECT_GT(lines[1].at("hits").as_array().size(), 3U);
    EXPECT_TRUE(lines[1].contains("facets"));
    EXPECT_EQ(lines[1].at("answer").at("id"), "condition/facial-spasm");
    EXPECT_EQ(lines[2].at("hits").at(0).at("id"), "doctor/gu-yun");
    const auto suggested = run_here({"suggest", "--jsonl", "--limit", "3"}, R"({"id":1,"prefix":"面肌"})").lines();
    EXPECT_EQ(suggested.at(0).at("items").at(0).at("id"), "condition/facial-spasm");
    const auto coded = run_here({"code", "--jsonl"}, R"({"id":1,"text":"面肌抽搐"})").lines();
    EXPECT_EQ(coded.at(0).at("codes").at(0).at("code"), "G51.3");
    EXPECT_EQ(coded.at(0).at("codes").at(0).at("system"), "ICD-10");
}

TEST_F(CliTest, WhatIsNotThereIsStatusOneWithASentence) {
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"show", "没有"},
                                               {"relate", "article/none"},
                                               {"lint", "article/none"},
                                               {"quarantine", "none"},
                                               {"remove", "none"},
                                               {"withdraw", "none"},
                                               {"withdraw", "spasm-consensus", "--undo"},
                                               {"export", "none", path("out")}}) {
        const Ran ran = run_here(arguments);
        EXPECT_EQ(ran.status, 1) << arguments.front();
        EXPECT_TRUE(ran.out.empty()) << arguments.front();
        EXPECT_TRUE(ran.err.starts_with("xinglin: ")) << ran.err;
    }
}

TEST_F(CliTest, AnAliasOfTwoConceptsIsToldAsSuch) {
    const Ran ran = run_here({"show", "MVD"});
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("procedure/decompression"), std::string::npos) << ran.err;
}

TEST_F(CliTest, ImportsExportsAndRemoves) {
    const Ran again = run_here({"import", path("demo-zh")});
    EXPECT_EQ(again.status, 0);
    EXPECT_NE(again.out.find("43 as before"), std::string::npos) << again.out;

    write_example_dump(folder_);
    const Ran strict = run_here({"import", path("old-portal"), "--strict"});
    EXPECT_EQ(strict.status, 1);
    EXPECT_NE(strict.err.find("Nothing was imported"), std::string::npos);
    EXPECT_NE(strict.err.find("questions.jsonl:2"), std::string::npos);
    const Ran dump = run_here({"import", path("old-portal")});
    EXPECT_EQ(dump.status, kStoredWithFindings) << "something in the input was wrong, and the rest was done";
    EXPECT_NE(dump.out.find("3 lines could not be used"), std::string::npos) << dump.out;
    EXPECT_NE(run_here({"quarantine", "old-portal"}).out.find("articles.jsonl:3"), std::string::npos);
    EXPECT_NE(run_here({"origins"}).out.find("old-portal\t\timported\t"), std::string::npos);

    EXPECT_EQ(run_here({"export", "demo-zh", path("copy")}).status, 0);
    EXPECT_EQ(run({"check", path("copy")}).status, 0);
    EXPECT_EQ(run_here({"remove", "old-portal"}).status, 0);
    EXPECT_EQ(run_here({"origins"}).out.find("old-portal"), std::string::npos);
}

TEST_F(CliTest, ImportsAFileByItsProfile) {
    folder_.write("labels.csv", "药名,厂家\n甲片,某厂\n坏行\n\"<img>乙\",某厂\n");
    folder_.write(
        "labels.toml",
        "adapter = \"drugs\"\norigin = \"labels\"\ntitle = \"说明书\"\npublisher = \"某平台\"\nyear = 2018\n"
        "licence = \"仅供测试\"\nretrieved_on = 2026-11-01\ncolumns = [\"name=药名\", \"manufacturer=厂家\"]\n");
    const std::vector<std::string> command = {"import", path("labels.csv"), "--profile", path("labels.toml")};
    std::vector<std::string> with_reports = command;
    with_reports.insert(with_reports.end(), {"--report", path("gate.html"), "--report", path("gate.json")});
    const Ran ran = run_here(with_reports);
    EXPECT_EQ(ran.status, kStoredWithFindings) << "something in the input was wrong, and the rest was done";
    EXPECT_NE(ran.out.find("Imported labels: 3 rows; 0 concepts, 0 relations, 1 records (2 added,"), std::string::npos)
        << ran.out << ran.err;
    EXPECT_NE(ran.out.find("  broken-table\t1\n"), std::string::npos) << ran.out;
    EXPECT_NE(ran.err.find("surveying 100%, row 1\n"), std::string::npos) << ran.err;
    EXPECT_TRUE(std::filesystem::exists(path("gate.html")) && std::filesystem::exists(path("gate.json")));

    const Ran quarantine = run_here({"quarantine", "labels"});
    EXPECT_LT(quarantine.out.find("broken-table\t1\n"), quarantine.out.find("labels.csv:3: ")) << quarantine.out;
    std::vector<std::string> strict = command;
    strict.emplace_back("--strict");
    EXPECT_NE(run_here(strict).err.find("Nothing was imported"), std::string::npos);
    EXPECT_EQ(run_here(command).out.find("1 added"), std::string::npos) << "again changes nothing";

    EXPECT_EQ(run_here({"import", path("labels.csv")}).status, 2);
    EXPECT_EQ(run_here({"import", path("demo-zh"), "--profile", path("labels.toml")}).status, 2);
    EXPECT_EQ(run_here({"import", path("demo-zh"), "--report", path("x.html")}).status, 2);
    EXPECT_EQ(run_here({"import", path("labels.csv"), "--profile", path("labels.toml"), "--report", "x.pdf"}).status,
              2);
    EXPECT_EQ(run_here({"import", path("none.csv"), "--profile", path("labels.toml")}).status, 1);
}

TEST_F(CliTest, WhatIsRefusedIsToldFromWhatWasStoredWithFindings) {
    const auto import_into = [&](const std::string& data, const std::string& what) {
        return run({"import", path(what), "--data", path(data)});
    };
    EXPECT_EQ(import_into("fresh", "nowhere").status, 1);
    EXPECT_FALSE(std::filesystem::exists(path("fresh"))) << "a wrong path makes no data folder";
    folder_.write("all-bad/articles.jsonl", R"({"title":"","body":"x"})"
                                            "\n");
    const Ran bad = import_into("fresh", "all-bad");
    EXPECT_EQ(bad.status, 1) << bad.err;
    EXPECT_EQ(run({"origins", "--data", path("fresh")}).out, "") << "nothing usable leaves no origin behind";
}

TEST_F(CliTest, APersonSeesABar) {
    folder_.write("lines.jsonl", "{}\n");
    folder_.write("lines.toml",
                  "adapter = \"records\"\norigin = \"lines\"\ntitle = \"旧站\"\npublisher = \"某站\"\nyear = 2018\n"
                  "licence = \"自有\"\nretrieved_on = 2026-11-01\n");
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    run_cli({"import", path("lines.jsonl"), "--profile", path("lines.toml"), "--data", location_},
            {in, out, err, *Date::parse("2026-11-23"), true}, {});
    EXPECT_NE(err.str().find("\rimporting [##############################] 100%, row 1  \n"), std::string::npos)
        << err.str();
}

TEST_F(CliTest, WithdrawsAndTakesItBack) {
    const auto spasm = [&] { return run_here({"relate", "condition/facial-spasm", "--withheld", "0"}).out; };
    const std::string before = spasm();
    const Ran sources = run_here({"sources"});
    EXPECT_EQ(sources.status, 0);
    EXPECT_NE(sources.out.find("source/neurology-book\ttextbook\t2018\tin_force\t"), std::string::npos) << sources.out;
    EXPECT_EQ(run_here({"sources", "--jsonl"}).lines().size(), 2U);

    const Ran dry = run_here({"withdraw", "spasm-consensus", "--dry-run"});
    EXPECT_EQ(dry.status, 0) << dry.err;
    EXPECT_NE(dry.out.find("condition/facial-spasm 面肌痉挛: tests −1, procedures"), std::string::npos) << dry.out;
    EXPECT_NE(dry.out.find("departments −2"), std::string::npos) << dry.out;
    EXPECT_NE(dry.out.find("Nothing was written."), std::string::npos) << dry.out;
    EXPECT_EQ(spasm(), before);

    const Ran done = run_here({"withdraw", "source/spasm-consensus", "--reason", "已有新版", "--items"});
    EXPECT_EQ(done.status, 0) << done.err;
    EXPECT_NE(done.out.find("  tests −test/electromyography 肌电图"), std::string::npos) << done.out;
    EXPECT_NE(spasm(), before);
    EXPECT_NE(run_here({"sources"}).out.find("withdrawn here 2026-11-23: 已有新版"), std::string::npos);

    const Ran undone = run_here({"withdraw", "spasm-consensus", "--undo", "--jsonl"});
    EXPECT_EQ(undone.status, 0) << undone.err;
    EXPECT_FALSE(undone.lines().empty());
    EXPECT_EQ(spasm(), before);
}

TEST_F(CliTest, CheckPrintsPlacesAndCounts) {
    folder_.write("demo-zh/tests.jsonl", "{\"id\":\"test/grip\"}\n");
    const Ran ran = run({"check", path("demo-zh")});
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.out.find("tests.jsonl:1:"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("1 errors"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("1\terror\tmissing-field\t"), std::string::npos) << ran.out;
}

TEST_F(CliTest, CheckReadsASitesSettings) {
    folder_.write("site.toml", "name = \"云岭\"\n");
    EXPECT_EQ(run({"check", path("site.toml")}).status, 0);
    folder_.write("site.toml", "name = \"云岭\"\ncolour = \"red\"\n");
    const Ran ran = run({"check", path("site.toml")});
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.out.find("site.toml:2:1: error: colour: "), std::string::npos) << ran.out;
}

TEST_F(CliTest, CheckListsItsRules) {
    const Ran listed = run({"check", "--rules"});
    EXPECT_EQ(listed.status, 0);
    EXPECT_NE(listed.out.find("\nsex-conflict\terror\t"), std::string::npos) << listed.out;
    EXPECT_EQ(run({"check"}).status, 2);
    EXPECT_EQ(run({"check", "--rules", path("demo-zh")}).status, 2);
}

}  // namespace
}  // namespace xinglin
