// expect: html: an argument is
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p>{}</p>", data.c_str());
#else
    html.write("<p>{}</p>", data);
#endif
}

}  // namespace xinglin
