// Beast does the protocol. What is left: bytes that arrived behind the handshake, a bounded queue of what waits to be
// sent, and the end of the server, of which clients are told (1001) before the socket is closed.

// g++'s thread sanitizer knows no fences; Asio's queues are ordered by their mutexes without them.
#if defined(__SANITIZE_THREAD__)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK 1
#endif
#include "net/web_socket_session.h"

// g++ 12 with sanitizers takes Boost's empty optional for an uninitialised one.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "base/strings.h"

namespace xinglin {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using beast::error_code;

constexpr std::size_t kMaxMessageBytes = 64 * 1024;
constexpr std::size_t kMaxWaitingBytes = 1024 * 1024;
constexpr std::chrono::seconds kHandshakeTime{10};
constexpr std::chrono::seconds kIdleTime{60};  // a ping is sent at half of it

/// A socket of which some bytes were read already.
class PrefixedSocket {
  public:
    using executor_type = SocketExecutor;

    PrefixedSocket(TcpSocket socket, std::string unread) : socket_(std::move(socket)), unread_(std::move(unread)) {}

    executor_type get_executor() { return socket_.get_executor(); }
    TcpSocket& socket() { return socket_; }

    template <typename Buffers, typename Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const Buffers& into) {
                if (unread_.empty()) return socket_.async_read_some(into, std::move(handler));
                const std::size_t size = asio::buffer_copy(into, asio::buffer(unread_));
                unread_.erase(0, size);
                asio::post(get_executor(), beast::bind_front_handler(std::move(handler), error_code(), size));
            },
            token, buffers);
    }

    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return socket_.async_write_some(buffers, std::forward<Token>(token));
    }

  private:
    TcpSocket socket_;
    std::string unread_;
};

// These two are found by Beast through the type of their argument.
template <typename Handler>
void async_teardown(beast::role_type role, PrefixedSocket& stream, Handler&& handler) {
    websocket::async_teardown(role, stream.socket(), std::forward<Handler>(handler));
}

void beast_close_socket(PrefixedSocket& stream) {
    error_code ignored;
    stream.socket().close(ignored);
}

bool lists_token(std::string_view list, std::string_view token) {
    const auto parts = split(list, ',');
    return std::ranges::any_of(parts, [&](std::string_view part) {
        const std::string_view plain = trimmed(part);
        return beast::iequals(beast::string_view(plain.data(), plain.size()),
                              beast::string_view(token.data(), token.size()));
    });
}

http::request<http::empty_body> handshake_of(const Request& request) {
    http::request<http::empty_body> handshake(http::verb::get, percent_encode(request.path), 11);
    for (const auto& [name, value] : request.headers) handshake.insert(name, value);
    return handshake;
}

}  // namespace

class WebSocketSession : public std::enable_shared_from_this<WebSocketSession>, public Tracked {
  public:
    WebSocketSession(Keeper& keeper, HandedOver from)
        : keeper_(keeper),
          slot_(std::move(from.slot)),
          stream_(PrefixedSocket(std::move(from.socket), std::move(from.unread))),
          place_(keeper.enlist(this)) {}
    ~WebSocketSession() override { keeper_.strike(place_); }
    WebSocketSession(const WebSocketSession&) = delete;
    WebSocketSession& operator=(const WebSocketSession&) = delete;

    void start(const Request& request, WebSocketEvents events) {
        events_ = std::move(events);
        stream_.read_message_max(kMaxMessageBytes);
        stream_.set_option(websocket::stream_base::timeout{kHandshakeTime, kIdleTime, true});
        stream_.text(true);
        handshake_ = handshake_of(request);
        stream_.async_accept(handshake_, [self = shared_from_this()](error_code error) { self->on_open(error); });
    }

    void send(std::string text) {
        if (is_closing_) return;
        waiting_bytes_ += text.size();
        if (waiting_bytes_ > kMaxWaitingBytes) return close();
        waiting_.push_back(std::move(text));
        write();
    }

    void end(websocket::close_code code) {
        if (is_closing_) return;
        is_closing_ = true;
        code_ = code;
        write();
    }

