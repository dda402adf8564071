// expect: html: an argument is
#include "html/html.h"

namespace xinglin {

void page(Html& html, [[maybe_unused]] const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p>{}</p>", nullptr);
#else
    html.write("<p>{}</p>", data);
#endif
}

}  // namespace xinglin
