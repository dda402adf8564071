// Xapian for bench/search_peers.py: see engine.h. Title and body as one text, Xapian's own cutting of Chinese into
// single characters and pairs, no positions, BM25 as it comes. A query is any of its terms: Xapian's query parser would
// ask for all of them, so the terms are made as a document's are. The index is compacted into one file.

#include <xapian.h>

#include <filesystem>

#include "engine.h"

namespace xinglin::peers {
namespace {

void build(const Arguments& arguments) {
    const std::string loose = arguments.index + ".loose";
    {
        Xapian::WritableDatabase database(loose, Xapian::DB_CREATE_OR_OVERWRITE);
        Xapian::TermGenerator terms;
        terms.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
        for_each_document(arguments.documents, [&](std::string_view text) {
            Xapian::Document document;
            terms.set_document(document);
            terms.index_text_without_positions(std::string(text));
            database.add_document(document);
        });
        database.commit();
    }
    Xapian::Database(loose).compact(arguments.index, Xapian::DBCOMPACT_SINGLE_FILE);
    std::filesystem::remove_all(loose);
}

Xapian::Query any_term_of(const std::string& text) {
    Xapian::Document scratch;
    Xapian::TermGenerator terms;
    terms.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
    terms.set_document(scratch);
    terms.index_text_without_positions(text);
    std::vector<Xapian::Query> queries;
    for (Xapian::TermIterator term = scratch.termlist_begin(); term != scratch.termlist_end(); ++term)
        queries.emplace_back(*term, term.get_wdf());
    return {Xapian::Query::OP_OR, queries.begin(), queries.end()};
}

void search(const Arguments& arguments) {
    Xapian::Database database(arguments.index);
    Xapian::Enquire enquire(database);
    answer_passes(lines_of(arguments.documents), [&](const std::string& query) {
        enquire.set_query(any_term_of(query));
        const Xapian::MSet matches = enquire.get_mset(0, static_cast<Xapian::doccount>(arguments.hits));
        std::vector<std::uint64_t> found;
        for (auto match = matches.begin(); match != matches.end(); ++match) found.push_back(*match - 1);
        return found;
    });
}

}  // namespace
}  // namespace xinglin::peers

int main(int argc, char** argv) {
    const auto arguments = xinglin::peers::arguments_of(argc, argv);
    if (arguments.index.empty()) return 2;
    arguments.builds ? xinglin::peers::build(arguments) : xinglin::peers::search(arguments);
    return 0;
}
