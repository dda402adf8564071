// The thread that accepts does nothing else, so a new connection waits for no busy one, and takes all that are there at
// once. Connections are the workers' (net/connection.cc).

// g++'s thread sanitizer knows no fences; Asio's queues are ordered by their mutexes without them.
#if defined(__SANITIZE_THREAD__)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK 1
#endif
#include "net/server.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "net/guard.h"
#include "net/worker.h"

namespace xinglin {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, SocketExecutor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, SocketExecutor>;

constexpr int kBacklog = 1024;
constexpr int kAcceptsPerTurn = 256;
constexpr std::chrono::milliseconds kAcceptPause{100};
// Files that are not connections: the store, the index, logs, what a handler opens.
constexpr std::size_t kOtherFiles = 96;
constexpr int kQuickNiceness = 5;
constexpr int kBulkNiceness = 10;

/// The files that this process may have open, after asking for as many as it may.
std::size_t raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
    rlimit raised = limit;
    raised.rlim_cur = limit.rlim_max;
    if (raised.rlim_cur != limit.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    return static_cast<std::size_t>(limit.rlim_cur);
}

/// As many connections as leave room for those that are refused and for other files.
std::size_t most_connections(std::size_t wanted) {
    const std::size_t files = raise_file_limit();
    const std::size_t others = std::min(kOtherFiles, files / 2);
    const std::size_t most = std::max<std::size_t>((files - others) / 9 * 8, 1);
    if (most >= wanted) return wanted;
    log(LogLevel::Warning, "only " + std::to_string(most) + " connections at a time: " + std::to_string(files) +
                               " files may be open (ulimit -n)");
    return most;
}

std::string place_of(const ServerOptions& options) {
    return options.address + ":" + std::to_string(options.port);
}

class BeastServer final : public Server {
  public:
    BeastServer(const ServerOptions& options, const Router& router) : shared_{options, router} {
        shared_.options.max_connections = most_connections(options.max_connections);
        for (unsigned i = 0; i < std::max(options.threads, 1u); ++i) {
            workers_.push_back(std::make_unique<Worker>(shared_));
        }
        acceptor_.emplace(door_);
        pause_.emplace(door_);
    }

    error_code bind();
    error_code take_over(int socket);
    std::uint16_t port() const override { return port_; }
    void use(std::shared_ptr<const Chain> chain) override {
        shared_.chain.with([&](auto& current) { current.swap(chain); });
    }
    ServerLoad load() const override;
    void run() override;
    void stop() override;

  private:
    void wait_for_connections();
    void accept_all();
    void run_door();

    ServerShared shared_;
    std::vector<std::unique_ptr<Worker>> workers_;
    asio::io_context door_{1};
    std::optional<Acceptor> acceptor_;
    std::optional<Timer> pause_;
    std::size_t next_worker_ = 0;
    std::uint16_t port_ = 0;
};

/// A socket of systemd's is there before this process and after it: nobody who connects meanwhile is refused.
error_code BeastServer::take_over(int socket) {
    error_code error;
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        return {errno, boost::system::system_category()};
    }
    acceptor_->assign(address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), socket, error);
    if (!error) acceptor_->non_blocking(true, error);
    if (!error) port_ = acceptor_->local_endpoint(error).port();
    return error;
}

error_code BeastServer::bind() {
    error_code error;
    if (shared_.options.inherited_socket >= 0) return take_over(shared_.options.inherited_socket);
    const auto address = asio::ip::make_address(shared_.options.address, error);
    const tcp::endpoint endpoint(address, shared_.options.port);
    if (!error) acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(kBacklog, error);
    if (!error) acceptor_->non_blocking(true, error);
    if (!error) port_ = acceptor_->local_endpoint(error).port();
    return error;
}

ServerLoad BeastServer::load() const {
    return {shared_.connections, shared_.held_bytes, shared_.quick == nullptr ? 0 : shared_.quick->waiting(),
            shared_.bulk == nullptr ? 0 : shared_.bulk->waiting()};
}

void BeastServer::run() {
    const ServerOptions& options = shared_.options;
    // Ended after the workers, which wait for what they gave away, and before them destroyed: no job outlives a worker.
    WorkPool quick({std::max(options.threads, 1u), options.quick_queue, kQuickNiceness});
    WorkPool bulk({options.bulk_threads, options.bulk_queue, kBulkNiceness});
    shared_.quick = &quick;
    shared_.bulk = &bulk;
    std::vector<std::jthread> threads;
    threads.emplace_back([this] { run_door(); });
    for (std::size_t i = 1; i < workers_.size(); ++i) threads.emplace_back([this, i] { workers_[i]->run(); });
    workers_.front()->run();
}

void BeastServer::run_door() {
    wait_for_connections();
    while (true) {
        const Ended ended = run_guarded([&] { door_.run(); });
        if (ended.how == Ended::How::Well) return;
        std::this_thread::sleep_for(kAcceptPause);
        run_guarded([&] { log(LogLevel::Error, "accepting goes on after: " + ended.what); });
        run_guarded([&] { wait_for_connections(); });
    }
}

void BeastServer::stop() {
    if (shared_.is_stopping.exchange(true)) return;
    asio::post(door_, [this] {
        error_code ignored;
        acceptor_->close(ignored);
        pause_->cancel();
    });
    for (const auto& worker : workers_) worker->stop();
}

void BeastServer::wait_for_connections() {
    if (shared_.is_stopping) return;
    acceptor_->async_wait(Acceptor::wait_read, [this](error_code) { accept_all(); });
}

void BeastServer::accept_all() {
    error_code error;
    for (int i = 0; i < kAcceptsPerTurn && !error; ++i) {
        if (shared_.is_stopping) return;
        Worker& worker = *workers_[next_worker_++ % workers_.size()];
        TcpSocket socket(worker.context());
        acceptor_->accept(socket, error);
        if (!error) worker.adopt(std::move(socket));
        if (error == asio::error::connection_aborted) error = {};
    }
    if (!error || error == asio::error::would_block) return wait_for_connections();
    if (shared_.is_stopping) return;
    // Out of descriptors or memory: to ask again at once would only burn the processor.
    log(LogLevel::Error, "a connection cannot be accepted: " + error.message());
    pause_->expires_after(kAcceptPause);
    pause_->async_wait([this](error_code) { wait_for_connections(); });
}

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, const Router& router) {
    auto server = std::make_unique<BeastServer>(options, router);
    if (const error_code error = server->bind()) {
        return Error{ErrorCode::Unavailable,
                     "The server cannot listen there: " + error.message() +
                         ". Give a free port and an address of this machine, such as 127.0.0.1.",
                     place_of(options)};
    }
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace xinglin
