#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace xinglin {

// The chain that every request goes through, between being read and its handler, and between its answer and the next
// request. Filters and observers are called by several threads at once, by the thread that holds the connection, so
// they take microseconds and never wait.

/// A request on its way to its handler.
struct Exchange {
    Request& request;
    std::string_view peer;      ///< the address of the other end of the socket
    std::size_t cost = 1;       ///< what the route says that it costs, in units of a page
    bool has_allowance = true;  ///< false: no limit of rate is for this client
};

/// What a filter answers in place of the handler; the error page of the part of the site that was asked says it.
struct Refusal {
    int status = 429;
    unsigned retry_after_seconds = 0;  ///< 0: not said
};

/// Lets a request go on (nothing) or refuses it. May correct what the request says of its client.
using Filter = std::function<std::optional<Refusal>(Exchange&)>;

/// An answer that is on its way, or could not be sent.
struct Answered {
    const Request& request;
    std::string_view client;             ///< the address that the answer is for
    int status = 200;                    ///< 499: the client had gone before there was one
    std::size_t bytes = 0;               ///< of the body, as sent
    std::chrono::microseconds taken{0};  ///< since the request was whole
    std::string_view route = {};         ///< the pattern that answered, such as "/articles/{slug}"; "" for none
};

using Observer = std::function<void(const Answered&)>;

/// Filters are asked in order, until one refuses; observers are told of every answer, refusals too. Immutable; the
/// server takes another one at once (Server::use).
struct Chain {
    std::vector<Filter> filters;
    std::vector<Observer> observers;
};

}  // namespace xinglin
