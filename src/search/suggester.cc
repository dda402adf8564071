#include "search/suggester.h"

namespace xinglin {

class Suggester::Table {};

Suggester::Suggester(const Corpus& /*corpus*/) {}
Suggester::~Suggester() = default;

std::vector<Suggestion> Suggester::suggest(std::string_view /*typed*/, std::size_t /*limit*/) const {
    return {};
}

std::size_t Suggester::memory_bytes() const {
    return sizeof(Table);
}

}  // namespace xinglin
