#include "net/content.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/check.h"
#include "base/strings.h"

namespace xinglin {
namespace {

constexpr int kGzipWindow = 15 + 16;  // 32 KB, and a gzip wrapper instead of zlib's
constexpr int kGzipMemory = 8;

/// Measured on pages of 11 and 20 KB: brotli 9 takes ten times as long as 8 and saves nothing; 11 takes thirty times as
/// long and saves a tenth.
struct Levels {
    int gzip;
    int brotli;
};
constexpr Levels kQuick{6, 8};
constexpr Levels kSmallest{9, 11};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// "0.5" as 500; a q that cannot be read counts as a refusal.
int read_thousandths(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    int value = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return 0;
    int unit = 100;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (digit < '0' || digit > '9') return 0;
        value += (digit - '0') * unit;
        unit /= 10;
    }
    return std::min(value, 1000);
}

struct Preference {
    std::string_view coding;
    int thousandths = 1000;
};

Preference read_preference(std::string_view item) {
    Preference preference{trimmed(item.substr(0, item.find(';')))};
    const auto semicolon = item.find(';');
    if (semicolon == std::string_view::npos) return preference;
    const std::string_view parameter = trimmed(item.substr(semicolon + 1));
    if (parameter.size() > 2 && lower(parameter[0]) == 'q' && parameter[1] == '=') {
        preference.thousandths = read_thousandths(parameter.substr(2));
    }
    return preference;
}

/// What a field says of each coding, in thousandths; nothing where it is silent.
struct Preferences {
    std::optional<int> identity, gzip, brotli, any;
};

Preferences read_preferences(std::string_view field) {
    Preferences preferences;
    while (!field.empty()) {
        const std::string_view item = field.substr(0, field.find(','));
        field.remove_prefix(std::min(field.size(), item.size() + 1));
        const auto [coding, thousandths] = read_preference(item);
        if (coding == "*") preferences.any = thousandths;
        if (equals_ignoring_case(coding, "br")) preferences.brotli = thousandths;
        if (equals_ignoring_case(coding, "identity")) preferences.identity = thousandths;
        if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip")) {
            preferences.gzip = thousandths;
        }
    }
    return preferences;
}

std::string brotli(std::string_view bytes, int quality) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    const auto done = BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                            reinterpret_cast<std::uint8_t*>(out.data()));
    CHECK(done == BROTLI_TRUE);
    out.resize(size);
    return out;
}

}  // namespace

Encoding negotiate(std::string_view accept_encoding, Forms forms) {
    const Preferences asked = read_preferences(accept_encoding);
    const int otherwise = asked.any.value_or(0);
    const int brotli_weight = forms.brotli ? asked.brotli.value_or(otherwise) : 0;
    const int gzip_weight = forms.gzip ? asked.gzip.value_or(otherwise) : 0;
    const int identity_weight = asked.identity.value_or(0);
    if (brotli_weight > 0 && brotli_weight >= gzip_weight && brotli_weight >= identity_weight) return Encoding::Brotli;
    if (gzip_weight > 0 && gzip_weight >= identity_weight) return Encoding::Gzip;
    return Encoding::Identity;
}

std::string etag_of(const Content& content, Encoding encoding) {
    std::string tag = content.etag;
    if (tag.size() < 2) return tag;
    switch (encoding) {
        case Encoding::Identity:
            return tag;
        case Encoding::Gzip:
            return tag.insert(tag.size() - 1, "-gz");
        case Encoding::Brotli:
            return tag.insert(tag.size() - 1, "-br");
    }
    return tag;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
    if (etag.empty()) return false;
    if (trimmed(if_none_match) == "*") return true;
    while (!if_none_match.empty()) {
        std::string_view item = if_none_match.substr(0, if_none_match.find(','));
        if_none_match.remove_prefix(std::min(if_none_match.size(), item.size() + 1));
        item = trimmed(item);
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item == etag) return true;
    }
    return false;
}

bool is_compressible(std::string_view type) {
    type = trimmed(type.substr(0, type.find(';')));
    if (type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml")) return true;
    constexpr std::array<std::string_view, 4> kTypes{"application/json", "application/javascript", "application/xml",
                                                     "application/x-ndjson"};
    return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

std::string gzip(std::string_view bytes, int level) {
    z_stream stream{};
    CHECK(deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kGzipMemory, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    CHECK(status == Z_STREAM_END);
    return out;
}

std::shared_ptr<const Content> make_content(std::string type, std::string body, Packing packing) {
    const Levels levels = packing == Packing::Quick ? kQuick : kSmallest;
    auto content = std::make_shared<Content>();
    content->type = std::move(type);
    content->identity = std::move(body);
    content->etag += '"';
    content->etag += hex16(fnv1a(content->identity));
    content->etag += '"';
    if (packing != Packing::OnTheFly && is_compressible(content->type)) {
        content->gzip = gzip(content->identity, levels.gzip);
        content->brotli = brotli(content->identity, levels.brotli);
    }
    if (content->gzip.size() >= content->identity.size()) content->gzip.clear();
    if (content->brotli.size() >= content->identity.size()) content->brotli.clear();
    return content;
}

}  // namespace xinglin
