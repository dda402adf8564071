#!/usr/bin/env python3
"""Search compared with other engines: how well they rank, how fast they answer, what their index takes.

Peers: Lucene 8 (CJKAnalyzer), Xapian (n-grams), SQLite's FTS5, Groonga (TokenBigram); ours as the whole Searcher (xinglin) and as
src/index alone with Lucene's terms and formula (bigrams). Any term makes a hit, ranked, the ten best, one thread; no positions. What is not
installed is left out and named (tools/install bench brings all). bench/peers/engine.h says how a peer is asked.

Ranking: ../shared/data/retrieval-dev.jsonl.gz; all its distinct titles are one collection, queries without a title of positive grade
are left out. nDCG@10 with a gain of 2^grade - 1 (and of grade); the ideal orders the titles graded for that query; a title that was
not graded for it counts 0.

Speed: documents from generate_documents, queries drawn by a fixed seed from ../shared/data/queries-load.txt.gz (generated ones
without it). All engines run at once and take turns: in each round each engine answers all queries. The first --warm rounds do not count,
of the others each query's best time does. It would mean nothing if the engines were measured at different times of a shared machine,
with files that are not in memory, or on titles only.

usage: bench/search_peers.py BUILD_DIR [--quality] [--speed 10000 100000 1000000] [--growth 10000 100000] [--engines NAME ...]
BUILD_DIR is a Release build with -DXINGLIN_BENCH=ON. --work keeps documents and indexes for the next run (a million needs 20 GB).
"""
import argparse
import gzip
import json
import math
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

os.environ["XAPIAN_FLUSH_THRESHOLD"] = "50000"  # documents, five times what it takes otherwise: fewer, larger merges

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SEED = 20261124
HITS = 10
TIMES = (("wall", "p50"), ("wall", "p90"), ("wall", "p99"), ("wall", "mean"), ("cpu", "p50"), ("cpu", "p90"), ("cpu", "p99"), ("cpu", "mean"))


