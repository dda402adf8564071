#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace xinglin {

/// One open WebSocket (RFC 6455). Any thread may call it, at any time; after the end nothing happens.
class WebSocket {
  public:
    virtual ~WebSocket() = default;
    /// Sends a text message. A client that lets more than a megabyte wait is cut off.
    virtual void send(std::string text) = 0;
    /// Ends in order: what was sent before is sent first.
    virtual void close() = 0;
};

/// What a handler wants to hear. Called by the thread that holds the connection, never twice at once, so they must be
/// quick; longer work belongs elsewhere and answers by WebSocket::send().
struct WebSocketEvents {
    std::function<void(std::string_view text)> on_message;
    std::function<void()> on_end;  ///< once, whoever ended it; nothing is called after it
};

/// Accepts the socket and says what it wants to hear; may send at once. Nothing refuses the request with 403.
using WebSocketHandler = std::function<std::optional<WebSocketEvents>(
    const Request& request, const std::vector<std::string>& values, const std::shared_ptr<WebSocket>& socket)>;

}  // namespace xinglin
