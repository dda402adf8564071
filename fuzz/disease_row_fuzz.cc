// Rows of a dump of diseases, one JSON object a line: whatever they hold, each is converted alone as after others, what
// passes is sound, and what does not has a registered rule and valid text.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/strings.h"
#include "intake/disease_adapter.h"
#include "knowledge/fitting.h"
#include "knowledge/rules.h"
#include "knowledge/text_check.h"
#include "text/utf8.h"

namespace {

using namespace xinglin;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_part(const IntakePart& part) {
    std::map<std::string, const Concept*> concepts;
    for (const Concept& known : part.knowledge.concepts) {
        require(is_valid_id(known.id, name_of(known.kind)) && !known.name.empty());
        require(check_text(known.name, {}).empty());
        const auto [found, is_new] = concepts.emplace(known.id, &known);
        require(is_new || *found->second == known);
    }
    for (const Relation& relation : part.knowledge.relations) {
        require(concepts.contains(relation.subject) && concepts.contains(relation.object));
        require(relation.subject != relation.object && relation.sources.size() == 1);
        require(kinds_fit(concepts[relation.subject]->kind, relation.predicate, concepts[relation.object]->kind));
    }
    for (const Record& record : part.records) require(check_text(std::get<Article>(record.body).body, {}).empty());
    for (const GateFinding& finding : part.findings) {
        require(find_rule(finding.rule) != nullptr && !finding.message.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (first_invalid_utf8(text)) return 0;
    ImportProfile profile;
    profile.adapter = AdapterKind::Diseases;
    profile.origin = "fuzz";
    profile.title = "x";
    std::vector<InputRow> rows;
    for (const std::string_view line : split(text, '\n')) {
        boost::system::error_code failed;
        const boost::json::value value = boost::json::parse(line, failed);
        if (failed || !value.is_object()) continue;
        InputRow row;
        row.number = rows.size() + 1;
        row.line = row.number;
        row.text = line;
        row.fields = value.as_object();
        rows.push_back(std::move(row));
    }
    const auto adapter = make_disease_adapter(profile, {});
    for (const InputRow& row : rows) adapter->survey(row);
    IntakePart whole;
    for (const InputRow& row : rows) adapter->convert(row, whole);
    check_part(whole);
    // In any grouping the rows give the same.
    std::size_t relations = 0;
    std::size_t findings = 0;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        IntakePart part;
        adapter->convert(*row, part);
        check_part(part);
        relations += part.knowledge.relations.size();
        findings += part.findings.size();
    }
    require(relations == whole.knowledge.relations.size() && findings == whole.findings.size());
    return 0;
}
