// Beast's parser knows the grammar; what it leaves to its user is here. It limits the bytes of one field, not of a
// head that arrives field by field, and not chunk extensions and trailers, so the bytes are counted; and it accepts
// a missing Host, two of them, and transfer codings that nobody decodes.
#include "net/request_reader.h"

// g++ 12 with sanitizers takes Boost's empty optional for an uninitialised one.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <algorithm>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "net/target.h"

namespace xinglin {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Parser = http::request_parser<http::string_body>;
using Message = http::request<http::string_body>;

constexpr std::size_t kHeadPiece = 4 * 1024;
constexpr std::size_t kBodyPiece = 64 * 1024;
constexpr std::size_t kIdleCapacity = 16 * 1024;
// "0\r\n\r\n": nothing shorter ends a chunked body, and Beast's parser relies on having as much when it goes on.
constexpr std::size_t kShortestChunkedEnd = 5;
// One-byte chunks are six bytes on the wire; more overhead than this is an attack.
constexpr std::size_t kChunkOverhead = 8;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return beast::iequals(beast::string_view(a.data(), a.size()), beast::string_view(b.data(), b.size()));
}

Method method_of(http::verb verb) {
    if (verb == http::verb::get) return Method::Get;
    if (verb == http::verb::head) return Method::Head;
    if (verb == http::verb::post) return Method::Post;
    if (verb == http::verb::put) return Method::Put;
    if (verb == http::verb::delete_) return Method::Delete;
    if (verb == http::verb::options) return Method::Options;
    return Method::Other;
}

void assign_lower(std::string& out, beast::string_view text) {
    out.assign(text.data(), text.size());
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
}

using Fields = std::vector<std::pair<std::string, std::string>>;

/// Overwrites `fields` in place, so that a kept-alive connection allocates little for its later requests.
void copy_fields(const Message& message, Fields& fields) {
    std::size_t count = 0;
    for (const auto& field : message) {
        if (count == fields.size()) fields.emplace_back();
        auto& [name, value] = fields[count++];
        assign_lower(name, field.name_string());
        value.assign(field.value().data(), field.value().size());
    }
    fields.resize(count);
}

bool is_host(std::string_view host) {
    constexpr std::string_view kAllowed = "-._~!$&'()*+,;=%:[]";
    return !host.empty() && std::all_of(host.begin(), host.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kAllowed.find(c) != std::string_view::npos;
    });
}

/// RFC 9112 section 3.2: exactly one Host, which HTTP/1.0 alone may leave out.
bool has_sound_host(const Message& message) {
    const auto hosts = message.count(http::field::host);
    if (hosts == 0) return message.version() < 11;
    return hosts == 1 && is_host(view(message[http::field::host]));
}

/// The status that refuses the framing of the body (RFC 9112 section 6), or 0.
int framing_fault(const Message& message) {
    const auto codings = message.count(http::field::transfer_encoding);
    if (codings == 0) return 0;
    if (message.count(http::field::content_length) > 0 || message.version() < 11) return 400;
    const std::string_view coding = view(message[http::field::transfer_encoding]);
    return codings == 1 && equals_ignoring_case(coding, "chunked") ? 0 : 501;
}

int status_of(const beast::error_code& error) {
    if (error == http::error::body_limit || error == http::error::buffer_overflow) return 413;
    return 400;
}

}  // namespace

struct RequestReader::Parts {
    explicit Parts(Limits given) : limits(given) {}

    std::string_view unread() const { return {static_cast<const char*>(buffer.data().data()), buffer.size()}; }
    /// RFC 9112 section 2.2: empty lines before a request line are to be ignored.
    void skip_empty_lines() {
        while (unread().starts_with("\r\n")) buffer.consume(2);
    }
    void begin() {
        parser.emplace();
        parser->header_limit(static_cast<std::uint32_t>(limits.head_bytes));
        parser->body_limit(limits.body_bytes);
        head_bytes = 0;
        body_wire_bytes = 0;
        is_head_taken = false;
    }
    /// Keeps the fields' memory for the next request.
    void forget_request() {
        spare_fields = std::move(request.headers);
        request = {};
        request.path = "/";
    }
    State refuse(int with) {
        if (!is_head_taken) copy_head();
        status = with;
        return state = State::Refused;
    }
    /// Copies what is known of the head; false when the target is no sound one.
    bool copy_head() {
        const Message& message = parser->get();
        is_head_taken = true;
        request.method = method_of(message.method());
        request.headers = std::move(spare_fields);
        copy_fields(message, request.headers);
        auto target = parse_target(view(message.target()));
        if (!target) {
            request.path = path_of_bad_target(view(message.target()));
            return false;
        }
        request.path = std::move(target->path);
        request.query = std::move(target->query);
        return true;
    }
    bool must_wait() const {
        if (!parser->is_header_done()) return buffer.size() == 0;
        return buffer.size() < (parser->chunked() ? kShortestChunkedEnd : 1);
    }

