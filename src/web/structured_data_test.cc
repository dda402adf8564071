#include "web/structured_data.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>

#include "app/example_for_tests.h"
#include "web/site.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// What a node of a type must have, by schema.org and by what search engines ask for.
const std::map<std::string, std::set<std::string>>& required_properties() {
    static const std::map<std::string, std::set<std::string>> required = {
        {"WebSite", {"name", "url"}},
        {"MedicalWebPage", {"name", "url", "inLanguage"}},
        {"CollectionPage", {"name", "url"}},
        {"ProfilePage", {"name", "mainEntity"}},
        {"QAPage", {"mainEntity"}},
        {"Question", {"name", "answerCount"}},
        {"Answer", {"text"}},
        {"BreadcrumbList", {"itemListElement"}},
        {"ListItem", {"position", "name"}},
        {"SearchAction", {"target", "query-input"}},
        {"EntryPoint", {"urlTemplate"}},
        {"MedicalCode", {"codeValue", "codingSystem"}},
        {"DDxElement", {"diagnosis"}},
        {"Physician", {"name"}},
        {"Hospital", {"name"}},
        {"Drug", {"name"}},
        {"MedicalCondition", {"name"}},
        {"MedicalTest", {"name"}},
        {"Person", {"name"}},
    };
    return required;
}

/// Every object of JSON-LD has a type that schema.org knows, all that the type needs, and nothing empty.
void check(const json::value& value, std::set<std::string>& types, const std::string& where) {
    if (const auto* array = value.if_array()) {
        EXPECT_FALSE(array->empty()) << where;
        for (const json::value& each : *array) check(each, types, where);
        return;
    }
    const auto* object = value.if_object();
    if (object == nullptr) {
        if (const auto* text = value.if_string()) {
            EXPECT_FALSE(text->empty()) << where;
        }
        return;
    }
    if (!object->contains("@graph")) {
        ASSERT_TRUE(object->contains("@type")) << where << ": " << json::serialize(value);
        const std::string type(object->at("@type").as_string());
        types.insert(type);
        const auto required = required_properties().find(type);
        if (required != required_properties().end()) {
            for (const std::string& name : required->second) {
                EXPECT_TRUE(object->contains(name)) << where << ": a " << type << " without " << name;
            }
        }
    }
    for (const auto& member : *object) check(member.value(), types, where + "/" + std::string(member.key()));
}

class StructuredDataTest : public testing::Test {
  protected:
    StructuredDataTest() : workspace_(example_workspace(folder_)) {
        SiteSettings settings;
        settings.base_address = "https://health.example.org";
        workspace_->set_site(settings);
        add_pages(router_, workspace_->readers());
    }

    json::value facts(std::string path) const {
        Request request;
        request.path = std::move(path);
        const Response response = router_.dispatch(request);
        const std::string& page = response.content->identity;
        constexpr std::string_view kBegin = "<script type='application/ld+json'>";
        const std::size_t begin = page.find(kBegin);
        EXPECT_NE(begin, std::string::npos) << request.path;
        if (begin == std::string::npos) return json::object();
        const std::size_t end = page.find("</script>", begin);
        return json::parse(page.substr(begin + kBegin.size(), end - begin - kBegin.size()));
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
    Router router_;
};

TEST_F(StructuredDataTest, EveryKindOfPageSaysWhatItIs) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> pages = {
        {"/", {"WebSite", "SearchAction", "Organization"}},
        {"/departments", {"CollectionPage", "BreadcrumbList"}},
        {"/articles", {"CollectionPage", "ItemList"}},
        {"/articles/spasm-causes", {"MedicalWebPage", "MedicalCondition", "BreadcrumbList"}},
        {"/conditions/facial-spasm", {"MedicalWebPage", "MedicalCondition", "BreadcrumbList"}},
        {"/symptoms/tinnitus", {"MedicalWebPage", "MedicalSignOrSymptom"}},
        {"/procedures/decompression", {"MedicalWebPage", "MedicalProcedure"}},
        {"/tests/electromyography", {"MedicalWebPage", "MedicalTest"}},
        {"/tests/grip", {"MedicalWebPage", "MedicalTest"}},
        {"/drugs/anisodamine", {"MedicalWebPage", "Drug"}},
        {"/doctors/gu-yun", {"ProfilePage", "Physician"}},
        {"/hospitals/wutong", {"WebPage", "Hospital", "PostalAddress"}},
        {"/questions/which-department", {"QAPage", "Question", "Answer"}},
        {"/sources/neurology-book", {"WebPage"}},
        {"/departments/neurology", {"MedicalWebPage", "MedicalOrganization"}},
        {"/conditions/facial-spasm/related/doctors", {"CollectionPage", "ItemList"}},
    };
    for (const auto& [path, expected] : pages) {
        const json::value data = facts(path);
        ASSERT_TRUE(data.as_object().contains("@context")) << path;
        EXPECT_EQ(data.at("@context"), "https://schema.org");
        std::set<std::string> types;
        check(data.at("@graph"), types, path);
        for (const std::string& type : expected) EXPECT_TRUE(types.contains(type)) << path << ": no " << type;
    }
}

TEST_F(StructuredDataTest, AddressesAreWholeAndOfThePagesLanguage) {
    const json::value page = facts("/en/conditions/facial-spasm").at("@graph").at(0);
    EXPECT_EQ(page.at("url"), "https://health.example.org/en/conditions/facial-spasm");
    EXPECT_EQ(page.at("inLanguage"), "zh-Hans") << "the content's";
    EXPECT_EQ(facts("/zh-hant/conditions/facial-spasm").at("@graph").at(0).at("inLanguage"), "zh-Hant");
    EXPECT_EQ(facts("/").at("@graph").at(0).at("potentialAction").at("target").at("urlTemplate"),
              "https://health.example.org/search?q={search_term_string}");
}

TEST_F(StructuredDataTest, ClaimsNoReviewThatNobodyMade) {
    ArticleView view;
    view.ref = {"article/x", "</script><b>"};
    view.head.reviewed_on = *Date::parse("2026-01-01");
    EXPECT_EQ(structured_data(view, {}).find("lastReviewed"), std::string::npos);
    view.head.reviewer = "王医生";
    const std::string reviewed = structured_data(view, {});
    EXPECT_NE(reviewed.find("\"lastReviewed\":\"2026-01-01\""), std::string::npos) << reviewed;
}

TEST_F(StructuredDataTest, SaysThatAnInventedPersonIsInvented) {
    DoctorView view;
    view.ref = {"doctor/x", "某医生"};
    EXPECT_EQ(structured_data(view, {}).find("disambiguatingDescription"), std::string::npos);
    view.head.fictitious = true;
    EXPECT_NE(structured_data(view, {}).find("disambiguatingDescription"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
