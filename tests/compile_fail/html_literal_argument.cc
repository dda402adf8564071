// expect: html: an argument is
#include "html/html.h"

namespace xinglin {

void page(Html& html, [[maybe_unused]] const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p>{}</p>", "x");
#else
    html.write("<p>{}</p>", std::string_view("x"));
#endif
}

}  // namespace xinglin
