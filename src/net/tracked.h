#pragma once

#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <list>
#include <utility>

namespace xinglin {

// What the two kinds of connection, HTTP and WebSocket, have in common. Inside of the server only.

// The concrete executor: the type-erased default costs a measurable part of a request.
using SocketExecutor = boost::asio::io_context::executor_type;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, SocketExecutor>;

/// One of the connections that the server may have at a time; given back at its end.
class Slot {
  public:
    explicit Slot(std::atomic<std::size_t>& taken) : taken_(&taken) {}
    ~Slot() {
        if (taken_ != nullptr) taken_->fetch_sub(1);
    }
    Slot(Slot&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)) {}
    Slot& operator=(Slot&&) = delete;
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

  private:
    std::atomic<std::size_t>* taken_;
};

/// A connection as its thread keeps an eye on it.
class Tracked {
  public:
    virtual ~Tracked() = default;
    /// Called a few times a second.
    virtual void check_deadline(std::chrono::steady_clock::time_point now) = 0;
    /// The server ends: close unless something is being answered.
    virtual void begin_stop() = 0;
    virtual void close() = 0;
    /// When an answer that the client does not take began to wait; never, while none does.
    virtual std::chrono::steady_clock::time_point waits_since() const {
        return std::chrono::steady_clock::time_point::max();
    }
};

/// The thread that holds connections, for them.
class Keeper {
  public:
    using Place = std::list<Tracked*>::iterator;
    virtual ~Keeper() = default;
    virtual Place enlist(Tracked* connection) = 0;
    virtual void strike(Place place) = 0;
};

}  // namespace xinglin
