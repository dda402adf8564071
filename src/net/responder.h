#pragma once

#include <functional>
#include <memory>

#include "net/http.h"

namespace xinglin {

/// The way back to the client of one request. May be kept, copied and used on any thread. The first answer is sent,
/// later ones are dropped; when the last copy is gone without one, the client gets 503.
class Responder {
  public:
    /// `deliver` is called once: with the answer, or with nothing.
    explicit Responder(std::function<void(std::optional<Response>)> deliver);

    void send(Response response) const;

  private:
    struct Way;
    std::shared_ptr<Way> way_;
};

}  // namespace xinglin
