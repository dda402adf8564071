#pragma once

#include <memory>
#include <string>

#include "net/tracked.h"
#include "net/web_socket.h"

namespace xinglin {

/// Whether `request` asks for a WebSocket (RFC 6455 section 4.2.1), whoever asks.
bool is_web_socket_handshake(const Request& request);

/// Whether the page that asks is of this host: browsers let any page open a WebSocket, and send our cookies along. No
/// Origin is no browser.
bool comes_from_this_host(const Request& request);

/// A WebSocket for its handler before there is one: what is sent by it waits for the handshake.
class WebSocketLink;
std::shared_ptr<WebSocketLink> make_web_socket_link(const SocketExecutor& executor);
/// For the handler, which may keep it for longer than the connection lives.
std::shared_ptr<WebSocket> handle_of(const std::shared_ptr<WebSocketLink>& link);

/// What an HTTP connection hands over.
struct HandedOver {
    TcpSocket socket;
    Slot slot;
    std::string unread;  ///< what the client sent behind its request
};

/// Answers the handshake of `request` and goes on until one side ends.
void start_web_socket(Keeper& keeper, HandedOver from, const Request& request, WebSocketEvents events,
                      const std::shared_ptr<WebSocketLink>& link);

}  // namespace xinglin
