#include "net/address_range.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/strings.h"

namespace xinglin {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned kMappedBits = 96;
constexpr unsigned kHouseholdBytes = 8;

/// The address of "[::1]:8080", "10.0.0.1:8080" and of those without a port.
std::string without_port(std::string_view text) {
    if (text.starts_with('[')) return std::string(text.substr(1, text.find(']') - 1));
    const bool is_v4_with_port = text.find('.') != std::string_view::npos && std::ranges::count(text, ':') == 1;
    return std::string(is_v4_with_port ? text.substr(0, text.find(':')) : text);
}

Error no_range(std::string_view text) {
    return {ErrorCode::InvalidInput,
            "This is no address and no range of addresses; write 10.0.0.1, 10.0.0.0/8 or 2001:db8::/32.",
            std::string(text)};
}

/// The value of the last X-Forwarded-For is the proxy's own, so a client cannot hide behind what it sent before.
std::string forwarded_for(const Request& request, std::string_view peer, const std::vector<AddressRange>& trusted) {
    std::string client(peer);
    std::vector<std::string_view> hops;
    for (const auto& [name, value] : request.headers) {
        if (name != "x-forwarded-for") continue;
        for (const std::string_view hop : split(value, ',')) hops.push_back(trimmed(hop));
    }
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const auto address = IpAddress::parse(*hop);
        if (!address) break;
        client = address->text();
        if (!contains(trusted, client)) break;
    }
    return client;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string plain = without_port(text);
    IpAddress address;
    std::ranges::copy(kMappedPrefix, address.bytes_.begin());
    if (inet_pton(AF_INET, plain.c_str(), address.bytes_.data() + kMappedPrefix.size()) == 1) return address;
    if (inet_pton(AF_INET6, plain.c_str(), address.bytes_.data()) == 1) return address;
    return std::nullopt;
}

bool IpAddress::is_v4() const {
    return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes_.begin());
}

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (is_v4()) {
        inet_ntop(AF_INET, bytes_.data() + kMappedPrefix.size(), out.data(), out.size());
    } else {
        inet_ntop(AF_INET6, bytes_.data(), out.data(), out.size());
    }
    return out.data();
}

std::string IpAddress::household() const {
    if (is_v4()) return text();
    IpAddress first = *this;
    std::fill(first.bytes_.begin() + kHouseholdBytes, first.bytes_.end(), std::uint8_t{0});
    return first.text() + "/64";
}

Result<AddressRange> AddressRange::parse(std::string_view text) {
    const std::string_view written = text.substr(0, text.find('/'));
    const auto first = IpAddress::parse(written);
    if (!first) return no_range(text);
    AddressRange range;
    range.first_ = *first;
    if (written.size() == text.size()) return range;
    const std::string_view number = text.substr(written.size() + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), range.bits_);
    const unsigned most = first->is_v4() ? 128 - kMappedBits : 128;
    if (error != std::errc() || end != number.data() + number.size() || range.bits_ > most) return no_range(text);
    if (first->is_v4()) range.bits_ += kMappedBits;
    return range;
}

bool AddressRange::contains(const IpAddress& address) const {
    const unsigned whole = bits_ / 8;
    if (!std::equal(first_.bytes_.begin(), first_.bytes_.begin() + whole, address.bytes_.begin())) return false;
    const unsigned rest = bits_ % 8;
    if (rest == 0) return true;
    const int mask = 0xff << (8 - rest) & 0xff;
    return (first_.bytes_[whole] & mask) == (address.bytes_[whole] & mask);
}

bool contains(const std::vector<AddressRange>& ranges, std::string_view address) {
    const auto parsed = IpAddress::parse(address);
    return parsed && std::ranges::any_of(ranges, [&](const auto& range) { return range.contains(*parsed); });
}

std::vector<AddressRange> loopback_ranges() {
    return {*AddressRange::parse("127.0.0.0/8"), *AddressRange::parse("::1")};
}

Filter client_filter(std::vector<AddressRange> trusted_proxies, std::vector<AddressRange> exempt) {
    return [trusted = std::move(trusted_proxies),
            exempt = std::move(exempt)](Exchange& exchange) -> std::optional<Refusal> {
        Request& request = exchange.request;
        if (contains(trusted, exchange.peer)) {
            request.client = forwarded_for(request, exchange.peer, trusted);
        } else {
            std::erase_if(request.headers, [](const auto& field) { return field.first.starts_with("x-forwarded-"); });
        }
        if (contains(exempt, request.client)) exchange.has_allowance = false;
        return std::nullopt;
    };
}

}  // namespace xinglin
