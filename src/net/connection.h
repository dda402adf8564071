#pragma once

#include <boost/system/error_code.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/budget.h"
#include "net/rendered_response.h"
#include "net/request_reader.h"
#include "net/worker.h"

namespace xinglin {

/// How many connections above `limit` are told so before they are closed; further ones are only closed.
std::size_t most_refused_at_once(std::size_t limit);

/// One HTTP client. Kept alive by the handlers of its pending operations and by the responder of its request; without
/// one it is gone. Inside of the server only.
class Connection final : public std::enable_shared_from_this<Connection>, public Tracked {
  public:
    using Clock = std::chrono::steady_clock;

    Connection(Worker& worker, TcpSocket socket, Slot slot);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();
    /// Answers 503 without reading a request.
    void start_refused();

    void check_deadline(Clock::time_point now) override;
    void begin_stop() override;
    void close() override;
    Clock::time_point waits_since() const override;

  private:
    using error_code = boost::system::error_code;
    enum class Phase { Idle, Reading, Working, Writing, Lingering };
    struct Delivery;

    void enter(Phase phase, std::chrono::milliseconds limit);
    void read();
    void on_read(error_code error, std::size_t size);
    /// Answers the requests that are there, then waits for more.
    void serve();
    void wait_for_request();
    void read_on();
    /// True when the answer is on its way and the next request may be looked at. As all that answer true below.
    bool answer_request();
    bool begin_work(Work work, Router::Destination destination);
    static void deliver(const std::shared_ptr<Delivery>& delivery, std::optional<Response> response);
    void on_answer(unsigned work_number, std::optional<Response> response);
    bool upgrade(const WebSocketHandler& handler, const Router::Destination& destination);
    bool refuse(int status);
    bool refuse(const Refusal& refusal);
    bool send_busy(Persistence persistence);
    bool send(Response response, Persistence persistence);
    bool write();
    void on_written(error_code error);
    bool finish_answer();
    Persistence persistence_wanted() const;
    bool has_client_gone();
    void give_up_work();
    void observe(int status, std::size_t bytes) const;
    /// Says how many bytes are held for this client now.
    void hold(std::size_t bytes);
    void linger();
    void discard();

    Worker& worker_;
    Slot slot_;
    Keeper::Place place_;
    TcpSocket socket_;
    std::string peer_;
    RequestReader reader_;
    RenderedResponse answer_;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point whole_at_;    ///< when the request was
    std::string_view route_;        ///< the router's pattern for it
    Clock::time_point entered_at_;  ///< the phase
    Phase phase_ = Phase::Idle;
    bool is_first_ = true;
    bool is_expired_ = false;
    bool is_last_answer_ = false;
    int answers_in_turn_ = 0;
    std::size_t held_bytes_ = 0;
    // While Working.
    Budget budget_;
    unsigned work_number_ = 0;
    std::optional<WorkGuard> work_guard_;
};

}  // namespace xinglin
