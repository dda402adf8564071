#pragma once

#include <array>
#include <string_view>

#include "message_rows.h"

namespace xinglin {

/// The sentences of one written catalogue, in the order of kMessageRows.
using MessageTexts = std::array<std::string_view, kMessageRows.size()>;

/// Of zh-Hans and en, in this order. Made by tools/message_table of data/messages.
extern const std::array<MessageTexts, 2> kMessageTexts;

}  // namespace xinglin
