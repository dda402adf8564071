#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/check.h"
#include "html/escape.h"
#include "html/fragment.h"

namespace xinglin {

class Html;

/// Whom a page may offer to call: in mainland China the ambulance, the police, and the line for people in a crisis of
/// the mind.
enum class HelpNumber { Ambulance, Police, Crisis };

constexpr std::string_view digits_of(HelpNumber number) {
    switch (number) {
        case HelpNumber::Ambulance:
            return "120";
        case HelpNumber::Police:
            return "110";
        case HelpNumber::Crisis:
            return "12356";
    }
    return {};
}

/// HTML that may be written as it is. Only Html makes it (Html::markup), so it can hold nothing but checked fragments
/// and escaped data.
class Markup {
  public:
    Markup() = default;

    bool empty() const { return html_.empty(); }
    const std::string& html() const { return html_; }

  private:
    friend class Html;
    explicit Markup(std::string html) : html_(std::move(html)) {}
    std::string html_;
};

/// A nested writer: called as writer(html) where its placeholder stands.
template <typename T>
concept HtmlWriter = std::invocable<const T&, Html&>;

/// Text from outside. Pointers and literals are not taken: a null pointer has no text, and what is fixed belongs into
/// the fragment (or is a std::string_view).
template <typename T>
concept HtmlText = std::same_as<T, std::string> || std::same_as<T, std::string_view>;

template <typename T>
concept HtmlNumber = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

template <typename T>
concept HtmlArgument = HtmlWriter<T> || HtmlText<T> || HtmlNumber<T> || std::same_as<T, Markup>;

/// Called, and so named in the compiler's message, when a fragment is refused. Never defined.
namespace fragment_refused {
void unknown_element();
void unknown_attribute();
void repeated_attribute();
void attribute_value_without_quotes();
void placeholder_outside_of_text_and_attribute_values();
void placeholder_in_an_attribute_that_takes_no_data();
void placeholder_decides_the_host_of_a_url();
void elements_are_not_balanced();
void tag_is_not_finished();
void brace_that_is_no_placeholder();
void too_many_placeholders();
void number_of_arguments_is_not_number_of_placeholders();
void markup_or_writer_where_only_data_may_stand();
}  // namespace fragment_refused

/// A fragment, checked while compiling against the types of its arguments.
template <typename... Arguments>
class Fragment {
  public:
    template <std::size_t size>
    consteval Fragment(const char (&source)[size]) : source_(source, size - 1), plan_(FragmentParser(source_).parse()) {
        refuse_errors();
        if (plan_.count != sizeof...(Arguments)) {
            fragment_refused::number_of_arguments_is_not_number_of_placeholders();
        }
        constexpr std::array<bool, sizeof...(Arguments)> is_data{(HtmlText<Arguments> || HtmlNumber<Arguments>)...};
        for (std::size_t i = 0; i < is_data.size() && i < plan_.count; ++i) {
            if (!is_data[i] && plan_.placeholders[i].context != HtmlContext::Text) {
                fragment_refused::markup_or_writer_where_only_data_may_stand();
            }
        }
    }

    /// The literal text before placeholder `index`, or after the last one.
    std::string_view piece(std::size_t index) const {
        const std::size_t begin = index == 0 ? 0 : plan_.placeholders[index - 1].offset + std::size_t{2};
        const std::size_t end = index == plan_.count ? source_.size() : plan_.placeholders[index].offset;
        return source_.substr(begin, end - begin);
    }

    HtmlContext context(std::size_t index) const { return plan_.placeholders[index].context; }

  private:
    consteval void refuse_errors() const {
        switch (plan_.error) {
            case FragmentError::None:
                break;
            case FragmentError::UnknownElement:
                fragment_refused::unknown_element();
                break;
            case FragmentError::UnknownAttribute:
                fragment_refused::unknown_attribute();
                break;
            case FragmentError::RepeatedAttribute:
                fragment_refused::repeated_attribute();
                break;
            case FragmentError::UnquotedAttribute:
                fragment_refused::attribute_value_without_quotes();
                break;
            case FragmentError::PlaceholderInTag:
                fragment_refused::placeholder_outside_of_text_and_attribute_values();
                break;
            case FragmentError::PlaceholderInFixedAttribute:
                fragment_refused::placeholder_in_an_attribute_that_takes_no_data();
                break;
            case FragmentError::PlaceholderDecidesHost:
                fragment_refused::placeholder_decides_the_host_of_a_url();
                break;
            case FragmentError::UnbalancedElements:
                fragment_refused::elements_are_not_balanced();
                break;
            case FragmentError::UnfinishedTag:
                fragment_refused::tag_is_not_finished();
                break;
            case FragmentError::StrayBrace:
                fragment_refused::brace_that_is_no_placeholder();
                break;
            case FragmentError::TooManyPlaceholders:
                fragment_refused::too_many_placeholders();
                break;
        }
    }

