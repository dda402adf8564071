// Sentences with what they say of each name in them (tests/data/annotate), read with a knowledge of those names alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "annotate/annotator.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

std::string content_of(const std::string& name) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    std::ifstream file(std::filesystem::path(root ? root : ".") / "tests/data/annotate" / name);
    std::ostringstream content;
    content << file.rdbuf();
    EXPECT_FALSE(content.str().empty()) << name;
    return content.str();
}

Annotator annotator_of_names() {
    KnowledgeData data;
    const std::string content = content_of("denial-names.txt");
    for (const DataLine& line : data_lines(content)) {
        const auto fields = data_fields(line.text);
        std::istringstream names{std::string(fields.at(1))};
        for (std::string name; names >> name;) {
            Concept made;
            made.kind = *concept_kind_named(fields[0]);
            made.id = std::string(fields[0]) + "/" + std::to_string(data.concepts.size());
            made.name = name;
            data.concepts.push_back(std::move(made));
        }
    }
    return Annotator(std::make_shared<const Knowledge>(std::move(data)));
}

/// "头痛- 癫痫+parent": each mention as the gold files write it.
std::string reading_of(const Annotator& annotator, std::string_view text) {
    std::string read;
    for (const Mention& mention : annotator.annotate(text)) {
        if (!read.empty()) read += ' ';
        read += slice(text, mention.span);
        read += mention.negated ? '-' : mention.suspected ? '?' : '+';
        const bool is_person = annotator.knowledge().at(mention.concept_index).kind == ConceptKind::Population;
        if (mention.subject != Subject::Self && !is_person) read += name_of(mention.subject);
    }
    return read;
}

/// A population is not written in the gold where it is who is spoken of (孩子没发热).
std::string without_people(const std::string& reading) {
    std::istringstream words(reading);
    std::string kept;
    for (std::string word; words >> word;) {
        if (word.starts_with("孩子") || word.starts_with("儿童") || word.starts_with("孕妇")) continue;
        kept += kept.empty() ? word : ' ' + word;
    }
    return kept;
}

class DenialGold : public testing::TestWithParam<const char*> {};

TEST_P(DenialGold, IsReadAsWritten) {
    const Annotator annotator = annotator_of_names();
    const std::string content = content_of(GetParam());
    int right = 0;
    int all = 0;
    for (const DataLine& line : data_lines(content)) {
        const auto fields = data_fields(line.text);
        ASSERT_EQ(fields.size(), 2U) << line.text;
        const std::string read = without_people(reading_of(annotator, fields[0]));
        const bool is_right = read == without_people(std::string(fields[1]));
        EXPECT_TRUE(is_right) << GetParam() << ":" << line.number << ": " << fields[0] << "\n  was read as  " << read;
        right += is_right ? 1 : 0;
        ++all;
    }
    RecordProperty("right", right);
    RecordProperty("all", all);
}

INSTANTIATE_TEST_SUITE_P(Files, DenialGold, testing::Values("denial-gold.txt", "denial-check.txt"));

}  // namespace
}  // namespace xinglin
