// The whole search of the program for bench/search_peers.py: see peers/engine.h. Documents become articles of a corpus
// with the knowledge of packs/neurology-zh (in the current folder); a query goes through Searcher::search() with
// everything that a page of results needs: understanding, ranking, ordering again, reasons, excerpts, highlights.
//
//   search_bench search DOCUMENTS QUERIES HITS [spelling|articles]
//
// With `spelling`, queries are also corrected; with `articles`, only documents may be hits and not the pack's concepts,
// as the comparison of ranking needs it. There is no index to build beforehand: "ready" is followed by what building
// took. Peak memory counts from then on. A pass into a file *-ranked.run understands and ranks just as much but shows
// no hit: without excerpts, reasons and highlights, which other engines do not make either.

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

#include "pack/pack.h"
#include "peers/engine.h"
#include "search/searcher.h"
#include "spelling/spelling.h"

namespace xinglin::peers {
namespace {

constexpr std::string_view kIdBegin = "article/g";

std::shared_ptr<const Corpus> corpus_of(const std::string& documents) {
    PackReading reading = read_pack("packs/neurology-zh");
    CHECK(reading.pack);
    auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(reading.pack->knowledge));
    std::vector<std::shared_ptr<const AnnotatedRecord>> records;
    for_each_document(documents, [&](std::string_view text) {
        Record record;
        record.head.id = std::string(kIdBegin) + std::to_string(records.size());
        record.head.origin = "generated";
        const std::size_t end = std::min(text.find('\n'), text.size());
        Article article;
        article.title = text.substr(0, end);
        article.body = text.substr(std::min(end + 1, text.size()));
        article.body_is_markdown = false;
        record.body = std::move(article);
        records.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(record))));
    });
    return std::make_shared<const Corpus>(annotator, std::move(records));
}

/// The value of a line of /proc/self/status, in kilobytes.
std::size_t kilobytes_of(std::string_view name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name)) return std::stoul(line.substr(name.size() + 1));
    }
    return 0;
}

void forget_peak_memory() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

std::vector<std::uint64_t> documents_of(const SearchResult& result) {
    std::vector<std::uint64_t> found;
    for (const SearchHit& hit : result.hits) {
        const std::string_view id = hit.id;
        std::uint64_t place = 0;
        if (!id.starts_with(kIdBegin)) continue;
        std::from_chars(id.data() + kIdBegin.size(), id.data() + id.size(), place);
        found.push_back(place);
    }
    return found;
}

void run(const Arguments& arguments) {
    const double start = thread_microseconds();
    const auto corpus = corpus_of(arguments.index);
    const std::size_t corpus_kilobytes = kilobytes_of("VmRSS");
    const double read = thread_microseconds();
    std::shared_ptr<const Speller> speller;
    if (arguments.variant == "spelling") speller = std::make_shared<const Speller>(*corpus);
    const Searcher searcher(corpus, speller);
    const double built = thread_microseconds();
    std::cout << "{\"corpus_seconds\": " << (read - start) / 1e6 << ", \"build_seconds\": " << (built - read) / 1e6
              << ", \"index_mb\": " << static_cast<double>(searcher.index_bytes()) / 1e6
              << ", \"corpus_mb\": " << corpus_kilobytes / 1024 << ", \"peak_mb\": " << kilobytes_of("VmHWM") / 1024
              << "}" << std::endl;
    forget_peak_memory();
    SearchRequest request;
    if (arguments.variant == "articles") request.chosen[static_cast<std::size_t>(FacetKind::Type)] = {"article"};
    const auto search = [&](const std::string& query) {
        request.query = query;
        return documents_of(searcher.search(request));
    };
    answer_passes(lines_of(arguments.documents), search, [&](const std::string& pass) {
        const bool shows = !pass.ends_with("-ranked.run");
        request.offset = shows ? 0 : arguments.hits;
        request.limit = shows ? arguments.hits : 0;
    });
}

}  // namespace
}  // namespace xinglin::peers

int main(int argc, char** argv) {
    const auto arguments = xinglin::peers::arguments_of(argc, argv);
    if (arguments.index.empty() || arguments.builds) return 2;
    xinglin::peers::run(arguments);
    return 0;
}
