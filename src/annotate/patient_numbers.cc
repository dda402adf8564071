#include "annotate/patient_numbers.h"

#include <algorithm>
#include <array>
#include <optional>

#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::uint32_t kMostDigits = 9;
constexpr std::u32string_view kChineseDigits = U"零一二三四五六七八九";

/// A character of a number, folded.
struct Digit {
    enum class Kind { Arabic, Chinese, Few, Ten, Hundred, Half, Point, Other } kind = Kind::Other;
    double value = 0;
    std::uint32_t length = 0;  // bytes
};

Digit digit_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return {};
    const Decoded decoded = decode_utf8(text, at);
    const char32_t folded = FoldTable::get().fold_single(decoded.code_point);
    const auto of = [&](Digit::Kind kind, double value) { return Digit{kind, value, decoded.length}; };
    if (folded >= U'0' && folded <= U'9') return of(Digit::Kind::Arabic, folded - U'0');
    if (folded == U'〇') return of(Digit::Kind::Chinese, 0);
    if (folded == U'两' || folded == U'俩') return of(Digit::Kind::Chinese, 2);
    const auto digit = kChineseDigits.find(folded);
    if (folded != 0 && digit != std::u32string_view::npos) return of(Digit::Kind::Chinese, static_cast<double>(digit));
    if (folded == U'几' || folded == U'数') return of(Digit::Kind::Few, 0);
    if (folded == U'十') return of(Digit::Kind::Ten, 10);
    if (folded == U'百') return of(Digit::Kind::Hundred, 100);
    if (folded == U'半') return of(Digit::Kind::Half, 0.5);
    if (folded == U'.' || folded == U'点') return of(Digit::Kind::Point, 0);
    return {};
}

/// 12, 39.5
std::optional<WrittenNumber> arabic_at(std::string_view text, std::uint32_t begin) {
    WrittenNumber number{begin, begin, 0, 0, true};
    std::uint32_t digits = 0;
    for (Digit digit = digit_at(text, number.end); digit.kind == Digit::Kind::Arabic;
         digit = digit_at(text, number.end)) {
        if (++digits <= kMostDigits) number.low = number.low * 10 + digit.value;
        number.end += digit.length;
    }
    if (digits == 0) return std::nullopt;
    const Digit point = digit_at(text, number.end);
    double place = 0.1;
    for (std::uint32_t at = number.end + point.length; point.kind == Digit::Kind::Point;) {
        const Digit digit = digit_at(text, at);
        if (digit.kind != Digit::Kind::Arabic) break;
        number.low += digit.value * place;
        place /= 10;
        at += digit.length;
        number.end = at;
    }
    number.high = number.low;
    return number;
}

/// Reads 三十八点五, 一百八, 六七, 十几, 几十.
class ChineseNumber {
  public:
    ChineseNumber(std::string_view text, std::uint32_t begin) : text_(text), number_{begin, begin, 0, 0, false} {}

    std::optional<WrittenNumber> read() {
        for (Digit digit = next(); digit.kind != Digit::Kind::Other; digit = next())
            if (!take(digit)) break;
        if (number_.end == number_.begin) return std::nullopt;
        // 一百八 is 180.
        const double factor = last_place_ == 100 && has_unit_digit_ && !after_zero_ ? 10 : 1;
        number_.low = total_low_ + low_ * factor;
        number_.high = total_high_ + high_ * factor;
        if (digit_at(text_, number_.end).kind == Digit::Kind::Point) read_decimals();
        return number_;
    }

  private:
    Digit next() const { return digit_at(text_, number_.end); }

    bool take(const Digit& digit) {
        switch (digit.kind) {
            case Digit::Kind::Chinese:
                return take_digit(digit, digit.value, digit.value);
            case Digit::Kind::Few:
                return take_digit(digit, 2, 9);
            case Digit::Kind::Ten:
            case Digit::Kind::Hundred:
                return take_place(digit);
            case Digit::Kind::Half:
                return take_half(digit);
            case Digit::Kind::Arabic:
            case Digit::Kind::Point:
            case Digit::Kind::Other:
                return false;
        }
        return false;
    }

    bool take_digit(const Digit& digit, double low, double high) {
        if (digit.kind == Digit::Kind::Chinese && digit.value == 0 && last_place_ != 0) {
            after_zero_ = true;
        } else if (has_unit_digit_ && low_ == high_ && low > low_ && low - low_ <= 2) {
            high_ = high;  // 六七, 三五
        } else if (has_unit_digit_) {
            return false;
        } else {
            low_ = low;
            high_ = high;
            has_unit_digit_ = true;
        }
        number_.end += digit.length;
        return true;
    }

    bool take_place(const Digit& place) {
        if (last_place_ != 0 && place.value >= last_place_) return false;
        total_low_ += (has_unit_digit_ ? low_ : 1) * place.value;
        total_high_ += (has_unit_digit_ ? high_ : 1) * place.value;
        low_ = high_ = 0;
        has_unit_digit_ = false;
        after_zero_ = false;
        last_place_ = place.value;
        number_.end += place.length;
        return true;
    }

    /// 半 counts alone: half a year.
    bool take_half(const Digit& half) {
        if (number_.end != number_.begin) return false;
        low_ = high_ = half.value;
        number_.end += half.length;
        return false;
    }

    void read_decimals() {
        std::uint32_t at = number_.end + digit_at(text_, number_.end).length;
        double place = 0.1;
        for (Digit digit = digit_at(text_, at); digit.kind == Digit::Kind::Chinese; digit = digit_at(text_, at)) {
            number_.low += digit.value * place;
            number_.high = number_.low;
            place /= 10;
            at += digit.length;
            number_.end = at;
        }
    }

    std::string_view text_;
    WrittenNumber number_;
    double total_low_ = 0;
    double total_high_ = 0;
    double low_ = 0;
    double high_ = 0;
    double last_place_ = 0;
    bool has_unit_digit_ = false;
    bool after_zero_ = false;
};

/// 二十多, 十来: up to the next ten; 三多: up to the next one.
void extend(std::string_view text, WrittenNumber& number) {
    for (const std::string_view word : {"多", "来"}) {
        if (!text.substr(number.end).starts_with(word) || number.low < 1) continue;
        number.high += number.high >= 10 ? 9 : 0.9;
        number.end += static_cast<std::uint32_t>(word.size());
        return;
    }
    const Digit few = digit_at(text, number.end);
    if (number.is_arabic && few.kind == Digit::Kind::Few && number.low >= 10) {
        number.high += 9;
        number.end += few.length;
    }
}

/// 38-39, 2~3: a range.
void join_range(std::string_view text, WrittenNumber& number) {
    if (!number.is_arabic) return;
    for (const std::string_view mark : {"-", "~", "～", "—", "至", "到"}) {
        if (!text.substr(number.end).starts_with(mark)) continue;
        const auto upper = arabic_at(text, number.end + static_cast<std::uint32_t>(mark.size()));
        if (!upper || upper->low <= number.low) return;
        number.high = upper->high;
        number.end = upper->end;
        return;
    }
}

}  // namespace

std::vector<WrittenNumber> numbers_in(std::string_view text) {
    std::vector<WrittenNumber> numbers;
    for (std::uint32_t at = 0; at < text.size();) {
        auto number = arabic_at(text, at);
        if (!number) number = ChineseNumber(text, at).read();
        if (!number) {
            at += decode_utf8(text, at).length;
            continue;
        }
        join_range(text, *number);
        extend(text, *number);
        at = number->end;
        numbers.push_back(*number);
    }
    return numbers;
}

}  // namespace xinglin
