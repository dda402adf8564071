#include "suggest/completion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "text/utf8.h"

namespace xinglin {
namespace {

std::u32string characters_of(std::string_view text) {
    std::u32string characters;
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        offset += decoded.length;
        characters += decoded.code_point;
    }
    return characters;
}

bool is_ascii_word(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/// The definition of each class, one name at a time. Slow and obvious.
class SlowName {
  public:
    SlowName(std::string key, bool is_alias) : key_(std::move(key)), is_alias_(is_alias), sounded_(pinyin_of(key_)) {
        sounded_.erase(
            std::remove_if(sounded_.begin(), sounded_.end(), [](auto& each) { return each.character == U' '; }),
            sounded_.end());
        if (sounded_.size() > 24) sounded_.resize(24);
        for (SyllableReadings each : sounded_) {
            has_chinese_ = has_chinese_ || each.likely();
            each.readings = {each.likely()};
            likely_.push_back(each);
            if (each.likely()) {
                letters_ += each.likely().letters();
            } else {
                append_utf8(letters_, each.character);
            }
        }
    }

    bool answers(const TypedName& typed, NameMatch match) const {
        const std::string& key = typed.key();
        const bool is_sound = typed.has_chinese() && typed.letter_count() >= 2;
        switch (match) {
            case NameMatch::Whole:
                return !is_alias_ && key_ == key;
            case NameMatch::WholeAlias:
                return is_alias_ && key_ == key;
            case NameMatch::Beginning:
                return !is_alias_ && key_.starts_with(key);
            case NameMatch::AliasBeginning:
                return is_alias_ && key_.starts_with(key);
            case NameMatch::Inside:
                return inside(key) != std::string::npos;
            case NameMatch::SpelledWhole:
                return typed.has_latin() && has_chinese_ && reads(typed, Listening::Whole, 0, 0);
            case NameMatch::Spelled:
                return typed.has_latin() && has_chinese_ && spells(typed, likely_);
            case NameMatch::SpelledOtherwise:
                return typed.has_latin() && has_chinese_ && spells_otherwise(typed);
            case NameMatch::Homophone:
                return is_sound && has_chinese_ && reads(typed, Listening::Homophones, 0, 0);
            case NameMatch::SoundsAlike:
                return (is_sound || typed.letters().size() >= 2) && has_chinese_ &&
                       reads(typed, Listening::Fuzzy, 0, 0);
            case NameMatch::OneError:
                return has_one_error(typed);
        }
        return false;
    }

    bool cuts_word(const TypedName& typed, NameMatch match) const {
        std::size_t begin = 0;
        if (match == NameMatch::Inside) {
            begin = inside(typed.key());
        } else if (match != NameMatch::Beginning && match != NameMatch::AliasBeginning) {
            return false;
        }
        const std::size_t end = begin + typed.key().size();
        const auto is_latin = [&](std::size_t at) { return at < key_.size() && key_[at] >= 'a' && key_[at] <= 'z'; };
        return is_latin(end) && is_latin(end - 1);
    }

  private:
    std::size_t inside(const std::string& wanted) const {
        for (std::size_t at = key_.find(wanted); at != std::string::npos; at = key_.find(wanted, at + 1))
            if (at == 0 || !is_ascii_word(key_[at]) || !is_ascii_word(key_[at - 1])) return at;
        return std::string::npos;
    }

    static bool spells(const TypedName& typed, const std::vector<SyllableReadings>& word) {
        return typed.pinyin().spells(word, TypedPinyin::Extent::Beginning, Hearing::Exact);
    }

    bool spells_otherwise(const TypedName& typed) const {
        for (std::size_t at = 0; at < std::min<std::size_t>(8, sounded_.size()); ++at) {
            for (std::size_t other = 1; other < 4 && sounded_[at].readings[other]; ++other) {
                std::vector<SyllableReadings> word = likely_;
                word[at].readings = {sounded_[at].readings[other]};
                if (spells(typed, word)) return true;
            }
        }
        return false;
    }

    static bool may_stand_for(const TypedUnit& unit, const SyllableReadings& character, Listening listening) {
        if (unit.literal == character.character) return true;
        if (!character.likely()) return false;
        std::vector<Syllable> heard{character.likely()};
        if (listening == Listening::Fuzzy) {
            const auto alike = sounds_like(character.likely());
            heard.assign(alike.begin(), alike.end());
        }
        const bool is_whole = listening == Listening::Whole;
        std::vector<SyllableReadings> typed_character;
        if (unit.literal && !is_whole) {
            std::string text;
            append_utf8(text, *unit.literal);
            typed_character = pinyin_of(text);
        }
        for (const Syllable each : heard) {
            if (unit.first && !is_whole && unit.first <= each && each <= unit.last) return true;
            if (unit.first && is_whole && unit.complete && unit.first == each) return true;
            if (!typed_character.empty() && typed_character.front().may_read(each)) return true;
        }
        return false;
    }

    bool reads(const TypedName& typed, Listening listening, std::size_t letter, std::size_t at) const {
        if (letter == typed.letter_count()) return listening != Listening::Whole || at == likely_.size();
        if (at == likely_.size()) return false;
        for (const TypedPinyin::Edge& edge : typed.pinyin().edges_at(letter)) {
            if (may_stand_for(edge.unit, likely_[at], listening) && reads(typed, listening, edge.end, at + 1))
                return true;
        }
        return false;
    }

    /// Whether one error turns a beginning of `word` into `typed`.
    template <typename Text>
    static bool begins_with_one_error(const Text& word, const Text& typed) {
        std::set<Text> meant;
        const std::size_t size = typed.size();
        for (std::size_t at = 0; at < size; ++at) {
            Text changed = typed;
            changed.erase(at, 1);
            meant.insert(changed);  // a surplus symbol
            if (at + 1 < size && typed[at] != typed[at + 1]) {
                changed = typed;
                std::swap(changed[at], changed[at + 1]);
                meant.insert(changed);
            }
            for (const auto symbol : word) {
                changed = typed;
                changed[at] = symbol;
                if (symbol != typed[at]) meant.insert(changed);
                changed = typed;
                changed.insert(at, 1, symbol);
                if (at > 0) meant.insert(changed);
            }
        }
        return std::any_of(meant.begin(), meant.end(), [&](const Text& each) { return word.starts_with(each); });
    }

    bool has_one_error(const TypedName& typed) const {
        const bool is_latin_only = !typed.letters().empty();
        if (typed.characters().size() < (is_latin_only ? 5U : 3U)) return false;
        if (begins_with_one_error(characters_of(key_), typed.characters())) return true;
        return typed.letters().size() >= 5 && has_chinese_ && begins_with_one_error(letters_, typed.letters());
    }

    std::string key_;
    bool is_alias_;
    std::vector<SyllableReadings> sounded_;
    std::vector<SyllableReadings> likely_;
    bool has_chinese_ = false;
    std::string letters_;
};

/// Names out of few characters, many of them read in several ways, so that all sorts of matches are frequent.
class NameMaker {
  public:
    explicit NameMaker(unsigned seed) : random_(seed) {}

    std::string name() {
        static const std::vector<std::string> parts{"面", "肌", "机", "痉",  "经",  "挛",  "长",     "期", "重",
                                                    "症", "粘", "连", "血",  "管",  "着",  "凉",     "安", "西",
                                                    "便", "秘", "CT", "hfs", "2型", "b12", " spasm", "β",  "Facial "};
        std::string made;
        for (std::size_t count = 1 + random_() % 5; count > 0; --count) made += parts[random_() % parts.size()];
        return made;
    }

    /// Something that somebody who means `name` may type.
    std::string typed(const std::string& name) {
        std::u32string meant = characters_of(name_key(name, 64));
        if (random_() % 3 == 0) meant.erase(0, random_() % meant.size());
        meant.resize(1 + random_() % meant.size());
        std::string made;
        const auto style = random_() % 4;
        for (const char32_t character : meant) {
            std::string text;
            append_utf8(text, character);
            const bool is_spelled = style == 1 || (style == 3 && random_() % 2 == 0);
            if (style == 2) text = initials_key(text);
            if (is_spelled) text = pinyin_key(text);
            made += text;
        }
        if (random_() % 4 == 0) return damaged(made);
        return made;
    }

  private:
    std::string damaged(const std::string& text) {
        std::u32string characters = characters_of(text);
        const std::size_t at = random_() % characters.size();
        static const std::u32string others = U"机经痉长种hnzgai 1";
        const char32_t other = others[random_() % others.size()];
        switch (random_() % 4) {
            case 0:
                characters[at] = other;
                break;
            case 1:
                characters.insert(at, 1, other);
                break;
            case 2:
                characters.erase(at, 1);
                break;
            default:
                std::swap(characters[at], characters[(at + 1) % characters.size()]);
        }
        std::string made;
        for (const char32_t each : characters) append_utf8(made, each);
        return made;
    }

    std::mt19937 random_;
};

void expect_same(const CompletionIndex& index, const std::string& text, std::size_t limit) {
    const TypedName typed(text);
    const NameKeys& keys = index.keys();
    std::vector<SlowName> names;
    for (std::uint32_t name = 0; name < keys.size(); ++name)
        names.emplace_back(std::string(keys.key(name)), keys.is_alias(name));
    std::vector<std::uint32_t> known;
    for (std::size_t at = 0; at < kNameMatchCount; ++at) {
        const auto match = static_cast<NameMatch>(at);
        std::vector<NameHit> expected;
        for (std::uint32_t name = 0; name < keys.size() && expected.size() < limit && !typed.is_hopeless(); ++name) {
            const std::uint32_t item = keys.item_of(name);
            const bool is_known =
                std::find(known.begin(), known.end(), item) != known.end() ||
                std::any_of(expected.begin(), expected.end(), [&](const NameHit& hit) { return hit.item == item; });
            if (!is_known && names[name].answers(typed, match))
                expected.push_back({name, item, names[name].cuts_word(typed, match)});
        }
        const std::vector<NameHit> found = index.find(typed, match, limit, known);
        ASSERT_EQ(found.size(), expected.size()) << text << " class " << at;
        for (std::size_t hit = 0; hit < found.size(); ++hit) {
            ASSERT_EQ(found[hit].name, expected[hit].name) << text << " class " << at << " hit " << hit;
            ASSERT_EQ(found[hit].item, expected[hit].item) << text << " class " << at;
            ASSERT_EQ(found[hit].cuts_word, expected[hit].cuts_word) << text << " class " << at;
        }
        for (const NameHit& hit : found) known.push_back(hit.item);
    }
}

TEST(CompletionIndex, FindsWhatAScanOfAllNamesFinds) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        NameMaker maker(seed);
        NameKeys keys;
        std::vector<std::string> names;
        for (std::uint16_t name = 0; name < 120; ++name) {
            names.push_back(maker.name());
            // Names of one item here and there.
            keys.add(names.back(), (name * 7U) % 60, name, name % 3 == 0 ? NameRole::Own : NameRole::Alias);
        }
        const CompletionIndex index(std::move(keys), CompletionIndex::Care::Full);
        for (std::size_t round = 0; round < 60; ++round) {
            SCOPED_TRACE("seed " + std::to_string(seed) + " round " + std::to_string(round));
            expect_same(index, maker.typed(names[(round * 7 + seed) % names.size()]), round % 2 == 0 ? 3 : 100);
            if (HasFatalFailure()) return;
        }
    }
}

