#include "text/traditional.h"

#include <opencc/Config.hpp>
#include <opencc/Converter.hpp>

namespace xinglin {

std::string to_traditional(std::string_view text) {
    static const opencc::ConverterPtr converter = opencc::Config().NewFromFile("s2twp.json");
    return converter->Convert(std::string(text));
}

}  // namespace xinglin
