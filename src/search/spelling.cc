#include "search/spelling.h"

namespace xinglin {

class Speller::Model {};

Speller::Speller(const Corpus& /*corpus*/) {}
Speller::~Speller() = default;

std::optional<std::string> Speller::correct(std::string_view /*query*/) const {
    return std::nullopt;
}

std::size_t Speller::memory_bytes() const {
    return sizeof(Model);
}

}  // namespace xinglin