    void check_deadline(std::chrono::steady_clock::time_point) override {}  // Beast has its own
    void begin_stop() override { end(websocket::close_code::going_away); }
    void close() override {
        error_code ignored;
        stream_.next_layer().socket().close(ignored);
    }

  private:
    void on_open(error_code error) {
        if (error) return on_end();
        is_open_ = true;
        write();
        read();
    }

    void read() {
        stream_.async_read(buffer_,
                           [self = shared_from_this()](error_code error, std::size_t) { self->on_read(error); });
    }

    void on_read(error_code error) {
        if (error) return on_end();
        const auto bytes = buffer_.data();
        // A binary message is nothing that a handler asked for.
        if (!stream_.got_text()) return end(websocket::close_code::unknown_data);
        if (events_.on_message) events_.on_message({static_cast<const char*>(bytes.data()), bytes.size()});
        buffer_.consume(buffer_.size());
        read();
    }

    void write() {
        if (!is_open_ || is_writing_ || has_sent_close_) return;
        if (waiting_.empty()) {
            if (!is_closing_) return;
            has_sent_close_ = true;
            stream_.async_close(code_, [self = shared_from_this()](error_code) { self->on_end(); });
            return;
        }
        is_writing_ = true;
        stream_.async_write(asio::buffer(waiting_.front()),
                            [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
    }

    void on_written(error_code error) {
        is_writing_ = false;
        if (error) return close();
        waiting_bytes_ -= waiting_.front().size();
        waiting_.pop_front();
        write();
    }

    /// The client has gone, or the close has been answered; the last operation lets go of the session.
    void on_end() {
        is_closing_ = true;
        const auto told = std::exchange(events_, {});
        if (told.on_end) told.on_end();
    }

    Keeper& keeper_;
    Slot slot_;
    websocket::stream<PrefixedSocket> stream_;
    Keeper::Place place_;
    http::request<http::empty_body> handshake_;
    beast::flat_buffer buffer_;
    WebSocketEvents events_;
    std::deque<std::string> waiting_;
    std::size_t waiting_bytes_ = 0;
    websocket::close_code code_ = websocket::close_code::normal;
    bool is_open_ = false;
    bool is_writing_ = false;
    bool is_closing_ = false;
    bool has_sent_close_ = false;
};

/// `session` is touched by the connection's thread alone.
class WebSocketLink {
  public:
    explicit WebSocketLink(const SocketExecutor& on) : executor(on) {}
    const SocketExecutor executor;
    std::weak_ptr<WebSocketSession> session;
};

namespace {

/// Holds no session: that ends on its own thread, whoever keeps the handle.
class Handle final : public WebSocket {
  public:
    explicit Handle(std::shared_ptr<WebSocketLink> link) : link_(std::move(link)) {}

    void send(std::string text) override {
        asio::post(link_->executor, [link = link_, text = std::move(text)]() mutable {
            if (const auto session = link->session.lock()) session->send(std::move(text));
        });
    }
    void close() override {
        asio::post(link_->executor, [link = link_] {
            if (const auto session = link->session.lock()) session->end(websocket::close_code::normal);
        });
    }

  private:
    const std::shared_ptr<WebSocketLink> link_;
};

}  // namespace

bool is_web_socket_handshake(const Request& request) {
    return request.method == Method::Get && lists_token(request.header("upgrade"), "websocket") &&
           lists_token(request.header("connection"), "upgrade");
}

bool comes_from_this_host(const Request& request) {
    const std::string_view origin = request.header("origin");
    if (origin.empty()) return true;
    const std::size_t host = origin.find("://");
    return host != std::string_view::npos && origin.substr(host + 3) == request.header("host");
}

std::shared_ptr<WebSocketLink> make_web_socket_link(const SocketExecutor& executor) {
    return std::make_shared<WebSocketLink>(executor);
}

std::shared_ptr<WebSocket> handle_of(const std::shared_ptr<WebSocketLink>& link) {
    return std::make_shared<Handle>(link);
}

void start_web_socket(Keeper& keeper, HandedOver from, const Request& request, WebSocketEvents events,
                      const std::shared_ptr<WebSocketLink>& link) {
    const auto session = std::make_shared<WebSocketSession>(keeper, std::move(from));
    link->session = session;
    session->start(request, std::move(events));
}

}  // namespace xinglin
