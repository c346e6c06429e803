"""Marked secrets in every field of everything, then a search for the marks in
all that the programs wrote, said or showed of themselves.

Usage: canary_test.py BIN
"""

import json
import os
import pathlib
import secrets
import shlex
import subprocess
import sys
import time
import unittest

sys.path.append(str(pathlib.Path(__file__).parents[2] / "support"))
from scan import Scanner, forms  # pylint: disable=wrong-import-position
from world import World, new_folder  # pylint: disable=wrong-import-position

PROGRAMS = sys.argv.pop() if len(sys.argv) > 1 else "build/bin"

# What opens something or says it: nobody may show it unasked.
SECRET = ["password", "note", "recovery codes", "key", "hidden field",
          "imported password", "imported note", "imported hidden field",
          "too long", "refused note", "wrong passphrase", "broken export",
          "attachment", "name of an attachment"]
# What is listed, or typed on a command line by people themselves.
LISTED = ["title", "user", "address", "email", "phone", "owner", "tag",
          "name of a field", "field", "name of a hidden field", "safe",
          "imported title", "imported user", "imported address", "folder",
          "organisation"]

READ_KEY = """keyctl session - bash -c '
  ring=$(keyctl get_persistent @s)
  for key in $(keyctl rlist $ring); do
    keyctl rdescribe $key | grep -q MEMBER && keyctl pipe $key
  done; true'"""


def new_marks():
    marks = {name: f"kanareika{secrets.token_hex(9)}".encode()
             for name in SECRET + LISTED}
    # The seed of one-time codes must be base32.
    for name in ("seed", "imported seed"):
        marks[name] = "".join(
            secrets.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
            for _ in range(32)).encode()
    return marks


def bitwarden(mark):
    """An export with every field we take, one row that is refused."""
    login = {"username": mark("imported user"), "totp": mark("imported seed"),
             "password": mark("imported password"),
             "uris": [{"uri": f"https://{mark('imported address')}.example"}]}
    item = {"type": 1, "name": mark("imported title"), "folderId": "f",
            "notes": mark("imported note"), "login": login, "fields": [
                {"name": "x", "type": 1,
                 "value": mark("imported hidden field")}]}
    refused = {"type": 2, "name": "refused", "secureNote": {"type": 0},
               "notes": mark("refused note") * 4000}
    return json.dumps({"encrypted": False, "items": [item, refused], "folders":
                       [{"id": "f", "name": mark("folder")}]})


