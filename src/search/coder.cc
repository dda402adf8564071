#include "search/coder.h"

namespace xinglin {

class Coder::Table {};

Coder::Coder(const Knowledge& /*knowledge*/, std::string_view /*system*/) {}
Coder::~Coder() = default;

std::vector<CodeCandidate> Coder::code(std::string_view /*text*/, std::size_t /*limit*/) const {
    return {};
}

std::size_t Coder::memory_bytes() const {
    return sizeof(Table);
}

}  // namespace xinglin
