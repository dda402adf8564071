// Build. Forms are folded and spelt in symbols (1, 2, 3, … by falling frequency, so that the array stays dense).
// Sorting the spellings makes every trie node a range of them, so the trie is read off breadth first without any map.
// Nodes are then placed into the double array, most children first, each at the first free slot that fits (SlotList);
// failure links follow breadth first, as in Aho and Corasick's paper.
//
// Scan. One table look-up folds a code point and tells its symbol. Where folding changes a character's length in bytes
// or the number of its code points the table answers kIrregular and the slow path steps symbol by symbol. The begin of
// a match is its end less the form's bytes, unless something irregular lies between; then Scan walks back.
#include "text/automaton.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/check.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {

namespace {

constexpr char32_t kTableSize = 0x10000;

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
        for (const std::uint32_t index : order) place_children(nodes_[index], find_base(nodes_[index]));
        const std::size_t size = highest_base_ + result_.symbol_by_fold_.size() + 2;
        CHECK(size < kHasOutput);
        result_.units_.assign(size, {kRoot, kNone});
        result_.failure_.assign(size, kRoot);
        result_.output_.assign(size, kNone);
        node_of_unit_.assign(size, 0);
        for (std::uint32_t index = 0; index < nodes_.size(); ++index) {
            for (const Node& child : children(nodes_[index])) {
                result_.units_[child.unit].parent = nodes_[index].base;
                node_of_unit_[child.unit] = static_cast<std::uint32_t>(&child - nodes_.data());
            }
        }
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
        return index == 0 ? kRoot : nodes_[index].base;
    }

    void link_failures() {
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
        std::uint32_t& output = result_.output_[node.unit];
        output = node.suffix == 0 ? kNone : result_.output_[nodes_[node.suffix].unit];
        if (node.own_form != kNone) {
            const Spelling& spelling = spellings_[node.own_form];
            result_.outputs_.push_back({spelling.form, folded_bytes(spelling), spelling.length, output});
            output = static_cast<std::uint32_t>(result_.outputs_.size() - 1);
        }
        result_.units_[node.unit].target = target(index) | (output == kNone ? 0 : kHasOutput);
        if (node.child_count > 0) result_.failure_[node.base] = target(node.suffix);
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
        return regular ? static_cast<std::uint16_t>(found->second) : kIrregular;
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
        : automaton_(automaton), text_(text), matches_(matches) {}

    void run() {
        const std::uint16_t* symbols = automaton_.symbols_.data();
        std::uint32_t base = kRoot;
        for (std::size_t offset = 0; offset < text_.size();) {
            const Decoded next = decode_utf8(text_, offset);
            offset += next.length;
            const std::uint32_t symbol = next.code_point < kTableSize ? symbols[next.code_point] : kIrregular;
            if (symbol == kUnknown || next.invalid()) {
                base = kRoot;
            } else if (symbol == kIrregular) {
                base = step_irregular(base, next.code_point, static_cast<std::uint32_t>(offset));
            } else {
                base = step(base, symbol, static_cast<std::uint32_t>(offset));
            }
        }
    }

  private:
    /// Goes on by one symbol and reports the forms that end with it.
    std::uint32_t step(std::uint32_t base, std::uint32_t symbol, std::uint32_t end) {
        const std::uint32_t unit = advance(base, symbol);
        if (unit == kNone) return kRoot;
        const std::uint32_t target = automaton_.units_[unit].target;
        if (target & kHasOutput) report(automaton_.output_[unit], end);
        return target & ~kHasOutput;
    }

    /// The unit reached from `base` by `symbol` over failure links, or kNone when even the root has no such child.
    std::uint32_t advance(std::uint32_t base, std::uint32_t symbol) const {
        while (automaton_.units_[base + symbol].parent != base) {
            if (base == kRoot) return kNone;
            base = automaton_.failure_[base];
        }
        return base + symbol;
    }

    std::uint32_t step_irregular(std::uint32_t base, char32_t code_point, std::uint32_t end) {
        irregular_end_ = end;
        const FoldTable& table = FoldTable::get();
        const char32_t single = table.fold_single(code_point);
        const std::u32string_view folded = single != 0 ? std::u32string_view(&single, 1) : table.expansion(code_point);
        for (std::size_t index = 0; index < folded.size(); ++index) {
            const auto symbol = automaton_.symbol_by_fold_.find(folded[index]);
            if (symbol == automaton_.symbol_by_fold_.end()) return kRoot;
            // A form that ends within one character's folding does not cover whole characters.
            if (index + 1 == folded.size()) return step(base, symbol->second, end);
            const std::uint32_t unit = advance(base, symbol->second);
            base = unit == kNone ? kRoot : automaton_.units_[unit].target & ~kHasOutput;
        }
        return base;
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
    std::string_view text_;
    std::vector<Match>& matches_;
    std::uint64_t irregular_end_ = 0;  // Where the last irregular character ended.
};

std::vector<Automaton::Match> Automaton::find_all(std::string_view text) const {
    std::vector<Match> matches;
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
    return bytes(symbols_) + bytes(units_) + bytes(failure_) + bytes(output_) + bytes(outputs_) + map_bytes;
}

}  // namespace xinglin
