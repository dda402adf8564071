#pragma once

// g++'s thread sanitizer knows no fences; Asio's queues are ordered by their mutexes without them.
#if defined(__SANITIZE_THREAD__)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK 1
#endif

#include <atomic>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <ctime>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "base/guarded.h"
#include "net/server.h"
#include "net/tracked.h"
#include "net/work_pool.h"

namespace xinglin {

// Inside of the server only.

/// What all workers share.
struct ServerShared {
    ServerOptions options;
    const Router& router;
    WorkPool* quick = nullptr;
    WorkPool* bulk = nullptr;
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> held_bytes{0};
    std::atomic<bool> is_stopping{false};
    Guarded<std::shared_ptr<const Chain>> chain{std::make_shared<const Chain>()};
};

using WorkGuard = boost::asio::executor_work_guard<SocketExecutor>;

/// A thread with its own io_context. A connection lives on one worker and is touched by no other thread, so it needs no
/// lock.
class Worker final : public Keeper {
  public:
    explicit Worker(ServerShared& shared);
    ~Worker() override { is_ticking_ = false; }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    boost::asio::io_context& context() { return context_; }
    ServerShared& shared() { return shared_; }
    /// What an operation throws (there is no memory left) ends with the connection that it was for.
    void run();

    /// Any thread may call it.
    void adopt(TcpSocket socket);
    /// Any thread may call it.
    void stop();

    Place enlist(Tracked* connection) override;
    void strike(Place place) override;
    /// Makes room: drops the connection whose client has taken nothing of its answer for longest.
    void drop_slowest();
    /// Now, as an HTTP date.
    std::string_view date();

  private:
    using Clock = std::chrono::steady_clock;
    using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, SocketExecutor>;
    void arm_tick();
    void on_tick();

    ServerShared& shared_;
    std::list<Tracked*> connections_;
    std::time_t date_second_ = 0;
    std::string date_;
    Clock::time_point stop_deadline_ = Clock::time_point::max();
    bool is_ticking_ = false;
    // Below what its pending handlers refer to, so destroyed before it.
    boost::asio::io_context context_{1};
    WorkGuard guard_;
    Timer tick_;
};

}  // namespace xinglin
