// A sentence is named by an id of the catalogue.
// expect: id_is_not_in_data_messages
#include "messages/message_id.h"

namespace {

#ifdef MUST_FAIL
constexpr xinglin::MessageId<> kHome = "frame.hme";
#else
constexpr xinglin::MessageId<> kHome = "frame.home";
#endif

}  // namespace

static_assert(!kHome.id().empty());
