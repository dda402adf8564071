// Build. Forms are folded and spelt in symbols (1, 2, 3, … by falling frequency, so that the array stays dense).
// Sorting the spellings makes every trie node a range of them, so the trie is read off breadth first without any map.
// Nodes are then placed into the double array, most children first, each at the first free slot that fits (SlotList);
// failure links follow breadth first, as in Aho and Corasick's paper.
//
// Scan. One table look-up folds a code point and tells its symbol. Where folding changes a character's length in bytes
// or the number of its code points the table answers kIrregular and the slow path steps symbol by symbol. The begin of
// a match is its end less the form's bytes, unless something irregular lies between; then Scan walks back.
//
// What a scan costs is waiting for units, which do not fit into the caches. Most characters of a text begin no form
// together with the next one, and a filter of such pairs does fit. So a scan goes by blocks: first the symbols of a
// block are read and the units of promising pairs are asked for, then the automaton walks the block, and while it has
// at most one symbol in hand it leaps to the next place where something can begin.
#include "text/automaton.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <optional>

#include "base/archive.h"
#include "base/check.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {

namespace {

constexpr char32_t kTableSize = 0x10000;

// 32 KB: small enough for the fastest cache, and still nearly empty with the 20,000 beginnings of 100,000 names.
constexpr std::uint32_t kPairBits = 18;

std::u32string decoded(std::string_view text) {
    std::u32string code_points;
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded next = decode_utf8(text, offset);
        code_points.push_back(next.code_point);
        offset += next.length;
    }
    return code_points;
}

/// The free slots of the double array in ascending order. A slot that was offered in vain too often leaves the list:
/// without that, placing 100,000 names visits the same useless holes again and again and takes minutes.
class SlotList {
  public:
    std::uint32_t first() const { return next_[0]; }
    std::uint32_t next(std::uint32_t slot) {
        grow(slot + 2);
        return next_[slot];
    }
    bool is_free(std::uint32_t slot) {
        grow(slot + 2);
        return !taken_[slot];
    }
    void take(std::uint32_t slot) {
        grow(slot + 2);
        taken_[slot] = true;
        unlink(slot);
    }
    /// `slot` was offered and did not fit.
    void disappoint(std::uint32_t slot) {
        grow(slot + 2);
        if (++failures_[slot] == kPatience) unlink(slot);
    }

  private:
    static constexpr std::uint8_t kPatience = 60;

    void unlink(std::uint32_t slot) {
        if (!linked_[slot]) return;
        linked_[slot] = false;
        next_[previous_[slot]] = next_[slot];
        if (next_[slot] < previous_.size()) previous_[next_[slot]] = previous_[slot];
        last_ = last_ == slot ? previous_[slot] : last_;
    }

    void grow(std::size_t size) {
        if (size <= next_.size()) return;
        const auto from = static_cast<std::uint32_t>(next_.size());
        const auto to = static_cast<std::uint32_t>(std::max(size, next_.size() * 2));
        next_.resize(to);
        previous_.resize(to);
        failures_.resize(to);
        taken_.resize(to);
        linked_.resize(to, true);
        for (std::uint32_t slot = from; slot < to; ++slot) {
            previous_[slot] = last_;
            next_[last_] = slot;
            next_[slot] = to;
            last_ = slot;
        }
    }

    // Slot 0 is the head of the list and never free. The last slot points one past the end, which next() grows into.
    std::vector<std::uint32_t> next_{1};
    std::vector<std::uint32_t> previous_{0};
    std::vector<std::uint8_t> failures_{0};
    std::vector<bool> taken_{true};
    std::vector<bool> linked_{false};
    std::uint32_t last_ = 0;
};

}  // namespace

std::uint32_t Automaton::pair_bit(std::uint32_t first, std::uint32_t second) {
    return ((first * 0x9E3779B1U) ^ (second * 0x85EBCA77U)) >> (32U - kPairBits);
}

class Automaton::Builder {
  public:
    explicit Builder(std::span<const std::string> forms) {
        spell(forms);
        grow_trie();
        place();
        link_failures();
    }

    Automaton finish() && {
        map_characters();
        return std::move(result_);
    }

