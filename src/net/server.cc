// A worker is a thread with its own io_context; a connection lives on one worker and is touched by no other thread, so
// it needs no lock. Its life is a loop: read until a request is whole, run the handler, write, look whether the next
// request is already there. Writing is tried at once; only what the socket does not take is written asynchronously.
//
// Deadlines are points in time that a worker compares with the clock a few times a second. That costs a request
// nothing, where a timer of its own costs as much as parsing it.
#include "net/server.h"

// g++'s thread sanitizer knows no fences; Asio's queues are ordered by their mutexes without them.
#if defined(__SANITIZE_THREAD__)
#define BOOST_ASIO_DISABLE_FENCED_BLOCK 1
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <ctime>
#include <list>
#include <thread>
#include <vector>

#include "base/log.h"
#include "net/rendered_response.h"
#include "net/request_reader.h"

namespace xinglin {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
// The concrete executor: the type-erased default costs a measurable part of a request.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

constexpr int kBacklog = 1024;
// How long a closing connection goes on reading, so that the last answer is not lost to a reset (RFC 9112 section 9.6).
constexpr std::chrono::milliseconds kLingerTime{2000};
// Connections above the limit that are told so; further ones are just closed.
constexpr std::size_t kRefusedAtOnce = 256;
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

/// What all workers share.
struct Shared {
    const ServerOptions options;
    const Router& router;
    std::atomic<std::size_t> connections{0};
    std::atomic<bool> is_stopping{false};
};

class Worker;

/// One client. Kept alive by the handlers of its pending operations; without one it is gone.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Worker& worker, Socket socket);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();
    /// Answers 503 without reading a request.
    void start_refused();
    /// Called a few times a second.
    void check_deadline(Clock::time_point now);
    /// Closes unless a request is being read or answered.
    void begin_stop();
    void close();

  private:
    enum class Phase { Idle, Reading, Writing, Lingering };

    void enter(Phase phase, std::chrono::milliseconds limit);
    void read();
    void on_read(error_code error, std::size_t size);
    /// Answers the requests that are there, then waits for more.
    void serve();
    void wait_for_request();
    void read_on();
    /// True when the answer is on its way and the next request may be looked at.
    bool answer_request();
    bool refuse(int status);
    bool send(Response response, Persistence persistence);
    bool write();
    void on_written(error_code error);
    bool finish_answer();
    Persistence persistence_wanted() const;
    void linger();
    void discard();

    Worker& worker_;
    std::list<Connection*>::iterator place_;
    Socket socket_;
    RequestReader reader_;
    RenderedResponse answer_;
    Clock::time_point deadline_ = Clock::time_point::max();
    Phase phase_ = Phase::Idle;
    bool is_first_ = true;
    bool is_expired_ = false;
    bool is_last_answer_ = false;
};

class Worker {
  public:
    explicit Worker(Shared& shared) : shared_(shared), guard_(context_.get_executor()), tick_(context_) {}
    ~Worker() { is_ticking_ = false; }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    asio::io_context& context() { return context_; }
    Shared& shared() { return shared_; }
    void run() { context_.run(); }

    /// Any thread may call it.
    void adopt(Socket socket);
    /// Any thread may call it.
    void stop();

    std::list<Connection*>::iterator enlist(Connection* connection);
    void strike(std::list<Connection*>::iterator place);
    /// Now, as an HTTP date.
    std::string_view date();

  private:
    void arm_tick();
    void on_tick();

    Shared& shared_;
    std::list<Connection*> connections_;
    std::time_t date_second_ = 0;
    std::string date_;
    Clock::time_point stop_deadline_ = Clock::time_point::max();
    bool is_ticking_ = false;
    // Below what its pending handlers refer to, so destroyed before it.
    asio::io_context context_{1};
    asio::executor_work_guard<Executor> guard_;
    Timer tick_;
};

Connection::Connection(Worker& worker, Socket socket)
    : worker_(worker),
      place_(worker.enlist(this)),
      socket_(std::move(socket)),
      reader_({worker.shared().options.max_head_bytes, worker.shared().options.max_body_bytes}) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
}

Connection::~Connection() {
    worker_.strike(place_);
    worker_.shared().connections.fetch_sub(1);
}

void Connection::enter(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    deadline_ = Clock::now() + limit;
}

void Connection::start() {
    wait_for_request();
}

