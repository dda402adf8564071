#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/exchange.h"
#include "net/router.h"

namespace xinglin {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;      ///< 0 takes a free one
    int inherited_socket = -1;      ///< a listening socket that another process made: then neither of the two is used
    unsigned threads = 2;           ///< that hold connections, and as many for Work::Quick
    unsigned bulk_threads = 1;      ///< for Work::Bulk
    std::size_t quick_queue = 256;  ///< requests that may wait for a thread, then 503
    std::size_t bulk_queue = 32;
    std::size_t max_head_bytes = 16 * 1024;             ///< then 431
    std::size_t max_body_bytes = 1024 * 1024;           ///< then 413
    std::size_t max_connections = 4096;                 ///< further ones are answered 503 and closed
    std::size_t max_held_bytes = 256 * 1024 * 1024;     ///< of unfinished bodies and answers that are not taken
    std::chrono::milliseconds request_timeout{15'000};  ///< from a request's first byte to its last; then 408
    std::chrono::milliseconds work_timeout{10'000};     ///< from there to its answer; then 503
    std::chrono::milliseconds idle_timeout{60'000};     ///< of a kept-alive connection between requests
    std::chrono::milliseconds write_timeout{30'000};    ///< a client that does not read its answer is dropped
    std::chrono::milliseconds shutdown_timeout{5'000};  ///< what is being answered may take this long after stop()
};

/// How busy a server is at this moment.
struct ServerLoad {
    std::size_t connections = 0;
    std::size_t held_bytes = 0;  ///< of unfinished bodies and answers that are not taken
    std::size_t quick_waiting = 0;
    std::size_t bulk_waiting = 0;
};

/// An HTTP/1.1 server: Boost.Beast behind plain structs. A thread of its own accepts; each worker thread has its own
/// io_context, and connections are dealt round-robin. What takes longer than microseconds is done by other threads of
/// lower priority, in two queues of bounded length, with a Budget that ends when the client goes. Strict: no Host, both
/// Content-Length and Transfer-Encoding, bad escapes → 400. Every answer has Date, the security headers (no inline
/// script or style) and, where it helps, the compressed form that was accepted. docs/HTTP.md draws the way of a
/// request.
class Server {
  public:
    /// `router` must outlive the server. Raises the limit of open files as far as it may and takes no more connections
    /// than that allows. Unavailable when the address cannot be bound; `where` is "address:port".
    static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, const Router& router);

    /// A Responder or WebSocket that a handler kept must not be used after this.
    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;

    /// The chain for the requests that come from now on. Any thread may call it, at any time.
    virtual void use(std::shared_ptr<const Chain> chain) = 0;

    /// Any thread may call it, from within a handler too, while run() runs.
    virtual ServerLoad load() const = 0;

    /// Serves until stop(); call once. Starts the threads that ServerOptions names, and one that accepts.
    virtual void run() = 0;

    /// Stops accepting, lets running answers finish (shutdown_timeout; then their budgets are over), closes idle
    /// connections. Async-signal-safe is not promised; any thread may call it. run() waits for handlers that look at no
    /// budget.
    virtual void stop() = 0;
};

}  // namespace xinglin
