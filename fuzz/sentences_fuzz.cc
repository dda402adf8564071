// Any bytes: sentences come in order, none overlaps, none is empty, all are found by their offsets, and nothing but
// white space lies between them. An excerpt is one line of valid UTF-8 and no longer than asked.
#include "text/sentences.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_white(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        const xinglin::Decoded decoded = xinglin::decode_utf8(text, offset);
        if (std::u32string_view(U" \t\n\v\f\r\u00A0\u3000\u2028\u2029").find(decoded.code_point) ==
            std::u32string_view::npos) {
            return false;
        }
        offset += decoded.length;
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto sentences = xinglin::sentences_of(text);
    std::uint32_t previous = 0;
    for (const xinglin::Sentence& sentence : sentences) {
        require(previous <= sentence.span.begin && sentence.span.begin < sentence.span.end);
        require(sentence.span.end <= text.size());
        require(is_white(text.substr(previous, sentence.span.begin - previous)));
        require(xinglin::sentence_at(sentences, sentence.span.begin).span == sentence.span);
        require(xinglin::sentence_at(sentences, sentence.span.end - 1).span == sentence.span);
        require(sentence.cut == xinglin::is_cut(xinglin::slice(text, sentence.span)));
        previous = sentence.span.end;
    }
    require(is_white(text.substr(previous)));

    for (const std::size_t limit : {0U, 1U, 20U}) {
        const std::string excerpt = xinglin::excerpt_of(text, limit);
        require(!xinglin::first_invalid_utf8(excerpt));
        require(xinglin::count_characters(excerpt) <= limit + 1);
        require(excerpt.find_first_of("\n\r") == std::string::npos);
    }
    return 0;
}
