// How good and how fast suggestions are, one keystroke at a time. On one thread, in process.
//
// Good: an item is drawn (by how many records speak of it, and evenly), and a beginning of its name is typed: as it is,
// from inside, in pinyin, initials, a mixture, traditional characters, with one error. It counts whether the item is
// first, among the first 3, among the first 10. Names shorter than what is typed are left out, so the rows of a column
// are not about the same names. It would be meaningless to draw evenly only (nobody looks for most codes of a
// classification), or whole names only (the point is to be there early).
//
// Fast: every keystroke of typing names and titles from the first to the 24th, each once, the CPU time of this thread.
// Beside it a scan of all names, best first, that ends at the tenth that begins with (or holds) what was typed. The
// titles are generated: the names of the corpus, drawn by a Zipf law, in some sentences that readers ask.
//
//   suggest_bench [TITLES=1000000] [DATA]
//
// DATA is a data folder, packs/neurology-zh imported and whatever else; without it, the pack alone is measured.

#include <time.h>

#include <opencc/opencc.h>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "catalog/snapshot.h"
#include "pack/pack.h"
#include "store/store.h"
#include "suggest/name_keys.h"
#include "suggest/suggester.h"
#include "text/pinyin.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kDrawn = 1000;
constexpr std::size_t kTypedForSpeed = 300;

/// The CPU time of this thread: on a shared machine the wall clock also times the neighbours.
double thread_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

using Characters = std::vector<std::string>;

Characters characters_of(std::string_view text) {
    Characters characters;
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t length = decode_utf8(text, offset).length;
        characters.emplace_back(text.substr(offset, length));
        offset += length;
    }
    return characters;
}

std::string joined(const Characters& characters, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t at = begin; at < end; ++at) text += characters[at];
    return text;
}

std::size_t records_about(const Corpus& corpus, ConceptIndex index) {
    std::size_t count = 0;
    for (std::size_t kind = 0; kind < kRecordKindCount; ++kind)
        count += corpus.mentioning(static_cast<RecordKind>(kind), index).size();
    return count;
}

/// What somebody may look for.
struct Wanted {
    std::vector<std::string> names;
    std::vector<double> weights;  ///< how often
};

Wanted wanted_of(const Corpus& corpus) {
    Wanted wanted;
    const auto concepts = corpus.knowledge().concepts();
    for (std::uint32_t index = 0; index < concepts.size(); ++index) {
        if (!item_type_of(concepts[index].kind)) continue;
        wanted.names.push_back(concepts[index].name);
        wanted.weights.push_back(static_cast<double>(records_about(corpus, {index})));
    }
    for (const auto& each : corpus.records()) {
        const RecordKind kind = each->record.kind();
        if (kind == RecordKind::Article || kind == RecordKind::Question || each->concept_index) continue;
        wanted.names.push_back(name_of(each->record));
        wanted.weights.push_back(1);
    }
    return wanted;
}

/// Types names in some way: the beginning of `length` characters, letters, or whatever the way counts; "" when it has
/// no such beginning.
class Typist {
  public:
    explicit Typist(const std::vector<std::string>& names) : to_traditional_("s2t.json"), random_(3) {
        for (const std::string& name : names) {
            for (const std::string& character : characters_of(name)) {
                if (!is_chinese(character)) continue;
                by_sound_[pinyin_key(character)].push_back(character);
                all_.push_back(character);
            }
        }
        for (auto& [sound, characters] : by_sound_) {
            std::sort(characters.begin(), characters.end());
            characters.erase(std::unique(characters.begin(), characters.end()), characters.end());
        }
    }

    static std::string literal(const std::string& name, std::size_t length) { return inside(name, 0, length); }

    static std::string inside(const std::string& name, std::size_t begin, std::size_t length) {
        const Characters characters = characters_of(name);
        if (characters.size() < begin + length) return {};
        return joined(characters, begin, begin + length);
    }

    std::string traditional(const std::string& name, std::size_t length) const {
        const std::string typed = to_traditional_.Convert(literal(name, length));
        return typed == literal(name, length) ? std::string() : typed;
    }

    static std::string letters(const std::string& name, std::size_t length) {
        const std::string key = pinyin_key(name);
        return key.size() < length || !is_all_chinese(name) ? std::string() : key.substr(0, length);
    }

