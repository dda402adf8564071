// Facts of any bytes: each stands inside of the text, in the order of the text.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "annotate/annotator.h"
#include "annotate/patient_facts.h"
#include "annotate/patient_numbers.h"

using namespace xinglin;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto knowledge = std::make_shared<const Knowledge>(KnowledgeData{});
    static const Annotator annotator(knowledge);
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::uint32_t end = 0;
    for (const WrittenNumber& number : numbers_in(text)) {
        if (number.begin < end || number.end <= number.begin || number.end > size || number.high < number.low)
            std::abort();
        end = number.end;
    }
    std::uint32_t begin = 0;
    for (const StatedFact& each : read_patient_facts(*knowledge, text, annotator.annotate(text)).stated) {
        if (each.span.begin < begin || each.span.end < each.span.begin || each.span.end > size) std::abort();
        if (each.end_character < each.begin_character) std::abort();
        begin = each.span.begin;
    }
    return 0;
}
