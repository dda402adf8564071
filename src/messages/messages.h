#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/enumeration.h"
#include "messages/locale.h"
#include "messages/message_id.h"

namespace xinglin {

/// A value that a sentence takes.
using MessageValue = std::variant<std::string_view, long long>;

/// The sentences of one locale. Immutable; any number of threads may ask it.
///
///     const Messages& say = messages_in(locale);
///     say("frame.skip")                  // std::string_view that lives as long as the program
///     say("search.found", total)         // std::string
///
/// What it says is text: escaping is the writer's.
class Messages {
  public:
    explicit Messages(Locale locale);
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    Locale locale() const { return locale_; }

    std::string_view operator()(MessageId<> id) const;

    /// Plain placeholders cost one copy; plurals and numbers go through ICU, some microseconds under a lock.
    template <typename... Arguments>
    requires(sizeof...(Arguments) > 0 && (MessageArgument<Arguments> && ...)) std::string operator()(
        MessageId<std::type_identity_t<Arguments>...> id, const Arguments&... arguments) const {
        const std::array<MessageValue, sizeof...(Arguments)> values = {value_of(arguments)...};
        return format(id.index(), values);
    }

  private:
    class Entry;

    static MessageValue value_of(std::string_view text) { return text; }
    template <MessageNumber Number>
    static MessageValue value_of(Number number) {
        return static_cast<long long>(number);
    }
    std::string format(std::size_t index, std::span<const MessageValue> values) const;

    Locale locale_;
    std::unique_ptr<Entry[]> entries_;
};

/// The sentences of `locale`, made at the first call. Those of ZhHant are ZhHans by OpenCC.
const Messages& messages_in(Locale locale);

/// One sentence for each enumerator of a dense enumeration, in its order:
///
///     constexpr MessageTable<Panel> kPanels({"panel.doctors", "panel.articles", …});
///
/// A missing, surplus or unknown id does not compile.
template <typename Enum>
class MessageTable {
  public:
    consteval explicit MessageTable(const MessageId<> (&ids)[count_of<Enum>])
        : MessageTable(ids, std::make_index_sequence<count_of<Enum>>()) {}

    constexpr MessageId<> operator[](Enum value) const { return ids_[static_cast<std::size_t>(value)]; }

  private:
    template <std::size_t... indexes>
    consteval MessageTable(const MessageId<> (&ids)[count_of<Enum>], std::index_sequence<indexes...>)
        : ids_{ids[indexes]...} {}

    std::array<MessageId<>, count_of<Enum>> ids_;
};

}  // namespace xinglin
