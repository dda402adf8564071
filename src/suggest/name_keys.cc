#include "suggest/name_keys.h"

#include <algorithm>

#include "base/archive.h"
#include "base/check.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

bool is_ascii(char32_t character) {
    return character < 0x80;
}

}  // namespace

std::string name_key(std::string_view text, std::size_t longest) {
    const FoldTable& folding = FoldTable::get();
    std::string key;
    char32_t last = 0;
    bool is_parted = false;
    std::size_t count = 0;
    const auto add = [&](char32_t character) {
        if (count >= longest) return;
        if (!is_spoken(character)) {
            is_parted = true;
            return;
        }
        if (is_parted && last != 0 && is_ascii(last) && is_ascii(character)) {
            key += ' ';
            ++count;
        }
        append_utf8(key, character);
        ++count;
        last = character;
        is_parted = false;
    };
    for (std::size_t offset = 0; offset < text.size() && count < longest;) {
        const Decoded decoded = decode_utf8(text, offset);
        offset += decoded.length;
        if (const char32_t single = folding.fold_single(decoded.code_point)) {
            add(single);
        } else {
            for (const char32_t part : folding.expansion(decoded.code_point)) add(part);
        }
    }
    return key;
}

void NameKeys::add(std::string_view name, std::uint32_t item, std::uint16_t ordinal, NameRole role) {
    const std::string made = name_key(name, kLongestNameKey);
    if (made.empty()) return;
    CHECK(text_.size() + made.size() < UINT32_MAX);
    names_.push_back({static_cast<std::uint32_t>(text_.size()), item, ordinal, role});
    text_ += made;
    text_ += '\0';
}

std::uint32_t NameKeys::name_at(std::uint32_t position) const {
    const auto after = std::upper_bound(names_.begin(), names_.end(), position,
                                        [](std::uint32_t wanted, const Name& name) { return wanted < name.begin; });
    return static_cast<std::uint32_t>(after - names_.begin() - 1);
}

std::size_t NameKeys::memory_bytes() const {
    return text_.capacity() + names_.capacity() * sizeof(Name);
}

void NameKeys::save(ArchiveWriter& archive) const {
    archive(text_);
    archive.raw(names_);
}

NameKeys NameKeys::load(ArchiveReader& archive) {
    NameKeys loaded;
    archive(loaded.text_);
    archive.raw(loaded.names_);
    return archive.ok() ? std::move(loaded) : NameKeys();
}

}  // namespace xinglin
