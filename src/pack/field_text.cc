#include "pack/field_text.h"

#include "base/json_fields.h"

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
    return {{Severity::Error, fault.rule, {}, fault.message, fault.mend}, fault.place};
}

PlacedProblem problem_of(const Error& error, const FieldPlaces& places) {
    Problem problem{Severity::Error, "bad-field", error.where, error.where + ": " + error.message,
                    "Correct the value."};
    if (error.message.starts_with(kUnknownFieldMessage)) {
        problem.rule = "unknown-field";
        problem.mend = "Correct the field's name, or remove it.";
    } else if (error.message.starts_with(kMissingFieldMessage)) {
        problem.rule = "missing-field";
        problem.mend = "Add it.";
    }
    return {std::move(problem), places.of(error.where)};
}

}  // namespace xinglin
