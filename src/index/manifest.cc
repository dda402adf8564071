#include "index/manifest.h"

#include <zlib.h>

#include <charconv>
#include <set>

#include "base/strings.h"
#include "index/fresh_file.h"

namespace xinglin {
namespace {

constexpr std::string_view kTitle = "xinglin-index ";
constexpr std::uint64_t kManifestVersion = 1;
constexpr std::string_view kSegmentSuffix = ".segment";
constexpr std::string_view kDeletionsSuffix = ".deleted";

std::string checksum_line(std::string_view text) {
    const auto checksum = crc32_z(0, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return "checksum " + hex16(checksum) + "\n";
}

/// Digits as print_manifest() writes them: no sign, no leading zero.
std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    if (text.size() > 1 && text.front() == '0') return {};
    return number;
}

Error damaged() {
    return {ErrorCode::InvalidInput, "The manifest is damaged; remove the index folder and build it anew.", ""};
}

/// The number behind `name` and a space.
std::optional<std::uint64_t> field(std::string_view line, std::string_view name) {
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with(' ')) return {};
    return number_of(line.substr(name.size() + 1));
}

std::optional<ManifestEntry> entry_of(std::string_view line) {
    const auto words = split(line, ' ');
    if (words.size() != 4 || words[0] != "segment" || words[2] != "deletions") return {};
    const auto segment = number_of(words[1]);
    const auto deletions = number_of(words[3]);
    if (!segment || !deletions) return {};
    return ManifestEntry{*segment, *deletions};
}

/// File numbers are used once and lie below the next one.
bool numbers_fit(const IndexManifest& manifest) {
    std::set<std::uint64_t> seen;
    for (const ManifestEntry& entry : manifest.entries) {
        if (entry.segment == 0 || entry.segment >= manifest.next_number || !seen.insert(entry.segment).second)
            return false;
        if (entry.deletions == 0) continue;
        if (entry.deletions >= manifest.next_number || !seen.insert(entry.deletions).second) return false;
    }
    return true;
}

}  // namespace

std::string print_manifest(const IndexManifest& manifest) {
    std::string text(kTitle);
    text += std::to_string(kManifestVersion) + "\n";
    text += "next " + std::to_string(manifest.next_number) + "\n";
    text += "mark " + std::to_string(manifest.mark) + "\n";
    for (const ManifestEntry& entry : manifest.entries) {
        text += "segment " + std::to_string(entry.segment) + " deletions " + std::to_string(entry.deletions) + "\n";
    }
    return text + checksum_line(text);
}

Result<IndexManifest> parse_manifest(std::string_view text) {
    if (!text.starts_with(kTitle)) {
        return Error{ErrorCode::InvalidInput,
                     "This is not a manifest of Xinglin's index; give the index a folder of its own.", ""};
    }
    const std::size_t first_end = text.find('\n');
    const auto version = number_of(text.substr(
        kTitle.size(), first_end == std::string_view::npos ? std::string_view::npos : first_end - kTitle.size()));
    if (!version) return damaged();
    if (*version > kManifestVersion) {
        return Error{ErrorCode::InvalidInput,
                     "The index has format " + std::to_string(*version) +
                         " and was written by a newer Xinglin; this one knows " + std::to_string(kManifestVersion) +
                         ". Use the newer program.",
                     ""};
    }
    const std::size_t last = text.rfind("\nchecksum ");
    if (last == std::string_view::npos || text.substr(last + 1) != checksum_line(text.substr(0, last + 1))) {
        return damaged();
    }
    const auto lines = split(text.substr(0, last), '\n');
    if (lines.size() < 3 || *version == 0) return damaged();
    const auto next = field(lines[1], "next");
    const auto mark = field(lines[2], "mark");
    if (!next || *next == 0 || !mark) return damaged();
    IndexManifest manifest{*next, *mark, {}};
    for (std::size_t i = 3; i < lines.size(); ++i) {
        const auto entry = entry_of(lines[i]);
        if (!entry) return damaged();
        manifest.entries.push_back(*entry);
    }
    if (!numbers_fit(manifest)) return damaged();
    return manifest;
}

std::string segment_file_name(std::uint64_t number) {
    return std::to_string(number) + std::string(kSegmentSuffix);
}

std::string deletions_file_name(std::uint64_t number) {
    return std::to_string(number) + std::string(kDeletionsSuffix);
}

bool is_index_file_name(std::string_view name) {
    if (name.ends_with(kFreshSuffix)) name.remove_suffix(kFreshSuffix.size());
    for (const std::string_view suffix : {kSegmentSuffix, kDeletionsSuffix}) {
        if (name.ends_with(suffix)) return number_of(name.substr(0, name.size() - suffix.size())).has_value();
    }
    return false;
}

}  // namespace xinglin