    static std::string initials(const std::string& name, std::size_t length) {
        const std::string key = initials_key(name);
        return key.size() < length || !is_all_chinese(name) ? std::string() : key.substr(0, length);
    }

    std::string mixed(const std::string& name, std::size_t length) {
        const std::string beginning = literal(name, length);
        if (beginning.empty() || !is_all_chinese(name)) return {};
        const auto readings = pinyin_of(name);
        std::string typed;
        const std::size_t kept = random_() % length;
        for (std::size_t at = 0; at < length; ++at) {
            const bool is_literal = at == kept || (at != (kept + 1) % length && random_() % 2 == 0);
            typed +=
                is_literal ? std::string(slice(name, readings[at].span)) : std::string(readings[at].likely().letters());
        }
        return typed;
    }

    std::string with_homophone(const std::string& name, std::size_t length) {
        return with_other(name, length,
                          [&](const std::string& right) -> const Characters& { return by_sound_[pinyin_key(right)]; });
    }

    std::string with_wrong_character(const std::string& name, std::size_t length) {
        return with_other(name, length, [&](const std::string&) -> const Characters& { return all_; });
    }

    std::string with_wrong_letter(const std::string& name, std::size_t length) {
        std::string typed = letters(name, length);
        if (typed.empty()) return {};
        const std::size_t at = 1 + random_() % (typed.size() - 1);
        const char other = static_cast<char>('a' + random_() % 26);
        switch (random_() % 4) {
            case 0:
                typed[at] = other;
                break;
            case 1:
                typed.insert(at, 1, other);
                break;
            case 2:
                typed.erase(at, 1);
                break;
            default:
                std::swap(typed[at], typed[at - 1]);
        }
        return typed == letters(name, length) ? std::string() : typed;
    }

  private:
    static bool is_chinese(const std::string& character) { return static_cast<bool>(pinyin_of(character)[0].likely()); }

    static bool is_all_chinese(const std::string& name) {
        const auto readings = pinyin_of(name);
        return std::all_of(readings.begin(), readings.end(), [](const auto& each) { return each.likely(); });
    }

    template <typename Others>
    std::string with_other(const std::string& name, std::size_t length, const Others& others_of) {
        Characters characters = characters_of(name);
        if (characters.size() < length || !is_all_chinese(name)) return {};
        std::string& wrong = characters[random_() % length];
        const Characters& others = others_of(wrong);
        if (others.empty()) return {};
        const std::string& other = others[random_() % others.size()];
        if (other == wrong) return {};
        wrong = other;
        return joined(characters, 0, length);
    }

    opencc::SimpleConverter to_traditional_;
    std::mt19937 random_;
    std::map<std::string, Characters> by_sound_;
    Characters all_;
};

struct Way {
    const char* name;
    std::vector<std::size_t> lengths;
    std::function<std::string(const std::string&, std::size_t)> typed;
};

std::vector<Way> ways(Typist& typist) {
    return {
        {"literal, characters", {1, 2, 3, 4, 5, 6}, &Typist::literal},
        {"from the 2nd character",
         {2, 3, 4, 5},
         [](auto& name, auto length) { return Typist::inside(name, 1, length); }},
        {"from the 3rd character",
         {2, 3, 4, 5},
         [](auto& name, auto length) { return Typist::inside(name, 2, length); }},
        {"pinyin, letters", {1, 2, 3, 4, 5, 6, 7, 8, 12}, &Typist::letters},
        {"initials", {1, 2, 3, 4, 5}, &Typist::initials},
        {"mixed, characters", {2, 3, 4, 5}, [&](auto& name, auto length) { return typist.mixed(name, length); }},
        {"traditional", {2, 3, 4}, [&](auto& name, auto length) { return typist.traditional(name, length); }},
        {"a homophone in", {2, 3, 4, 5}, [&](auto& name, auto length) { return typist.with_homophone(name, length); }},
        {"a wrong character in",
         {3, 4, 5},
         [&](auto& name, auto length) { return typist.with_wrong_character(name, length); }},
        {"a wrong letter in",
         {8, 12, 16},
         [&](auto& name, auto length) { return typist.with_wrong_letter(name, length); }},
    };
}

