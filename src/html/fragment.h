#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// The compile-time half of the page writer: reads a fragment such as
//
//     <a class='card' href='/articles/{}'>{}</a>
//
// finds the context of each {} and refuses what cannot be escaped for sure. A fragment holds known elements with known
// attributes only, each element closed where it was opened, attribute values in quotes. Neither <script>,
// <style> and <iframe> nor style, srcdoc, srcset, http-equiv and on* are known, so no fragment can hold them.

namespace xinglin {

/// What a placeholder stands in, which decides how its argument is escaped.
enum class HtmlContext : std::uint8_t {
    Text,       ///< between tags: data, markup or a nested writer
    PlainText,  ///< inside <title> and <textarea>: data only
    Attribute,  ///< a quoted attribute value: data only
    Url,        ///< the start of a URL attribute: a whole URL, whose scheme is checked
    UrlPart,    ///< further on in a URL attribute: one path segment or query value
};

/// Why a fragment is refused.
enum class FragmentError : std::uint8_t {
    None,
    UnknownElement,
    UnknownAttribute,
    RepeatedAttribute,
    UnquotedAttribute,
    PlaceholderInTag,
    PlaceholderInFixedAttribute,
    PlaceholderDecidesHost,
    UnbalancedElements,
    UnfinishedTag,
    StrayBrace,
    TooManyPlaceholders,
};

/// A fragment's placeholders, in order.
struct FragmentPlan {
    struct Placeholder {
        std::uint16_t offset = 0;  ///< of "{}" in the fragment
        HtmlContext context = HtmlContext::Text;
    };
    static constexpr std::size_t kMaxPlaceholders = 12;

    std::array<Placeholder, kMaxPlaceholders> placeholders{};
    std::uint8_t count = 0;
    FragmentError error = FragmentError::None;
};

namespace fragment_tables {

inline constexpr auto kVoidElements =
    std::to_array<std::string_view>({"meta", "link", "br", "hr", "img", "input", "wbr"});

inline constexpr auto kElements = std::to_array<std::string_view>(
    {"html",     "head",  "body",  "title",  "header",  "nav",     "main",     "aside",      "footer",     "section",
     "article",  "div",   "span",  "p",      "h1",      "h2",      "h3",       "h4",         "h5",         "h6",
     "a",        "ul",    "ol",    "li",     "dl",      "dt",      "dd",       "details",    "summary",    "strong",
     "em",       "small", "sup",   "sub",    "mark",    "time",    "figure",   "figcaption", "blockquote", "q",
     "cite",     "pre",   "code",  "table",  "caption", "thead",   "tbody",    "tr",         "th",         "td",
     "abbr",     "form",  "label", "button", "del",     "ins",     "search",   "fieldset",   "legend",     "output",
     "progress", "b",     "i",     "bdi",    "kbd",     "address", "textarea", "svg",        "use"});

inline constexpr auto kUrlAttributes = std::to_array<std::string_view>({"href", "src", "action", "formaction"});

/// Attributes whose value may be data.
inline constexpr auto kDataAttributes =
    std::to_array<std::string_view>({"class", "id", "title", "alt", "lang", "value", "content", "datetime", "for",
                                     "start", "label", "colspan", "rowspan", "max", "hreflang", "placeholder"});

/// Attributes that only the fragment itself may set.
inline constexpr auto kFixedAttributes = std::to_array<std::string_view>(
    {"rel",        "type",         "charset",   "name",    "media",     "target",      "open",         "hidden",
     "disabled",   "required",     "role",      "scope",   "method",    "width",       "height",       "tabindex",
     "checked",    "reversed",     "sizes",     "loading", "minlength", "placeholder", "autocomplete", "autocapitalize",
     "spellcheck", "enterkeyhint", "autofocus", "rows",    "maxlength", "property"});

template <std::size_t size>
constexpr bool contains(const std::array<std::string_view, size>& names, std::string_view name) {
    for (const std::string_view candidate : names) {
        if (candidate == name) return true;
    }
    return false;
}

}  // namespace fragment_tables

/// Reads one fragment, left to right.
class FragmentParser {
  public:
    constexpr explicit FragmentParser(std::string_view source) : source_(source) {}

    constexpr FragmentPlan parse() {
        if (source_.starts_with("<!doctype html>")) position_ = std::string_view("<!doctype html>").size();
        while (!done()) {
            if (source_[position_] == '<') {
                parse_tag();
            } else {
                const bool plain = depth_ > 0 && (open_[depth_ - 1] == "title" || open_[depth_ - 1] == "textarea");
                parse_character(plain ? HtmlContext::PlainText : HtmlContext::Text);
            }
        }
        if (depth_ != 0) fail(FragmentError::UnbalancedElements);
        return plan_;
    }

  private:
    constexpr bool done() const { return plan_.error != FragmentError::None || position_ >= source_.size(); }