void Connection::start_refused() {
    Response response = worker_.shared().router.error(reader_.request(), 503);
    response.headers.emplace_back("Retry-After", "1");
    send(std::move(response), Persistence::Close);
}

void Connection::close() {
    error_code ignored;
    socket_.close(ignored);
}

void Connection::begin_stop() {
    error_code error;
    // A request that has arrived and is not yet read is answered still.
    if (phase_ == Phase::Idle && socket_.available(error) == 0) close();
}

void Connection::check_deadline(Clock::time_point now) {
    if (now < deadline_) return;
    deadline_ = Clock::time_point::max();
    if (phase_ != Phase::Reading) return close();
    is_expired_ = true;
    error_code ignored;
    socket_.cancel(ignored);
}

void Connection::wait_for_request() {
    if (worker_.shared().is_stopping) return linger();
    const ServerOptions& options = worker_.shared().options;
    // A fresh connection has no reason to be silent for as long as one that has been useful.
    enter(Phase::Idle, is_first_ ? std::min(options.request_timeout, options.idle_timeout) : options.idle_timeout);
    read();
}

void Connection::read_on() {
    if (phase_ != Phase::Reading) enter(Phase::Reading, worker_.shared().options.request_timeout);
    if (reader_.take_expectation()) {
        error_code ignored;  // a broken connection shows itself at the next read
        socket_.write_some(asio::buffer(kContinue), ignored);
    }
    read();
}

void Connection::read() {
    const auto space = reader_.space();
    socket_.async_read_some(
        asio::buffer(space.data(), space.size()),
        [self = shared_from_this()](error_code error, std::size_t size) { self->on_read(error, size); });
}

void Connection::on_read(error_code error, std::size_t size) {
    if (!socket_.is_open()) return;
    if (is_expired_) {
        refuse(408);
        return;
    }
    if (error) return;  // the client has gone; nobody waits for an answer
    reader_.commit(size);
    serve();
}

void Connection::serve() {
    while (true) {
        switch (reader_.parse()) {
            case RequestReader::State::Empty:
                return wait_for_request();
            case RequestReader::State::Partial:
                return read_on();
            case RequestReader::State::Refused:
                refuse(reader_.refusal());
                return;
            case RequestReader::State::Ready:
                if (!answer_request()) return;
        }
    }
}

Persistence Connection::persistence_wanted() const {
    if (!reader_.is_keep_alive() || worker_.shared().is_stopping) return Persistence::Close;
    return reader_.is_http_1_0() ? Persistence::KeepAliveTold : Persistence::KeepAlive;
}

bool Connection::answer_request() {
    Response response = worker_.shared().router.dispatch(reader_.request());
    return send(std::move(response), persistence_wanted());
}

bool Connection::refuse(int status) {
    return send(worker_.shared().router.error(reader_.request(), status), Persistence::Close);
}

bool Connection::send(Response response, Persistence persistence) {
    is_last_answer_ = persistence == Persistence::Close;
    answer_.render(reader_.request(), std::move(response), persistence, worker_.date());
    return write();
}

