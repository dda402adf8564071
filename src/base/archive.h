#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/enumeration.h"

// Values as bytes, for files that the same build of the program reads back: docs/READMODEL.md draws them. A struct says
// its fields once, for both directions, in a function that argument-dependent look-up finds:
//
//     template <typename Archive>
//     void fields(Archive& archive, IsOf<Answer> auto& answer) {
//         auto& [text, doctor] = answer;  // a field more does not compile
//         archive(text, doctor);
//     }

namespace xinglin {

/// `T` itself, or const.
template <typename T, typename Wanted>
concept IsOf = std::same_as<std::remove_const_t<T>, Wanted>;

namespace archive_detail {

template <typename T>
inline constexpr bool is_vector = false;
template <typename T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <typename T>
inline constexpr bool is_variant = false;
template <typename... T>
inline constexpr bool is_variant<std::variant<T...>> = true;

}  // namespace archive_detail

/// Appends values to bytes.
class ArchiveWriter {
  public:
    template <typename... Each>
    void operator()(const Each&... each) {
        (put(each), ...);
    }

    /// As memory holds them.
    template <typename T>
    void raw(std::span<const T> values) {
        static_assert(std::is_trivially_copyable_v<T>);
        put_number(values.size());
        if (!values.empty()) bytes_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    }
    template <typename T>
    void raw(const std::vector<T>& values) {
        raw(std::span<const T>(values));
    }

    const std::string& bytes() const { return bytes_; }
    std::string take() && { return std::move(bytes_); }

  private:
    void put_number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
        bytes_ += static_cast<char>(value);
    }

    template <typename T>
    void put(const T& value) {
        if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
            put_number(value.size());
            bytes_ += value;
        } else if constexpr (std::is_enum_v<T>) {
            put_number(static_cast<std::uint64_t>(value));
        } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
            const auto wide = static_cast<std::int64_t>(value);
            put_number((static_cast<std::uint64_t>(wide) << 1U) ^ static_cast<std::uint64_t>(wide >> 63));
        } else if constexpr (std::is_integral_v<T>) {
            put_number(value);
        } else if constexpr (std::is_floating_point_v<T>) {
            bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
        } else if constexpr (std::is_same_v<T, Date>) {
            put(value.iso());
        } else if constexpr (archive_detail::is_vector<T>) {
            put_number(value.size());
            for (const auto& each : value) put(each);
        } else if constexpr (archive_detail::is_optional<T>) {
            put(value.has_value());
            if (value) put(*value);
        } else if constexpr (archive_detail::is_variant<T>) {
            put_number(value.index());
            std::visit([this](const auto& held) { this->put(held); }, value);
        } else {
            fields(*this, value);
        }
    }

    std::string bytes_;
};

/// Takes values from bytes. What does not fit (cut, a length beyond the end, no enumerator) makes it fail: from then on
/// every value is empty, and ok() is false. Structs lie at most 64 deep in structs. No bytes make it read outside of
/// them, nor take more memory than some hundred times their size.
class ArchiveReader {
  public:
    /// `bytes` must outlive it.
    explicit ArchiveReader(std::string_view bytes) : rest_(bytes) {}

    template <typename... Each>
    void operator()(Each&... each) {
        (get(each), ...);
    }

    template <typename T>
    void raw(std::vector<T>& values) {
        static_assert(std::is_trivially_copyable_v<T>);
        const std::uint64_t size = get_number();
        values.clear();
        if (size > rest_.size() / sizeof(T)) return fail();
        values.resize(size);
        if (size > 0) std::memcpy(values.data(), rest_.data(), size * sizeof(T));
        rest_.remove_prefix(size * sizeof(T));
    }

    /// The next string, where it stands.
    std::string_view view() {
        const std::uint64_t size = get_number();
        if (size > rest_.size()) {
            fail();
            return {};
        }
        const std::string_view found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return found;
    }

    bool ok() const { return ok_; }
    bool at_end() const { return rest_.empty(); }
    void fail() {
        ok_ = false;
        rest_ = {};
    }

  private:
    std::uint64_t get_number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) break;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) return value;
        }
        fail();
        return 0;
    }

    template <typename T>
    void get(T& value) {
        if constexpr (std::is_same_v<T, std::string>) {
            value = view();
        } else if constexpr (std::is_enum_v<T>) {
            const std::uint64_t number = get_number();
            if (number >= count_of<T>) return fail();
            value = static_cast<T>(number);
        } else if constexpr (std::is_same_v<T, bool>) {
            const std::uint64_t number = get_number();
            if (number > 1) return fail();
            value = number == 1;
        } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
            const std::uint64_t number = get_number();
            const auto wide = static_cast<std::int64_t>((number >> 1U) ^ (~(number & 1U) + 1U));
            if (!std::in_range<T>(wide)) return fail();
            value = static_cast<T>(wide);
        } else if constexpr (std::is_integral_v<T>) {
            const std::uint64_t number = get_number();
            if (!std::in_range<T>(number)) return fail();
            value = static_cast<T>(number);
        } else if constexpr (std::is_floating_point_v<T>) {
            if (rest_.size() < sizeof value) return fail();
            std::memcpy(&value, rest_.data(), sizeof value);
            rest_.remove_prefix(sizeof value);
        } else if constexpr (std::is_same_v<T, Date>) {
            get_date(value);
        } else if constexpr (archive_detail::is_vector<T>) {
            get_list(value);
        } else if constexpr (archive_detail::is_optional<T>) {
            bool there = false;
            get(there);
            value.reset();
            if (there) get(value.emplace());
        } else if constexpr (archive_detail::is_variant<T>) {
            get_variant(value, get_number(), std::make_index_sequence<std::variant_size_v<T>>());
        } else {
            if (++depth_ > kMostDepth) return fail();
            fields(*this, value);
            --depth_;
        }
    }

    template <typename T>
    void get_list(std::vector<T>& values) {
        const std::uint64_t size = get_number();
        values.clear();
        if (size > rest_.size()) return fail();  // each takes a byte or more
        values.reserve(std::min<std::uint64_t>(size, 1024));
        for (std::uint64_t i = 0; i < size && ok_; ++i) get(values.emplace_back());
    }

    template <typename Variant, std::size_t... index>
    void get_variant(Variant& value, std::uint64_t wanted, std::index_sequence<index...>) {
        if (!(get_alternative<index>(value, wanted) || ...)) fail();
    }

    template <std::size_t index, typename Variant>
    bool get_alternative(Variant& value, std::uint64_t wanted) {
        if (wanted != index) return false;
        get(value.template emplace<index>());
        return true;
    }

    void get_date(Date& value) {
        const std::string_view written = view();
        value = Date();
        if (written.empty()) return;
        const auto date = Date::parse(written);
        if (!date) return fail();
        value = *date;
    }

    static constexpr int kMostDepth = 64;

    std::string_view rest_;
    int depth_ = 0;  // of structs in structs
    bool ok_ = true;
};

}  // namespace xinglin
