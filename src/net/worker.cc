// Deadlines are points in time that a worker compares with the clock a few times a second. That costs a request
// nothing, where a timer of its own costs as much as parsing it.
#include "net/worker.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "base/log.h"
#include "net/connection.h"
#include "net/guard.h"
#include "net/rendered_response.h"

namespace xinglin {
namespace {

namespace asio = boost::asio;

}  // namespace

Worker::Worker(ServerShared& shared) : shared_(shared), guard_(context_.get_executor()), tick_(context_) {}

void Worker::run() {
    while (true) {
        const Ended ended = run_guarded([&] { context_.run(); });
        if (ended.how == Ended::How::Well) return;
        run_guarded([&] { log(LogLevel::Error, "a connection was given up: " + ended.what); });
    }
}

void Worker::adopt(TcpSocket socket) {
    // Counted here, before the connection exists, so that a burst cannot slip past the limit.
    const std::size_t others = shared_.connections.fetch_add(1);
    Slot slot(shared_.connections);
    const std::size_t limit = shared_.options.max_connections;
    if (others >= limit + most_refused_at_once(limit)) return;
    asio::post(context_,
               [this, is_refused = others >= limit, taken = std::move(socket), place = std::move(slot)]() mutable {
                   const auto connection = std::make_shared<Connection>(*this, std::move(taken), std::move(place));
                   if (is_refused) return connection->start_refused();
                   connection->start();
               });
}

Worker::Place Worker::enlist(Tracked* connection) {
    arm_tick();
    return connections_.insert(connections_.end(), connection);
}

void Worker::strike(Place place) {
    connections_.erase(place);
    if (connections_.empty() && is_ticking_) tick_.cancel();
}

void Worker::drop_slowest() {
    const auto slowest = std::min_element(
        connections_.begin(), connections_.end(),
        [](const Tracked* left, const Tracked* right) { return left->waits_since() < right->waits_since(); });
    if (slowest != connections_.end() && (*slowest)->waits_since() != Clock::time_point::max()) (*slowest)->close();
}

std::string_view Worker::date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_second_) {
        date_second_ = now;
        date_ = http_date(now);
    }
    return date_;
}

void Worker::arm_tick() {
    if (is_ticking_) return;
    is_ticking_ = true;
    const ServerOptions& options = shared_.options;
    const auto shortest = std::min({options.request_timeout, options.idle_timeout, options.write_timeout,
                                    options.work_timeout, options.shutdown_timeout});
    tick_.expires_after(std::clamp(shortest / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(250)));
    tick_.async_wait([this](boost::system::error_code) { on_tick(); });
}

void Worker::on_tick() {
    is_ticking_ = false;
    if (connections_.empty()) return;
    // Armed first: a connection that throws must not end the ticking.
    arm_tick();
    const auto now = Clock::now();
    for (Tracked* connection : connections_) {
        if (now >= stop_deadline_) {
            connection->close();
        } else {
            connection->check_deadline(now);
        }
    }
}

void Worker::stop() {
    asio::post(context_, [this] {
        stop_deadline_ = Clock::now() + shared_.options.shutdown_timeout;
        for (Tracked* connection : connections_) connection->begin_stop();
        guard_.reset();
    });
}

}  // namespace xinglin
