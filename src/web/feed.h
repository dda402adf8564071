#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/views.h"

namespace xinglin {

/// What a feed is of.
struct Feed {
    std::string address;  ///< its own, whole
    std::string title;
    std::string site_name;
    std::string base;  ///< "https://host"
};

/// An Atom feed (RFC 4287). Each entry has the address of its page as its id; days become midnight, UTC.
std::string atom_feed(const Feed& feed, const std::vector<FeedEntry>& entries);

/// The manifest of the site as an app (W3C Web App Manifest): name, icon, where it starts.
std::string web_manifest(const SiteSettings& site, std::string_view icon_url);

/// security.txt (RFC 9116); "" where the operator has named nobody to write to.
std::string security_text(const SiteSettings& site, std::string_view base);

}  // namespace xinglin
