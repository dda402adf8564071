#!/usr/bin/env python3
"""The shipped server from outside: signals, the access log, limits. XINGLIN names the program."""
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PROGRAM = os.environ.get("XINGLIN", os.path.join(ROOT, "build/release/src/xinglin"))
PATIENCE = 60  # sanitizers are slow


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("waited in vain for " + what)


class Served:
    """A running server; `log` is its standard error."""

    def __init__(self, data, *arguments, files=None):
        self.log_file = tempfile.TemporaryFile("w+")
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None
        self.process = subprocess.Popen([PROGRAM, "serve", "--data", data, "--port", "0", *arguments],
                                        stdout=subprocess.PIPE, stderr=self.log_file, text=True, preexec_fn=limit)
        line = self.process.stdout.readline()
        assert "listening on http://127.0.0.1:" in line, line + self.log()
        self.port = int(line.split("127.0.0.1:")[1].split("/")[0])

    def log(self):
        self.log_file.seek(0)
        return self.log_file.read()

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        return client

    def get(self, path, headers=""):
        with self.connect() as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n".encode())
            return read_to_end(client)

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.close()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log_file.close()


def read_to_end(client):
    answer = b""
    with contextlib.suppress(ConnectionError):
        while piece := client.recv(1 << 16):
            answer += piece
    return answer.decode("utf-8", "replace")


def status_of(answer):
    return int(answer[9:12]) if answer else 0


def lines_of(path):
    with open(path) as file:
        return [json.loads(line) for line in file]


class ServeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="xinglin-serve-")
        cls.data = os.path.join(cls.folder.name, "data")
        done = subprocess.run([PROGRAM, "import", os.path.join(ROOT, "tests/data/legacy-dump"), "--data", cls.data],
                              capture_output=True, text=True)
        assert done.returncode in (0, 4), done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def serve(self, *arguments, files=None):
        served = Served(self.data, *arguments, files=files)
        self.addCleanup(served.close)
        return served

    def run_program(self, *arguments):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def test_the_access_log_has_each_answer_and_nothing_that_was_typed(self):
        log = self.path("access.jsonl")
        served = self.serve("--access-log", log)
        self.assertEqual(status_of(served.get("/search?q=secret", "User-Agent: test\r\nReferer: http://x/?q=secret\r\n")), 200)
        self.assertEqual(status_of(served.get("/none")), 404)
        wait_for(lambda: len(lines_of(log)) == 2, "two lines")
        found, missing = lines_of(log)
        self.assertEqual((found["path"], found["status"], found["client"], found["agent"]), ("/search", 200, "127.0.0.1", "test"))
        self.assertEqual((missing["path"], missing["status"]), ("/none", 404))
        self.assertFalse([line for line in lines_of(log) if "secret" in json.dumps(line)])

        os.rename(log, log + ".1")
        served.process.send_signal(signal.SIGHUP)
        wait_for(lambda: os.path.exists(log), "the new file")
        self.assertEqual(status_of(served.get("/")), 200)
        self.assertEqual(served.end(), 0)
        self.assertEqual([line["path"] for line in lines_of(log)], ["/"])
        self.assertEqual(len(lines_of(log + ".1")), 2)

    def test_verbose_logs_each_answer(self):
        served = self.serve("--verbose")
        served.get("/doctors?page=1")
        wait_for(lambda: '"path":"/doctors"' in served.log(), "the line")
        self.assertNotIn("page=1", served.log())

    def test_a_client_behind_a_proxy_has_its_own_limit_that_is_read_again(self):
        config = self.path("serve.toml")
        with open(config, "w") as file:
            file.write("rate-limit = 0.5\nrate-burst = 12\n")
        served = self.serve("--config", config)
        one = "X-Forwarded-For: 192.0.2.1\r\n"
        statuses = [status_of(served.get("/search?q=a", one)) for _ in range(4)]
        self.assertEqual(statuses, [200, 200, 429, 429])
        refused = served.get("/api/v1/search?q=a", one)
        self.assertRegex(refused, "\r\nRetry-After: [1-9]")
        self.assertIn('"code":"too_many_requests"', refused)
        self.assertEqual(status_of(served.get("/search?q=a", "X-Forwarded-For: 192.0.2.2\r\n")), 200)
        self.assertEqual({status_of(served.get("/search?q=a")) for _ in range(6)}, {200}, "loopback has no limit")

        with open(config, "w") as file:
            file.write("rate-limit = 0\n")
        served.process.send_signal(signal.SIGHUP)
        wait_for(lambda: status_of(served.get("/search?q=a", one)) == 200, "the new limit")
        with open(config, "w") as file:
            file.write("rate-limit = \"much\"\n")
        served.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "not reloaded" in served.log(), "the refusal")
        self.assertEqual(status_of(served.get("/search?q=a", one)), 200)

    def test_a_wrong_configuration_is_told_at_the_start(self):
        for arguments, status, told in ((["--config", self.path("none.toml")], 2, "none.toml"),
                                        (["--trusted-proxy", "nonsense"], 1, "nonsense"),
                                        (["--access-log", self.path("none/log")], 1, "none/log")):
            done = subprocess.run([PROGRAM, "serve", "--data", self.data, "--port", "0", *arguments], capture_output=True, text=True,
                                  timeout=PATIENCE)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertIn(told, done.stderr)

    def test_it_ends_in_order_beside_open_connections(self):
        served = self.serve()
        idle = served.connect()
        self.addCleanup(idle.close)
        idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(idle.recv(1 << 16).startswith(b"HTTP/1.1 200"))
        begin = time.monotonic()
        self.assertEqual(served.end(), 0)
        self.assertLess(time.monotonic() - begin, 5)

    def test_it_tells_its_health_and_what_it_counted(self):
        served = self.serve("--metrics-for", "127.0.0.1")
        health = served.get("/healthz")
        self.assertEqual(status_of(health), 200)
        told = json.loads(health.split("\r\n\r\n", 1)[1])
        self.assertEqual((told["ready"], told["state"]), (True, "ready"))
        self.assertEqual(status_of(served.get("/articles/none-at-all")), 404)
        self.assertEqual(status_of(served.get("/doctors?page=1")), 200)
        metrics = served.get("/metrics")
        self.assertIn('xinglin_http_requests_total{route="/articles/{slug}",status="404"} 1\n', metrics)
        self.assertIn('xinglin_http_request_duration_seconds_count{route="/doctors"} 1\n', metrics)
        self.assertIn(f"xinglin_snapshot_revision {told['revision']}\n", metrics)
        self.assertNotIn("none-at-all", metrics)
        self.assertEqual(status_of(served.get("/metrics", "X-Forwarded-For: 192.0.2.1\r\n")), 403)

    def test_a_backup_is_made_while_serving_and_put_in_its_place(self):
        data = self.path("exchanged")
        shutil.copytree(self.data, data)
        served = Served(data)
        self.addCleanup(served.close)
        copy = self.path("copy.db")
        self.run_program("backup", copy, "--data", data)
        self.run_program("remove", "legacy-dump", "--data", data)
        wait_for(lambda: status_of(served.get("/healthz")) == 200 and "published" in served.log(), "the change")
        os.rename(copy, os.path.join(data, "xinglin.db"))
        wait_for(lambda: "another database" in served.log() and served.log().count("published") == 2, "the other file")
        self.assertEqual(status_of(served.get("/healthz")), 200)
        os.rename(os.path.join(data, "xinglin.db"), os.path.join(data, "away.db"))
        wait_for(lambda: status_of(served.get("/healthz")) == 503, "the missing file to be noticed")
        self.assertEqual(status_of(served.get("/")), 200, "what was published is served on")
        os.rename(os.path.join(data, "away.db"), os.path.join(data, "xinglin.db"))
        wait_for(lambda: status_of(served.get("/healthz")) == 200, "its recovery")

    def test_an_inherited_socket_refuses_nobody_while_it_starts(self):
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]

        def take_socket():
            os.dup2(listening.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ["LISTEN_PID"] = str(os.getpid())
            os.environ["LISTEN_FDS"] = "1"
            os.execv(PROGRAM, [PROGRAM, "serve", "--data", self.data, "--port", "1"])

        process = os.fork()
        if process == 0:
            take_socket()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
                client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                self.assertEqual(status_of(read_to_end(client)), 200, "it waited, and was not refused")
        finally:
            os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)
            listening.close()

    def test_a_password_stands_in_no_list_of_processes(self):
        silent = socket.create_server(("127.0.0.1", 0))  # takes connections and answers nothing
        self.addCleanup(silent.close)
        address = f"postgresql://somebody:secret@127.0.0.1:{silent.getsockname()[1]}/none"
        process = subprocess.Popen([PROGRAM, "serve", "--data", address],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            def arguments():
                with open(f"/proc/{process.pid}/cmdline") as file:
                    return file.read()
            wait_for(lambda: "somebody:******@" in arguments(), "the password to be hidden")
        finally:
            process.kill()
            process.wait()

    def test_it_ends_while_it_starts(self):
        holder = sqlite3.connect(os.path.join(self.data, "xinglin.db"), isolation_level=None)
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        try:
            process = subprocess.Popen([PROGRAM, "serve", "--data", self.data, "--port", "0"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(0.5)
            process.terminate()
            self.assertIn(process.wait(8), (0, 3), "3: the store gave up first")
        finally:
            holder.execute("ROLLBACK")
            holder.close()

    def test_few_files_mean_few_connections_and_a_polite_answer(self):
        served = self.serve(files=80)
        clients = [served.connect() for _ in range(120)]
        for client in clients:
            self.addCleanup(client.close)
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        statuses = [status_of(read_to_end(client)) for client in clients]
        self.assertGreater(statuses.count(200), 20)
        self.assertEqual(set(statuses) - {200, 503, 0}, set())
        self.assertNotIn("cannot be accepted", served.log())
        wait_for(lambda: status_of(served.get("/")) == 200, "its recovery")
        self.assertEqual(served.end(), 0)


if __name__ == "__main__":
    unittest.main()
