#pragma once

#include "base/archive.h"
#include "knowledge/concept.h"
#include "knowledge/knowledge.h"
#include "knowledge/relation.h"
#include "knowledge/triage_rule.h"

// The fields of what is known, for base/archive.h.

namespace xinglin {

template <typename Archive>
void fields(Archive& archive, IsOf<ConceptIndex> auto& index) {
    archive(index.value);
}

template <typename Archive>
void fields(Archive& archive, IsOf<RelationIndex> auto& index) {
    archive(index.value);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Alias> auto& alias) {
    auto& [text, use] = alias;
    archive(text, use);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Code> auto& code) {
    auto& [system, value] = code;
    archive(system, value);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Constraints> auto& constraints) {
    auto& [sex, min_age, max_age, pregnancy] = constraints;
    archive(sex, min_age, max_age, pregnancy);
}

template <typename Archive>
void fields(Archive& archive, IsOf<SourcedText> auto& sourced) {
    auto& [text, sources] = sourced;
    archive(text, sources);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Concept> auto& known) {
    auto& [id, kind, name, english, aliases, codes, constraints, summary, trust] = known;
    archive(id, kind, name, english, aliases, codes, constraints, summary, trust);
}

inline void fields(ArchiveWriter& archive, const Administrations& routes) {
    archive(routes.listed());
}

inline void fields(ArchiveReader& archive, Administrations& routes) {
    std::vector<Administration> listed;
    archive(listed);
    routes = {};
    for (const Administration each : listed) routes.add(each);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Review> auto& review) {
    auto& [by, on, how] = review;
    archive(by, on, how);
}

template <typename Archive>
void fields(Archive& archive, IsOf<TextEvidence> auto& evidence) {
    auto& [record, field, begin, end, quote, rule] = evidence;
    archive(record, field, begin, end, quote, rule);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Relation> auto& relation) {
    auto& [subject, predicate, object, sources, role, curative, routes, setting, evidence, statement, review, mined,
           trust] = relation;
    archive(subject, predicate, object, sources, role, curative, routes, setting, evidence, statement, review, mined,
            trust);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Source> auto& source) {
    auto& [id, title, publisher, year, kind, licence, status, edition, url, doi] = source;
    archive(id, title, publisher, year, kind, licence, status, edition, url, doi);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Sign> auto& sign) {
    auto& [text, concept_id, use] = sign;
    archive(text, concept_id, use);
}

template <typename Archive>
void fields(Archive& archive, IsOf<RedFlag> auto& red_flag) {
    auto& [id, of, level, match, signs, action, sources] = red_flag;
    archive(id, of, level, match, signs, action, sources);
}

template <typename Archive>
void fields(Archive& archive, IsOf<TriageCondition> auto& condition) {
    auto& [kind, criterion, count, parts] = condition;
    archive(kind, criterion, count, parts);
}

template <typename Archive>
void fields(Archive& archive, IsOf<TriageAsk> auto& ask) {
    auto& [criterion, question] = ask;
    archive(criterion, question);
}

template <typename Archive>
void fields(Archive& archive, IsOf<TriageRule> auto& rule) {
    auto& [id, name, level, advice, department, sources, reviewer, version, all, any, none, asks, fires, quiet] = rule;
    archive(id, name, level, advice, department, sources, reviewer, version, all, any, none, asks, fires, quiet);
}

template <typename Archive>
void fields(Archive& archive, IsOf<KnowledgeData> auto& data) {
    auto& [sources, concepts, relations, red_flags, triage_rules] = data;
    archive(sources, concepts, relations, red_flags, triage_rules);
}

template <typename Archive>
void fields(Archive& archive, IsOf<DerivedName> auto& derived) {
    auto& [text, concept_index] = derived;
    archive(text, concept_index);
}

}  // namespace xinglin
