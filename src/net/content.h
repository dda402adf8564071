#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace xinglin {

enum class Encoding { Identity, Gzip, Brotli };

/// Which forms of an answer there are besides the identity.
struct Forms {
    bool gzip = false;
    bool brotli = false;
};

/// The form that an Accept-Encoding field asks for (RFC 9110 section 12.5.3): the highest q, and at equal q the
/// smallest form. An empty field, or one that accepts no form we have, gets the identity.
Encoding negotiate(std::string_view accept_encoding, Forms forms);

/// The tag of one form of a content: a strong tag must differ between forms.
std::string etag_of(const Content& content, Encoding encoding);

/// Whether an If-None-Match field names `etag`, compared weakly as RFC 9110 section 13.1.2 demands.
bool names_etag(std::string_view if_none_match, std::string_view etag);

/// Text, JSON, XML, scripts, SVG: what compression makes smaller.
bool is_compressible(std::string_view type);

/// The gzip form at `level` (1 to 9). 1 costs some 70 µs for 20 KB, 9 three times that.
std::string gzip(std::string_view bytes, int level);

}  // namespace xinglin
