#include "messages/locale.h"

#include "base/name_table.h"
#include "base/strings.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostBytesRead = 1000;
constexpr NameTable<Locale> kTags("zh-Hans", "zh-Hant", "en");
constexpr NameTable<Locale> kPrefixes("", "/zh-hant", "/en");
constexpr NameTable<Locale> kOwnNames("简体中文", "繁體中文", "English");

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// "en-GB" is in the range "en".
bool is_in_range(std::string_view tag, std::string_view range) {
    return tag.starts_with(range) && (tag.size() == range.size() || tag[range.size()] == '-');
}

std::optional<Locale> locale_named(std::string_view written) {
    const std::string tag = lower_case(written);
    if (tag == "*") return Locale::ZhHans;
    if (is_in_range(tag, "en")) return Locale::En;
    if (!is_in_range(tag, "zh")) return std::nullopt;
    for (const std::string_view traditional : {"zh-hant", "zh-tw", "zh-hk", "zh-mo"}) {
        if (is_in_range(tag, traditional)) return Locale::ZhHant;
    }
    return Locale::ZhHans;
}

/// The weight of "en;q=0.8" in thousandths; what is no weight is none.
int weight_of(std::string_view parameters) {
    const std::size_t at = parameters.find("q=");
    if (at == std::string_view::npos) return 1000;
    const std::string_view number = trimmed(parameters.substr(at + 2));
    if (number.empty() || (number[0] != '0' && number[0] != '1')) return 0;
    int weight = number[0] == '1' ? 1000 : 0;
    int unit = 100;
    for (std::size_t i = 2; i < number.size() && unit > 0 && number[0] == '0'; ++i, unit /= 10) {
        if (number[i] < '0' || number[i] > '9') return 0;
        weight += unit * (number[i] - '0');
    }
    return weight;
}

}  // namespace

std::string_view language_tag(Locale locale) {
    return kTags.name_of(locale);
}

std::string_view url_prefix(Locale locale) {
    return kPrefixes.name_of(locale);
}

std::string_view own_name(Locale locale) {
    return kOwnNames.name_of(locale);
}

Locale locale_of_path(std::string_view path) {
    for (const Locale locale : all_of<Locale>) {
        const std::string_view prefix = url_prefix(locale);
        if (prefix.empty() || !path.starts_with(prefix)) continue;
        if (path.size() == prefix.size() || path[prefix.size()] == '/') return locale;
    }
    return Locale::ZhHans;
}

std::string path_in(Locale locale, std::string_view path) {
    std::string whole(url_prefix(locale));
    if (whole.empty() || path != "/") whole += path;
    return whole;
}

Locale preferred_locale(std::string_view accept_language) {
    Locale best = Locale::ZhHans;
    int best_weight = 0;
    for (const std::string_view part : split(accept_language.substr(0, kMostBytesRead), ',')) {
        const std::size_t end = part.find(';');
        const auto locale = locale_named(trimmed(part.substr(0, end)));
        const int weight = end == std::string_view::npos ? 1000 : weight_of(part.substr(end + 1));
        if (!locale || weight <= best_weight) continue;
        best = *locale;
        best_weight = weight;
    }
    return best;
}

}  // namespace xinglin