  private:
    struct Spelling {
        std::uint32_t form;
        std::uint32_t begin;  // of spelt_
        std::uint32_t length;
    };

    struct Node {
        std::uint32_t first_spelling;
        std::uint32_t last_spelling;  // one past
        std::uint32_t depth;
        std::uint32_t symbol;
        std::uint32_t first_child = 0;
        std::uint32_t child_count = 0;
        std::uint32_t own_form = kNone;  // an index of spellings_
        std::uint32_t base = 0;
        std::uint32_t unit = 0;
        std::uint32_t suffix = 0;  // the node of its longest proper suffix
    };

    void spell(std::span<const std::string> forms) {
        std::unordered_map<char32_t, std::uint32_t> frequency;
        std::u32string text;
        for (std::size_t index = 0; index < forms.size(); ++index) {
            if (first_invalid_utf8(forms[index])) continue;
            const std::u32string folded = decoded(fold(forms[index]));
            if (folded.empty()) continue;
            spellings_.push_back({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(text.size()),
                                  static_cast<std::uint32_t>(folded.size())});
            text += folded;
            for (const char32_t code_point : folded) ++frequency[code_point];
        }
        number_symbols(frequency);
        spelt_.reserve(text.size());
        for (const char32_t code_point : text) spelt_.push_back(result_.symbol_by_fold_.at(code_point));
        std::sort(spellings_.begin(), spellings_.end(), [&](const Spelling& a, const Spelling& b) {
            const auto order = std::lexicographical_compare_three_way(letters(a), letters(a) + a.length, letters(b),
                                                                      letters(b) + b.length);
            return order != 0 ? order < 0 : a.form < b.form;
        });
    }

    void number_symbols(const std::unordered_map<char32_t, std::uint32_t>& frequency) {
        std::vector<std::pair<char32_t, std::uint32_t>> order(frequency.begin(), frequency.end());
        std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        for (const auto& [code_point, count] : order) {
            result_.symbol_by_fold_.emplace(code_point, static_cast<std::uint32_t>(result_.symbol_by_fold_.size() + 1));
        }
    }

    const std::uint32_t* letters(const Spelling& spelling) const { return spelt_.data() + spelling.begin; }

    void grow_trie() {
        nodes_.push_back({0, static_cast<std::uint32_t>(spellings_.size()), 0, 0});
        for (std::uint32_t index = 0; index < nodes_.size(); ++index) grow_children(index);
    }

    void grow_children(std::uint32_t index) {
        const Node node = nodes_[index];
        std::uint32_t at = node.first_spelling;
        // The shortest spellings of a range come first: those that end at this node, lowest form first.
        if (node.depth > 0 && spellings_[at].length == node.depth) nodes_[index].own_form = at;
        while (at < node.last_spelling && spellings_[at].length == node.depth) ++at;
        nodes_[index].first_child = static_cast<std::uint32_t>(nodes_.size());
        while (at < node.last_spelling) {
            const std::uint32_t symbol = letters(spellings_[at])[node.depth];
            std::uint32_t end = at + 1;
            while (end < node.last_spelling && letters(spellings_[end])[node.depth] == symbol) ++end;
            nodes_.push_back({at, end, node.depth + 1, symbol});
            at = end;
        }
        nodes_[index].child_count = static_cast<std::uint32_t>(nodes_.size()) - nodes_[index].first_child;
    }

    std::span<Node> children(const Node& node) { return {nodes_.data() + node.first_child, node.child_count}; }

