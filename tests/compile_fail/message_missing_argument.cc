// A sentence gets as many values as it has numbers.
// expect: number_of_arguments_is_not_that_of_the_sentence
#include "messages/message_id.h"

namespace {

#ifdef MUST_FAIL
constexpr xinglin::MessageId<std::string> kHome = "list.title";
#else
constexpr xinglin::MessageId<std::string, int> kHome = "list.title";
#endif

}  // namespace

static_assert(!kHome.id().empty());
