// expect: placeholder_decides_the_host_of_a_url
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<a href='https://{}'>x</a>", data);
#else
    html.write("<a href='https://example.org/{}'>x</a>", data);
#endif
}

}  // namespace xinglin
