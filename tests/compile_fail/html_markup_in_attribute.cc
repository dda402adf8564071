// expect: markup_or_writer_where_only_data_may_stand
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data, const Markup& markup) {
#ifdef MUST_FAIL
    html.write("<p class='{}'>{}</p>", markup, data);
#else
    html.write("<p class='{}'>{}</p>", data, markup);
#endif
}

}  // namespace xinglin
