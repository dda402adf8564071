#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/strings.h"
#include "intent/intent_model.h"

using xinglin::fnv1a;
using xinglin::IntentModel;

/// Bytes of a model file behind its magic, before its checksum: what is read is written back as it was, and answers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes = "XLINTENT1\n";
    bytes.append(reinterpret_cast<const char*>(data), size);
    const unsigned long long sum = fnv1a(bytes);
    char written[sizeof sum];
    std::memcpy(written, &sum, sizeof sum);
    bytes.append(written, sizeof sum);
    const auto model = IntentModel::load(bytes);
    if (!model) return 0;
    CHECK(IntentModel::load(model->bytes()));
    xinglin::IntentFeatures question;
    question.features = {0, 1, 2};
    CHECK(model->margins_of(question).size() == model->labels().size());
    return 0;
}
