#!/usr/bin/env python3
"""CPU time a request of Xinglin's server against nginx, both serving the same 20 KB page over the loopback interface.

Workload: keep-alive connections, one wrk thread. The server is pinned to core 0, wrk to core 1; the two servers take
turns and the order turns round every time, so that the machine's noise meets both. Measured is the CPU time of the
serving process (/proc/PID/schedstat, else utime+stime of /proc/PID/stat) divided by the answers that wrk counted; requests a second depend on wrk as much and
are printed beside it. It would mean nothing with one core, or when the cores are busy with something else.

usage: bench/http_server.py BUILD_DIR [--rounds 5] [--seconds 2] [--connections 64] [--max-ratio R]
BUILD_DIR is a Release build with -DXINGLIN_BENCH=ON. Exit status 1 when a ratio is above --max-ratio.
"""
import argparse
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

NGINX_CONFIG = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000000; gzip_static on;
  open_file_cache max=100 inactive=60s; open_file_cache_valid 60s;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  types {{ text/html html; }} charset utf-8;
  add_header Content-Security-Policy "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  add_header X-Content-Type-Options nosniff; add_header Referrer-Policy same-origin;
  add_header Permissions-Policy "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    # nginx has no brotli module here: a file of its own stands for the precompressed form.
    location = /br {{ gzip_static off; alias {folder}/page.html.br; default_type text/html; add_header Content-Encoding br; }}
  }}
}}
"""
# What is asked of each server for each form: path for nginx, path for Xinglin, Accept-Encoding.
FORMS = {
    "identity": ("/page.html", "/page.html", "identity"),
    "gzip": ("/page.html", "/page.html", "gzip"),
    "br": ("/br", "/page.html", "br"),
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    try:
        with open(f"/proc/{pid}/schedstat") as schedstat:  # nanoseconds, where stat counts hundredths of a second
            return int(schedstat.read().split()[0]) / 1e9
    except OSError:
        pass
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fetch(port, path, encoding):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read()


def wait_until_it_answers(port):
    for _ in range(200):
        try:
            return fetch(port, "/page.html", "identity")
        except OSError:
            time.sleep(0.02)
    sys.exit(f"no server answers on port {port}")


def load(port, path, encoding, options):
    """Answers and requests a second that wrk counted."""
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s",
               "-H", f"Accept-Encoding: {encoding}", f"http://127.0.0.1:{port}{path}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Socket errors" in told or "Non-2xx" in told:
        sys.exit(f"wrk met errors:\n{told}")
    return int(re.search(r"(\d+) requests in", told)[1]), float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


class Server:
    def __init__(self, name, process, port):
        self.name, self.process, self.port = name, process, port

    def measure(self, form, options):
        path = FORMS[form][0 if self.name == "nginx" else 1]
        before = cpu_seconds(self.process.pid)
        answers, rate = load(self.port, path, FORMS[form][2], options)
        return (cpu_seconds(self.process.pid) - before) / answers * 1e6, rate

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=15)


def start_xinglin(build, folder):
    program = os.path.join(build, "bench", "http_server_bench")
    process = subprocess.Popen(["taskset", "-c", "0", program, folder], stdout=subprocess.PIPE, text=True)
    return Server("xinglin", process, int(process.stdout.readline()))


def start_nginx(folder):
    port = free_port()
    config = os.path.join(folder, "nginx.conf")
    with open(config, "w") as file:
        file.write(NGINX_CONFIG.format(folder=folder, port=port))
    process = subprocess.Popen(["taskset", "-c", "0", "nginx", "-p", folder, "-c", config, "-e",
                                os.path.join(folder, "error.log")])
    return Server("nginx", process, port)


def check_same_bytes(servers):
    for form, (nginx_path, own_path, encoding) in FORMS.items():
        bodies = [fetch(s.port, nginx_path if s.name == "nginx" else own_path, encoding) for s in servers]
        if bodies[0] != bodies[1]:
            sys.exit(f"the servers answer with different bytes for {form}: {[len(body) for body in bodies]}")
        print(f"{form}: {len(bodies[0])} bytes from both")


def compare(servers, form, options):
    costs = {server.name: [] for server in servers}
    rates = {server.name: [] for server in servers}
    for number in range(options.rounds + 1):
        for server in servers if number % 2 else reversed(servers):
            cost, rate = server.measure(form, options)
            if number:  # the first round warms up
                costs[server.name].append(cost)
                rates[server.name].append(rate)
    for name in costs:
        print(f"  {name:8} {statistics.median(costs[name]):6.1f} us CPU a request (best {min(costs[name]):.1f}),"
              f" {statistics.median(rates[name]):9.0f} requests/s")
    ratios = sorted(own / other for own, other in zip(costs["xinglin"], costs["nginx"]))
    ratio = statistics.median(ratios)
    print(f"  ratio xinglin/nginx: {ratio:.2f}, median of {options.rounds} rounds"
          f" ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    return ratio


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--max-ratio", type=float)
    options = parser.parse_args()
    for tool in ("nginx", "wrk", "taskset"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is needed: apt-get install nginx-light wrk util-linux")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        own = start_xinglin(options.build, folder)
        other = start_nginx(folder)
        try:
            for server in (own, other):
                wait_until_it_answers(server.port)
            check_same_bytes([own, other])
            ratios = []
            for form in FORMS:
                print(f"{form}, {options.connections} connections, {options.seconds} s a round")
                ratios.append(compare([own, other], form, options))
        finally:
            own.stop()
            other.stop()
    return 1 if options.max_ratio and max(ratios) > options.max_ratio else 0


if __name__ == "__main__":
    sys.exit(main())
