#include "intake/row_register.h"

#include <string>

namespace xinglin {
namespace {

std::uint64_t joined(std::uint64_t key, std::uint64_t content) {
    return key * 0x9E3779B97F4A7C15U ^ content;
}

}  // namespace

void RowRegister::add(std::uint64_t key, std::uint64_t content, const InputRow& row) {
    const Seen seen{content, static_cast<std::uint32_t>(row.number), static_cast<std::uint32_t>(row.line)};
    const auto [first, is_new] = things_.emplace(key, seen);
    if (is_new || first->second.content == content) return;
    others_.emplace(joined(key, content), seen);
    several_.insert(key);
}

RowRegister::Entry RowRegister::find(std::uint64_t key, std::uint64_t content, const InputRow& row) const {
    const auto first = things_.find(key);
    if (first == things_.end() || first->second.row == row.number) return {};
    if (first->second.content == content) return {Standing::Repeated, first->second.line};
    const auto other = others_.find(joined(key, content));
    if (other == others_.end() || other->second.row == row.number) return {Standing::Clashing, first->second.line};
    return {Standing::Repeated, other->second.line};
}

bool RowRegister::has_several(std::uint64_t key) const {
    return several_.contains(key);
}

std::optional<std::uint64_t> RowRegister::first_content(std::uint64_t key) const {
    const auto first = things_.find(key);
    return first == things_.end() ? std::nullopt : std::optional(first->second.content);
}

GateFinding duplicate_finding(const InputRow& row, const RowRegister::Entry& entry, std::string_view field,
                              std::string_view key) {
    const std::string place = entry.line == 0 ? "an earlier row" : "line " + std::to_string(entry.line);
    if (entry.standing == RowRegister::Standing::Repeated) {
        return {row.line, std::string(field), "duplicate-row",
                "This row says what " + place + " said. Nothing is lost; remove it.", std::string(key)};
    }
    return {row.line, std::string(field), "duplicate-id",
            "\"" + std::string(key) + "\" is what " + place +
                " is about, with other content. The first row is kept; decide which is right and remove the other.",
            std::string(key)};
}

}  // namespace xinglin
