#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include "message_rows.h"

namespace xinglin {

template <typename T>
concept MessageText = std::same_as<T, std::string> || std::same_as<T, std::string_view>;

template <typename T>
concept MessageNumber = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

template <typename T>
concept MessageArgument = MessageText<T> || MessageNumber<T>;

/// Called, and so named in the compiler's message, when an id is refused. Never defined.
namespace message_refused {
void id_is_not_in_data_messages();
void number_of_arguments_is_not_that_of_the_sentence();
void text_where_the_sentence_needs_a_number();
}  // namespace message_refused

/// The id of a sentence that takes arguments of these types, looked up while compiling: one that is not in the
/// catalogue, or that takes others, does not compile.
template <typename... Arguments>
class MessageId {
  public:
    template <std::size_t size>
    consteval MessageId(const char (&id)[size]) : index_(index_of({id, size - 1})) {
        const std::string_view kinds = kMessageRows[index_].arguments;
        if (kinds.size() != sizeof...(Arguments)) message_refused::number_of_arguments_is_not_that_of_the_sentence();
        constexpr bool kIsNumber[] = {MessageNumber<Arguments>..., true};
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            if (kinds[i] == 'n' && !kIsNumber[i]) message_refused::text_where_the_sentence_needs_a_number();
        }
    }

    /// Its place in kMessageRows.
    constexpr std::size_t index() const { return index_; }
    constexpr std::string_view id() const { return kMessageRows[index_].id; }

  private:
    static consteval std::size_t index_of(std::string_view id) {
        std::size_t begin = 0;
        std::size_t end = kMessageRows.size();
        while (begin < end) {
            const std::size_t middle = begin + (end - begin) / 2;
            if (kMessageRows[middle].id == id) return middle;
            if (kMessageRows[middle].id < id) {
                begin = middle + 1;
            } else {
                end = middle;
            }
        }
        message_refused::id_is_not_in_data_messages();
        return 0;
    }

    std::size_t index_;
};

}  // namespace xinglin
