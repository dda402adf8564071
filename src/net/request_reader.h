#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "net/http.h"

namespace xinglin {

/// Turns the bytes of one connection into requests, one after the other, and refuses what is not sound HTTP/1.1. Knows
/// no socket and no clock: give it bytes in pieces of any size. Not shared by threads.
class RequestReader {
  public:
    struct Limits {
        std::size_t head_bytes = 16 * 1024;
        std::size_t body_bytes = 1024 * 1024;
    };

    enum class State {
        Empty,    ///< no byte of a request is there
        Partial,  ///< a request has begun
        Ready,    ///< request() is whole; bytes of further ones may wait behind it
        Refused   ///< answer refusal() and close: what follows cannot be told apart from the broken request
    };

    explicit RequestReader(Limits limits);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    /// Room to write into, never empty; the bytes count once commit() says how many there are.
    std::span<char> space();
    void commit(std::size_t size);

    /// Reads on in what was committed.
    State parse();

    /// Whole when Ready; otherwise as much as is known, the path at least "/".
    const Request& request() const;
    /// The same, for the filters that correct what it says of its client.
    Request& request_for_filters();
    /// 400, 413, 414, 417, 431 or 501.
    int refusal() const;
    /// Whether the client wants to send another request after this one.
    bool is_keep_alive() const;
    /// An HTTP/1.0 client takes the connection for closed unless it is told otherwise.
    bool is_http_1_0() const;
    /// True once for a request whose client waits for "100 Continue" before it sends the body.
    bool take_expectation();

    /// What is in memory of a request that is not whole.
    std::size_t held_bytes() const;

    /// Takes what was committed behind the request that is Ready: another protocol goes on from there.
    std::string take_unread();

    /// Forgets the request that was Ready and makes room for the next.
    void next();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace xinglin