    void place() {
        std::vector<std::uint32_t> order;
        for (std::uint32_t index = 1; index < nodes_.size(); ++index) {
            if (nodes_[index].child_count > 0) order.push_back(index);
        }
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return nodes_[a].child_count > nodes_[b].child_count;
        });
        place_children(nodes_[0], kRoot);
        for (const std::uint32_t index : order) place_chain(index);
        const std::size_t size = highest_base_ + result_.symbol_by_fold_.size() + 2;
        CHECK(size < kShallow);
        result_.units_.assign(size, {kRoot, kRoot, kNone, kNone});
        result_.failure_.assign(size, kRoot);
        node_of_unit_.assign(size, 0);
        for (std::uint32_t index = 0; index < nodes_.size(); ++index) {
            for (const Node& child : children(nodes_[index])) {
                result_.units_[child.unit].parent = nodes_[index].base;
                node_of_unit_[child.unit] = static_cast<std::uint32_t>(&child - nodes_.data());
            }
        }
    }

    /// Places a node's children and, as long as there is one only, that child's, side by side in memory.
    void place_chain(std::uint32_t index) {
        while (nodes_[index].child_count > 0 && nodes_[index].base == 0) {
            Node& node = nodes_[index];
            const std::uint32_t nearby = node.child_count == 1 ? find_base_nearby(node) : 0;
            place_children(node, nearby != 0 ? nearby : find_base(node));
            if (node.child_count > 1) break;
            index = node.first_child;
        }
    }

    /// A base that puts an only child within a few cache lines of its parent, or 0.
    std::uint32_t find_base_nearby(const Node& node) {
        constexpr std::uint32_t kNearby = 32;
        const std::uint32_t symbol = children(node).front().symbol;
        if (node.unit == 0) return 0;
        for (std::uint32_t slot = node.unit + 1; slot <= node.unit + kNearby; ++slot) {
            if (slot > symbol + kRoot && slots_.is_free(slot) && is_base_free(slot - symbol)) return slot - symbol;
        }
        return 0;
    }

    std::uint32_t find_base(const Node& node) {
        const auto family = children(node);
        const std::uint32_t first_symbol = family.front().symbol;
        for (std::uint32_t slot = slots_.first();; slot = slots_.next(slot)) {
            if (slot <= first_symbol + kRoot) continue;
            const std::uint32_t base = slot - first_symbol;
            if (is_base_free(base) && std::all_of(family.begin() + 1, family.end(), [&](const Node& child) {
                    return slots_.is_free(base + child.symbol);
                })) {
                return base;
            }
            slots_.disappoint(slot);
        }
    }

    bool is_base_free(std::uint32_t base) const { return base >= base_taken_.size() || !base_taken_[base]; }

    void place_children(Node& node, std::uint32_t base) {
        node.base = base;
        highest_base_ = std::max(highest_base_, base);
        if (base >= base_taken_.size()) base_taken_.resize(base * std::size_t{2} + 1);
        base_taken_[base] = true;
        for (Node& child : children(node)) {
            child.unit = base + child.symbol;
            slots_.take(child.unit);
        }
    }

    /// Where the search goes on from a node: its own children, or those of its longest suffix that has some.
    std::uint32_t target(std::uint32_t index) const {
        while (index != 0 && nodes_[index].child_count == 0) index = nodes_[index].suffix;
        if (index == 0) return kRoot;
        return nodes_[index].base | (nodes_[index].depth == 1 ? kShallow : 0);
    }

    void link_failures() {
        result_.pairs_.assign((1U << kPairBits) / 64, 0);
        for (std::uint32_t index = 0; index < nodes_.size(); ++index) {
            if (index != 0) link_node(index);
            for (Node& child : children(nodes_[index])) child.suffix = index == 0 ? 0 : suffix_of(index, child.symbol);
        }
    }

    /// The node reached by `symbol` from the longest proper suffix of `parent` that has such a child.
    std::uint32_t suffix_of(std::uint32_t parent, std::uint32_t symbol) const {
        for (std::uint32_t at = nodes_[parent].suffix;; at = nodes_[at].suffix) {
            const std::uint32_t base = nodes_[at].base;
            if (base != 0 && result_.units_[base + symbol].parent == base) return node_of_unit_[base + symbol];
            if (at == 0) return 0;
        }
    }

    /// Breadth first, so the suffix, which is shorter, has been linked before.
    void link_node(std::uint32_t index) {
        const Node& node = nodes_[index];
        Unit& unit = result_.units_[node.unit];
        if (node.suffix != 0) unit.output = result_.units_[nodes_[node.suffix].unit].output;
        if (node.own_form != kNone) {
            const Spelling& spelling = spellings_[node.own_form];
            result_.outputs_.push_back({spelling.form, folded_bytes(spelling), spelling.length, unit.output});
            unit.output = static_cast<std::uint32_t>(result_.outputs_.size() - 1);
        }
        unit.target = target(index);
        if (node.child_count > 0) result_.failure_[node.base] = target(node.suffix);
        unit.failure = result_.failure_[unit.target & kBase];
        if (node.depth != 1) return;
        for (const Node& child : children(node)) {
            const std::uint32_t bit = pair_bit(node.symbol, child.symbol);
            result_.pairs_[bit / 64] |= std::uint64_t{1} << (bit % 64);
        }
    }

    std::uint32_t folded_bytes(const Spelling& spelling) {
        if (length_by_symbol_.empty()) {
            length_by_symbol_.resize(result_.symbol_by_fold_.size() + 1);
            for (const auto& [code_point, symbol] : result_.symbol_by_fold_) {
                length_by_symbol_[symbol] = utf8_length(code_point);
            }
        }
        return std::accumulate(
            letters(spelling), letters(spelling) + spelling.length, std::uint32_t{0},
            [&](std::uint32_t sum, std::uint32_t symbol) { return sum + length_by_symbol_[symbol]; });
    }

    void map_characters() {
        result_.symbols_.assign(kTableSize, kUnknown);
        for (const auto& [code_point, symbol] : result_.symbol_by_fold_) {
            if (code_point < kTableSize) result_.symbols_[code_point] = table_entry(code_point);
        }
        for (const char32_t code_point : FoldTable::get().changed()) {
            if (code_point < kTableSize) result_.symbols_[code_point] = table_entry(code_point);
        }
    }

    std::uint16_t table_entry(char32_t code_point) const {
        const auto& symbols = result_.symbol_by_fold_;
        const char32_t single = FoldTable::get().fold_single(code_point);
        if (single == 0) {
            const auto folded = FoldTable::get().expansion(code_point);
            const bool known =
                std::all_of(folded.begin(), folded.end(), [&](char32_t c) { return symbols.contains(c); });
            return known ? kIrregular : kUnknown;
        }
        const auto found = symbols.find(single);
        if (found == symbols.end()) return kUnknown;
        const bool regular = utf8_length(code_point) == utf8_length(single) && found->second < kIrregular;
        if (!regular) return kIrregular;
        const Unit& unit = result_.units_[kRoot + found->second];
        const bool is_form = unit.parent == kRoot && unit.output != kNone;
        return static_cast<std::uint16_t>(found->second | (is_form ? kIsForm : 0U));
    }

    Automaton result_;
    std::vector<Spelling> spellings_;
    std::vector<std::uint32_t> spelt_;
    std::vector<Node> nodes_;  // Breadth first; the children of a node are neighbours. The root is 0.
    std::vector<std::uint32_t> node_of_unit_;
    std::vector<std::uint32_t> length_by_symbol_;
    SlotList slots_;
    std::vector<bool> base_taken_;
    std::uint32_t highest_base_ = 0;
};

