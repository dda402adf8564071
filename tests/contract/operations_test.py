#!/usr/bin/env python3
"""docs/OPERATIONS.md and deploy/ against the program: each `xinglin` line of the document's shell blocks is run, in
order, in a folder of its own. XINGLIN names the program."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PROGRAM = os.environ.get("XINGLIN", os.path.join(ROOT, "build/release/src/xinglin"))


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def commands_of(document):
    """The lines of its shell blocks that call the program, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", document, re.M | re.S)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("xinglin ") and "…" not in line]


class OperationsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="xinglin-operations-")
        self.addCleanup(self.folder.cleanup)
        self.here = self.folder.name
        os.symlink(os.path.join(ROOT, "packs"), os.path.join(self.here, "packs"))
        shutil.copytree(os.path.join(ROOT, "deploy"), os.path.join(self.here, "deploy"))
        config = os.path.join(self.here, "deploy/xinglin.toml")
        with open(config, encoding="utf-8") as file:
            text = file.read()
        with open(config, "w", encoding="utf-8") as file:
            file.write(text.replace("/var/log/xinglin", self.here))

    def run_here(self, line, expected=(0,)):
        done = subprocess.run([PROGRAM, *line.split()[1:]], cwd=self.here, capture_output=True, text=True, timeout=300)
        self.assertIn(done.returncode, expected, f"{line}\n{done.stdout}{done.stderr}")
        return done.stdout

    def test_each_command_of_the_document_works(self):
        commands = commands_of(read("docs/OPERATIONS.md"))
        self.assertGreaterEqual(len(commands), 11)
        for line in commands:
            self.run_here(line)
        self.assertTrue(os.path.exists(os.path.join(self.here, "elsewhere/xinglin.db")))
        origins = self.run_here("xinglin origins --data ./elsewhere")
        self.assertIn("yunling", origins)

    def test_the_example_of_an_own_directory_comes_in_and_is_undone(self):
        section = read("docs/IMPORT.md").split("## Your own doctors", 1)[1]
        table = re.search(r"^```csv\n(.*?)^```", section, re.M | re.S)[1]
        profile = re.search(r"^```toml\n(.*?)^```", section, re.M | re.S)[1]
        for name, text in (("doctors.csv", table), ("doctors.toml", profile)):
            with open(os.path.join(self.here, name), "w", encoding="utf-8") as file:
                file.write(text)
        proposed = self.run_here("xinglin import doctors.csv --guess")
        self.assertIn('adapter = "doctors"', proposed)
        self.assertIn("# values = [\"hospital=…\"]", proposed)
        self.assertIn("Nothing was stored", self.run_here("xinglin import doctors.csv --profile doctors.toml --dry-run --data ./own"))
        self.run_here("xinglin import doctors.csv --profile doctors.toml --data ./own")
        self.assertIn("林示例", self.run_here("xinglin search 林示例 --data ./own"))
        led = self.run_here("xinglin redirects --data ./own")
        self.assertRegex(led, r"https://old.example/doctor/7.html\tdoctor/")
        self.run_here("xinglin undo yunling-doctors --data ./own")
        self.assertNotIn("yunling-doctors", self.run_here("xinglin origins --data ./own"))

    def test_every_setting_is_listed_and_those_of_the_example_exist(self):
        listed = self.run_here("xinglin check-config --list")
        for setting in re.findall(r"^([a-z-]+) =", read("deploy/xinglin.toml"), re.M):
            self.assertRegex(listed, rf"(?m)^# {setting} =", setting)

    def test_a_wrong_configuration_is_told(self):
        for text in ("port = 80000\n", "metrics-for = [\"nowhere\"]\n", "no-such-setting = 1\n"):
            with open(os.path.join(self.here, "wrong.toml"), "w", encoding="utf-8") as file:
                file.write(text)
            self.run_here("xinglin check-config wrong.toml", expected=(1, 2))

    def test_the_units_are_hardened(self):
        if not shutil.which("systemd-analyze"):
            self.skipTest("no systemd here")
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", "deploy/xinglin.service"],
                              cwd=ROOT, capture_output=True, text=True)
        exposure = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
        self.assertIsNotNone(exposure, done.stderr)
        self.assertLessEqual(float(exposure[1]), 2.0)

    def test_the_package_holds_what_runs_it(self):
        if not shutil.which("dpkg-shlibdeps"):
            self.skipTest("no dpkg-dev here")
        done = subprocess.run([os.path.join(ROOT, "tools/package"), self.here], env={**os.environ, "PROGRAM": os.path.abspath(PROGRAM)},
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        package = next(name for name in os.listdir(self.here) if name.endswith(".deb"))
        files = subprocess.run(["dpkg-deb", "--contents", package], cwd=self.here, capture_output=True, text=True).stdout
        for name in ("./usr/bin/xinglin", "xinglin.service", "xinglin-backup.timer", "/etc/xinglin/xinglin.toml",
                     "packs/neurology-zh/pack.toml", "OPERATIONS.md"):
            self.assertIn(name, files)


if __name__ == "__main__":
    unittest.main()
