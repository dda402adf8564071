#pragma once

#include <string>
#include <vector>

#include "text/general_model.h"

namespace xinglin {

/// Every word that the system's model knows, as the end of its file lists them; none where it does not list them, so
/// that an empty list says nothing. Reads the file: some 20 ms.
std::vector<std::string> words_of_system_model(const GeneralModel& model);

}  // namespace xinglin
