// A plural needs a number.
// expect: text_where_the_sentence_needs_a_number
#include "messages/message_id.h"

namespace {

#ifdef MUST_FAIL
constexpr xinglin::MessageId<std::string, int, int> kHome = "list.position";
#else
constexpr xinglin::MessageId<int, int, int> kHome = "list.position";
#endif

}  // namespace

static_assert(!kHome.id().empty());
