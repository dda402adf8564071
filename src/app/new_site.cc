#include "app/new_site.h"

#include <array>

#include "app/data.h"
#include "base/files.h"
#include "knowledge/text_check.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

/// A file of data/site and where it goes in the new folder.
struct Template {
    std::string_view name;
    std::string_view path;
};

constexpr std::array<Template, 8> kTemplates = {{{"pack.toml", "pack/pack.toml"},
                                                 {"example-article.md", "pack/articles/example.md"},
                                                 {"hospitals.jsonl", "pack/hospitals.jsonl"},
                                                 {"doctors.jsonl", "pack/doctors.jsonl"},
                                                 {"doctors.toml", "profiles/doctors.toml"},
                                                 {"articles.toml", "profiles/articles.toml"},
                                                 {"drugs.toml", "profiles/drugs.toml"},
                                                 {"README.md", "README.md"}}};
constexpr std::size_t kLongestTitle = 20;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

Result<Done> write_new(const fs::path& file, std::string_view text, std::vector<std::string>& written) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    auto done = write_file(file, text);
    if (done) written.push_back(file.generic_string());
    return done;
}

}  // namespace

Result<std::vector<std::string>> write_new_site(const fs::path& folder, const fs::path& data, const Date& today) {
    const std::string name = folder.filename().string();
    if (!is_valid_slug(name)) {
        return Error{ErrorCode::InvalidInput,
                     "A site's folder is named with 1 to 80 of the characters a-z 0-9 and hyphen: it names the pack.",
                     name};
    }
    std::error_code error;
    if (fs::exists(folder, error)) {
        return Error{ErrorCode::Conflict, "There is such a folder already; name a new one.", folder.string()};
    }
    const auto filled = [&](std::string_view file) {
        std::string text = replaced(std::string(app_data(file)), "{name}", name);
        text = replaced(std::move(text), "{title}", name.substr(0, kLongestTitle));
        text = replaced(std::move(text), "{today}", today.iso());
        text = replaced(std::move(text), "{year}", today.iso().substr(0, 4));
        return replaced(std::move(text), "{data}", data.generic_string());
    };
    std::vector<std::string> written;
    for (const Template& each : kTemplates) {
        if (auto done = write_new(folder / each.path, filled(each.name), written); !done) return done.error();
    }
    const fs::path site = data / "site.toml";
    if (!fs::exists(site, error)) {
        if (auto done = write_new(site, filled("site.toml"), written); !done) return done.error();
    }
    return written;
}

}  // namespace xinglin
