// One code point is folded by repeating these steps until nothing changes: NFKC with case folding (ICU), canonical
// decomposition without combining marks, recomposition, and OpenCC's traditional → simplified table. Repeating is what
// makes fold(fold(x)) == fold(x) true by construction: İ needs its dot dropped before it is a plain i, and a
// compatibility ideograph must be normalised before OpenCC knows it.
#include "text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <algorithm>
#include <opencc/Config.hpp>
#include <opencc/Conversion.hpp>
#include <opencc/ConversionChain.hpp>
#include <opencc/Converter.hpp>
#include <opencc/Dict.hpp>
#include <opencc/DictEntry.hpp>
#include <opencc/Lexicon.hpp>
#include <unordered_map>
#include <vector>

#include "base/check.h"
#include "text/utf8.h"

namespace xinglin {

namespace {

constexpr char32_t kLastCodePoint = 0x10FFFF;

const opencc::ConverterPtr& converter() {
    static const opencc::ConverterPtr shared = opencc::Config().NewFromFile("t2s.json");
    return shared;
}

std::unordered_map<char32_t, char32_t> simplified_characters() {
    std::unordered_map<char32_t, char32_t> simplified;
    for (const auto& conversion : converter()->GetConversionChain()->GetConversions()) {
        const opencc::LexiconPtr lexicon = conversion->GetDict()->GetLexicon();
        for (const auto& entry : *lexicon) {
            const std::string from = entry->Key();
            const std::string to = entry->GetDefault();
            if (from.empty() || to.empty()) continue;
            const Decoded key = decode_utf8(from, 0);
            const Decoded value = decode_utf8(to, 0);
            if (key.length == from.size() && value.length == to.size())
                simplified.emplace(key.code_point, value.code_point);
        }
    }
    return simplified;
}

class Folder {
  public:
    Folder() : simplified_(simplified_characters()) {
        UErrorCode status = U_ZERO_ERROR;
        casefold_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
        decompose_ = icu::Normalizer2::getNFKDInstance(status);
        compose_ = icu::Normalizer2::getNFCInstance(status);
        CHECK(U_SUCCESS(status));
        gather_changing();
    }