void measure_hits(const Suggester& suggester, const Wanted& wanted, Typist& typist, const std::vector<double>& weights,
                  const char* drawn) {
    std::printf("%s\n  %-24s %6s %6s  %6s %6s %6s\n", drawn, "typed", "length", "n", "hit@1", "hit@3", "hit@10");
    for (const Way& way : ways(typist)) {
        for (const std::size_t length : way.lengths) {
            std::mt19937 random(7);
            std::discrete_distribution<std::size_t> draw(weights.begin(), weights.end());
            std::size_t count = 0;
            std::size_t hits[3] = {};
            for (std::size_t round = 0; round < kDrawn; ++round) {
                const std::string& name = wanted.names[draw(random)];
                const std::string typed = way.typed(name, length);
                if (typed.empty()) continue;
                ++count;
                const auto list = suggester.suggest(typed);
                const auto found =
                    std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.text == name; });
                if (found == list.end()) continue;
                ++hits[2];
                if (found - list.begin() < 3) ++hits[1];
                if (found == list.begin()) ++hits[0];
            }
            const auto share = [&](std::size_t hit) {
                return count == 0 ? 0 : static_cast<double>(hit) / static_cast<double>(count);
            };
            std::printf("  %-24s %6zu %6zu  %6.3f %6.3f %6.3f\n", way.name, length, count, share(hits[0]),
                        share(hits[1]), share(hits[2]));
        }
    }
}

void print_times(const char* what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::printf("  %-34s %7zu  p50 %9.1f us  p90 %9.1f us  p99 %9.1f us  max %9.1f us\n", what, times.size(), at(0.5),
                at(0.9), at(0.99), at(1));
}

/// All names, as a scan needs them.
std::vector<std::string> keys_of(const Corpus& corpus) {
    std::vector<std::string> keys;
    for (const Concept& each : corpus.knowledge().concepts()) {
        if (!item_type_of(each.kind)) continue;
        keys.push_back(name_key(each.name, kLongestNameKey));
        for (const Alias& alias : each.aliases) keys.push_back(name_key(alias.text, kLongestNameKey));
    }
    for (const auto& each : corpus.records()) keys.push_back(name_key(name_of(each->record), kLongestNameKey));
    return keys;
}

template <typename Matches>
std::size_t scan(const std::vector<std::string>& keys, const Matches& matches) {
    std::size_t found = 0;
    for (const std::string& key : keys)
        if (matches(key) && ++found == 10) break;
    return found;
}

void measure_speed(const Corpus& corpus, const Suggester& suggester, const Wanted& wanted, Typist& typist) {
    std::map<std::string, std::vector<double>> times;
    std::vector<double> scan_beginning;
    std::vector<double> scan_inside;
    const std::vector<std::string> keys = keys_of(corpus);
    std::vector<std::string> titles;
    for (const RecordIndex each : corpus.of_kind(RecordKind::Article)) {
        const std::string& title = name_of(corpus.at(each).record);
        titles.push_back(title.substr(0, title.find("（")));  // without the number of a generated one
    }
    std::mt19937 random(11);
    std::size_t found = 0;
    for (std::size_t round = 0; round < kTypedForSpeed; ++round) {
        // Every other one a title.
        const std::string& name =
            round % 2 == 0 ? wanted.names[random() % wanted.names.size()] : titles[random() % titles.size()];
        for (const Way& way : ways(typist)) {
            for (std::size_t length = way.lengths.front(); length <= 24; ++length) {
                const std::string typed = way.typed(name, length);
                if (typed.empty()) continue;
                const double start = thread_microseconds();
                found += suggester.suggest(typed).size();
                times[way.name].push_back(thread_microseconds() - start);
                if (way.name != std::string_view("literal, characters") || round % 10 != 0) continue;
                const std::string key = name_key(typed, kLongestNameKey);
                const double begun = thread_microseconds();
                found += scan(keys, [&](const std::string& each) { return each.starts_with(key); });
                const double between = thread_microseconds();
                found += scan(keys, [&](const std::string& each) { return each.find(key) != std::string::npos; });
                scan_beginning.push_back(between - begun);
                scan_inside.push_back(thread_microseconds() - between);
            }
        }
    }
    std::vector<double> all;
    std::printf("a keystroke (%zu suggestions in all)\n", found);
    for (const auto& [way, of_way] : times) {
        all.insert(all.end(), of_way.begin(), of_way.end());
        print_times(way.c_str(), of_way);
    }
    print_times("all ways", all);
    print_times("scan, begins with", scan_beginning);
    print_times("scan, holds", scan_inside);
}

