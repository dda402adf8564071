#pragma once

#include <string>
#include <vector>

#include "base/enumeration.h"
#include "intake/adapter.h"

namespace xinglin {

/// One entry of a list and where it stands: "gaishu_info.has_complication[3]".
struct RowItem {
    std::string field;
    std::string text;  ///< without white space around it
};

/// The lists of a disease object that name things.
enum class DiseaseList { Complications, Symptoms, Tests, Drugs, Departments };
inline constexpr int kDiseaseListCount = static_cast<int>(count_of<DiseaseList>);

/// One disease of a consumer portal's dump as plain values. The shape of the object:
///   gaishu_info {name, desc, has_complication[], belongs_to_department[], common_drug[], treat_way[], and numbers}
///   cause_info, prevent_info, nursing_info, symptom_data {symptoms[], symptom_detail[]}, inspect_info[], food_info
struct DiseaseRow {
    std::string name;  ///< "" when the row has none that is text
    std::vector<RowItem> lists[kDiseaseListCount];
    RowItem description, causes, prevention, symptoms, nursing;
    std::vector<RowItem> numbers;  ///< shares, costs and durations: who counted, the row does not say
    bool has_food = false;
    bool has_ways_of_treatment = false;

    const std::vector<RowItem>& list(DiseaseList which) const { return lists[static_cast<int>(which)]; }
};

/// Reads what is there; what is missing or of another type becomes a finding and stays empty. `findings` may be null.
DiseaseRow read_disease_row(const InputRow& row, std::vector<GateFinding>* findings);

}  // namespace xinglin
