#!/usr/bin/env python3
"""What the saved read model saves: commands and the start of a server without it and with it, the server's memory, and
what small changes cost a running server.

Workload: each reading command once from nothing (the model's folder cannot be made, so all is built and nothing saved)
and then from the saved model, the median of --rounds runs after one that is not counted; `serve` until it listens, its
memory then and after 200 pages; then, beside the running server, an import of three short articles. Times are CPU seconds of the process, which a busy machine disturbs least, and wall seconds
beside them. With --records, the data are that many articles put together from statements of the starter pack; copies of
one text would make it meaningless, as would texts that name nothing.

usage: bench/read_model.py PROGRAM DATA [--records N] [--pack packs/neurology-zh] [--rounds 5] [--port 18790]
DATA is copied, or made when --records is given; nothing is written into it.
"""
import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request

COMMANDS = [
    ("annotate", ["annotate"], "面肌痉挛两年，没有头痛\n"),
    ("lint", ["lint"], "面肌痉挛两年，没有头痛\n"),
    ("relate", ["relate", "condition/hemifacial-spasm"], ""),
    ("show", ["show", "condition/hemifacial-spasm"], ""),
    ("code", ["code", "面肌痉挛"], ""),
    ("suggest", ["suggest", "mianji"], ""),
    ("search", ["search", "面肌痉挛怎么治"], ""),
]
WITHOUT = ["--model", "/proc/no-folder-can-be-made-here"]


def run(command, text=""):
    """CPU and wall seconds, peak memory in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.stdin.write(text.encode())
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status != 0:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def median_of(rounds, command, text):
    run(command, text)
    runs = [run(command, text) for _ in range(rounds)]
    return [statistics.median(each[i] for each in runs) for i in range(3)]


def statements(pack):
    found = []
    for folder, _, names in os.walk(os.path.join(pack, "relations")):
        for name in sorted(names):
            for line in open(os.path.join(folder, name), encoding="utf-8"):
                statement = json.loads(line).get("statement") if line.strip() else None
                if statement:
                    found.append(statement)
    return found


def make_articles(folder, count, sentences, seed):
    """A dump of articles of some 300 characters."""
    os.makedirs(folder)
    chance = random.Random(seed)
    with open(os.path.join(folder, "articles.jsonl"), "w", encoding="utf-8") as out:
        for number in range(count):
            body = "".join(chance.choice(sentences) for _ in range(10))
            title = chance.choice(sentences).rstrip("。") + f"（{number}）"
            out.write(json.dumps({"title": title, "body": body}, ensure_ascii=False) + "\n")


def memory_of(pid):
    """Resident and private MB."""
    fields = {}
    for line in open(f"/proc/{pid}/smaps_rollup"):
        words = line.split()
        if len(words) == 3 and words[2] == "kB":
            fields[words[0].rstrip(":")] = int(words[1]) / 1024
    return fields["Rss"], fields["Private_Clean"] + fields["Private_Dirty"]


def cpu_of(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, program, data, port, more):
        began = time.perf_counter()
        self.errors = tempfile.NamedTemporaryFile("w+", suffix=".log")
        self.process = subprocess.Popen([program, "serve", "--data", data, "--port", str(port), *more],
                                        stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.process.stdout.readline()
        self.start = time.perf_counter() - began
        self.start_cpu = cpu_of(self.process.pid)
        self.port = port

    def get(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60).read()

    def published(self):
        return open(self.errors.name).read().count("published revision")

    def after(self, change):
        """Wall seconds from the end of `change` until it is published, and CPU seconds of the server for it."""
        known, cpu = self.published(), cpu_of(self.process.pid)
        change()
        began = time.perf_counter()
        while self.published() == known:
            time.sleep(0.002)
            if time.perf_counter() - began > 600:
                raise SystemExit("the change was not published")
        return time.perf_counter() - began, cpu_of(self.process.pid) - cpu

    def stop(self):
        self.process.terminate()
        self.process.wait()


def serve(options, data, more, label, folder):
    server = Server(options.program, data, options.port, more)
    listening = memory_of(server.process.pid)
    ids = json.loads(server.get("/api/v1/search?q=%E7%97%9B&limit=50")).get("hits", [])
    for _ in range(4):
        for hit in ids[:50]:
            server.get("/" + urllib.request.quote(hit["id"]))
    used = memory_of(server.process.pid)
    print(f"serve {label}: listening after {server.start:.2f} s ({server.start_cpu:.2f} CPU s); resident/private MB "
          f"{listening[0]:.0f}/{listening[1]:.0f}, after 200 pages {used[0]:.0f}/{used[1]:.0f}", flush=True)
    dump = os.path.join(folder, f"three-{label}")
    make_articles(dump, 3, ["面肌痉挛要看神经内科。", "头痛很常见。", f"{label}。"], 3)

    def import_folder(path):
        subprocess.run([options.program, "import", path, "--data", data], check=False, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    wall, cpu = server.after(lambda: import_folder(dump))
    print(f"  three articles: published {wall:.2f} s after the import, {cpu:.2f} CPU s of the server", flush=True)
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("--records", type=int, default=0)
    parser.add_argument("--pack", default="packs/neurology-zh")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--port", type=int, default=18790)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xinglin-bench-") as folder:
        data = os.path.join(folder, "data")
        if options.records:
            make_articles(os.path.join(folder, "generated"), options.records, statements(options.pack), 1)
            for source in (options.pack, os.path.join(folder, "generated")):
                subprocess.run([options.program, "import", source, "--data", data], check=False,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        else:
            shutil.copytree(options.data, data, ignore=shutil.ignore_patterns("model"))
        print("command    from nothing: CPU s, wall s, MB      saved: CPU s, wall s, MB")
        for name, arguments, text in COMMANDS:
            command = [options.program, *arguments, "--data", data]
            few = 1 if options.records else min(options.rounds, 3)
            nothing = median_of(few, command + WITHOUT, text) if not options.records else run(command + WITHOUT, text)
            saved = median_of(options.rounds, command, text)
            print(f"{name:10} {nothing[0]:8.3f} {nothing[1]:8.3f} {nothing[2]:6.0f}    "
                  f"{saved[0]:8.3f} {saved[1]:8.3f} {saved[2]:6.0f}", flush=True)
        for name in sorted(os.listdir(os.path.join(data, "model"))):
            print(f"{name}: {os.path.getsize(os.path.join(data, 'model', name)) / 1e6:.1f} MB")
        print(f"xinglin.db: {os.path.getsize(os.path.join(data, 'xinglin.db')) / 1e6:.1f} MB")
        serve(options, data, WITHOUT, "from-nothing", folder)
        serve(options, data, [], "saved", folder)


if __name__ == "__main__":
    main()