enum class Measured { SpeedAndHits, Speed };

void measure(const char* what, const Corpus& corpus, Measured measured) {
    std::size_t bytes = 0;
    const std::vector<std::string> keys = keys_of(corpus);
    for (const std::string& each : keys) bytes += each.size();
    const double start = thread_microseconds();
    const Suggester suggester(corpus);
    std::printf("\n== %s: %zu names and titles of %.1f MB; built in %.2f s, %.1f MB\n", what, keys.size(),
                static_cast<double>(bytes) / 1e6, (thread_microseconds() - start) / 1e6,
                static_cast<double>(suggester.memory_bytes()) / 1e6);
    const Wanted wanted = wanted_of(corpus);
    Typist typist(wanted.names);
    measure_speed(corpus, suggester, wanted, typist);
    if (measured == Measured::Speed) return;
    measure_hits(suggester, wanted, typist, wanted.weights, "drawn by how many records speak of it");
    measure_hits(suggester, wanted, typist, std::vector<double>(wanted.names.size(), 1.0), "drawn evenly");
}

std::shared_ptr<const Corpus> corpus_of_pack() {
    PackReading reading = read_pack("packs/neurology-zh");
    if (!reading.pack) return nullptr;
    const auto annotator =
        std::make_shared<const Annotator>(std::make_shared<const Knowledge>(std::move(reading.pack->knowledge)));
    std::vector<std::shared_ptr<const AnnotatedRecord>> records;
    for (Record& each : reading.pack->records)
        records.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(each))));
    return std::make_shared<const Corpus>(annotator, std::move(records));
}

/// The corpus with `count` more articles, of which there is nothing but the title.
std::shared_ptr<const Corpus> with_titles(const Corpus& corpus, std::size_t count) {
    static const std::vector<std::string> kSentences{
        "#怎么办",           "#和#有什么区别", "#会引起#吗",  "得了#还能做#吗", "#岁的人#要注意什么",
        "孩子#是不是#",      "#患者的饮食",    "#的早期表现", "治疗#的费用",    "为什么#以后会#",
        "老人#应该看哪个科", "#能自己好吗",    "#可以吃#吗",  "#多久能恢复"};
    std::vector<std::string> names = wanted_of(corpus).names;
    std::mt19937 random(5);
    std::shuffle(names.begin(), names.end(), random);
    const auto any_name = [&] {
        const double drawn = std::uniform_real_distribution<double>(0, 1)(random);
        return names[std::min(names.size() - 1,
                              static_cast<std::size_t>(std::pow(static_cast<double>(names.size()), drawn)) - 1)];
    };
    std::vector<RecordHandle> records(corpus.records().begin(), corpus.records().end());
    for (std::size_t number = 0; number < count; ++number) {
        Article article;
        for (const char letter : kSentences[random() % kSentences.size()]) {
            if (letter == '#') {
                article.title += any_name();
            } else {
                article.title += letter;
            }
        }
        article.title += "（" + std::to_string(number % 1000) + "）";
        AnnotatedRecord record;
        record.record.head.id = "article/t" + std::to_string(number);
        record.record.body = std::move(article);
        records.push_back(std::make_shared<const AnnotatedRecord>(std::move(record)));
    }
    const auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(corpus.knowledge()));
    return std::make_shared<const Corpus>(annotator, std::move(records));
}

int run(std::size_t titles, const char* data) {
    std::shared_ptr<const Corpus> corpus = corpus_of_pack();
    if (!corpus) {
        std::fprintf(stderr, "packs/neurology-zh is not a pack without errors; run this in the project's folder\n");
        return 1;
    }
    measure("the pack", *corpus, Measured::SpeedAndHits);
    if (data != nullptr) {
        const auto store = open_store(std::string(data) + "/xinglin.db");
        corpus = build_snapshot(*store)->corpus;
        measure("the data folder", *corpus, Measured::SpeedAndHits);
    }
    if (titles == 0) return 0;
    corpus = with_titles(*corpus, titles);
    measure("the same with generated titles", *corpus, Measured::Speed);
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    return xinglin::run(argc > 1 ? std::stoul(argv[1]) : 1'000'000, argc > 2 ? argv[2] : nullptr);
}
