// Rows of any content through every adapter: what comes out is valid by the rules of the store (ids, texts), each
// finding names a known rule, and converting twice gives the same.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "intake/adapter.h"
#include "knowledge/codec.h"
#include "knowledge/rules.h"
#include "knowledge/text_check.h"
#include "records/codec.h"
#include "records/validity.h"

namespace {

using namespace xinglin;
namespace json = boost::json;

void require(bool holds) {
    if (!holds) std::abort();
}

/// A profile that maps every field of the adapter to a column named 1, 2, ...
ImportProfile profile_of(AdapterKind adapter) {
    static const std::vector<std::vector<std::string>> kFields = {
        {},
        {},
        {"name", "manufacturer", "indications", "aliases", "english", "classification"},
        {"name", "city", "county", "level", "departments", "address"},
        {"code", "name"},
        {"name", "class1", "class1_code", "class2", "class2_code", "code"},
        {"code", "name", "english", "aliases"},
        {},
        {"name", "hospital", "department", "titles", "specialty", "biography", "url"},
        {"title", "body", "source", "breadcrumb", "published_on", "url"},
        {"question", "answer", "doctor", "doctor_title", "doctor_hospital", "published_on", "url"},
        {"name", "description", "url"}};
    ImportProfile profile;
    profile.adapter = adapter;
    profile.origin = "sample";
    std::size_t column = 0;
    for (const std::string& field : kFields[static_cast<std::size_t>(adapter)]) {
        profile.columns.emplace(field, std::to_string(++column));
    }
    return profile;
}

std::string checked(const IntakePart& part) {
    std::string all;
    for (const Concept& known : part.knowledge.concepts) {
        require(is_valid_id(known.id, name_of(known.kind)));
        require(!known.name.empty() && known.trust == Trust::Imported);
        std::vector<std::string> texts = {known.name, known.english};
        for (const Alias& alias : known.aliases) texts.push_back(alias.text);
        for (const std::string& text : texts) {
            for (const Problem& problem : check_text(text, {})) require(problem.severity != Severity::Error);
        }
        all += json::serialize(to_json(known));
    }
    for (const Relation& relation : part.knowledge.relations) {
        require(relation.subject != relation.object && relation.sources.size() == 1);
        all += json::serialize(to_json(relation));
    }
    for (const Record& record : part.records) {
        for (const Problem& problem : check(record)) require(problem.severity != Severity::Error);
        all += json::serialize(to_json(record));
    }
    for (const GateFinding& finding : part.findings) {
        require(find_rule(finding.rule) != nullptr && !finding.message.empty());
        require(json::serialize(json::value(finding.text)).size() < (std::size_t{1} << 20));
        all += finding.rule;
    }
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto kind = static_cast<AdapterKind>(data[0] % kAdapterKindCount);
    std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    std::vector<std::string> lines;
    while (!rest.empty() && lines.size() < 64) {
        const auto end = rest.find('\n');
        lines.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    auto adapter = make_adapter(profile_of(kind), {});
    if (!adapter) return 0;
    std::vector<InputRow> rows;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        json::error_code error;
        json::parse_options options;
        options.max_depth = 32;
        json::value value = json::parse(lines[i], error, {}, options);
        if (error || !value.is_object()) continue;
        rows.push_back({i + 1, i + 1, lines[i], std::move(value.as_object())});
    }
    for (const InputRow& row : rows) (*adapter)->survey(row);
    IntakePart once;
    IntakePart twice;
    for (const InputRow& row : rows) (*adapter)->convert(row, once);
    for (const InputRow& row : rows) (*adapter)->convert(row, twice);
    require(checked(once) == checked(twice));
    return 0;
}
