#include "net/address_range.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(IpAddress, ReadsWhatProxiesWrite) {
    EXPECT_EQ(IpAddress::parse("10.0.0.1")->text(), "10.0.0.1");
    EXPECT_EQ(IpAddress::parse("10.0.0.1:443")->text(), "10.0.0.1");
    EXPECT_EQ(IpAddress::parse("::ffff:10.0.0.1")->text(), "10.0.0.1");
    EXPECT_EQ(IpAddress::parse("[2001:DB8::1]:443")->text(), "2001:db8::1");
    for (const char* no : {"", "unknown", "10.0.0", "10.0.0.256", "2001:db8::g", "_hidden"}) {
        EXPECT_FALSE(IpAddress::parse(no)) << no;
    }
}

TEST(IpAddress, AHouseholdSharesItsAllowance) {
    EXPECT_EQ(IpAddress::parse("10.0.0.1")->household(), "10.0.0.1");
    EXPECT_EQ(IpAddress::parse("2001:db8:1:2:3::4")->household(),
              IpAddress::parse("2001:db8:1:2:ffff::1")->household());
    EXPECT_NE(IpAddress::parse("2001:db8:1:2::4")->household(), IpAddress::parse("2001:db8:1:3::4")->household());
}

TEST(AddressRange, ContainsWhatBeginsAlike) {
    const auto holds = [](const char* range, const char* address) {
        const auto parsed = AddressRange::parse(range);
        EXPECT_TRUE(parsed) << range;
        return parsed->contains(*IpAddress::parse(address));
    };
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("10.1.2.128/25", "10.1.2.200"));
    EXPECT_FALSE(holds("10.1.2.128/25", "10.1.2.100"));
    EXPECT_TRUE(holds("10.1.2.3", "::ffff:10.1.2.3"));
    EXPECT_TRUE(holds("0.0.0.0/0", "8.8.8.8"));
    EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
    for (const char* no : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "host"}) {
        EXPECT_FALSE(AddressRange::parse(no)) << no;
    }
}

/// What the filter makes of a request from `peer` with these values of X-Forwarded-For.
Request seen(std::string_view peer, const std::vector<std::string>& forwarded, bool* has_allowance = nullptr) {
    Request request;
    request.client = peer;
    for (const std::string& value : forwarded) request.headers.emplace_back("x-forwarded-for", value);
    request.headers.emplace_back("x-forwarded-proto", "https");
    Exchange exchange{request, peer, 1, true};
    const Filter filter = client_filter({*AddressRange::parse("10.0.0.0/8")}, {*AddressRange::parse("192.0.2.9")});
    EXPECT_FALSE(filter(exchange));
    if (has_allowance != nullptr) *has_allowance = exchange.has_allowance;
    return request;
}

TEST(ClientFilter, BelievesTrustedProxiesAlone) {
    EXPECT_EQ(seen("10.0.0.1", {"192.0.2.7"}).client, "192.0.2.7");
    EXPECT_EQ(seen("10.0.0.1", {"192.0.2.7"}).header("x-forwarded-proto"), "https");
    EXPECT_EQ(seen("192.0.2.8", {"192.0.2.7"}).client, "192.0.2.8");
    EXPECT_EQ(seen("192.0.2.8", {"192.0.2.7"}).header("x-forwarded-proto"), "");
    EXPECT_EQ(seen("10.0.0.1", {}).client, "10.0.0.1");
}

TEST(ClientFilter, TakesTheLastAddressThatIsNoProxy) {
    EXPECT_EQ(seen("10.0.0.1", {"1.1.1.1, 192.0.2.7, 10.0.0.5"}).client, "192.0.2.7") << "the first one was made up";
    EXPECT_EQ(seen("10.0.0.1", {"1.1.1.1", "192.0.2.7:5000"}).client, "192.0.2.7");
    EXPECT_EQ(seen("10.0.0.1", {"192.0.2.7, nonsense, 10.0.0.5"}).client, "10.0.0.5");
    EXPECT_EQ(seen("10.0.0.1", {"10.0.0.7, 10.0.0.5"}).client, "10.0.0.7");
}

TEST(ClientFilter, ExemptsTheClientAndNotItsProxy) {
    bool has_allowance = false;
    seen("10.0.0.1", {"192.0.2.9"}, &has_allowance);
    EXPECT_FALSE(has_allowance);
    seen("10.0.0.1", {"192.0.2.7"}, &has_allowance);
    EXPECT_TRUE(has_allowance);
}

}  // namespace
}  // namespace xinglin
