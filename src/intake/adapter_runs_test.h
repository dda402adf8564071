#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "intake/adapter.h"
#include "knowledge/codec.h"
#include "knowledge/rules.h"
#include "records/codec.h"

namespace xinglin {

/// A profile whose columns are called as our fields are.
inline ImportProfile columns_profile(AdapterKind adapter, const std::vector<std::string>& fields) {
    ImportProfile profile;
    profile.adapter = adapter;
    profile.origin = "sample";
    for (const std::string& field : fields) profile.columns.emplace(field, field);
    return profile;
}

/// What an adapter makes of rows, each given as a JSON object, and whether it keeps its promises: the same entity is
/// always the same, each finding has a registered rule and a message, and rows converted one by one in the opposite
/// order give the same.
class AdapterRun {
  public:
    AdapterRun(const ImportProfile& profile, const std::vector<std::string>& lines) {
        auto adapter = make_adapter(profile, {});
        if (!adapter) {
            error = adapter.error().where + " " + adapter.error().message;
            return;
        }
        std::vector<InputRow> rows;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            rows.push_back({i + 1, i + 1, lines[i], boost::json::parse(lines[i]).as_object()});
            (*adapter)->survey(rows.back());
        }
        std::vector<IntakePart> parts(rows.size());
        for (std::size_t i = rows.size(); i-- > 0;) (*adapter)->convert(rows[i], parts[i]);
        IntakePart whole;
        for (const InputRow& row : rows) (*adapter)->convert(row, whole);
        for (const IntakePart& part : parts) take(part);
        const std::string piecewise = shown();
        clear();
        take(whole);
        EXPECT_EQ(shown(), piecewise);
    }

    /// The concept of this name; fails when there is none.
    const Concept& named(std::string_view name) const {
        for (const auto& [id, known] : concepts) {
            if (known.name == name) return known;
        }
        ADD_FAILURE() << "no concept " << name << " in\n" << shown();
        static const Concept kNone;
        return kNone;
    }

    const Record& record(std::string_view name) const {
        for (const auto& [id, record] : records) {
            if (name_of(record) == name) return record;
        }
        ADD_FAILURE() << "no record " << name << " in\n" << shown();
        static const Record kNone;
        return kNone;
    }

    /// "subject is_a object" by names.
    std::set<std::string> relations() const {
        std::set<std::string> lines;
        for (const auto& [key, relation] : by_key) {
            EXPECT_EQ(relation.trust, Trust::Imported);
            EXPECT_EQ(relation.sources, std::vector<std::string>{"source/sample"});
            lines.insert(concepts.at(relation.subject).name + " " + std::string(name_of(relation.predicate)) + " " +
                         concepts.at(relation.object).name);
        }
        return lines;
    }

    /// "line rule field" of each finding.
    std::vector<std::string> faults() const {
        std::vector<std::string> lines;
        for (const GateFinding& finding : findings) {
            lines.push_back(std::to_string(finding.line) + " " + finding.rule +
                            (finding.field.empty() ? "" : " " + finding.field));
        }
        return lines;
    }

    std::string error;
    std::map<std::string, Concept> concepts;
    std::map<std::string, Relation> by_key;
    std::map<std::string, Record> records;
    std::vector<GateFinding> findings;

  private:
    void clear() {
        concepts.clear();
        by_key.clear();
        records.clear();
        findings.clear();
    }

    template <typename Map, typename Value>
    static void put(Map& map, const std::string& id, const Value& value) {
        const auto [known, is_new] = map.emplace(id, value);
        EXPECT_TRUE(is_new || known->second == value) << id;
    }

    void take(const IntakePart& part) {
        for (const Concept& known : part.knowledge.concepts) {
            EXPECT_EQ(known.trust, Trust::Imported);
            put(concepts, known.id, known);
        }
        for (const Relation& relation : part.knowledge.relations) put(by_key, key_of(relation), relation);
        for (const Record& record : part.records) {
            EXPECT_EQ(record.head.trust, Trust::Imported);
            EXPECT_EQ(record.head.origin, "sample");
            put(records, record.head.id, record);
        }
        for (const GateFinding& finding : part.findings) {
            EXPECT_NE(find_rule(finding.rule), nullptr) << finding.rule;
            EXPECT_FALSE(finding.message.empty());
            findings.push_back(finding);
        }
    }

    std::string shown() const {
        std::string text;
        for (const auto& [id, known] : concepts) text += boost::json::serialize(to_json(known)) + "\n";
        for (const auto& [key, relation] : by_key) text += boost::json::serialize(to_json(relation)) + "\n";
        for (const auto& [id, record] : records) text += boost::json::serialize(to_json(record)) + "\n";
        for (const std::string& fault : faults()) text += fault + "\n";
        return text;
    }
};

/// The aliases as "text use".
inline std::vector<std::string> aliases_of(const Concept& known) {
    std::vector<std::string> lines;
    for (const Alias& alias : known.aliases) lines.push_back(alias.text + " " + std::string(name_of(alias.use)));
    return lines;
}

using Lines = std::vector<std::string>;
using LineSet = std::set<std::string>;

}  // namespace xinglin
