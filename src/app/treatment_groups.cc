#include "app/treatment_groups.h"

#include <string_view>
#include <vector>

#include "app/data.h"
#include "base/check.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

/// A word of a procedure's name and what it tells.
struct GroupWord {
    std::string_view word;
    bool ends_name = false;
    TreatmentGroup group = TreatmentGroup::Other;

    bool is_in(std::string_view name) const {
        return ends_name ? name.ends_with(word) : name.find(word) != std::string_view::npos;
    }
};

GroupWord read_word(std::string_view line) {
    const auto fields = data_fields(line);
    CHECK(fields.size() == 2 && (fields[0] == "daily" || fields[0] == "operation"));
    GroupWord read{fields[1], fields[1].ends_with('$'),
                   fields[0] == "daily" ? TreatmentGroup::Daily : TreatmentGroup::Operation};
    if (read.ends_name) read.word.remove_suffix(1);
    return read;
}

const std::vector<GroupWord>& group_words() {
    static const std::vector<GroupWord> words = [] {
        std::vector<GroupWord> read;
        for (const DataLine& line : data_lines(app_data("treatment_groups.txt"))) read.push_back(read_word(line.text));
        return read;
    }();
    return words;
}

TreatmentGroup group_of_procedure(std::string_view name) {
    for (const GroupWord& known : group_words()) {
        if (known.is_in(name)) return known.group;
    }
    return TreatmentGroup::Other;
}

}  // namespace

TreatmentGroup treatment_group_of(const Concept& treatment) {
    switch (treatment.kind) {
        case ConceptKind::Substance:
        case ConceptKind::Class:
            return TreatmentGroup::Drug;
        case ConceptKind::Procedure:
            return group_of_procedure(treatment.name);
        case ConceptKind::Condition:
        case ConceptKind::Symptom:
        case ConceptKind::Test:
        case ConceptKind::Site:
        case ConceptKind::Department:
        case ConceptKind::Population:
        case ConceptKind::Cause:
            return TreatmentGroup::Other;
    }
    return TreatmentGroup::Other;
}

}  // namespace xinglin
