#!/usr/bin/env python3
"""How much typing errors cost a reader, measured with the shipped program.

    bench/typing_errors.py XINGLIN DATA TYPOS.jsonl.gz [EVERY=10]

TYPOS: lines {"typed", "meant"}. Of every EVERYth line both are searched (`search --jsonl`, five hits). Of those typed
wrong: the share whose five hits are those of the meant query, in the same order, with correction and (what it is worth)
without. Of those typed right: the share that was left alone. Queries whose meant form finds nothing are counted apart.
"""

import gzip
import json
import subprocess
import sys


def search(program, data, queries):
    lines = "".join(json.dumps({"id": i, "limit": 5} | query, ensure_ascii=False) + "\n" for i, query in enumerate(queries))
    run = subprocess.run([program, "search", "--jsonl", "--data", data], input=lines.encode(), stdout=subprocess.PIPE)
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    program, data, path = sys.argv[1:4]
    every = int(sys.argv[4]) if len(sys.argv) > 4 else 10
    with gzip.open(path, "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for number, line in enumerate(file) if number % every == 0]
    wrong = [pair for pair in pairs if pair["typed"] != pair["meant"]]
    right = [pair["meant"] for pair in pairs if pair["typed"] == pair["meant"]]

    meant = search(program, data, [{"query": pair["meant"], "spelling": False} for pair in wrong])
    typed = search(program, data, [{"query": pair["typed"]} for pair in wrong])
    untouched = search(program, data, [{"query": pair["typed"], "spelling": False} for pair in wrong])
    found = [i for i, answer in enumerate(meant) if answer["hits"]]
    ids = lambda answer: [hit["id"] for hit in answer["hits"]]
    share = lambda answers: sum(ids(answers[i]) == ids(meant[i]) for i in found) / max(1, len(found))
    print(f"{len(wrong)} queries typed wrong; of {len(found)} the meant form finds something:")
    print(f"  the same five hits: {share(typed):.1%} corrected, {share(untouched):.1%} as typed")
    alone = sum("corrected" not in answer for answer in search(program, data, [{"query": text} for text in right]))
    print(f"{len(right)} queries typed right: {alone / max(1, len(right)):.2%} left alone")


if __name__ == "__main__":
    main()
