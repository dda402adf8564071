// The bytes of one connection, given to the reader in pieces that the first byte chooses: no cut changes which requests
// come out, every one of them keeps the promises of Request, and the memory stays within the limits.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "net/request_reader.h"
#include "text/utf8.h"

namespace {

using xinglin::RequestReader;

constexpr RequestReader::Limits kLimits{.head_bytes = 512, .body_bytes = 64};

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const xinglin::Request& request) {
    require(request.path.starts_with('/'));
    require(!xinglin::first_invalid_utf8(request.path).has_value());
    require(request.path.find('\0') == std::string::npos);
    require(request.body.size() <= kLimits.body_bytes);
    std::size_t head = 0;
    for (const auto& [name, value] : request.headers) {
        head += name.size() + value.size();
        require(std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
        require(value.find_first_of("\r\n") == std::string::npos);
    }
    require(head <= kLimits.head_bytes);
}

/// The paths and bodies of the requests that came out.
std::vector<std::string> read_in_pieces(std::string_view bytes, std::size_t piece) {
    RequestReader reader(kLimits);
    std::vector<std::string> requests;
    while (true) {
        const auto state = reader.parse();
        if (state == RequestReader::State::Refused) {
            const int status = reader.refusal();
            require((status >= 400 && status <= 431) || status == 501);
            return requests;
        }
        if (state == RequestReader::State::Ready) {
            check(reader.request());
            requests.push_back(reader.request().path + "\n" + reader.request().body);
            reader.next();
            continue;
        }
        if (bytes.empty()) return requests;
        const auto space = reader.space();
        const std::size_t size = std::min({piece, space.size(), bytes.size()});
        std::copy_n(bytes.begin(), size, space.begin());
        reader.commit(size);
        bytes.remove_prefix(size);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    require(read_in_pieces(bytes, bytes.size()) == read_in_pieces(bytes, 1 + data[0] % 16));
    return 0;
}