    State read_head();
    State read_body();
    State take_head();
    State head_too_large();

    Limits limits;
    beast::flat_buffer buffer;
    std::optional<Parser> parser;  ///< nothing between requests
    Request request;
    State state = State::Empty;
    std::size_t head_bytes = 0;
    std::size_t body_wire_bytes = 0;
    int status = 0;
    Fields spare_fields;
    bool is_head_taken = false;
    bool awaits_continue = false;
};

RequestReader::State RequestReader::Parts::head_too_large() {
    const bool has_request_line =
        head_bytes > 0 || unread().substr(0, limits.head_bytes).find("\r\n") != std::string_view::npos;
    return refuse(has_request_line ? 431 : 414);
}

RequestReader::State RequestReader::Parts::read_head() {
    beast::error_code error;
    const std::size_t size = parser->put(buffer.data(), error);
    buffer.consume(size);
    head_bytes += size;
    if (error == http::error::header_limit) return head_too_large();
    if (error && error != http::error::need_more) return refuse(status_of(error));
    const bool is_whole = parser->is_header_done();
    if (head_bytes + (is_whole ? 0 : buffer.size()) > limits.head_bytes) return head_too_large();
    return is_whole ? take_head() : State::Partial;
}

RequestReader::State RequestReader::Parts::take_head() {
    const Message& message = parser->get();
    if (!copy_head() || !has_sound_host(message)) return refuse(400);
    if (const int fault = framing_fault(message)) return refuse(fault);
    if (message.count(http::field::expect) > 0 && message.version() >= 11) {
        if (!equals_ignoring_case(view(message[http::field::expect]), "100-continue")) return refuse(417);
        awaits_continue = !parser->is_done();
    }
    parser->eager(true);
    return State::Partial;
}

RequestReader::State RequestReader::Parts::read_body() {
    beast::error_code error;
    const std::size_t size = parser->put(buffer.data(), error);
    buffer.consume(size);
    body_wire_bytes += size;
    awaits_continue = false;
    if (body_wire_bytes > kChunkOverhead * limits.body_bytes + limits.head_bytes) return refuse(413);
    if (error && error != http::error::need_more) return refuse(status_of(error));
    if (error && buffer.size() > limits.head_bytes) return refuse(431);
    return State::Partial;
}

RequestReader::RequestReader(Limits limits) : parts_(std::make_unique<Parts>(limits)) {
    parts_->request.path = "/";
}

RequestReader::~RequestReader() = default;

std::span<char> RequestReader::space() {
    const bool in_body = parts_->parser && parts_->parser->is_header_done();
    const auto room = parts_->buffer.prepare(in_body ? kBodyPiece : kHeadPiece);
    return {static_cast<char*>(room.data()), room.size()};
}

void RequestReader::commit(std::size_t size) {
    parts_->buffer.commit(size);
}

RequestReader::State RequestReader::parse() {
    Parts& parts = *parts_;
    if (parts.state == State::Ready || parts.state == State::Refused) return parts.state;
    if (!parts.parser) {
        parts.skip_empty_lines();
        if (parts.buffer.size() == 0 || parts.unread() == "\r") return State::Empty;
        parts.begin();
    }
    while (true) {
        if (parts.parser->is_done()) break;
        if (parts.must_wait()) return parts.state = State::Partial;
        const std::size_t before = parts.buffer.size();
        const bool in_head = !parts.parser->is_header_done();
        if ((in_head ? parts.read_head() : parts.read_body()) == State::Refused) return State::Refused;
        if (parts.buffer.size() == before) return parts.state = State::Partial;
    }
    parts.request.body = std::move(parts.parser->get().body());
    return parts.state = State::Ready;
}

const Request& RequestReader::request() const {
    return parts_->request;
}

Request& RequestReader::request_for_filters() {
    return parts_->request;
}

std::size_t RequestReader::held_bytes() const {
    const std::size_t body = parts_->parser ? parts_->parser->get().body().size() : 0;
    return parts_->buffer.size() + body;
}

std::string RequestReader::take_unread() {
    std::string unread(parts_->unread());
    parts_->buffer.consume(unread.size());
    return unread;
}

int RequestReader::refusal() const {
    return parts_->status;
}

bool RequestReader::is_keep_alive() const {
    return parts_->state == State::Ready && parts_->parser->get().keep_alive();
}

bool RequestReader::is_http_1_0() const {
    return parts_->parser && parts_->parser->get().version() < 11;
}

bool RequestReader::take_expectation() {
    return std::exchange(parts_->awaits_continue, false);
}

void RequestReader::next() {
    Parts& parts = *parts_;
    parts.parser.reset();
    parts.state = State::Empty;
    parts.awaits_continue = false;
    parts.forget_request();
    if (parts.buffer.size() == 0 && parts.buffer.capacity() > kIdleCapacity) {
        parts.buffer.clear();
        parts.buffer.shrink_to_fit();
    }
}

}  // namespace xinglin
