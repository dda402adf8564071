#include "pack/field_text.h"

#include <utility>

#include "base/json_fields.h"
#include "knowledge/rules.h"

namespace xinglin {

Place FieldPlaces::of(std::string_view path) const {
    for (;;) {
        const auto found = places_.find(path);
        if (found != places_.end()) return found->second;
        const auto end = path.find_last_of(".[");
        if (end == std::string_view::npos) return start_;
        path = path.substr(0, end);
    }
}

PlacedProblem problem_of(const SyntaxFault& fault) {
    return {make_problem(fault.rule, {}, fault.message, fault.mend), fault.place};
}

PlacedProblem problem_of(const Error& error, const FieldPlaces& places) {
    const auto placed = [&](std::string_view rule, std::string mend) {
        return PlacedProblem{make_problem(rule, error.where, error.where + ": " + error.message, std::move(mend)),
                             places.of(error.where)};
    };
    if (error.message.starts_with(kUnknownFieldMessage)) {
        return placed("unknown-field", "Correct the field's name, or remove it.");
    }
    if (error.message.starts_with(kMissingFieldMessage)) return placed("missing-field", "Add it.");
    return placed("bad-field", "Correct the value.");
}

}  // namespace xinglin