Automaton Automaton::build(std::span<const std::string> forms) {
    return Builder(forms).finish();
}

/// One pass over one text.
class Automaton::Scan {
  public:
    Scan(const Automaton& automaton, std::string_view text, std::vector<Match>& matches)
        : automaton_(automaton),
          symbols_(automaton.symbols_.data()),
          units_(automaton.units_.data()),
          failure_(automaton.failure_.data()),
          pairs_(automaton.pairs_.data()),
          text_(text),
          matches_(matches) {}

    void run() {
        while (next_offset_ < text_.size()) {
            read_block();
            walk_block();
        }
    }

  private:
    struct State {
        std::uint32_t here = kRoot;
        std::uint32_t failure = kRoot;

        bool is_deep() const { return here != kRoot && here < kShallow; }
    };

    static constexpr std::size_t kBlock = 64;  // One bit of promising_ each.

    void read_block() {
        block_begin_ = next_offset_;
        block_size_ = 0;
        promising_ = 0;
        std::uint32_t previous = last_symbol_;
        std::size_t offset = next_offset_;
        for (; block_size_ < kBlock && offset < text_.size(); ++block_size_) {
            const Decoded next = decode_utf8(text_, offset);
            offset += next.length;
            std::uint32_t entry = next.code_point < kTableSize ? symbols_[next.code_point] : kIrregular;
            if (next.invalid()) entry = kUnknown;
            const std::uint32_t symbol = entry & kIrregular;
            const bool is_irregular = symbol == kIrregular || previous == kIrregular;
            const bool is_pair = may_begin_with(previous, symbol);
            if (is_pair && !is_irregular)
                __builtin_prefetch(units_ + (units_[kRoot + previous].target & kBase) + symbol);
            promising_ |= std::uint64_t{is_pair || is_irregular || entry >= kIsForm} << block_size_;
            block_[block_size_] = {static_cast<std::uint32_t>(offset), symbol};
            previous = symbol;
        }
        last_symbol_ = previous;
        next_offset_ = offset;
    }

