"""A data folder that was damaged is refused, or what it serves is what it was:
never different data.

Usage: damage_test.py BIN
"""

import os
import pathlib
import random
import shutil
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).parents[2] / "support"))
from world import World, new_folder  # pylint: disable=wrong-import-position

PROGRAMS = sys.argv.pop() if len(sys.argv) > 1 else "build/bin"
FLIPS = 6
# The engine reads these not at all, or makes them anew.
HARMLESS = ("OPTIONS", "IDENTITY", "LOCK", "lock", "LOG")


def matters(name):
    return not os.path.basename(name).startswith(HARMLESS)


class DamageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = new_folder("damage")
        cls.addClassCleanup(folder.cleanup)
        cls.world = World(folder.name, PROGRAMS)
        cls.addClassCleanup(cls.world.close)
        cls.kept = {}
        cls.world.init()
        cls.world.start()
        cls.world.found()
        cls.write()
        cls.write()
        cls.world.stop()
        cls.older = cls.read()
        cls.world.start()  # makes a table of the log, and begins another
        cls.write()
        cls.write()
        cls.world.stop()
        cls.whole = cls.read()
        cls.home = cls.world.env["KLAD_HOME"]
        shutil.copytree(cls.home, cls.home + ".kept")
        check = cls.check()
        assert check.returncode == 0, check.stderr
        cls.report = check.stdout
        cls.write_tree(cls.whole)

    @classmethod
    def write(cls):
        title = f"one{len(cls.kept)}"
        done = cls.world.call(
            f"echo -n {title}{title} | klad credential new ads/{title} "
            "--password-from -")
        assert done.returncode == 0, done.stderr
        cls.kept[title] = title * 2

    @classmethod
    def read(cls):
        """Bytes by path, of the data folder and its seal key."""
        data = pathlib.Path(cls.world.data)
        tree = {str(path.relative_to(data.parent)): path.read_bytes()
                for path in data.rglob("*") if path.is_file()}
        tree["data.seal"] = pathlib.Path(cls.world.data + ".seal").read_bytes()
        return tree

    @classmethod
    def write_tree(cls, tree):
        data = pathlib.Path(cls.world.data)
        shutil.rmtree(data)
        pathlib.Path(cls.world.data + ".seal").unlink(missing_ok=True)
        for name, contents in tree.items():
            path = data.parent / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(contents)

    @classmethod
    def check(cls):
        return cls.world.call("kladd check --data $DATA")

    def served(self):
        """What the founder's machine gets, and from one that starts anew."""
        shutil.rmtree(self.home)
        shutil.copytree(self.home + ".kept", self.home)
        self.world.start()
        try:
            values = {}
            for title in self.kept:
                done = self.world.call(f"klad get ads/{title} password")
                self.assertEqual(done.returncode, 0, done.stderr)
                values[title] = done.stdout.strip()
            return values
        finally:
            self.world.stop()

    def refused(self, tree, how, code=70):
        """True when it is refused; else it must be what it was."""
        self.write_tree(tree)
        done = self.check()
        if done.returncode == 0:
            self.assertEqual(done.stdout, self.report, how)
            self.assertEqual(self.served(), self.kept, how)
            return False
        self.assertEqual(done.returncode, code, f"{how}: {done.stderr}")
        self.assertRegex(done.stderr.splitlines()[-1], "^kladd: ", how)
        if "nothing was changed" in done.stderr:
            now = self.read()
            for name in filter(matters, tree):
                self.assertEqual(now.get(name), tree[name], f"{how}: {name}")
        return True

    def test_changed_bytes(self):
        chance = random.Random(1)
        refused = {}
        for name, contents in self.whole.items():
            for _ in range(FLIPS if matters(name) else 1):
                if not contents:
                    continue
                at = chance.randrange(len(contents))
                damaged = bytearray(contents)
                damaged[at] ^= 1 << chance.randrange(8)
                kind = "".join(c for c in name if not c.isdigit())
                refused.setdefault(kind, []).append(self.refused(
                    self.whole | {name: bytes(damaged)}, f"{name} at {at}"))
        for kind, results in sorted(refused.items()):
            print(f"{kind}: {sum(results)} of {len(results)} refused")
        for kind in ("data/db/.sst", "data/db/.log", "data.seal"):
            self.assertTrue(any(refused[kind]), kind)

    def test_log_cut_short(self):
        name = max(n for n in self.whole if n.endswith(".log"))
        contents = self.whole[name]
        self.assertGreater(len(contents), 1000)
        for left in (0, 1, len(contents) // 2, len(contents) - 1):
            tree = self.whole | {name: contents[:left]}
            self.assertTrue(self.refused(tree, f"log cut at {left}"))

    def test_missing_files(self):
        for name in filter(matters, self.whole):
            tree = {n: c for n, c in self.whole.items() if n != name}
            code = 1 if name == "data.seal" else 70
            self.assertTrue(self.refused(tree, f"no {name}", code), name)
            done = self.check()
            self.assertRegex(done.stderr, "backup", name)

    def test_older_database_under_the_newer_witness(self):
        tree = dict(self.older)
        tree["data/witness"] = self.whole["data/witness"]
        self.assertTrue(self.refused(tree, "older database"))
        self.assertIn("lost acknowledged changes", self.check().stderr)

    def test_whole_folder_rolled_back(self):
        """The server cannot know; a client that remembers more goes on with
        nothing."""
        self.write_tree(self.older)
        self.world.start()
        done = self.world.call("klad get ads/one0 password")
        self.world.stop()
        self.assertEqual(done.returncode, 8, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertIn("klad restore accept", done.stderr)

    def test_second_server_on_the_folder_refuses(self):
        self.write_tree(self.whole)
        self.world.start()
        for command in ("run", "check"):
            done = self.world.call(f"kladd {command} --data $DATA")
            self.assertEqual(done.returncode, 1)
            self.assertIn("another kladd is running", done.stderr)
        self.world.stop()
        self.assertEqual(self.check().returncode, 0)

    def test_backup_before_founding_says_what_to_do(self):
        with new_folder("young") as folder:
            world = World(folder, PROGRAMS)
            world.init()
            world.start()
            try:
                done = world.call("kladd backup $DIR/backup --data $DATA")
            finally:
                world.close()
        self.assertEqual(done.returncode, 1)
        self.assertIn("klad found", done.stderr)


if __name__ == "__main__":
    unittest.main()
