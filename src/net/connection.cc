// The life of a connection is a loop: read until a request is whole, pass the chain, have it answered here or by
// another thread, write, look whether the next request is already there. Writing is tried at once; only what the socket
// does not take is written asynchronously. While another thread works on the request, nothing is read, so the request
// stays as it is until its responder is dropped.
#include "net/connection.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <thread>
#include <utility>

#include "base/log.h"
#include "net/address_range.h"
#include "net/guard.h"
#include "net/web_socket_session.h"

namespace xinglin {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long a closing connection goes on reading, so that the last answer is not lost to a reset (RFC 9112 section 9.6).
constexpr std::chrono::milliseconds kLingerTime{2000};
// After that many answers to a client that sends faster than we answer, it is the others' turn.
constexpr int kAnswersPerTurn = 16;
// A handler that looks at its budget is given so much longer to end by itself.
constexpr std::chrono::milliseconds kBudgetGrace{500};
// What the kernel may keep of an answer that a client does not take; it doubles this.
constexpr int kSendBufferBytes = 128 * 1024;
constexpr std::chrono::milliseconds kDeliveryPause{10};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr int kClientGone = 499;
constexpr unsigned kRetryAfterSeconds = 1;

}  // namespace

/// An answer on its way from the thread that made it to the connection's. Made before the work begins, so that little
/// can fail when it is done.
struct Connection::Delivery {
    std::shared_ptr<Connection> connection;
    unsigned work_number = 0;
    std::optional<Response> response;
};

std::size_t most_refused_at_once(std::size_t limit) {
    return std::clamp<std::size_t>(limit / 8, 4, 256);
}

Connection::Connection(Worker& worker, TcpSocket socket, Slot slot)
    : worker_(worker),
      slot_(std::move(slot)),
      place_(worker.enlist(this)),
      socket_(std::move(socket)),
      reader_({worker.shared().options.max_head_bytes, worker.shared().options.max_body_bytes}) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::send_buffer_size(kSendBufferBytes), ignored);
    socket_.non_blocking(true, ignored);
    const auto end = socket_.remote_endpoint(ignored);
    const auto address = IpAddress::parse(end.address().to_string());
    if (address) peer_ = address->text();
}

Connection::~Connection() {
    hold(0);
    worker_.strike(place_);
}

void Connection::hold(std::size_t bytes) {
    if (bytes == held_bytes_) return;
    auto& all = worker_.shared().held_bytes;
    all.fetch_add(bytes);
    all.fetch_sub(held_bytes_);
    held_bytes_ = bytes;
}

void Connection::enter(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    entered_at_ = Clock::now();
    deadline_ = entered_at_ + limit;
}

void Connection::start() {
    wait_for_request();
}

void Connection::start_refused() {
    whole_at_ = Clock::now();
    send_busy(Persistence::Close);
}

void Connection::close() {
    if (phase_ == Phase::Working) give_up_work();
    // The pending write ends in the next turn and frees it; nobody else has to be dropped for it meanwhile.
    if (phase_ == Phase::Writing) hold(0);
    error_code ignored;
    socket_.close(ignored);
}

void Connection::begin_stop() {
    error_code error;
    // A request that has arrived and is not yet read is answered still.
    if (phase_ == Phase::Idle && socket_.available(error) == 0) close();
}

Connection::Clock::time_point Connection::waits_since() const {
    return phase_ == Phase::Writing && held_bytes_ > 0 ? entered_at_ : Clock::time_point::max();
}

void Connection::check_deadline(Clock::time_point now) {
    if (!socket_.is_open()) return;
    if (phase_ == Phase::Working && has_client_gone()) {
        observe(kClientGone, 0);
        return close();
    }
    if (now < deadline_) return;
    deadline_ = Clock::time_point::max();
    switch (phase_) {
        case Phase::Idle:
        case Phase::Writing:
        case Phase::Lingering:
            return close();
        case Phase::Working:
            // The handler looks at no budget, or its thread has not been free so long. Whatever it answers is dropped;
            // the request is its own still, so this connection reads no further one.
            give_up_work();
            log(LogLevel::Warning, "given up after its time: " + reader_.request().path);
            send_busy(Persistence::Close);
            return;
        case Phase::Reading:
            is_expired_ = true;
            error_code ignored;
            socket_.cancel(ignored);
            return;
    }
}