    constexpr void fail(FragmentError error) {
        if (plan_.error == FragmentError::None) plan_.error = error;
    }

    constexpr bool at(char c) const { return position_ < source_.size() && source_[position_] == c; }

    /// One character of text or of an attribute value, or a placeholder.
    constexpr void parse_character(HtmlContext context) {
        if (source_.substr(position_).starts_with("{}")) {
            if (plan_.count == FragmentPlan::kMaxPlaceholders) return fail(FragmentError::TooManyPlaceholders);
            plan_.placeholders[plan_.count++] = {static_cast<std::uint16_t>(position_), context};
            position_ += 2;
        } else if (at('{') || at('}')) {
            fail(FragmentError::StrayBrace);
        } else {
            ++position_;
        }
    }

    constexpr std::string_view parse_name() {
        const std::size_t begin = position_;
        while (position_ < source_.size()) {
            const char c = source_[position_];
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) break;
            ++position_;
        }
        return source_.substr(begin, position_ - begin);
    }

    constexpr void parse_tag() {
        ++position_;
        if (at('/')) return parse_closing_tag();
        const std::string_view element = parse_name();
        const bool is_void = fragment_tables::contains(fragment_tables::kVoidElements, element);
        if (!is_void && !fragment_tables::contains(fragment_tables::kElements, element)) {
            return fail(at('{') ? FragmentError::PlaceholderInTag : FragmentError::UnknownElement);
        }
        attribute_count_ = 0;
        while (at(' ')) {
            ++position_;
            parse_attribute();
            if (done()) break;
        }
        if (!at('>')) return fail(at('{') ? FragmentError::PlaceholderInTag : FragmentError::UnfinishedTag);
        ++position_;
        if (is_void) return;
        if (depth_ == open_.size()) return fail(FragmentError::UnbalancedElements);
        open_[depth_++] = element;
    }

    constexpr void parse_closing_tag() {
        ++position_;
        const std::string_view element = parse_name();
        if (!at('>')) return fail(FragmentError::UnfinishedTag);
        ++position_;
        if (depth_ == 0 || open_[depth_ - 1] != element) return fail(FragmentError::UnbalancedElements);
        --depth_;
    }

    constexpr void parse_attribute() {
        const std::string_view name = parse_name();
        if (name.empty()) return fail(at('{') ? FragmentError::PlaceholderInTag : FragmentError::UnfinishedTag);
        const bool is_url = fragment_tables::contains(fragment_tables::kUrlAttributes, name);
        const bool takes_data = is_url || name.starts_with("aria-") || name.starts_with("data-") ||
                                fragment_tables::contains(fragment_tables::kDataAttributes, name);
        if (!takes_data && !fragment_tables::contains(fragment_tables::kFixedAttributes, name)) {
            return fail(FragmentError::UnknownAttribute);
        }
        for (std::size_t i = 0; i < attribute_count_; ++i) {
            if (attributes_[i] == name) return fail(FragmentError::RepeatedAttribute);
        }
        if (attribute_count_ == attributes_.size()) return fail(FragmentError::RepeatedAttribute);
        attributes_[attribute_count_++] = name;
        if (!at('=')) return;
        ++position_;
        if (!at('\'') && !at('"')) return fail(FragmentError::UnquotedAttribute);
        const char quote = source_[position_++];
        parse_value(quote, is_url, takes_data);
    }

    constexpr void parse_value(char quote, bool is_url, bool takes_data) {
        const std::size_t begin = position_;
        while (!done() && !at(quote)) {
            if (!at('{')) {
                parse_character(HtmlContext::Attribute);
            } else if (!takes_data) {
                fail(FragmentError::PlaceholderInFixedAttribute);
            } else if (!is_url) {
                parse_character(HtmlContext::Attribute);
            } else if (position_ == begin) {
                parse_character(HtmlContext::Url);
            } else if (fixes_host(source_.substr(begin, position_ - begin))) {
                parse_character(HtmlContext::UrlPart);
            } else {
                fail(FragmentError::PlaceholderDecidesHost);
            }
        }
        if (!at(quote)) return fail(FragmentError::UnfinishedTag);
        ++position_;
    }

    /// Whether data after this much of a URL can no longer change its scheme or host.
    static constexpr bool fixes_host(std::string_view prefix) {
        if (prefix.starts_with("{}") || prefix.starts_with("#") || prefix.starts_with("?")) return true;
        const std::size_t authority = prefix.find("//");
        if (authority == std::string_view::npos) return prefix.starts_with("/");
        return prefix.find('/', authority + 2) != std::string_view::npos;
    }

    std::string_view source_;
    std::size_t position_ = 0;
    FragmentPlan plan_;
    std::array<std::string_view, 24> open_{};
    std::size_t depth_ = 0;
    std::array<std::string_view, 16> attributes_{};
    std::size_t attribute_count_ = 0;
};

}  // namespace xinglin
