// Any bytes are read as a file of rules: what is read is written and read again as the same; every criterion can be
// parsed or is refused.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "knowledge/triage_criterion.h"
#include "pack/triage_text.h"

using namespace xinglin;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(parse_triage_criterion(text));
    const TriageFileReading reading = read_triage_rules(text);
    std::vector<TriageRule> rules;
    for (const PlacedTriageRule& placed : reading.rules) {
        rules.push_back(placed.rule);
        for (const std::string_view criterion : criteria_of(placed.rule))
            static_cast<void>(parse_triage_criterion(criterion));
    }
    const TriageFileReading again = read_triage_rules(write_triage_rules(rules));
    if (again.rules.size() != rules.size()) std::abort();
    for (std::size_t i = 0; i < rules.size(); ++i)
        if (!(again.rules[i].rule == rules[i])) std::abort();
    return 0;
}
