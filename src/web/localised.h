#pragma once

#include <string>

#include "messages/locale.h"

namespace xinglin {

/// A finished page as the readers of `locale` get it. Its links and forms to pages of this site lead to pages of the
/// same locale; an address that is the same for all (/assets/, /site/, /api/, /feeds/, a file with an ending) stays,
/// and so does a link that names its language (hreflang). Under ZhHant all of its Chinese is converted. A page of the
/// site's own language is returned as it is. Takes pages of Html only: data in them is escaped, so that what looks like
/// an attribute is one. O(page).
std::string localised(std::string page, Locale locale);

}  // namespace xinglin
