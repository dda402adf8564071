#pragma once

#include <boost/json.hpp>

#include "base/result.h"
#include "knowledge/concept.h"
#include "knowledge/relation.h"
#include "knowledge/triage_rule.h"

namespace xinglin {

/// One JSON object each, in the field order of docs/PACK.md, unset fields left out. x_from_json(to_json(x)) == x.
boost::json::object to_json(const Source& source);
boost::json::object to_json(const Concept& value);
boost::json::object to_json(const Relation& relation);
boost::json::object to_json(const RedFlag& red_flag);
boost::json::object to_json(const TriageRule& rule);

/// The reverse. InvalidInput when a field is missing, unknown or of the wrong type; `where` is the field.
Result<Source> source_from_json(const boost::json::object& object);
Result<Concept> concept_from_json(const boost::json::object& object);
Result<Relation> relation_from_json(const boost::json::object& object);
Result<RedFlag> red_flag_from_json(const boost::json::object& object);
Result<TriageRule> triage_rule_from_json(const boost::json::object& object);

}  // namespace xinglin
