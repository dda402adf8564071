#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace xinglin {

/// Calls `accept` with the nodes of a trie below which everything begins with `typed` after one typing error: a wrong
/// symbol, a surplus one, two that changed places, or a missing one (not the first). A node may come several times.
///
/// Walker: `Node root()`, `void child(const Node&, symbol, std::vector<Node>& out)` and `void children(const Node&,
/// std::vector<std::pair<symbol, Node>>& out)`. `first_wrong`: the first symbol that may be the wrong one.
template <typename Walker, typename Text, typename Accept>
void walk_with_one_error(const Walker& walker, const Text& typed, std::size_t first_wrong, const Accept& accept) {
    using Node = typename Walker::Node;
    using Symbol = typename Text::value_type;
    const auto step = [&](const std::vector<Node>& nodes, Symbol symbol) {
        std::vector<Node> next;
        for (const Node& node : nodes) walker.child(node, symbol, next);
        return next;
    };
    const auto finish = [&](std::vector<Node> nodes, std::size_t from) {
        for (std::size_t at = from; at < typed.size() && !nodes.empty(); ++at) nodes = step(nodes, typed[at]);
        for (const Node& node : nodes) accept(node);
    };
    std::vector<Node> here{walker.root()};
    for (std::size_t at = 0; at < typed.size() && !here.empty(); ++at) {
        finish(here, at + 1);
        if (at + 1 < typed.size() && typed[at] != typed[at + 1])
            finish(step(step(here, typed[at + 1]), typed[at]), at + 2);
        std::vector<std::pair<Symbol, Node>> children;
        if (at > 0 || first_wrong == 0)
            for (const Node& node : here) walker.children(node, children);
        for (const std::pair<Symbol, Node>& child : children) {
            if (at >= first_wrong && child.first != typed[at]) finish({child.second}, at + 1);
            if (at > 0) finish({child.second}, at);
        }
        here = step(here, typed[at]);
    }
}

}  // namespace xinglin