class CanaryTest(unittest.TestCase):
    def setUp(self):
        folder = new_folder("canary")
        self.addCleanup(folder.cleanup)
        self.world = World(folder.name, PROGRAMS)
        self.addCleanup(self.world.close)
        self.marks = new_marks()
        self.inputs = pathlib.Path(folder.name, "inputs")
        self.inputs.mkdir()
        self.said = b""

    def mark(self, name):
        return self.marks[name].decode()

    def input(self, name, times=1):
        path = self.inputs / secrets.token_hex(4)
        path.write_text(self.mark(name) * times, encoding="utf-8")
        path.chmod(0o600)
        return shlex.quote(str(path))

    def klad(self, command, code=0, **environment):
        done = self.world.call("klad " + command, **environment)
        self.assertEqual(done.returncode, code, done.stderr)
        self.said += done.stdout.encode() + done.stderr.encode()

    def begin(self):
        self.world.init()
        self.world.start("--verbose")
        found = self.world.call(
            "klad found $DOOR --name head1 --organisation "
            + self.mark("organisation"))
        self.assertEqual(found.returncode, 0, found.stderr)
        self.klad("unlock")
        self.klad("safe create " + self.mark("safe"))

    def write_everything(self):
        safe = self.mark("safe")
        options = [f"--{option} {self.mark(name)}" for option, name in (
            ("user", "user"), ("url", "address"), ("email", "email"),
            ("phone", "phone"), ("owner", "owner"), ("tag", "tag"))]
        options += [f"--{option}-from {self.input(name)}" for option, name in (
            ("password", "password"), ("seed", "seed"), ("note", "note"),
            ("recovery-codes", "recovery codes"), ("key", "key"))]
        options.append(
            f"--field {self.mark('name of a field')}={self.mark('field')}")
        options.append(f"--hidden-from {self.mark('name of a hidden field')}="
                       + self.input("hidden field"))
        title = f"{safe}/{self.mark('title')}"
        self.klad(f"credential new {title} {' '.join(options)}")
        self.klad(f"credential edit {title} --tag other")
        shown = self.world.call(f"klad get {title} --reveal -o json")
        self.assertIn(self.mark("hidden field"), shown.stdout)
        self.klad(f"credential attach {title} {self.input('attachment', 999)} "
                  f"--name {self.mark('name of an attachment')}")
        self.said = b""  # it named the attachment, as it was told to
        self.klad(f"safe create other; klad credential move {title} other; "
                  f"klad credential move other/{self.mark('title')} {safe}")
        export = self.inputs / "export.json"
        export.write_text(bitwarden(self.mark), encoding="utf-8")
        self.klad(f"import {export} --safe {safe}")
        self.assertIn("refused", self.said.decode())

    def be_refused(self):
        safe, title = self.mark("safe"), self.mark("title")
        self.klad(f"credential new {safe}/long --password-from "
                  + self.input("too long", 1000), code=2)
        broken = self.inputs / "broken.json"
        broken.write_text('{"items":[{"name":"' + self.mark("broken export"),
                          encoding="utf-8")
        self.klad(f"import {broken} --safe {safe}", code=2)
        self.klad(f"get {safe}/{title} nothing", code=6)
        self.klad("lock")
        wrong = self.input("wrong passphrase")
        self.klad("me", code=4, KLAD_PASSPHRASE_FILE=wrong)
        self.klad("unlock")

    def take_identity(self):
        """The opened identity, as the key ring has it for this user."""
        member = next(line.split()[1] for line in self.world.call(
            "klad me").stdout.splitlines() if line.startswith("member"))
        payload = subprocess.run(
            ["bash", "-c", READ_KEY.replace("MEMBER", member)],
            capture_output=True, check=True).stdout
        self.assertGreater(len(payload), 8 + 64, "no key in the key ring")
        self.marks["identity seed"] = payload[8:40]
        self.marks["identity TLS key"] = payload[40:72]

    def of_processes(self):
        """What the process list shows of a server and of a waiting klad."""
        waiting = subprocess.Popen(
            ["klad", "credential", "new", self.mark("safe") + "/waits",
             "--password-from", "-"], stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=self.world.env)
        time.sleep(0.2)  # until it has begun
        shown = b""
        for pid in (waiting.pid, self.world.server.pid):
            for name in ("cmdline", "environ"):
                shown += pathlib.Path(f"/proc/{pid}/{name}").read_bytes()
        waiting.communicate(self.marks["password"])
        self.assertIn(b"--password-from", shown)
        return shown

    def test_nothing_marked_is_written_anywhere(self):
        self.begin()
        self.write_everything()
        self.be_refused()
        self.take_identity()
        shown = self.of_processes()
        backup = self.world.call("kladd backup $DIR/backup --data $DATA")
        self.assertEqual(backup.returncode, 0, backup.stderr)
        seal = pathlib.Path(self.world.data + ".seal").read_bytes()
        passphrase = {"passphrase": b"correct horse battery staple"}
        everything = Scanner(self.marks | passphrase | {"seal key": seal})
        home = Scanner({name: mark for name, mark in
                        (self.marks | passphrase).items()
                        if name != "organisation"})
        unasked = Scanner({name: mark for name, mark in
                           (self.marks | passphrase).items()
                           if name not in LISTED})

        def scan_disk():
            for folder in ("data", "backup"):
                path = os.path.join(self.world.folder, folder)
                self.assertEqual(everything.search_folder(path), set())
            self.assertEqual(home.search_folder(self.world.env["KLAD_HOME"]),
                             set())

        scan_disk()
        self.world.server.kill()
        self.world.server.wait()
        scan_disk()
        self.world.start("--verbose")  # what was in the log goes to tables
        self.assertTrue(list(pathlib.Path(self.world.data).rglob("*.sst")))
        scan_disk()
        log = self.world.log_text()
        self.assertIn("CredentialService/Reveal", log)
        self.assertEqual(everything.search(log.encode()), set())
        self.assertEqual(unasked.search(self.said), set())
        self.assertEqual(unasked.search(shown), set())

    def test_an_injected_secret_is_in_the_environment_alone(self):
        self.begin()
        reference = f"{self.mark('safe')}/x"
        self.klad(f"credential new {reference} --password-from "
                  + self.input("password"))
        run = ["klad", "run", "--env", f"P=klad://{reference}/password", "--"]
        program = subprocess.Popen(run + ["sleep", "60"], env=self.world.env)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        about = pathlib.Path(f"/proc/{program.pid}")
        for _ in range(500):
            if (about / "comm").read_text() == "sleep\n":
                break
            time.sleep(0.01)
        mark = self.marks["password"]
        self.assertIn(b"P=" + mark, (about / "environ").read_bytes())
        scanner = Scanner({"password": mark})
        self.assertEqual(scanner.search((about / "cmdline").read_bytes()),
                         set())
        crashed = pathlib.Path(self.world.folder, "crashed")
        crashed.mkdir()
        done = subprocess.run(
            ["bash", "-c", "ulimit -c unlimited; exec \"$@\"", "bash", *run,
             "bash", "-c", "ulimit -c unlimited; kill -SEGV $$"],
            env=self.world.env, cwd=crashed, check=False,
            stderr=subprocess.DEVNULL)
        self.assertEqual(done.returncode, -11)
        self.assertEqual(list(crashed.iterdir()), [])
        filled = crashed / "filled"
        self.klad(f"inject --out {filled} "
                  f"<<<'{{{{ klad://{reference}/password }}}}'")
        self.assertEqual(filled.stat().st_mode & 0o777, 0o600)
        self.assertIn(mark, filled.read_bytes())
        filled.unlink()
        for path in self.inputs.iterdir():
            path.unlink()
        self.assertEqual(scanner.search_folder(self.world.folder), set())
        self.assertEqual(scanner.search(self.said), set())

    def test_a_planted_mark_is_found_in_every_form_and_place(self):
        self.begin()
        self.world.call("kladd backup $DIR/backup --data $DATA")
        mark = self.marks["password"]
        scanner = Scanner({"password": mark})
        table = "data/db/000999.sst"
        for place in (table, "data/db/000999.log", "backup/note", "kladd.log",
                      "home/memory2", f"data/{mark.decode()}"):
            for form in forms(mark):
                path = pathlib.Path(self.world.folder, place)
                before = path.read_bytes() if path.exists() else None
                path.write_bytes((before or b"") + b"\x00" + form + b"\xff")
                found = scanner.search_folder(self.world.folder)
                self.assertIn((str(path), "password"), found)
                if before is None:
                    path.unlink()
                else:
                    path.write_bytes(before)
        self.assertEqual(scanner.search_folder(self.world.folder), set())


if __name__ == "__main__":
    unittest.main()
