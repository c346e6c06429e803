"""Disks that are full: the server's, and a person's own.

Usage: disk_test.py BIN. Needs the right to mount a tmpfs.
"""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).parents[2] / "support"))
from world import World, new_folder  # pylint: disable=wrong-import-position

PROGRAMS = sys.argv.pop() if len(sys.argv) > 1 else "build/bin"
MIB = 1 << 20


class SmallDisk:
    def __init__(self, path, size):
        self.path = path
        self.ballast = os.path.join(path, "ballast")
        os.mkdir(path)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700",
                        "tmpfs", path], check=True)

    def fill(self, leave=0):
        """Takes what is free but for `leave` bytes."""
        disk = os.statvfs(self.path)
        with open(self.ballast, "wb") as file:
            file.write(bytes(disk.f_bavail * disk.f_frsize - leave))

    def relieve(self):
        os.remove(self.ballast)

    def close(self):
        subprocess.run(["umount", "--lazy", self.path], check=True)


class FullDiskTest(unittest.TestCase):
    def setUp(self):
        folder = new_folder("disk")
        self.addCleanup(folder.cleanup)
        self.disk = SmallDisk(os.path.join(folder.name, "disk"), 64 * MIB)
        self.addCleanup(self.disk.close)
        self.folder = folder.name
        self.kept = {}

    def begin(self, data=None):
        self.world = World(self.folder, PROGRAMS, data)
        self.addCleanup(self.world.close)
        self.world.init()
        self.world.start()

    def write(self):
        """One more credential; a large one, so that a disk fills soon."""
        title = f"one{len(self.kept)}"
        value = title * 2000
        path = os.path.join(self.folder, title)
        with open(path, "w", opener=lambda p, f: os.open(p, f, 0o600),
                  encoding="utf-8") as file:
            file.write(value)
        done = self.world.call(
            f"klad credential new ads/{title} --note-from {path}")
        if done.returncode == 0:
            self.kept[title] = value
        return done

    def check_kept(self):
        for title, value in self.kept.items():
            shown = self.world.call(f"klad get ads/{title} note")
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertEqual(shown.stdout.strip(), value)

    def test_server_ends_and_keeps_what_it_acknowledged(self):
        self.begin(os.path.join(self.disk.path, "data"))
        self.world.found()
        self.write()
        self.world.stop()
        self.disk.fill(leave=MIB // 2)
        self.world.start()
        for _ in range(200):
            failed = self.write()
            if failed.returncode != 0:
                break
        self.assertEqual(failed.returncode, 8, failed.stderr)
        self.assertRegex(failed.stderr, "^klad: .*\nhint: ")
        self.assertEqual(self.world.server.wait(30), 70)
        self.assertIn("disk_failed", self.world.log_text())
        self.assertIn("No space left on device", self.world.log_text())
        self.assertGreater(len(self.kept), 1)

        full = self.world.call("kladd run --data $DATA")
        self.assertEqual(full.returncode, 70, full.stderr)
        self.assertIn("No space left on device", full.stderr)
        self.assertIn("free some space", full.stderr)
        self.disk.relieve()
        self.world.start()
        self.check_kept()
        self.assertEqual(self.write().returncode, 0)
        self.world.stop()
        check = self.world.call("kladd check --data $DATA")
        self.assertEqual(check.returncode, 0, check.stderr)

    def test_backup_to_a_full_disk_says_so(self):
        self.begin()
        self.world.found()
        self.disk.fill()
        done = self.world.call("kladd backup disk/backup --data $DATA")
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left on device", done.stderr)
        self.disk.relieve()
        done = self.world.call("kladd backup disk/second --data $DATA")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.world.stop()

    def test_founding_leaves_nothing_half_done(self):
        self.begin()
        self.world.env["KLAD_HOME"] = os.path.join(self.disk.path, "home")
        self.disk.fill()
        failed = self.world.call(
            "klad found $DOOR --organisation Отдел --name head1")
        self.assertEqual(failed.returncode, 8, failed.stderr)
        self.assertIn("klad: the disk is full", failed.stderr)
        self.assertIn("hint: free some space", failed.stderr)
        self.assertIn("not founded",
                      self.world.call("kladd status --data $DATA").stdout)
        self.disk.relieve()
        self.world.found()
        self.world.stop()

    def test_a_persons_full_disk_loses_nothing(self):
        self.begin()
        self.world.env["KLAD_HOME"] = os.path.join(self.disk.path, "home")
        self.world.found()
        self.write()
        self.disk.fill()
        failed = self.write()
        self.assertEqual(failed.returncode, 8, failed.stderr)
        self.assertIn("klad: the disk is full", failed.stderr)
        self.assertIn("hint: the server has taken your change", failed.stderr)
        self.disk.relieve()
        again = self.write()
        self.assertEqual(again.returncode, 7)
        self.assertIn("there is a credential called one1", again.stderr)
        self.kept["one1"] = "one1" * 2000
        self.check_kept()
        self.assertEqual(self.write().returncode, 0)
        self.world.stop()


if __name__ == "__main__":
    unittest.main()