    void walk_block() {
        for (std::size_t index = 0; index < block_size_; ++index) {
            if (!state_.is_deep()) {
                const std::uint64_t ahead = promising_ >> index;
                const auto leap = ahead == 0 ? block_size_ - index : static_cast<std::size_t>(std::countr_zero(ahead));
                if (leap > 0) {
                    // What is leaped over is regular and begins nothing with its neighbours.
                    index += leap;
                    state_ = state_after(child_of_root(block_[index - 1].symbol));
                    if (index == block_size_) return;
                }
            }
            const Character& character = block_[index];
            if (character.symbol == kUnknown) {
                state_ = {};
            } else if (character.symbol == kIrregular) {
                step_irregular(index == 0 ? block_begin_ : block_[index - 1].end, character.end);
            } else {
                const Unit* unit = advance(state_, character.symbol, (promising_ >> index & 1U) != 0);
                state_ = state_after(unit);
                if (unit && unit->output != kNone) report(unit->output, character.end);
            }
        }
    }

    static State state_after(const Unit* unit) { return unit ? State{unit->target, unit->failure} : State{}; }

    const Unit* child_of_root(std::uint32_t symbol) const {
        const Unit* unit = units_ + kRoot + symbol;
        return unit->parent == kRoot ? unit : nullptr;
    }

    /// The unit reached from `state` by `symbol` over failure links, or none when even the root has no such child.
    /// `is_promising` is false when surely no form begins with the symbol before and this one.
    const Unit* advance(State state, std::uint32_t symbol, bool is_promising) const {
        while (state.here != kRoot) {
            const std::uint32_t base = state.here & kBase;
            if (state.is_deep() || is_promising) {
                const Unit* unit = units_ + base + symbol;
                if (unit->parent == base) return unit;
            }
            state.here = state.failure;
            state.failure = failure_[state.here & kBase];
        }
        return child_of_root(symbol);
    }

    bool may_begin_with(std::uint32_t first, std::uint32_t second) const {
        const std::uint32_t bit = pair_bit(first, second);
        return (pairs_[bit / 64] >> (bit % 64) & 1U) != 0;
    }

    void step_irregular(std::size_t begin, std::uint32_t end) {
        irregular_end_ = end;
        const char32_t code_point = decode_utf8(text_, begin).code_point;
        const FoldTable& table = FoldTable::get();
        const char32_t single = table.fold_single(code_point);
        const std::u32string_view folded = single != 0 ? std::u32string_view(&single, 1) : table.expansion(code_point);
        const Unit* unit = nullptr;
        for (const char32_t character : folded) {
            const std::uint32_t symbol = symbol_of(character);
            unit = symbol == kUnknown ? nullptr : advance(state_, symbol, true);
            state_ = state_after(unit);
            if (symbol == kUnknown) return;
        }
        // Only here: a form that ends within one character's folding does not cover whole characters.
        if (unit && unit->output != kNone) report(unit->output, end);
    }

    std::uint32_t symbol_of(char32_t folded) const {
        if (folded < kTableSize && (symbols_[folded] & kIrregular) != kIrregular) return symbols_[folded] & kIrregular;
        const auto symbol = automaton_.symbol_by_fold_.find(folded);
        return symbol == automaton_.symbol_by_fold_.end() ? kUnknown : symbol->second;
    }

