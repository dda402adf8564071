#include "net/responder.h"

#include <atomic>
#include <utility>

namespace xinglin {

struct Responder::Way {
    explicit Way(std::function<void(std::optional<Response>)> given) : deliver(std::move(given)) {}
    ~Way() { send({}); }
    Way(const Way&) = delete;
    Way& operator=(const Way&) = delete;

    void send(std::optional<Response> response) {
        if (is_sent.exchange(true)) return;
        deliver(std::move(response));
        deliver = nullptr;
    }

    std::function<void(std::optional<Response>)> deliver;
    std::atomic<bool> is_sent{false};
};

Responder::Responder(std::function<void(std::optional<Response>)> deliver)
    : way_(std::make_shared<Way>(std::move(deliver))) {}

void Responder::send(Response response) const {
    way_->send(std::move(response));
}

}  // namespace xinglin
