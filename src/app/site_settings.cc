#include "app/site_settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/files.h"
#include "base/json_fields.h"
#include "base/strings.h"
#include "pack/toml_text.h"

namespace xinglin {
namespace {

constexpr std::uintmax_t kMaxSettingsBytes = std::uintmax_t{64} << 10;
constexpr std::uintmax_t kMaxLogoBytes = std::uintmax_t{256} << 10;
constexpr std::size_t kMaxNameBytes = 60;
constexpr double kLeastContrast = 4.5;  // WCAG 2.2, 1.4.3

// What brand colours stand on or under: the sheets of site.css, in the light and in the dark.
constexpr std::string_view kPaper = "#ffffff";
constexpr std::string_view kPaperDark = "#1a2221";

constexpr std::string_view kIcpRegister = "https://beian.miit.gov.cn/";
constexpr std::string_view kPoliceRegister = "https://beian.mps.gov.cn/#/query/webSearch?code=";

using Colour = std::array<std::uint8_t, 3>;

std::optional<Colour> colour_from(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') return std::nullopt;
    Colour colour{};
    for (std::size_t i = 0; i < colour.size(); ++i) {
        const char* begin = text.data() + 1 + 2 * i;
        const auto read = std::from_chars(begin, begin + 2, colour[i], 16);
        if (read.ec != std::errc() || read.ptr != begin + 2) return std::nullopt;
    }
    return colour;
}

std::string text_of(const Colour& colour) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "#";
    for (const std::uint8_t part : colour) text.append({kDigits[part / 16], kDigits[part % 16]});
    return text;
}

/// `share` of `one`, the rest of `other`.
Colour mixed(const Colour& one, double share, const Colour& other) {
    Colour made{};
    for (std::size_t i = 0; i < made.size(); ++i)
        made[i] = static_cast<std::uint8_t>(std::lround(share * one[i] + (1 - share) * other[i]));
    return made;
}

/// Relative luminance and contrast as WCAG 2.2 defines them.
double luminance(const Colour& colour) {
    constexpr std::array<double, 3> kWeights{0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (std::size_t i = 0; i < colour.size(); ++i) {
        const double part = colour[i] / 255.0;
        sum += kWeights[i] * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast(const Colour& one, const Colour& other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::string read_colour(JsonFields& fields, std::string_view field, std::string_view paper) {
    const std::string written = fields.text(field);
    if (written.empty()) return {};
    const auto colour = colour_from(written);
    if (!colour) {
        fields.fail(field, "A colour is # and six hexadecimal digits, such as \"#0d5c54\".");
        return {};
    }
    if (contrast(*colour, colour_from(paper).value_or(Colour{})) < kLeastContrast) {
        fields.fail(field, "Text in this colour on " + std::string(paper) +
                               " has a contrast below 4.5:1 and is hard to read; take a " +
                               (paper == kPaper ? "darker" : "lighter") + " one.");
    }
    return text_of(*colour);
}

std::string read_base_address(JsonFields& fields) {
    std::string address = fields.text("base_address");
    if (address.ends_with('/')) address.pop_back();
    if (address.empty()) return {};
    const std::size_t scheme = address.starts_with("https://") ? 8 : address.starts_with("http://") ? 7 : 0;
    const std::string_view host = std::string_view(address).substr(scheme);
    constexpr std::string_view kHostCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-:[]";
    if (scheme == 0 || host.empty() || host.find_first_not_of(kHostCharacters) != std::string_view::npos) {
        fields.fail("base_address",
                    "This must be the scheme and host alone, in small letters: \"https://health.example.org\".");
    }
    return address;
}

std::optional<SiteLogo> read_logo(JsonFields& fields, const std::filesystem::path& folder) {
    const std::string name = fields.text("logo");
    if (name.empty()) return std::nullopt;
    struct Kind {
        std::string_view ending;
        std::string_view type;
    };
    constexpr std::array<Kind, 5> kKinds{{{".svg", "image/svg+xml"},
                                          {".png", "image/png"},
                                          {".webp", "image/webp"},
                                          {".jpg", "image/jpeg"},
                                          {".jpeg", "image/jpeg"}}};
    const auto kind = std::ranges::find_if(kKinds, [&](const Kind& each) { return name.ends_with(each.ending); });
    if (kind == kKinds.end() || name.find_first_of("/\\") != std::string::npos) {
        fields.fail("logo", "This must be the name of an .svg, .png, .webp or .jpg file beside site.toml.");
        return std::nullopt;
    }
    auto bytes = read_file(folder / name, kMaxLogoBytes);
    if (!bytes) {
        fields.fail("logo", bytes.error().message + " (" + bytes.error().where + ")");
        return std::nullopt;
    }
    return SiteLogo{std::string(kind->type), std::move(*bytes)};
}

std::vector<SiteLink> read_filings(JsonFields& fields) {
    std::vector<SiteLink> filings;
    if (const std::string icp = fields.text("icp_filing"); !icp.empty())
        filings.push_back({icp, std::string(kIcpRegister)});
    if (const std::string police = fields.text("police_filing"); !police.empty()) {
        std::string digits;
        std::ranges::copy_if(police, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
        filings.push_back({police, std::string(kPoliceRegister) + digits});
    }
    return filings;
}

PanelSet read_hidden_panels(JsonFields& fields) {
    PanelSet hidden{};
    const std::vector<std::string> names = fields.texts("hidden_panels");
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto panel = panel_named(names[i]);
        if (panel) {
            hidden.add(*panel);
        } else {
            fields.fail(
                "hidden_panels[" + std::to_string(i) + "]",
                "A panel is one of doctors, articles, questions, drugs, tests, procedures, conditions, hospitals, "
                "departments.");
        }
    }
    return hidden;
}

/// What security.txt says; one without the other is no valid file.
void read_security(JsonFields& fields, SiteSettings& settings) {
    settings.security_contact = fields.text("security_contact");
    const std::string expires = fields.text("security_expires");
    const bool is_address =
        settings.security_contact.starts_with("mailto:") || settings.security_contact.starts_with("https://");
    if (!settings.security_contact.empty() &&
        (!is_address || settings.security_contact.find_first_of(" \r\n") != std::string::npos)) {
        fields.fail("security_contact", "This begins with mailto: or https:// and has no blanks.");
    }
    if (settings.security_contact.empty() != expires.empty()) {
        fields.fail("security_expires", "security_contact and security_expires go together.");
    }
    if (expires.empty()) return;
    const auto day = Date::parse(expires);
    if (day) {
        settings.security_expires = *day;
    } else {
        fields.fail("security_expires", "A day is written 2027-06-30.");
    }
}

/// `settings` with what the file says in place of what it had.
void read_texts(JsonFields& fields, SiteSettings& settings) {
    settings.name = fields.required_text("name");
    if (settings.name.size() > kMaxNameBytes)
        fields.fail("name", "A site's name has at most 60 bytes (20 characters).");
    if (std::string tagline = fields.text("tagline"); !tagline.empty()) settings.tagline = std::move(tagline);
    if (std::string text = fields.text("description"); !text.empty()) settings.description = std::move(text);
    settings.footer = fields.texts("footer");
    settings.phone = fields.text("phone");
    settings.email = fields.text("email");
    if (!settings.email.empty() && settings.email.find('@') == std::string::npos)
        fields.fail("email", "This is no e-mail address.");
    settings.address = fields.text("address");
}

}  // namespace

const std::shared_ptr<const SiteSettings>& default_site() {
    static const auto site = std::make_shared<const SiteSettings>();
    return site;
}

Result<SiteSettings> parse_site_settings(std::string_view text, const std::filesystem::path& file) {
    const auto place_in = [&](Place place) {
        return file.string() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    };
    const FieldText read = parse_toml(text, 1);
    if (read.fault) {
        return Error{ErrorCode::InvalidInput, read.fault->message + " " + read.fault->mend,
                     place_in(read.fault->place)};
    }
    SiteSettings settings;
    JsonFields fields(read.object);
    read_texts(fields, settings);
    settings.base_address = read_base_address(fields);
    settings.logo = read_logo(fields, file.parent_path());
    settings.brand_colour = read_colour(fields, "brand_colour", kPaper);
    settings.brand_colour_dark = read_colour(fields, "brand_colour_dark", kPaperDark);
    settings.filings = read_filings(fields);
    settings.hidden_panels = read_hidden_panels(fields);
    read_security(fields, settings);
    const auto done = fields.finish();
    if (done) return settings;
    std::string message = done.error().where + ": " + done.error().message;
    if (done.error().message.starts_with(kUnknownFieldMessage)) message += " docs/SITE.md lists the fields.";
    return Error{ErrorCode::InvalidInput, std::move(message), place_in(read.places.of(done.error().where))};
}

Result<SiteSettings> read_site_settings(const std::filesystem::path& file) {
    const auto text = read_file(file, kMaxSettingsBytes);
    if (!text) return text.error();
    return parse_site_settings(*text, file);
}

bool has_theme(const SiteSettings& settings) {
    return !settings.brand_colour.empty() || !settings.brand_colour_dark.empty();
}

std::string theme_css(const SiteSettings& settings) {
    // As site.css makes its own: the header's ground, and the tint behind marks.
    const auto properties = [](const Colour& brand, const Colour& deep, const Colour& paper) {
        return ":root{--brand:" + text_of(brand) + ";--brand-deep:" + text_of(deep) +
               ";--brand-tint:" + text_of(mixed(brand, 0.1, paper)) + "}";
    };
    constexpr Colour kBlack{0, 0, 0};
    std::string css;
    if (const auto light = colour_from(settings.brand_colour))
        css += properties(*light, mixed(*light, 0.7, kBlack), colour_from(kPaper).value_or(kBlack));
    if (const auto dark = colour_from(settings.brand_colour_dark)) {
        css += "@media (prefers-color-scheme:dark){" +
               properties(*dark, mixed(*dark, 0.25, kBlack), colour_from(kPaperDark).value_or(kBlack)) + "}";
    } else if (!css.empty()) {
        // Ours again in the dark: a colour made for white paper is not read there.
        css = "@media (prefers-color-scheme:light){" + css + "}";
    }
    return css;
}

std::optional<Result<SiteSettings>> SiteFile::changed() {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(file_, error);
    std::string stamp = "none";
    if (!error) {
        stamp = std::to_string(time.time_since_epoch().count()) + " ";
        stamp += std::to_string(std::filesystem::file_size(file_, error));
    }
    if (stamp == stamp_) return std::nullopt;
    stamp_ = std::move(stamp);
    if (stamp_ == "none") return Result<SiteSettings>(SiteSettings());
    return read_site_settings(file_);
}

}  // namespace xinglin
