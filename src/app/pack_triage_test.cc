// The demo pack's rules against tests/data/triage/vignettes.jsonl, which were written before the rules and without
// sight of them. Prints what was measured; fails when less is found than is known to be.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "annotate/annotator.h"
#include "pack/pack.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "triage/care_level.h"
#include "triage/departments.h"
#include "triage/patient.h"
#include "triage/rule_set.h"

namespace xinglin {
namespace {

// What is known to be reached; raise them with the rules, never lower them.
constexpr std::size_t kFoundPercent = 97;
constexpr std::size_t kRaisedPercent = 12;
constexpr std::size_t kExactPercent = 78;
constexpr std::size_t kLoweredPercent = 13;

struct Vignette {
    std::string id;
    std::string text;
    CareLevel level = CareLevel::Routine;
    std::string kind;
};

std::filesystem::path source_root() {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    return root ? root : ".";
}

std::vector<Vignette> vignettes() {
    std::ifstream file(source_root() / "tests/data/triage/vignettes.jsonl");
    EXPECT_TRUE(file);
    std::vector<Vignette> read;
    for (std::string line; std::getline(file, line);) {
        const boost::json::object object = boost::json::parse(line).as_object();
        const auto text = [&](std::string_view field) { return std::string(object.at(field).as_string()); };
        read.push_back({text("id"), text("text"), *care_level_named(text("level")), text("kind")});
    }
    return read;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// With traditional characters wherever there are some.
std::string traditional(std::string_view text) {
    static const std::unordered_map<char32_t, char32_t> table = [] {
        std::unordered_map<char32_t, char32_t> made;
        for (const char32_t each : FoldTable::get().changed())
            if (each >= 0x4E00 && each <= 0x9FFF) made.emplace(FoldTable::get().fold_single(each), each);
        return made;
    }();
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode_utf8(text, at);
        const auto found = table.find(decoded.code_point);
        append_utf8(out, found == table.end() ? decoded.code_point : found->second);
        at += decoded.length;
    }
    return out;
}

/// The parts between blanks, last first.
std::string reordered(const std::string& text) {
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == ' ') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    std::ranges::reverse(parts);
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : " ") + part;
    return out;
}

class PackTriage : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        PackReading reading = read_pack(source_root() / "packs/neurology-zh");
        ASSERT_TRUE(reading.pack);
        knowledge_ = new std::shared_ptr<const Knowledge>(std::make_shared<const Knowledge>(reading.pack->knowledge));
        annotator_ = new Annotator(*knowledge_);
        rules_ = new RuleSet(*knowledge_);
    }
    static void TearDownTestSuite() {
        delete rules_;
        delete annotator_;
        delete knowledge_;
    }

    static CareLevel level_of(std::string_view text) {
        const Patient patient(*annotator_, text);
        return care_level_of(patient, rules_->fired(patient)).level;
    }

    static bool is_alarm(CareLevel level) { return level == CareLevel::Emergency || level == CareLevel::Urgent; }

    static inline std::shared_ptr<const Knowledge>* knowledge_ = nullptr;
    static inline Annotator* annotator_ = nullptr;
    static inline RuleSet* rules_ = nullptr;
};

TEST_F(PackTriage, FindsTheEmergenciesOfTheVignettes) {
    std::size_t emergencies = 0;
    std::size_t found = 0;
    std::size_t quiet = 0;
    std::size_t raised = 0;
    std::size_t exact = 0;
    const std::vector<Vignette> all = vignettes();
    for (const Vignette& each : all) {
        const CareLevel level = level_of(each.text);
        exact += level == each.level ? 1 : 0;
        if (each.level == CareLevel::Emergency) {
            ++emergencies;
            found += level == CareLevel::Emergency ? 1 : 0;
            if (level != CareLevel::Emergency) std::cout << "not found: " << each.id << ' ' << each.text << '\n';
        }
        if (each.kind == "lookalike" || each.kind == "word-question") {
            ++quiet;
            raised += is_alarm(level) ? 1 : 0;
            if (is_alarm(level)) std::cout << "raised: " << each.id << ' ' << each.text << '\n';
        }
    }
    std::cout << found << " of " << emergencies << " emergencies found, " << raised << " of " << quiet
              << " look-alikes raised, level exact in " << exact << " of " << all.size() << '\n';
    EXPECT_GE(found * 100, emergencies * kFoundPercent);
    EXPECT_LE(raised * 100, quiet * kRaisedPercent);
    EXPECT_GE(exact * 100, all.size() * kExactPercent);
}

TEST_F(PackTriage, HowSomethingIsWrittenLowersNoLevel) {
    const std::map<std::string, std::function<std::string(const std::string&)>> variants = {
        {"traditional", [](const std::string& text) { return traditional(text); }},
        {"run on", [](const std::string& text) { return replaced(text, " ", ""); }},
        {"reordered", reordered},
        {"played down", [](const std::string& text) { return text + " 应该没什么大事吧"; }},
        {"second complaint", [](const std::string& text) { return text + " 另外脚气有点痒"; }},
        {"misspelt", [](const std::string& text) { return replaced(replaced(text, "得", "的"), "在", "再"); }}};
    std::map<std::string, std::size_t> lowered;
    std::size_t count = 0;
    for (const Vignette& each : vignettes()) {
        const CareLevel level = level_of(each.text);
        if (!is_alarm(level)) continue;
        ++count;
        for (const auto& [name, change] : variants) lowered[name] += level_of(change(each.text)) > level ? 1 : 0;
    }
    for (const auto& [name, times] : lowered) {
        std::cout << name << ": lowered " << times << " of " << count << '\n';
        EXPECT_LE(times * 100, count * kLoweredPercent) << name;
    }
}

}  // namespace
}  // namespace xinglin
