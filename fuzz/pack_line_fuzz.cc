// One line of a pack file, read as every entity that a line can be: what is read writes itself, and reads itself again
// as the same; the text checks survive whatever it says.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "knowledge/codec.h"
#include "pack/json_line.h"
#include "pack/record_text.h"
#include "records/codec.h"
#include "records/validity.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

template <typename Entity>
void check_both_ways(const xinglin::Result<Entity>& read,
                     xinglin::Result<Entity> (*from_json)(const boost::json::object&)) {
    if (!read) {
        require(!read.error().message.empty());
        return;
    }
    const std::string line = boost::json::serialize(xinglin::to_json(*read));
    const xinglin::FieldText again = xinglin::parse_json_line(line, 1);
    require(!again.fault);
    const auto same = from_json(again.object);
    require(same && *same == *read);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    const xinglin::FieldText text = xinglin::parse_json_line(line, 1);
    require(text.places.start().line == 1);
    if (text.fault) {
        require(text.object.empty() && text.fault->place.column >= 1 && text.fault->place.column <= size + 1);
        return 0;
    }
    for (const auto& field : text.object) {
        const std::size_t column = text.places.of({field.key().data(), field.key().size()}).column;
        require(column >= 1 && column <= size);
    }
    check_both_ways(xinglin::source_from_json(text.object), xinglin::source_from_json);
    check_both_ways(xinglin::relation_from_json(text.object), xinglin::relation_from_json);
    check_both_ways(xinglin::red_flag_from_json(text.object), xinglin::red_flag_from_json);
    const auto known = xinglin::concept_from_json(text.object);
    check_both_ways(known, xinglin::concept_from_json);
    if (known) {
        xinglin::KnowledgeData knowledge;
        knowledge.concepts.push_back(*known);
        xinglin::check(knowledge);
    }
    const auto record = xinglin::record_from_json(text.object);
    check_both_ways(record, xinglin::record_from_json);
    check_both_ways(xinglin::record_from_pack_json(text.object), xinglin::record_from_pack_json);
    if (record) xinglin::check(*record);
    return 0;
}
