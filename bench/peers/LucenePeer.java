// Lucene for bench/search_peers.py: see engine.h. Title and body as one text, CJKAnalyzer (pairs of characters),
// BM25Similarity as it comes, any term; no positions, which would double the index, one segment, no cache of queries, the
// files mapped.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

public final class LucenePeer {
    private static void build(String documents, Path index) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new CJKAnalyzer());
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        config.setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(new MMapDirectory(index), config);
             BufferedReader lines = Files.newBufferedReader(Paths.get(documents))) {
            FieldType text = new FieldType(TextField.TYPE_NOT_STORED);
            text.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
            long place = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Document document = new Document();
                document.add(new NumericDocValuesField("place", place++));
                document.add(new Field("text", line.replace('\t', '\n'), text));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    /// Places of the documents, which a merge may have put in another order.
    private static void append(StringBuilder out, ScoreDoc[] hits, DirectoryReader reader) throws IOException {
        for (ScoreDoc hit : hits) {
            NumericDocValues places = MultiDocValues.getNumericValues(reader, "place");
            places.advanceExact(hit.doc);
            out.append(places.longValue()).append(' ');
        }
    }

    private static void search(Path index, List<String> queries, int hits) throws IOException {
        DirectoryReader reader = DirectoryReader.open(new MMapDirectory(index));
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        QueryBuilder parser = new QueryBuilder(new CJKAnalyzer());
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        System.out.println("ready");
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = requests.readLine(); path != null; path = requests.readLine()) {
            StringBuilder out = new StringBuilder();
            for (String text : queries) {
                long cpu = clock.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                Query query = parser.createBooleanQuery("text", text, BooleanClause.Occur.SHOULD);
                ScoreDoc[] found = query == null ? new ScoreDoc[0] : searcher.search(query, hits).scoreDocs;
                double wall = (System.nanoTime() - start) / 1e3;
                double busy = (clock.getCurrentThreadCpuTime() - cpu) / 1e3;
                out.append(wall).append('\t').append(busy).append('\t');
                append(out, found, reader);
                out.append('\n');
            }
            try (PrintWriter file = new PrintWriter(path, "UTF-8")) {
                file.print(out);
            }
            System.out.println("done");
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length >= 3 && arguments[0].equals("build")) {
            build(arguments[1], Paths.get(arguments[2]));
        } else if (arguments.length >= 4 && arguments[0].equals("search")) {
            List<String> queries = Files.readAllLines(Paths.get(arguments[2]));
            search(Paths.get(arguments[1]), queries, Integer.parseInt(arguments[3]));
        } else {
            System.err.println("usage: LucenePeer build DOCUMENTS INDEX | search INDEX QUERIES HITS");
            System.exit(2);
        }
    }
}
