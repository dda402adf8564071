#include "messages/messages.h"

#include <unicode/msgfmt.h>

#include <optional>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/guarded.h"
#include "messages/message_texts.h"
#include "text/traditional.h"

namespace xinglin {
namespace {

/// A sentence of plain placeholders: the text before each and its number, then the text after the last.
struct Piece {
    std::string text;
    std::optional<std::size_t> argument;
};

/// Nothing when the sentence needs ICU: a type after the number, or an apostrophe that might quote.
std::optional<std::vector<Piece>> plain_pieces(std::string_view pattern) {
    std::vector<Piece> pieces(1);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\'' || pattern[i] == '}') return std::nullopt;
        if (pattern[i] != '{') {
            pieces.back().text += pattern[i];
            continue;
        }
        const bool is_plain =
            i + 2 < pattern.size() && pattern[i + 1] >= '0' && pattern[i + 1] <= '7' && pattern[i + 2] == '}';
        if (!is_plain) return std::nullopt;
        pieces.back().argument = static_cast<std::size_t>(pattern[i + 1] - '0');
        pieces.emplace_back();
        i += 2;
    }
    return pieces;
}

std::string text_of(const MessageValue& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
    return std::to_string(*std::get_if<long long>(&value));
}

icu::Locale icu_locale(Locale locale) {
    return icu::Locale::createFromName(std::string(language_tag(locale)).c_str());
}

std::string formatted(icu::MessageFormat& format, std::span<const MessageValue> values) {
    std::vector<icu::Formattable> arguments;
    for (const MessageValue& value : values) {
        if (const auto* number = std::get_if<long long>(&value)) {
            arguments.emplace_back(static_cast<int64_t>(*number));
        } else {
            arguments.emplace_back(icu::UnicodeString::fromUTF8(*std::get_if<std::string_view>(&value)));
        }
    }
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString out;
    icu::FieldPosition ignored;
    format.format(arguments.data(), static_cast<int32_t>(arguments.size()), out, ignored, status);
    CHECK(U_SUCCESS(status));
    std::string utf8;
    return out.toUTF8String(utf8);
}

}  // namespace

/// One sentence, read once.
class Messages::Entry {
  public:
    void read(std::string pattern, std::size_t argument_count, Locale locale) {
        text_ = std::move(pattern);
        pieces_ = plain_pieces(text_);
        if (pieces_) return;
        UErrorCode status = U_ZERO_ERROR;
        UParseError where;
        auto format = std::make_unique<icu::MessageFormat>(icu::UnicodeString::fromUTF8(text_), icu_locale(locale),
                                                           where, status);
        CHECK(U_SUCCESS(status));
        // Quoted braces and apostrophes of a sentence without arguments become what they stand for.
        if (argument_count == 0) text_ = formatted(*format, {});
        format_ = std::make_unique<Guarded<std::unique_ptr<icu::MessageFormat>>>(std::move(format));
    }

    std::string_view text() const { return text_; }

    std::string format(std::span<const MessageValue> values) const {
        if (!pieces_) {
            return format_->with([&](std::unique_ptr<icu::MessageFormat>& icu) { return formatted(*icu, values); });
        }
        std::string out;
        for (const Piece& piece : *pieces_) {
            out += piece.text;
            if (piece.argument) out += text_of(values[*piece.argument]);
        }
        return out;
    }

  private:
    std::string text_;
    std::optional<std::vector<Piece>> pieces_;
    std::unique_ptr<Guarded<std::unique_ptr<icu::MessageFormat>>> format_;  // formatting changes ICU's object
};

Messages::Messages(Locale locale) : locale_(locale), entries_(std::make_unique<Entry[]>(kMessageRows.size())) {
    const MessageTexts& texts = kMessageTexts[locale == Locale::En ? 1 : 0];
    for (std::size_t i = 0; i < kMessageRows.size(); ++i) {
        std::string text = locale == Locale::ZhHant ? to_traditional(texts[i]) : std::string(texts[i]);
        entries_[i].read(std::move(text), kMessageRows[i].arguments.size(), locale);
    }
}

Messages::~Messages() = default;

std::string_view Messages::operator()(MessageId<> id) const {
    return entries_[id.index()].text();
}

std::string Messages::format(std::size_t index, std::span<const MessageValue> values) const {
    return entries_[index].format(values);
}

const Messages& messages_in(Locale locale) {
    switch (locale) {
        case Locale::ZhHans: {
            static const Messages simplified(Locale::ZhHans);
            return simplified;
        }
        case Locale::ZhHant: {
            static const Messages traditional(Locale::ZhHant);
            return traditional;
        }
        case Locale::En: {
            static const Messages english(Locale::En);
            return english;
        }
    }
    CHECK(locale == Locale::ZhHans);
    return messages_in(Locale::ZhHans);
}

}  // namespace xinglin
