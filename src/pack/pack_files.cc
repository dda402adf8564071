#include "pack/pack_files.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/name_table.h"
#include "knowledge/rules.h"
#include "pack/line_reader.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

constexpr NameTable<RecordKind> kRecordFiles("articles", "doctors.jsonl", "hospitals.jsonl", "drugs.jsonl",
                                             "tests.jsonl", "questions.jsonl");

Problem error_of(std::string_view rule, std::string message, std::string mend) {
    return make_problem(rule, {}, std::move(message), std::move(mend));
}

bool is_passed_over(const std::string& name) {
    constexpr std::array<std::string_view, 4> kAbout = {"README", "LICENCE", "LICENSE", "CHANGELOG"};
    return name.starts_with('.') || std::any_of(kAbout.begin(), kAbout.end(),
                                                [&name](std::string_view about) { return name.starts_with(about); });
}

/// Whether the real place of `path` lies in `folder`, links followed.
bool is_inside(const fs::path& folder, const fs::path& path) {
    std::error_code error;
    const fs::path real_folder = fs::canonical(folder, error);
    if (error) return false;
    const fs::path real_path = fs::canonical(path, error);
    if (error) return false;
    const auto [end, ignored] =
        std::mismatch(real_folder.begin(), real_folder.end(), real_path.begin(), real_path.end());
    return end == real_folder.end();
}

class Lister {
  public:
    explicit Lister(const fs::path& folder) : folder_(folder) {}

    PackListing run() {
        for (const std::string& name : names_in("")) place_top(name);
        std::sort(listing_.files.begin(), listing_.files.end(), [](const PackFile& a, const PackFile& b) {
            return std::tie(a.role, a.name) < std::tie(b.role, b.name);
        });
        return std::move(listing_);
    }

  private:
    void report(std::string file, Problem problem) {
        listing_.problems.push_back({std::move(problem), std::move(file)});
    }

    std::vector<std::string> names_in(const std::string& sub_folder) {
        std::vector<std::string> names;
        const fs::path path = sub_folder.empty() ? folder_ : folder_ / sub_folder;
        std::error_code error;
        fs::directory_iterator entries(path, error);
        const fs::directory_iterator end;
        while (!error && entries != end) {
            const std::string name = entries->path().filename().string();
            if (!is_passed_over(name)) names.push_back(name);
            entries.increment(error);
        }
        if (error) {
            report(sub_folder, error_of("not-a-folder", "This folder cannot be read: " + error.message() + ".",
                                        "Name a folder that is there and may be read."));
        }
        std::sort(names.begin(), names.end());
        return names;
    }

    void add(std::string name, PackFileRole role, RecordKind kind = RecordKind::Article) {
        const fs::path path = folder_ / name;
        const bool is_read_whole = role == PackFileRole::Articles || role == PackFileRole::Triage;
        const std::uintmax_t limit = is_read_whole ? kMaxLineBytes : kMaxFileBytes;
        if (auto problem = check_file(folder_, path, limit)) {
            report(std::move(name), std::move(*problem));
            return;
        }
        listing_.files.push_back({std::move(name), path, role, kind});
    }

    void add_folder(const std::string& name, PackFileRole role, std::string_view extension) {
        if (!is_inside(folder_, folder_ / name)) {
            report(name, *check_file(folder_, folder_ / name, kMaxFileBytes));
            return;
        }
        for (const std::string& inner : names_in(name)) {
            if (inner.ends_with(extension)) {
                add(name + "/" + inner, role);
            } else {
                report(name + "/" + inner, error_of("unknown-file", "This file does not belong here.",
                                                    "The folder " + name + " holds files that end in " +
                                                        std::string(extension) + " only; rename, move or remove it."));
            }
        }
    }

    void place_top(const std::string& name) {
        if (name == "pack.toml") return;
        if (name == "sources.jsonl") return add(name, PackFileRole::Sources);
        if (name == "red_flags.jsonl") return add(name, PackFileRole::RedFlags);
        if (name == "overrides.jsonl") return add(name, PackFileRole::Overrides);
        if (name == "concepts") return add_folder(name, PackFileRole::Concepts, ".jsonl");
        if (name == "relations") return add_folder(name, PackFileRole::Relations, ".jsonl");
        if (name == "triage") return add_folder(name, PackFileRole::Triage, ".toml");
        if (name == "articles") return add_folder(name, PackFileRole::Articles, ".md");
        if (const auto kind = kRecordFiles.named(name)) return add(name, PackFileRole::Records, *kind);
        report(
            name,
            error_of(
                "unknown-file", "No file or folder of a pack has this name.",
                "Known are pack.toml, sources.jsonl, red_flags.jsonl, overrides.jsonl, doctors.jsonl, hospitals.jsonl, "
                "drugs.jsonl, tests.jsonl, questions.jsonl and the folders concepts, relations, "
                "triage and articles; rename or remove it."));
    }

    const fs::path& folder_;
    PackListing listing_;
};

}  // namespace

PackListing list_pack_files(const fs::path& folder) {
    return Lister(folder).run();
}

std::optional<Problem> check_file(const fs::path& folder, const fs::path& path, std::uintmax_t limit_bytes) {
    std::error_code error;
    const bool is_link = fs::is_symlink(path, error);
    if (!is_inside(folder, path)) {
        if (is_link) {
            return error_of("outside-folder", "This is a link that leaves the folder, or leads nowhere.",
                            "Put the file itself here.");
        }
        return error_of("unreadable-file", "This file cannot be reached.", "Check that it is there and may be read.");
    }
    if (!fs::is_regular_file(path, error)) {
        return error_of("not-a-file", "This is not a regular file.", "Put a plain UTF-8 file here.");
    }
    const std::uintmax_t size_bytes = fs::file_size(path, error);
    if (error || ::access(path.c_str(), R_OK) != 0) {
        return error_of("unreadable-file", "This file cannot be read.", "Give the program the right to read it.");
    }
    if (size_bytes > limit_bytes) {
        return error_of(
            "file-too-large",
            "This file has " + std::to_string(size_bytes) + " bytes; the limit is " + std::to_string(limit_bytes) + ".",
            "Split it, or shorten it.");
    }
    return std::nullopt;
}

std::string_view file_name_of(RecordKind kind) {
    return kRecordFiles.name_of(kind);
}

}  // namespace xinglin