TEST(NameKey, KeepsWhatIsSpokenAndPartsLatinWords) {
    EXPECT_EQ(name_key("兰伯特-伊顿综合征", 64), "兰伯特伊顿综合征");
    EXPECT_EQ(name_key("  Hemifacial  Spasm!", 64), "hemifacial spasm");
    EXPECT_EQ(name_key("Ménière 病（ＣＴ）", 64), "meniere病ct");
    EXPECT_EQ(name_key("顏面神經", 64), "颜面神经");
    EXPECT_EQ(name_key("面肌痉挛", 2), "面肌");
    EXPECT_EQ(name_key(" ，\xFF\xE9", 64), "");
}

TEST(NameKeys, KnowsWhichNameAByteBelongsTo) {
    NameKeys keys;
    keys.add("頭痛", 3, 0, NameRole::Own);
    keys.add("……", 3, 1, NameRole::Alias);
    keys.add("Headache", 3, 2, NameRole::Alias);
    keys.add("头痛", 1, 0, NameRole::Own);
    ASSERT_EQ(keys.size(), 3U);
    EXPECT_EQ(keys.key(0), "头痛");
    EXPECT_EQ(keys.key(1), "headache");
    EXPECT_EQ(keys.ordinal_of(1), 2U);
    EXPECT_TRUE(keys.is_alias(1));
    EXPECT_EQ(keys.item_of(2), 1U);
    for (std::uint32_t name = 0; name < keys.size(); ++name)
        for (std::uint32_t byte = 0; byte <= keys.key(name).size(); ++byte)
            EXPECT_EQ(keys.name_at(keys.begin_of(name) + byte), name);
}

}  // namespace
}  // namespace xinglin
