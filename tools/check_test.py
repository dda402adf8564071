#!/usr/bin/env python3
"""Plants one fault at a time in a small tree and asks tools/check to find it; the tree without faults has no finding."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

CLEAN = {
    "src/CMakeLists.txt": "add_layer(base)\nadd_layer(store DEPENDS base)\nadd_layer(app DEPENDS base HIDES store)\nadd_layer(web DEPENDS base app)\n",
    "src/base/check.h": "#pragma once\n\nvoid check();\n",
    "src/app/portal.h": '#pragma once\n\n#include "base/check.h"\n',
    "src/app/portal.cc": '#include "app/portal.h"\n\n#include "store/store.h"\n',
    "src/store/store.h": "#pragma once\n",
    "src/web/page.cc": '#include "app/portal.h"\n\nint page();\n',
    "src/web/page.h": "#pragma once\n\nstruct Page {};\n",
    "README.md": "[the licence](LICENSE)\n",
    "LICENSE": "text\n",
    "package-lock.json": json.dumps({"packages": {"": {}, "node_modules/a": {"version": "1.0.0", "integrity": "sha512-x"}}}),
}

# The fault's name, the file, its text (None: append), and what the finding must say.
FAULTS = [
    ("unformatted code", "src/web/page.cc", "int  page( ){return 1;}\n", "src/web/page.cc:1: not formatted"),
    ("an upward include", "src/base/check.h", '#pragma once\n\n#include "web/page.h"\n', "src/base/check.h:3: base includes web"),
    ("a hidden layer in a header", "src/app/portal.h", '#pragma once\n\n#include "store/store.h"\n', "src/app/portal.h:3: app includes store"),
    ("a hidden layer one up", "src/web/page.cc", '#include "store/store.h"\n', "src/web/page.cc:1: web includes store"),
    ("a relative include", "src/web/page.cc", '#include "../app/portal.h"\n', "src/web/page.cc:1: an include that walks around"),
    ("a folder that is no layer", "src/misc/x.cc", "int x;\n", "src/misc/x.cc:1: src/misc is not a layer"),
    ("a layer that uses a later one", "src/CMakeLists.txt", "add_layer(app DEPENDS web)\nadd_layer(web)\n", "layer app uses web"),
    ("one name for two types", "src/store/store.h", "#pragma once\n\nclass Page {};\n", "src/web/page.h:3: Page is also defined in src/store/store.h"),
    ("a header without pragma once", "src/base/check.h", "void check();\n", "src/base/check.h:1: the header does not start"),
    ("a caught exception", "src/web/page.cc",
     "int page() {\n    try {\n        return 1;\n    } catch (...) {\n        return 2;\n    }\n}\n", "src/web/page.cc:4: an exception is caught"),
    ("a tab", "src/web/page.cc", "int page() {\n\treturn 1;\n}\n", "src/web/page.cc:2: a tab"),
    ("trailing white space", "src/web/page.cc", "int page(); \n", "src/web/page.cc:1: white space at the end"),
    ("a note without a number", "src/web/page.cc", "// TO" "DO: later\n", "src/web/page.cc:1: a TO" "DO without"),
    ("a path of one machine", "src/web/page.cc", "// /hom" "e/someone/x\n", "src/web/page.cc:1: a path of one machine"),
    ("a registry", "README.md", "https://registry" ".example.org/\n", "README.md:1: the host of a package registry"),
    ("a folder outside", "src/web/page.cc", '// "../shar' 'ed/data"\n', "src/web/page.cc:1: a folder outside the project"),
    ("a lock", "src/web/page.cc", "std::mutex lock;\n", "src/web/page.cc:1: a lock or an atomic outside of Guarded"),
    ("a clock", "src/web/page.cc", "auto now() { return std::chrono::steady_clock::now(); }\n", "src/web/page.cc:1: a clock or the environment"),
    ("a copy out of an object that grows", "src/web/page.cc", 'void f(O& o) { o["a"] = *o.if_contains("b"); }\n',
     "src/web/page.cc:1: an insertion whose argument points into"),
    ("an item of a list that grows", "src/web/page.cc", "void f(A& a) { a.list.push_back(a.list[0]); }\n",
     "src/web/page.cc:1: an insertion whose argument points into"),
    ("a layer without a row", "docs/ARCHITECTURE.md", "## Layers\n| `base` | x |\n| `store` | x |\n| `app` | x |\n| `main` | x |\n",
     "docs/ARCHITECTURE.md:1: layer web has 0 rows"),
    ("a row without a layer", "docs/ARCHITECTURE.md",
     "## Layers\n| `base` | x |\n| `store` | x |\n| `app` | x |\n| `web` | x |\n| `main` | x |\n| `moon` | x |\n", "moon is in the table"),
    ("a sentence that nothing says", "data/messages/zh-Hans/frame.txt", "# as pages\nframe.home = 首页\nframe.gone = 再见\n",
     "data/messages/zh-Hans/frame.txt:2: no code says frame.home"),
    ("a dead link", "README.md", "[gone](docs/GONE.md)\n", "README.md:1: a dead link to docs/GONE.md"),
    ("a download address in a lock file", "package-lock.json",
     json.dumps({"packages": {"node_modules/a": {"resolved": "https://example.org/a.tgz", "integrity": "sha512-x"}}}), "names where it was downloaded"),
    ("a lock file without hash", "package-lock.json", json.dumps({"packages": {"node_modules/a": {"version": "1.0.0"}}}), "no integrity hash"),
]

MESSAGES_GOOD = [
    "relate: Stop showing drugs that only share a character\n\nThe panel matched characters.\n",
    "build, tools: Run every check with one command\n",
    "Merge branch 'x'\n",
]
MESSAGES_BAD = [
    ("Fix things\n", "area"),
    ("nowhere: Stop it\n", "area"),
    ("relate: stop it\n", "capital"),
    ("relate: Stop it.\n", "full stop"),
    ("relate: " + "Stop " * 20 + "it\n", "72"),
    ("relate: Stop it\nat once\n", "empty"),
]


def write(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)


class CheckTest(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="xinglin-check-")
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copy(os.path.join(ROOT, ".clang-format"), self.root)
        for path, text in CLEAN.items():
            write(self.root, path, text)

    def check(self):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools/check"), "--no-build", "--root", self.root],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_a_clean_tree_has_no_finding(self):
        status, output = self.check()
        self.assertEqual(status, 0, output)

    def test_each_planted_fault_is_found(self):
        for name, path, text, expected in FAULTS:
            with self.subTest(name):
                write(self.root, path, text)
                status, output = self.check()
                self.assertEqual(status, 1, output)
                self.assertIn(expected, output)
                if path in CLEAN:
                    write(self.root, path, CLEAN[path])
                else:
                    os.remove(os.path.join(self.root, path))


class CommitMessageTest(unittest.TestCase):
    def run_hook(self, message):
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(message)
            file.flush()
            done = subprocess.run([os.path.join(ROOT, "tools/hooks/commit-msg"), file.name], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_good_messages_pass(self):
        for message in MESSAGES_GOOD:
            self.assertEqual(self.run_hook(message), (0, ""), message)

    def test_bad_messages_are_refused_with_the_reason(self):
        for message, reason in MESSAGES_BAD:
            status, output = self.run_hook(message)
            self.assertEqual(status, 1, message)
            self.assertIn(reason, output)


if __name__ == "__main__":
    unittest.main()
