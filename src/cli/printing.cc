#include "cli/printing.h"

#include <ostream>

namespace xinglin {

int print_error(const Error& error, const Streams& streams) {
    streams.err << "xinglin: " << error.message;
    if (!error.where.empty()) streams.err << " (" << error.where << ")";
    streams.err << '\n';
    return 1;
}

}  // namespace xinglin
