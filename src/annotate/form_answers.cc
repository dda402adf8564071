#include "annotate/form_answers.h"

#include <string>

#include "annotate/clause.h"
#include "annotate/scope.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {

namespace {

/// Reads what stands behind an item: 病史：无, " 无 ", -.
class AnswerReader {
  public:
    AnswerReader(std::string_view text, std::uint32_t item_end) : text_(text), offset_(item_end) {}

    FormAnswer read() {
        if (!may_begin()) return {};
        skip_light();
        skip_separators();
        constexpr int kBoxes = 3;
        for (int count = 0; count < kBoxes && skip_unticked(); ++count) skip_separators();
        if (offset_ >= text_.size()) return {};
        FormAnswer answer{FormAnswer::Says::Nothing, offset_};
        const bool is_ticked =
            std::u32string_view(U"☑√■✓☒×✗✕").find(decode_utf8(text_, offset_).code_point) != std::u32string_view::npos;
        if (is_ticked) parted_by_ = PartedBy::Mark;
        const ScopeWord word = take();
        if (!is_boundary()) return {};
        // A dash between blanks is none of an answer's: 面瘫 - 症状.
        if (word.is(ScopeClass::Negative) && parted_by_ != PartedBy::Blank) answer.says = FormAnswer::Says::Negative;
        if (word.is(ScopeClass::No) && parted_by_ != PartedBy::Nothing) answer.says = FormAnswer::Says::No;
        if (word.is(ScopeClass::Yes) && parted_by_ != PartedBy::Nothing) answer.says = FormAnswer::Says::Yes;
        return answer;
    }

  private:
    /// Most mentions are followed by none of these, and that is all they cost.
    bool may_begin() const {
        if (offset_ >= text_.size()) return false;
        return std::u32string_view(U" \t\u3000:：?？-－—–×✗✕□☑√■✓☒病史症情")
                   .find(decode_utf8(text_, offset_).code_point) != std::u32string_view::npos;
    }

    void skip_light() {
        constexpr int kMost = 2;
        for (int count = 0; count < kMost && offset_ < text_.size(); ++count) {
            if (decode_utf8(text_, offset_).code_point <= U' ' || !peek().is(ScopeClass::Light)) return;
            take();
        }
    }

    /// Blanks, a colon, a question mark; few, so that a text of blanks costs no more than others.
    void skip_separators() {
        constexpr int kMost = 4;
        for (int count = 0; count < kMost && offset_ < text_.size(); ++count) {
            const Decoded mark = decode_utf8(text_, offset_);
            const bool is_blank = std::u32string_view(U" \t\u3000").find(mark.code_point) != std::u32string_view::npos;
            const bool is_mark = std::u32string_view(U":：?？").find(mark.code_point) != std::u32string_view::npos;
            if (!is_blank && !is_mark) return;
            parted_by_ = is_mark || parted_by_ == PartedBy::Mark ? PartedBy::Mark : PartedBy::Blank;
            offset_ += mark.length;
        }
    }

    bool skip_unticked() {
        if (offset_ >= text_.size() || !peek().is(ScopeClass::Unticked)) return false;
        take();
        parted_by_ = PartedBy::Mark;
        return true;
    }

    /// The word at offset_; its length is that of the text.
    ScopeWord peek() const {
        constexpr std::size_t kLongest = 8;
        const std::string folded = fold(characters_from(text_, offset_, kLongest));
        if (folded.empty()) return {decode_utf8(text_, offset_).length, 0, false};
        ScopeWord word = scope_word_at(folded);
        // Folding keeps the number of the characters that these words are of.
        const std::size_t characters = count_characters(std::string_view(folded).substr(0, word.length));
        word.length = static_cast<std::uint32_t>(characters_from(text_, offset_, characters).size());
        return word;
    }

    ScopeWord take() {
        const ScopeWord word = peek();
        offset_ += word.length;
        return word;
    }

    bool is_boundary() const {
        if (offset_ >= text_.size() || ends_clause(text_, offset_)) return true;
        return std::u32string_view(U" \t\u3000、/|").find(decode_utf8(text_, offset_).code_point) !=
               std::u32string_view::npos;
    }

    std::string_view text_;
    std::uint32_t offset_;
    enum class PartedBy { Nothing, Blank, Mark } parted_by_ = PartedBy::Nothing;
};

}  // namespace

FormAnswer form_answer_behind(std::string_view text, std::uint32_t item_end) {
    return AnswerReader(text, item_end).read();
}

}  // namespace xinglin