    void report(std::uint32_t output, std::uint32_t end) {
        while (output != kNone) {
            const Output& found = automaton_.outputs_[output];
            if (irregular_end_ + found.bytes <= end) {
                matches_.push_back({found.form, end - found.bytes, end});
            } else if (const auto walked = begin_of(found.symbols, end)) {
                matches_.push_back({found.form, *walked, end});
            }
            output = found.next;
        }
    }

    /// Where the character starts that holds the `symbols`-th symbol before `end`, when that is its first symbol.
    std::optional<std::uint32_t> begin_of(std::uint32_t symbols, std::uint32_t end) const {
        const FoldTable& table = FoldTable::get();
        std::size_t offset = end;
        while (symbols > 0) {
            const Decoded before = decode_utf8_before(text_, offset);
            offset -= before.length;
            const std::size_t folded =
                table.fold_single(before.code_point) != 0 ? 1 : table.expansion(before.code_point).size();
            if (folded > symbols) return std::nullopt;
            symbols -= static_cast<std::uint32_t>(folded);
        }
        return static_cast<std::uint32_t>(offset);
    }

    const Automaton& automaton_;
    const std::uint16_t* const symbols_;
    const Unit* const units_;
    const std::uint32_t* const failure_;
    const std::uint64_t* const pairs_;
    const std::string_view text_;
    std::vector<Match>& matches_;
    std::uint64_t irregular_end_ = 0;  // Where the last irregular character ended.
    State state_;

    struct Character {
        std::uint32_t end;
        std::uint32_t symbol;
    };
    std::array<Character, kBlock> block_;
    std::size_t block_size_ = 0;
    std::size_t block_begin_ = 0;
    std::uint64_t promising_ = 0;  // By index of block_: whether something may begin with it or the one before it.
    std::uint32_t last_symbol_ = kUnknown;
    std::size_t next_offset_ = 0;
};

std::vector<Automaton::Match> Automaton::find_all(std::string_view text) const {
    std::vector<Match> matches;
    constexpr std::size_t kBytesPerMatch = 16;  // Texts of the field rarely have more, so the list rarely moves.
    matches.reserve(text.size() / kBytesPerMatch + 8);
    find_all(text, matches);
    return matches;
}

void Automaton::find_all(std::string_view text, std::vector<Match>& matches) const {
    matches.clear();
    if (!symbol_by_fold_.empty()) Scan(*this, text, matches).run();
}

std::size_t Automaton::memory_bytes() const {
    const auto bytes = [](const auto& list) { return list.capacity() * sizeof(list[0]); };
    const std::size_t map_bytes = symbol_by_fold_.size() * (sizeof(*symbol_by_fold_.begin()) + 2 * sizeof(void*));
    return bytes(symbols_) + bytes(units_) + bytes(failure_) + bytes(outputs_) + bytes(pairs_) + map_bytes;
}

void Automaton::save(ArchiveWriter& archive) const {
    std::vector<std::pair<char32_t, std::uint32_t>> symbols(symbol_by_fold_.begin(), symbol_by_fold_.end());
    std::ranges::sort(symbols);
    std::vector<std::uint32_t> flat;
    for (const auto& [folded, symbol] : symbols) flat.insert(flat.end(), {folded, symbol});
    archive.raw(flat);
    archive.raw(symbols_);
    archive.raw(units_);
    archive.raw(failure_);
    archive.raw(outputs_);
    archive.raw(pairs_);
}

Automaton Automaton::load(ArchiveReader& archive) {
    Automaton loaded;
    std::vector<std::uint32_t> flat;
    archive.raw(flat);
    loaded.symbol_by_fold_.reserve(flat.size() / 2);
    for (std::size_t i = 0; i + 1 < flat.size(); i += 2) loaded.symbol_by_fold_.emplace(flat[i], flat[i + 1]);
    archive.raw(loaded.symbols_);
    archive.raw(loaded.units_);
    archive.raw(loaded.failure_);
    archive.raw(loaded.outputs_);
    archive.raw(loaded.pairs_);
    return archive.ok() ? std::move(loaded) : Automaton();
}

}  // namespace xinglin
