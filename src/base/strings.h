#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace xinglin {

/// Hashing that lets a std::string map be asked with a string_view, without a copy.
struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

template <typename Value>
using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

/// `text` without ASCII white space at both ends.
std::string_view trimmed(std::string_view text);

/// The parts between `separator`, empty ones included; always at least one.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The parts with `separator` between them.
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// 64-bit FNV-1a, the same on every machine: for ids made from content, never for security.
unsigned long long fnv1a(std::string_view bytes);

/// Sixteen lower-case hexadecimal digits.
std::string hex16(unsigned long long value);

}  // namespace xinglin
