#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/router.h"

namespace xinglin {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0 takes a free one
    unsigned threads = 2;
    std::size_t max_head_bytes = 16 * 1024;              ///< then 431
    std::size_t max_body_bytes = 1024 * 1024;            ///< then 413
    std::size_t max_connections = 4096;                  ///< further ones are answered 503 and closed
    std::chrono::milliseconds request_timeout{15'000};   ///< from a request's first byte to its last; then 408
    std::chrono::milliseconds idle_timeout{60'000};      ///< of a kept-alive connection between requests
    std::chrono::milliseconds write_timeout{30'000};     ///< a client that does not read its answer is dropped
    std::chrono::milliseconds shutdown_timeout{10'000};  ///< what is being answered may take this long after stop()
    bool log_requests = false;                           ///< a Debug line for each answer
};

/// An HTTP/1.1 server: Boost.Beast behind plain structs. Each worker thread has its own io_context; connections are
/// dealt round-robin. Strict: no Host, both Content-Length and Transfer-Encoding, bad escapes → 400. Every answer has
/// Date, the security headers (no inline script or style) and, where it helps, the compressed form that was accepted.
class Server {
  public:
    /// `router` must outlive the server. Unavailable when the address cannot be bound; `where` is "address:port".
    static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, const Router& router);

    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;

    /// Serves until stop(); call once. Starts `threads` - 1 threads besides the caller's.
    virtual void run() = 0;

    /// Stops accepting, lets running answers finish (shutdown_timeout), closes idle connections. Async-signal-safe is
    /// not promised; any thread may call it.
    virtual void stop() = 0;
};

}  // namespace xinglin