def run_measured(command, **options):
    """Runs to the end; answers seconds, CPU seconds and peak memory."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} failed with status {process.returncode}")
    return {"seconds": time.monotonic() - start, "cpu_seconds": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024}


def bytes_of(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


def memory_of(pid):
    """Peak of resident memory, and what is resident now that no file backs, in MB."""
    with open(f"/proc/{pid}/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return {"peak_mb": int(fields["VmHWM"].split()[0]) / 1024, "anonymous_mb": int(fields["RssAnon"].split()[0]) / 1024}


class Engine:
    """A program that understands what bench/peers/engine.h says."""

    def __init__(self, name, command, variant="", builds=True):
        self.name, self.command, self.builds = name, command, builds
        self.variant = [variant] if variant else []

    def build(self, documents, index):
        """What building took, from a file beside the index when that is there already."""
        if not self.builds:
            return {}
        notes = index + ".json"
        if os.path.exists(notes):
            with open(notes) as file:
                return json.load(file)
        taken = self.build_index(documents, index)
        taken["index_mb"] = bytes_of(index) / 1e6
        with open(notes, "w") as file:
            json.dump(taken, file)
        return taken

    def build_index(self, documents, index):
        return run_measured(self.command + ["build", documents, index] + self.variant)

    def start(self, documents, index, queries):
        """Answers what the engine said of building itself."""
        self.process = subprocess.Popen(
            self.command + ["search", index if self.builds else documents, queries, str(HITS)] + self.variant,
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self.wait_for("ready")

    def wait_for(self, word):
        said = {}
        for line in self.process.stdout:
            if line.strip() == word:
                return said
            said = json.loads(line)
        raise SystemExit(f"{self.name} ended before it said {word}")

    def answer(self, path):
        """One round: (milliseconds, CPU milliseconds, documents) by query."""
        self.process.stdin.write(path + "\n")
        self.process.stdin.flush()
        self.wait_for("done")
        with open(path) as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        return [(float(wall) / 1e3, float(cpu) / 1e3, [int(each) for each in found.split()]) for wall, cpu, found in rows]

    def stop(self):
        memory = memory_of(self.process.pid)
        self.process.stdin.close()
        self.process.wait()
        return memory


class Ranked(Engine):
    """The program of another engine, which then only ranks: see bench/search_bench.cc."""

    def __init__(self, whole):
        super().__init__(whole.name + "-ranked", whole.command, builds=False)
        self.whole = whole

    def start(self, documents, index, queries):
        self.process = self.whole.process
        return {}

    def stop(self):
        return {}


class Groonga(Engine):
    """Groonga's own program over a pipe. Any of the query's pairs, each quoted; scorer_tf_idf; --cache no. Times are Groonga's."""

    def __init__(self, largest):
        super().__init__("groonga", ["groonga"])
        self.largest = largest  # queries of a round: it is slow

    def build_index(self, documents, index):
        os.makedirs(index, exist_ok=True)
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(reading)
            with os.fdopen(writing, "w") as commands, open(documents) as lines:
                commands.write("table_create Documents TABLE_NO_KEY\ncolumn_create Documents text COLUMN_SCALAR Text\n"
                               "load --table Documents\n[\n")
                for line in lines:
                    commands.write(json.dumps({"text": line.rstrip("\n").replace("\t", "\n")}, ensure_ascii=False) + ",\n")
                commands.write('{"text": ""}]\ntable_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram '
                               "--normalizer NormalizerNFKC130\n"
                               "column_create Terms documents COLUMN_INDEX Documents text\n")
            os._exit(0)
        os.close(writing)
        taken = run_measured(["groonga", "-n", os.path.join(index, "db")], stdin=reading, stdout=subprocess.DEVNULL)
        os.close(reading)
        os.wait()
        return taken

    def start(self, documents, index, queries):
        with open(queries) as file:
            self.queries = file.read().split("\n")[:-1][:self.largest]
        self.process = subprocess.Popen(["groonga", os.path.join(index, "db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return {}

    def select(self, query):
        pairs = [run[at:at + 2] for run in re.findall(r"[\u3400-\u9fff]+|\w+", query) for at in range(max(1, len(run) - 1))]
        if not pairs:
            return 0, 0, []
        arguments = {"table": "Documents", "match_columns": "scorer_tf_idf(text)", "query": " OR ".join(f'"{each}"' for each in dict.fromkeys(pairs)),
                     "sort_keys": "-_score", "output_columns": "_id", "limit": HITS, "cache": "no"}
        self.process.stdin.write("/d/select?" + urllib.parse.urlencode(arguments) + "\n")
        self.process.stdin.flush()
        head, body = json.loads(self.process.stdout.readline())
        if head[0] != 0:
            raise SystemExit(f"groonga: {head}")
        return head[2] * 1e3, head[2] * 1e3, [row[0] - 1 for row in body[0][2:]]

    def answer(self, path):
        return [self.select(query) for query in self.queries]


def lucene(work):
    jars = [f"/usr/share/java/{name}" for name in sorted(os.listdir("/usr/share/java")) if re.match(r"lucene-(core|analyzers-common)-8", name)] \
        if os.path.isdir("/usr/share/java") else []
    if len(jars) < 2 or not shutil.which("javac"):
        return None
    classes = os.path.join(work, "classes")
    subprocess.run(["javac", "-cp", ":".join(jars), "-d", classes, os.path.join(ROOT, "bench/peers/LucenePeer.java")], check=True)
    return Engine("lucene", ["java", "-Xmx2g", "-XX:+UseSerialGC", "-cp", ":".join(jars + [classes]), "LucenePeer"])


def engines_of(options, purpose):
    """All engines for "quality" or "speed" that are here and wanted."""
    def program(name):
        return [os.path.join(options.build, "bench", name)]

    whole = Engine("xinglin", program("search_bench"), "articles" if purpose == "quality" else "", builds=False)
    offered = [whole, Ranked(whole) if purpose == "speed" else None, Engine("bigrams", program("bigram_peer")), lucene(options.work), Engine("xapian", program("xapian_peer")),
               Groonga(options.groonga_queries if purpose == "speed" else 10**9) if shutil.which("groonga") else None]
    if purpose == "quality" or any(name.startswith("fts5") for name in options.engines or []):
        offered += [Engine("fts5-" + each, program("fts5_peer"), each) for each in ("bigrams", "trigram", "unicode61")]
    found = [each for each in offered if each and (each.name == "groonga" or shutil.which(each.command[0]))]
    if options.engines:
        found = [each for each in found if any(each.name.startswith(name) for name in options.engines)]
    print("engines:", ", ".join(each.name for each in found), flush=True)
    return found


def gain_sum(grades, gain):
    return sum(gain(grade) / math.log2(place + 2) for place, grade in enumerate(grades[:HITS]))


def ndcg(found, graded, gain):
    ideal = gain_sum(sorted(graded.values(), reverse=True), gain)
    return gain_sum([graded.get(each, 0) for each in found], gain) / ideal


def quality(options):
    path = os.path.join(options.data, "retrieval-dev.jsonl.gz")
    if not os.path.exists(path):
        print(f"ranking is skipped: {path} is not there")
        return {}
    places, queries = {}, []
    with gzip.open(path, "rt") as file:
        for line in map(json.loads, file):
            graded = {}
            for each in line["documents"]:
                place = places.setdefault(" ".join(each["title"].split()), len(places))
                graded[place] = max(graded.get(place, 0), each["grade"])
            if any(graded.values()):
                queries.append((" ".join(line["query"].split()), graded))
    folder = os.path.join(options.work, "quality")
    os.makedirs(folder, exist_ok=True)
    documents, asked = os.path.join(folder, "documents.tsv"), os.path.join(folder, "queries.txt")
    with open(documents, "w") as file:
        file.writelines(title + "\t\n" for title in places)
    with open(asked, "w") as file:
        file.writelines(query + "\n" for query, _ in queries)
    print(f"\n## Ranking: {len(queries)} queries, {len(places)} titles\n\n| engine | nDCG@10, gain 2^grade - 1 | gain grade |\n|---|---|---|")
    results = {}
    for engine in engines_of(options, "quality"):
        index = os.path.join(folder, engine.name)
        engine.build(documents, index)
        engine.start(documents, index, asked)
        found = [each[2] for each in engine.answer(os.path.join(folder, engine.name + ".run"))]
        engine.stop()
        results[engine.name] = [statistics.fmean(ndcg(hits, graded, gain) for hits, (_, graded) in zip(found, queries))
                                for gain in (lambda grade: 2**grade - 1, lambda grade: grade)]
        print("| {} | {:.4f} | {:.4f} |".format(engine.name, *results[engine.name]), flush=True)
    return results


def query_file(options):
    path = os.path.join(options.work, "queries.txt")
    source = os.path.join(options.data, "queries-load.txt.gz")
    if os.path.exists(source):
        with gzip.open(source, "rt") as file:
            queries = sorted({" ".join(line.split()) for line in file} - {""})
        chosen = random.Random(SEED).sample(queries, options.queries)
        print(f"queries: {len(chosen)} of {len(queries)} real ones, {statistics.fmean(map(len, chosen)):.1f} characters on average")
        with open(path, "w") as file:
            file.writelines(query + "\n" for query in chosen)
    else:
        print(f"queries: generated, since {source} is not there")
        with open(path, "w") as file:
            subprocess.run([os.path.join(options.build, "bench/generate_documents"), "queries", str(options.queries)], stdout=file, cwd=ROOT, check=True)
    return path


def document_file(options, count):
    folder = os.path.join(options.work, str(count))
    os.makedirs(folder, exist_ok=True)
    path, notes = os.path.join(folder, "documents.tsv"), os.path.join(folder, "documents.json")
    if not os.path.exists(notes):
        with open(path, "w") as file, open(notes + ".new", "w") as said:
            subprocess.run([os.path.join(options.build, "bench/generate_documents"), "documents", str(count)], stdout=file, stderr=said, cwd=ROOT, check=True)
        os.replace(notes + ".new", notes)
    with open(notes) as file:
        print(f"\ndocuments: {file.read().strip()}")
    return path


def at(values, share):
    return sorted(values)[int(share * (len(values) - 1))]


def speed(options, count, engines):
    queries = query_file(options)
    documents = document_file(options, count)
    folder = os.path.dirname(documents)
    results = {}
    for engine in engines:
        index = os.path.join(folder, engine.name)
        results[engine.name] = {"build": engine.build(documents, index)}
        results[engine.name]["build"].update(engine.start(documents, index, queries))
    best = {engine.name: None for engine in engines}
    for round_number in range(options.warm + options.rounds):
        for engine in engines:
            answers = engine.answer(os.path.join(folder, engine.name + ".run"))
            if round_number < options.warm:
                continue
            times = [answer[:2] for answer in answers]
            before = best[engine.name]
            best[engine.name] = [tuple(map(min, a, b)) for a, b in zip(before, times)] if before else times
    for engine in engines:
        results[engine.name]["memory"] = engine.stop()
        for place, clock in enumerate(("wall", "cpu")):
            times = [each[place] for each in best[engine.name]]
            results[engine.name][clock] = {"p50": at(times, 0.5), "p90": at(times, 0.9), "p99": at(times, 0.99), "mean": statistics.fmean(times)}
        results[engine.name]["queries"] = len(best[engine.name])
    print_speed(count, results)
    return results


def print_speed(count, results):
    print(f"\n## Speed: {count:,} documents\n\n| engine | queries | p50 ms | p90 | p99 | mean | CPU p50 | p90 | p99 | mean | index MB | build s (CPU) | build peak MB | search peak MB | without files |"
          "\n" + "|---" * 15 + "|")
    for name, result in results.items():
        times = [f"{result[clock][part]:.3f}" for clock, part in TIMES]
        build, memory = result["build"], result["memory"]
        seconds = build.get("cpu_seconds", build.get("corpus_seconds", 0) + build.get("build_seconds", 0))
        sizes = [f"{build.get('index_mb', 0):.1f}", f"{seconds:.1f}", f"{build.get('peak_mb', 0):.0f}", f"{memory['peak_mb']:.0f}", f"{memory['anonymous_mb']:.0f}"] if memory else [""] * 5
        print("| " + " | ".join([name, str(result["queries"]), *times, *sizes]) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=os.path.abspath)
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--speed", type=int, nargs="*", default=[], metavar="DOCUMENTS")
    parser.add_argument("--growth", type=int, nargs="*", default=[], metavar="DOCUMENTS", help="ours alone")
    parser.add_argument("--engines", nargs="*", help="names or beginnings of names; fts5 is timed only when named")
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--groonga-queries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warm", type=int, default=1)
    parser.add_argument("--data", default=os.path.join(ROOT, "../shared/data"))
    parser.add_argument("--work", help="a folder for documents and indexes, kept; a temporary one otherwise")
    parser.add_argument("--output", help="a JSON file for all results")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="search-peers-") as temporary:
        options.work = os.path.abspath(options.work or temporary)
        os.makedirs(options.work, exist_ok=True)
        results = {"speed": {}}
        if options.quality:
            results["quality"] = quality(options)
        for count in options.speed:
            results["speed"][count] = speed(options, count, engines_of(options, "speed"))
        for count in options.growth:
            ours = [each for each in engines_of(options, "speed") if each.name.startswith(("xinglin", "bigrams"))]
            results["speed"].setdefault(count, {}).update(speed(options, count, ours))
        if options.output:
            with open(options.output, "w") as file:
                json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
