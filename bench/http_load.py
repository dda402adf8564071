#!/usr/bin/env python3
"""What readers of a cached page wait for while others load the server: the loads take turns, the same few seconds each.

Workload: one probe asks for the home page every 5 ms, over a connection that stays open and over a new one, and takes the
time of both. Beside it, in processes of their own: nobody; twenty and two hundred searchers in closed loops with ever
new queries; two hundred kept-alive connections that ask for the home page again and again; twenty clients that post
64 KiB to lint; a hundred that ask for pages and annotations and do not read them. All over the loopback interface. The clients take processor time from
the server, and whatever else the machine does shows: read the figures beside those of "alone", and run it on two
programs in one sitting.

usage: bench/http_load.py PROGRAM DATA [--seconds 6] [--port 18760] [--only LOAD] [-- ARGUMENTS OF serve]
"""
import argparse
import multiprocessing
import os
import resource
import selectors
import signal
import socket
import subprocess
import time
import urllib.parse

WORDS = "头痛 面肌痉挛 高血压 咳嗽 发热 糖尿病 失眠 头晕 三叉神经痛 癫痫 卡马西平 核磁共振 神经内科 中风 帕金森 眼睑跳动".split()
TEXT = "患者近两年右侧眼睑不自主跳动，逐渐累及口角，疲劳时加重，无头痛，无发热。医生建议做磁共振检查。"


def page():
    return b"GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip\r\n\r\n"


def search(number):
    query = urllib.parse.quote(f"{WORDS[number % len(WORDS)]} {WORDS[number // 16 % len(WORDS)]} {number}怎么办")
    return f"GET /search?q={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def post(route):
    text = (TEXT * 2000)[: 64 * 1024 // 3 - 20]
    body = ('{"title":"面肌痉挛","text":"' + text + '"}').encode()
    return f"POST /api/v1/{route} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def connect(port, receive_bytes=0):
    client = socket.socket()
    if receive_bytes:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    client.settimeout(60)
    client.connect(("127.0.0.1", port))
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def length_of(answer):
    """The bytes of the first whole answer in `answer`, or 0."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return 0
    at = answer.find(b"Content-Length: ", 0, end)
    whole = end + 4 + (int(answer[at + 16:answer.index(b"\r\n", at)]) if at >= 0 else 0)
    return whole if len(answer) >= whole else 0


def ask(client, request):
    client.sendall(request)
    answer = b""
    while not length_of(answer):
        piece = client.recv(1 << 20)
        if not piece:
            raise ConnectionError("the connection ended")
        answer += piece
    return int(answer[9:12])


def closed_loops(port, count, make_request, counts):
    """`count` connections, each of which asks again as soon as it is answered."""
    selector = selectors.DefaultSelector()
    number = os.getpid()

    def begin():
        nonlocal number
        number += 1
        client = connect(port)
        client.setblocking(True)
        client.sendall(make_request(number))
        selector.register(client, selectors.EVENT_READ, bytearray())

    for _ in range(count):
        begin()
    while True:
        for key, _ in selector.select():
            client, answer = key.fileobj, key.data
            try:
                piece = client.recv(1 << 18)
            except OSError:
                piece = b""
            answer += piece
            size = length_of(answer)
            if size:
                counts[200 if answer[9:12] == b"200" else 503] += 1
                del answer[:size]
                number += 1
                try:
                    client.sendall(make_request(number))
                    continue
                except OSError:
                    piece = b""
            if not piece:
                selector.unregister(client)
                client.close()
                begin()


def silent(port, count, counts):
    """Clients that send requests as long as the server takes them, and read nothing."""
    requests = page() * 20 + post("annotate")
    clients = []
    for _ in range(count):
        client = connect(port, 4096)
        client.setblocking(False)
        clients.append(client)
    while True:
        for client in clients:
            try:
                client.send(requests)
            except OSError:
                pass
        time.sleep(0.05)


LOADS = {
    "alone": None,
    "20 searchers": (20, search),
    "200 busy connections": (200, lambda number: page()),
    "200 busy searchers": (200, search),
    "20 posting 64 KiB to lint": (20, lambda number: post("lint")),
    "100 that do not read": (100, None),
}


def percentile(times, part):
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] * 1000


def probe(port, seconds):
    kept, fresh, failed = [], [], 0
    client = connect(port)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        try:
            ask(client, page())
            kept.append(time.perf_counter() - begin)
        except OSError:
            failed += 1
            client = connect(port)
        begin = time.perf_counter()
        try:
            with connect(port) as new:
                ask(new, page())
            fresh.append(time.perf_counter() - begin)
        except OSError:
            failed += 1
        time.sleep(0.005)
    return kept or [float("nan")], fresh or [float("nan")], failed


def memory_mb(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def run_load(port, pid, name, seconds):
    load = LOADS[name]
    counts = multiprocessing.Array("L", 600, lock=False)
    processes = []
    if load and load[1]:
        share = max(1, load[0] // 20)
        for _ in range(load[0] // share // 10):
            processes.append(multiprocessing.Process(target=closed_loops, args=(port, share * 10, load[1], counts)))
    elif load:
        processes.append(multiprocessing.Process(target=silent, args=(port, load[0], counts)))
    for process in processes:
        process.start()
    time.sleep(1)
    kept, fresh, failed = probe(port, seconds)
    memory = memory_mb(pid)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
    print(f"| {name} | {percentile(kept, 0.5):.2f} | {percentile(kept, 0.99):.1f} | {percentile(fresh, 0.5):.2f} | "
          f"{percentile(fresh, 0.99):.1f} | {max(kept + fresh) * 1000:.0f} | {len(kept)} | {failed} | "
          f"{counts[200] / (seconds + 1):.0f} | {counts[503] / (seconds + 1):.0f} | {memory:.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--port", type=int, default=18760)
    parser.add_argument("--only", action="append", choices=list(LOADS))
    parser.add_argument("arguments", nargs="*")
    settings = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    print("| beside | kept p50, ms | p99 | new p50 | p99 | longest | asked | failed | load's 200/s | others/s | MB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name in settings.only or LOADS:
        server = subprocess.Popen([settings.program, "serve", "--data", settings.data, "--port", str(settings.port)] +
                                  settings.arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            server.stdout.readline()
            for _ in range(3):
                with connect(settings.port) as client:
                    ask(client, page())
            run_load(settings.port, server.pid, name, settings.seconds)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                print("| (did not end in 20 s) |")
                server.kill()


if __name__ == "__main__":
    main()