/// A client that was to stay has closed, at least its own side. One that said "Connection: close" may end its side and
/// wait for the answer.
bool Connection::has_client_gone() {
    pollfd state{socket_.native_handle(), POLLRDHUP, 0};
    if (::poll(&state, 1, 0) <= 0) return false;
    if ((state.revents & (POLLERR | POLLHUP)) != 0) return true;
    return reader_.is_keep_alive() && (state.revents & POLLRDHUP) != 0;
}

void Connection::give_up_work() {
    budget_.cancel();
    ++work_number_;
    work_guard_.reset();
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
    hold(reader_.held_bytes());
    if (worker_.shared().held_bytes > worker_.shared().options.max_held_bytes) {
        whole_at_ = Clock::now();
        send_busy(Persistence::Close);
        return;
    }
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
    answers_in_turn_ = 0;
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
                if (++answers_in_turn_ > kAnswersPerTurn) {
                    asio::post(worker_.context(), [self = shared_from_this()] { self->serve(); });
                    return;
                }
                if (!answer_request()) return;
        }
    }
}

Persistence Connection::persistence_wanted() const {
    if (!reader_.is_keep_alive() || worker_.shared().is_stopping) return Persistence::Close;
    return reader_.is_http_1_0() ? Persistence::KeepAliveTold : Persistence::KeepAlive;
}

bool Connection::answer_request() {
    whole_at_ = Clock::now();
    deadline_ = Clock::time_point::max();
    const Router& router = worker_.shared().router;
    Request& request = reader_.request_for_filters();
    request.client = peer_;
    auto destination = router.find(request);
    route_ = router.pattern_of(destination);

    Exchange exchange{request, peer_, router.cost_of(destination, request), true};
    const auto chain = worker_.shared().chain.with([](const auto& current) { return current; });
    for (const Filter& filter : chain->filters) {
        if (const auto refusal = filter(exchange)) return refuse(*refusal);
    }

    const WebSocketHandler* web_socket = router.web_socket(destination);
    if (web_socket != nullptr && is_web_socket_handshake(request)) return upgrade(*web_socket, destination);
    if (auto response = router.ready(destination, request)) return send(*std::move(response), persistence_wanted());
    const Work work = router.work_of(destination, request);
    if (work == Work::Light) {
        if (auto response = router.answer_now(destination, request)) {
            return send(*std::move(response), persistence_wanted());
        }
    }
    return begin_work(work, std::move(destination));
}

bool Connection::begin_work(Work work, Router::Destination destination) {
    ServerShared& shared = worker_.shared();
    budget_ = Budget(whole_at_ + shared.options.work_timeout);
    enter(Phase::Working, shared.options.work_timeout + kBudgetGrace);
    work_guard_.emplace(worker_.context().get_executor());
    const auto delivery = std::make_shared<Delivery>(Delivery{shared_from_this(), ++work_number_, {}});
    const Responder responder([delivery](std::optional<Response> response) { deliver(delivery, std::move(response)); });

    // The responder keeps the connection, and so the request.
    auto job = [&router = shared.router, &request = reader_.request(), budget = budget_, responder,
                to = std::move(destination)] {
        if (budget.is_over()) return;
        const BudgetScope scope(budget);
        router.answer(to, request, responder);
    };
    switch (work) {
        case Work::Light:
            job();  // it answers later
            return false;
        case Work::Quick:
            if (shared.quick->submit(job)) return false;
            break;
        case Work::Bulk:
            if (shared.bulk->submit(job)) return false;
            break;
    }
    give_up_work();
    return send_busy(persistence_wanted());
}

void Connection::deliver(const std::shared_ptr<Delivery>& delivery, std::optional<Response> response) {
    delivery->response = std::move(response);
    asio::io_context& context = delivery->connection->worker_.context();
    // Until there is memory for it: a connection must not end on another thread than its own.
    auto post = [&] {
        asio::post(context, [delivery] {
            const auto connection = std::move(delivery->connection);
            connection->on_answer(delivery->work_number, std::move(delivery->response));
        });
    };
    while (run_guarded(post).how != Ended::How::Well) std::this_thread::sleep_for(kDeliveryPause);
}

