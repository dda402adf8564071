#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "relate/relate.h"

namespace xinglin {

/// A line of the footer that leads somewhere, such as a filing number to where it can be looked up.
struct SiteLink {
    std::string text;
    std::string url;  ///< https://… or a path of this site

    friend bool operator==(const SiteLink&, const SiteLink&) = default;
};

/// An operator's picture, from beside the file that names it.
struct SiteLogo {
    std::string type;  ///< "image/svg+xml", "image/png", "image/webp" or "image/jpeg"
    std::string bytes;

    friend bool operator==(const SiteLogo&, const SiteLogo&) = default;
};

/// What makes the program one operator's site: site.toml (docs/SITE.md). What stands here is a site without one.
struct SiteSettings {
    std::string name = "杏林";
    std::string tagline = "疾病、症状、检查、用药和就诊科室，每一条相关内容都写明为什么、依据什么。";
    std::string description = "每一条相关内容都写明为什么、依据什么的中文健康门户。";
    std::string base_address;  ///< "https://health.example.org", nothing after the host; "": what a request asked for
    std::optional<SiteLogo> logo;
    std::string brand_colour;       ///< "#rrggbb" in the light, "" for ours
    std::string brand_colour_dark;  ///< the same in the dark
    std::vector<std::string> footer;
    std::vector<SiteLink> filings;  ///< ICP and police filing numbers, with where they can be looked up
    std::string phone;
    std::string email;
    std::string address;
    std::string security_contact;  ///< "mailto:…" or "https://…": where to report a weakness (RFC 9116); "" nowhere
    Date security_expires;         ///< until when that holds
    PanelSet hidden_panels{};      ///< not on this site's pages, nor at their own addresses

    friend bool operator==(const SiteSettings&, const SiteSettings&) = default;
};

/// A site without a site.toml; the same object at each call.
const std::shared_ptr<const SiteSettings>& default_site();

/// The settings in force, and how often they were changed.
struct SiteEdition {
    std::shared_ptr<const SiteSettings> settings = default_site();
    std::int64_t number = 0;
};

/// Reads site.toml. InvalidInput with `where` "file:line:column" for what is no TOML, an unknown field, a value that
/// cannot be; a logo is read from beside the file (NotFound, or TooLarge above 256 KiB). O(file).
Result<SiteSettings> parse_site_settings(std::string_view text, const std::filesystem::path& file);
Result<SiteSettings> read_site_settings(const std::filesystem::path& file);

/// Whether it has colours of its own.
bool has_theme(const SiteSettings& settings);

/// Custom properties of the site's colours for its pages; "" when there are none.
std::string theme_css(const SiteSettings& settings);

/// Follows one site.toml: tells when it was written anew (a new logo of the same name is seen then). One thread's.
class SiteFile {
  public:
    explicit SiteFile(std::filesystem::path file) : file_(std::move(file)) {}

    const std::filesystem::path& path() const { return file_; }

    /// Nothing when the file is as it was at the last call (the first call always answers): otherwise the settings in
    /// it, those of a site without one when the file is not there, or what is wrong with it. A stat, when nothing
    /// changed.
    std::optional<Result<SiteSettings>> changed();

  private:
    std::filesystem::path file_;
    std::string stamp_;  // of the last call: the time and size of the file
};

}  // namespace xinglin