    /// Every code point that could fold to something else, ascending. Asking ICU for whole sets and not for each code
    /// point, and not folding twice what one look-up tells to be folded, makes the table several times sooner.
    std::vector<char32_t> candidates() const {
        std::vector<char32_t> found;
        for (int range = 0; range < changing_.getRangeCount(); ++range) {
            for (UChar32 point = changing_.getRangeStart(range); point <= changing_.getRangeEnd(range); ++point)
                found.push_back(static_cast<char32_t>(point));
        }
        for (const auto& [from, to] : simplified_) found.push_back(from);
        std::ranges::sort(found);
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    std::u32string fold(char32_t code_point) const {
        std::u32string current(1, code_point);
        // A cycle in OpenCC's table (there is none today) would otherwise never settle.
        for (int round = 0; round < 8; ++round) {
            const bool is_plain = current.size() == 1 && !changing_.contains(static_cast<UChar32>(current[0]));
            std::u32string next = is_plain ? std::u32string(1, simplified(current[0])) : step(current);
            if (next == current) break;
            current = std::move(next);
        }
        return current;
    }

  private:
    /// What ICU changes by itself. Hangul syllables are taken apart and put together again: they stay.
    void gather_changing() {
        UErrorCode status = U_ZERO_ERROR;
        const auto add = [&](UProperty property, int value) {
            changing_.addAll(icu::UnicodeSet().applyIntPropertyValue(property, value, status));
        };
        add(UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED, 1);
        add(UCHAR_GENERAL_CATEGORY_MASK, U_GC_MN_MASK | U_GC_ME_MASK);
        add(UCHAR_NFKD_QUICK_CHECK, UNORM_NO);
        CHECK(U_SUCCESS(status));
        changing_.remove(0xAC00, 0xD7A3).remove(0xD800, 0xDFFF).remove(0);
        changing_.freeze();
    }

    char32_t simplified(char32_t code_point) const {
        const auto found = simplified_.find(code_point);
        return found == simplified_.end() ? code_point : found->second;
    }

    static bool is_mark(UChar32 point) { return (U_GET_GC_MASK(point) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0; }

    std::u32string step(const std::u32string& from) const {
        UErrorCode status = U_ZERO_ERROR;
        const auto whole =
            icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(from.data()), static_cast<int>(from.size()));
        const icu::UnicodeString decomposed = decompose_->normalize(casefold_->normalize(whole, status), status);
        icu::UnicodeString kept;
        for (int index = 0; index < decomposed.length(); index = decomposed.moveIndex32(index, 1)) {
            const UChar32 point = decomposed.char32At(index);
            if (!is_mark(point)) kept.append(point);
        }
        const icu::UnicodeString composed = compose_->normalize(kept, status);
        CHECK(U_SUCCESS(status));
        std::u32string folded;
        for (int index = 0; index < composed.length(); index = composed.moveIndex32(index, 1)) {
            folded.push_back(simplified(static_cast<char32_t>(composed.char32At(index))));
        }
        return folded;
    }

    const std::unordered_map<char32_t, char32_t> simplified_;
    icu::UnicodeSet changing_;
    const icu::Normalizer2* casefold_ = nullptr;
    const icu::Normalizer2* decompose_ = nullptr;
    const icu::Normalizer2* compose_ = nullptr;
};

}  // namespace

struct FoldTable::Expansions {
    std::unordered_map<char32_t, std::u32string> by_code_point;
};

const FoldTable& FoldTable::get() {
    static const FoldTable table;
    return table;
}

FoldTable::FoldTable()
    : pages_(std::make_unique<std::unique_ptr<Page>[]>((kLastCodePoint >> 8U) + 1)),
      expansions_(std::make_unique<Expansions>()) {
    const Folder folder;
    set(0, std::u32string(1, U'\0'));
    for (const char32_t code_point : folder.candidates()) set(code_point, folder.fold(code_point));
}

FoldTable::~FoldTable() = default;

void FoldTable::set(char32_t code_point, const std::u32string& folded) {
    if (folded == std::u32string_view(&code_point, 1) && code_point != 0) return;
    if (code_point != 0) changed_.push_back(code_point);
    auto& page = pages_[code_point >> 8U];
    if (!page) {
        page = std::make_unique<Page>();
        for (char32_t index = 0; index < 256; ++index) page->folded[index] = (code_point & ~char32_t{0xFF}) | index;
    }
    const bool single = folded.size() == 1 && folded[0] != 0;
    page->folded[code_point & 0xFFU] = single ? folded[0] : 0;
    if (!single) expansions_->by_code_point.emplace(code_point, folded);
}

std::u32string_view FoldTable::expansion(char32_t code_point) const {
    const auto found = expansions_->by_code_point.find(code_point);
    return found == expansions_->by_code_point.end() ? std::u32string_view() : std::u32string_view(found->second);
}

std::string fold(std::string_view text) {
    const FoldTable& table = FoldTable::get();
    std::string folded;
    folded.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        offset += decoded.length;
        if (const char32_t single = table.fold_single(decoded.code_point)) {
            append_utf8(folded, single);
        } else {
            for (const char32_t code_point : table.expansion(decoded.code_point)) append_utf8(folded, code_point);
        }
    }
    return folded;
}

std::string to_simplified(std::string_view text) {
    std::string simplified;
    std::string stretch;
    // OpenCC stops at NUL and refuses invalid bytes, so it is only given what lies between them.
    const auto convert_stretch = [&] {
        if (!stretch.empty()) simplified += converter()->Convert(stretch);
        stretch.clear();
    };
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        const std::string_view bytes = text.substr(offset, decoded.length);
        offset += decoded.length;
        if (decoded.invalid() || decoded.code_point == 0) {
            convert_stretch();
            simplified += bytes;
        } else {
            stretch += bytes;
        }
    }
    convert_stretch();
    return simplified;
}

}  // namespace xinglin