void Connection::on_answer(unsigned work_number, std::optional<Response> response) {
    if (phase_ != Phase::Working || work_number != work_number_) return;  // it was given up
    work_guard_.reset();
    if (!socket_.is_open()) return;
    const bool is_answered =
        response ? send(*std::move(response), persistence_wanted()) : send_busy(persistence_wanted());
    if (is_answered) serve();
}

bool Connection::upgrade(const WebSocketHandler& handler, const Router::Destination& destination) {
    const Request& request = reader_.request();
    if (!comes_from_this_host(request)) return refuse(403);
    if (worker_.shared().is_stopping) return send_busy(Persistence::Close);
    const auto link = make_web_socket_link(worker_.context().get_executor());
    std::optional<WebSocketEvents> events;
    const Ended ended = run_guarded([&] { events = handler(request, destination.values, handle_of(link)); });
    if (ended.how != Ended::How::Well) {
        log(LogLevel::Error, "a WebSocket handler failed: " + request.path + ": " + ended.what);
        return send_busy(Persistence::Close);
    }
    if (!events) return refuse(403);
    observe(101, 0);
    start_web_socket(worker_, {std::move(socket_), std::move(slot_), reader_.take_unread()}, request,
                     *std::move(events), link);
    return false;
}

bool Connection::refuse(int status) {
    if (whole_at_ == Clock::time_point()) whole_at_ = Clock::now();  // it never became whole
    return send(worker_.shared().router.error(reader_.request(), status), Persistence::Close);
}

bool Connection::refuse(const Refusal& refusal) {
    Response response = worker_.shared().router.error(reader_.request(), refusal.status);
    if (refusal.retry_after_seconds > 0) {
        response.headers.emplace_back("Retry-After", std::to_string(refusal.retry_after_seconds));
    }
    return send(std::move(response), persistence_wanted());
}

bool Connection::send_busy(Persistence persistence) {
    Response response = worker_.shared().router.error(reader_.request(), 503);
    response.headers.emplace_back("Retry-After", std::to_string(kRetryAfterSeconds));
    return send(std::move(response), persistence);
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
        observe(kClientGone, 0);
        phase_ = Phase::Idle;
        close();
        return false;
    }
    if (written == head.size() + body.size()) return finish_answer();

    const std::size_t of_head = std::min(written, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(written - of_head);
    hold(answer_.own_bytes());
    enter(Phase::Writing, worker_.shared().options.write_timeout);
    if (worker_.shared().held_bytes > worker_.shared().options.max_held_bytes) worker_.drop_slowest();
    if (!socket_.is_open()) return false;
    asio::async_write(socket_, std::array{asio::buffer(head), asio::buffer(body)},
                      [self = shared_from_this()](error_code failure, std::size_t) { self->on_written(failure); });
    return false;
}

void Connection::on_written(error_code error) {
    if (error) {
        observe(kClientGone, 0);
        return close();
    }
    if (finish_answer()) serve();
}

void Connection::observe(int status, std::size_t bytes) const {
    const auto chain = worker_.shared().chain.with([](const auto& current) { return current; });
    if (chain->observers.empty()) return;
    const Request& request = reader_.request();
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - whole_at_);
    const Answered answered{request, request.client.empty() ? peer_ : request.client, status, bytes, taken, route_};
    for (const Observer& observer : chain->observers) observer(answered);
}

bool Connection::finish_answer() {
    observe(answer_.status(), answer_.body().size());
    answer_.clear();
    hold(0);
    if (is_last_answer_) {
        linger();
        return false;
    }
    reader_.next();
    whole_at_ = {};
    route_ = {};
    is_first_ = false;
    phase_ = Phase::Idle;
    return true;
}

void Connection::linger() {
    error_code ignored;
    socket_.shutdown(TcpSocket::shutdown_send, ignored);
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

}  // namespace xinglin
