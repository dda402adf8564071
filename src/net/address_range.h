#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/exchange.h"

namespace xinglin {

/// An IPv4 or IPv6 address; 10.0.0.1 and ::ffff:10.0.0.1 are one.
class IpAddress {
  public:
    /// Nothing for what is no address; an IPv6 address may stand in brackets, and either may have a port.
    static std::optional<IpAddress> parse(std::string_view text);

    std::string text() const;
    bool is_v4() const;
    /// Whose allowance it shares: an IPv4 address its own, an IPv6 address that of its /64, which one customer has.
    std::string household() const;

  private:
    friend class AddressRange;
    std::array<std::uint8_t, 16> bytes_{};  // IPv4 as ::ffff:a.b.c.d
};

/// Addresses that begin alike: "10.0.0.0/8", "2001:db8::/32", or a single one.
class AddressRange {
  public:
    /// InvalidInput with the mend.
    static Result<AddressRange> parse(std::string_view text);
    bool contains(const IpAddress& address) const;

  private:
    IpAddress first_;
    unsigned bits_ = 128;
};

bool contains(const std::vector<AddressRange>& ranges, std::string_view address);

/// 127.0.0.0/8 and ::1.
std::vector<AddressRange> loopback_ranges();

/// A filter that says who the client is. Behind a proxy that is trusted it is the last address of X-Forwarded-For that
/// is no trusted proxy itself, and X-Forwarded-Proto says whether the reader came by https; from others both are lies
/// and are taken out of the request. Clients of `exempt` have no limit of rate.
Filter client_filter(std::vector<AddressRange> trusted_proxies, std::vector<AddressRange> exempt);

}  // namespace xinglin