bool Connection::write() {
    std::string_view head = answer_.head();
    std::string_view body = answer_.body();
    error_code error;
    const std::size_t written = socket_.write_some(std::array{asio::buffer(head), asio::buffer(body)}, error);
    if (error && error != asio::error::would_block) {
        close();
        return false;
    }
    if (written == head.size() + body.size()) return finish_answer();

    const std::size_t of_head = std::min(written, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(written - of_head);
    enter(Phase::Writing, worker_.shared().options.write_timeout);
    asio::async_write(socket_, std::array{asio::buffer(head), asio::buffer(body)},
                      [self = shared_from_this()](error_code failure, std::size_t) { self->on_written(failure); });
    return false;
}

void Connection::on_written(error_code error) {
    if (error) return close();
    if (finish_answer()) serve();
}

bool Connection::finish_answer() {
    if (worker_.shared().options.log_requests) {
        log(LogLevel::Debug, std::to_string(answer_.status()) + " " + std::to_string(answer_.body().size()) + " " +
                                 reader_.request().path);
    }
    answer_.clear();
    if (is_last_answer_) {
        linger();
        return false;
    }
    reader_.next();
    is_first_ = false;
    phase_ = Phase::Idle;
    return true;
}

void Connection::linger() {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    enter(Phase::Lingering, kLingerTime);
    discard();
}

void Connection::discard() {
    const auto space = reader_.space();
    socket_.async_read_some(asio::buffer(space.data(), space.size()),
                            [self = shared_from_this()](error_code error, std::size_t) {
                                if (!error && self->socket_.is_open()) self->discard();
                            });
}

void Worker::adopt(Socket socket) {
    // Counted here, before the connection exists, so that a burst cannot slip past the limit.
    const std::size_t others = shared_.connections.fetch_add(1);
    const std::size_t limit = shared_.options.max_connections;
    if (others >= limit + kRefusedAtOnce) {
        shared_.connections.fetch_sub(1);
        return;
    }
    asio::post(context_, [this, is_refused = others >= limit, taken = std::move(socket)]() mutable {
        const auto connection = std::make_shared<Connection>(*this, std::move(taken));
        if (is_refused) return connection->start_refused();
        connection->start();
    });
}

std::list<Connection*>::iterator Worker::enlist(Connection* connection) {
    arm_tick();
    return connections_.insert(connections_.end(), connection);
}

void Worker::strike(std::list<Connection*>::iterator place) {
    connections_.erase(place);
    if (connections_.empty() && is_ticking_) tick_.cancel();
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
    const auto shortest =
        std::min({options.request_timeout, options.idle_timeout, options.write_timeout, options.shutdown_timeout});
    tick_.expires_after(std::clamp(shortest / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(250)));
    tick_.async_wait([this](error_code) { on_tick(); });
}

void Worker::on_tick() {
    is_ticking_ = false;
    if (connections_.empty()) return;
    const auto now = Clock::now();
    for (Connection* connection : connections_) {
        if (now >= stop_deadline_) {
            connection->close();
        } else {
            connection->check_deadline(now);
        }
    }
    arm_tick();
}

void Worker::stop() {
    asio::post(context_, [this] {
        stop_deadline_ = Clock::now() + shared_.options.shutdown_timeout;
        for (Connection* connection : connections_) connection->begin_stop();
        guard_.reset();
    });
}

std::string place_of(const ServerOptions& options) {
    return options.address + ":" + std::to_string(options.port);
}

class BeastServer final : public Server {
  public:
    BeastServer(const ServerOptions& options, const Router& router) : shared_{options, router} {
        for (unsigned i = 0; i < std::max(options.threads, 1u); ++i) {
            workers_.push_back(std::make_unique<Worker>(shared_));
        }
        acceptor_.emplace(workers_.front()->context());
        pause_.emplace(workers_.front()->context());
    }

    error_code bind();
    std::uint16_t port() const override { return port_; }
    void run() override;
    void stop() override;

  private:
    void accept();
    void on_accept(Worker& worker, error_code error, Socket socket);

    Shared shared_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::optional<Acceptor> acceptor_;
    std::optional<Timer> pause_;
    std::size_t next_worker_ = 0;
    std::uint16_t port_ = 0;
};

error_code BeastServer::bind() {
    error_code error;
    const auto address = asio::ip::make_address(shared_.options.address, error);
    const tcp::endpoint endpoint(address, shared_.options.port);
    if (!error) acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(kBacklog, error);
    if (!error) port_ = acceptor_->local_endpoint(error).port();
    return error;
}

void BeastServer::run() {
    asio::post(workers_.front()->context(), [this] { accept(); });
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < workers_.size(); ++i) threads.emplace_back([this, i] { workers_[i]->run(); });
    workers_.front()->run();
}

void BeastServer::stop() {
    if (shared_.is_stopping.exchange(true)) return;
    asio::post(workers_.front()->context(), [this] {
        error_code ignored;
        acceptor_->close(ignored);
        pause_->cancel();
    });
    for (const auto& worker : workers_) worker->stop();
}

void BeastServer::accept() {
    if (shared_.is_stopping) return;
    Worker& worker = *workers_[next_worker_++ % workers_.size()];
    acceptor_->async_accept(worker.context(), [this, &worker](error_code error, Socket socket) {
        on_accept(worker, error, std::move(socket));
    });
}

void BeastServer::on_accept(Worker& worker, error_code error, Socket socket) {
    if (shared_.is_stopping) return;
    if (!error) worker.adopt(std::move(socket));
    if (!error || error == asio::error::connection_aborted) return accept();
    // Out of descriptors or memory: to ask again at once would only burn the processor.
    log(LogLevel::Error, "a connection cannot be accepted: " + error.message());
    pause_->expires_after(kAcceptPause);
    pause_->async_wait([this](error_code) { accept(); });
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