    std::string_view source_;
    FragmentPlan plan_;
};

/// A page being written. Markup comes from fragments that were checked while compiling, data through their
/// placeholders, escaped for the place where it stands:
///
///     html.write("<a href='/articles/{}'>{}</a>", slug, title);
///
/// An argument is a std::string, a std::string_view, a whole number, a Markup or a writer (a callable that takes
/// Html&).
class Html {
  public:
    template <typename... Arguments>
    Html& write(Fragment<std::type_identity_t<Arguments>...> fragment, const Arguments&... arguments) {
        static_assert((HtmlArgument<Arguments> && ...),
                      "html: an argument is std::string, std::string_view, a whole number, Markup or a writer");
        std::size_t index = 0;
        ((out_ += fragment.piece(index), put(fragment.context(index), arguments), ++index), ...);
        out_ += fragment.piece(index);
        return *this;
    }

    /// Writes data as text.
    Html& text(std::string_view data) {
        append_escaped(out_, data);
        return *this;
    }

    /// Loads a script of this site once the page is read. `path` starts with one "/" (CHECK): no fragment holds a
    /// script, so this is the only way to one, and it takes no code.
    Html& script(std::string_view path) {
        CHECK(path.starts_with("/") && is_safe_url(path));
        out_ += "<script type='module' src='";
        append_url(out_, path);
        out_ += "'></script>";
        return *this;
    }

    /// Writes a link that calls one of the numbers for people in need. No other address but a site's is ever a link, so
    /// no data can decide what is called.
    Html& call(HelpNumber number, std::string_view label) {
        out_ += "<a href='tel:";
        out_ += digits_of(number);
        out_ += "'>";
        append_escaped(out_, label);
        out_ += "</a>";
        return *this;
    }

    /// Facts for machines (JSON-LD): a block of data, which no browser runs. `json` is a JSON text; "<", ">" and "&" of
    /// its strings are written as escapes, so that nothing in it ends the block.
    Html& json_ld(std::string_view json) {
        out_ += "<script type='application/ld+json'>";
        append_json_in_markup(out_, json);
        out_ += "</script>";
        return *this;
    }

    /// What was written so far.
    std::string_view view() const { return out_; }

    /// What was written, as markup for another page or place.
    Markup markup() && { return Markup(std::move(out_)); }

    /// What was written, as the bytes of an answer.
    std::string take() && { return std::move(out_); }

  private:
    void put(HtmlContext context, std::string_view data) {
        switch (context) {
            case HtmlContext::Text:
            case HtmlContext::PlainText:
            case HtmlContext::Attribute:
                append_escaped(out_, data);
                break;
            case HtmlContext::Url:
                append_url(out_, data);
                break;
            case HtmlContext::UrlPart:
                append_url_part(out_, data);
                break;
        }
    }

    void put(HtmlContext, const Markup& markup) { out_ += markup.html(); }

    template <HtmlNumber Number>
    void put(HtmlContext, Number number) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        out_.append(digits.data(), end);
    }

    template <HtmlWriter Writer>
    void put(HtmlContext, const Writer& writer) {
        writer(*this);
    }

    std::string out_;
};

/// A writer that calls `write_one(html, element)` for each element. `elements` must outlive the writing.
template <typename Elements, typename WriteOne>
auto each(const Elements& elements, WriteOne write_one) {
    return [&elements, write_one](Html& html) {
        for (const auto& element : elements) write_one(html, element);
    };
}

/// A writer that calls `writer` when `condition` holds, and writes nothing otherwise.
template <HtmlWriter Writer>
auto when(bool condition, Writer writer) {
    return [condition, writer](Html& html) {
        if (condition) writer(html);
    };
}

}  // namespace xinglin
