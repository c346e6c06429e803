#!/usr/bin/env python3
"""Runs the command-line scripts beside this file against real programs.

Usage: run_scripts.py BIN SCRIPT [SCRIPT ...]

A script is a conversation, played against a server and an organisation of its
own (safe ads, login head1). Lines:

  $ klad ...       runs a command, as a shell would
  $ kladd ...      the same; DATA stands for the server's data folder
  text             the next line of its standard output
  ! text           the next line of its standard error
  ? N              its exit code, where it is not 0
  # text           a remark

In expected lines `...` stands for anything, and spaces for each other. A command's expected lines are all
of its lines.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time


def matches(expected, actual):
    expected, actual = " ".join(expected.split()), " ".join(actual.split())
    pattern = ".*".join(re.escape(part) for part in expected.split("..."))
    return re.fullmatch(pattern, actual) is not None


def steps(path):
    """Yields (line number, command, expected stdout, stderr, exit code)."""
    step = None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("$ "):
            if step:
                yield step
            step = [number, line[2:], [], [], 0]
        elif line.startswith("! "):
            step[3].append(line[2:])
        elif line.startswith("? "):
            step[4] = int(line[2:])
        elif line and not line.startswith("#"):
            step[2].append(line)
    yield step


class World:
    """A server with a founded organisation in a temporary folder."""

    def __init__(self, folder, programs):
        self.folder = folder
        self.data = os.path.join(folder, "data")
        passphrase = os.path.join(folder, "passphrase")
        with open(passphrase, "w", opener=lambda p, f: os.open(p, f, 0o600),
                  encoding="utf-8") as file:
            file.write("correct horse battery staple\n")
        self.env = {
            "PATH": programs + ":" + os.environ["PATH"],
            "HOME": folder,
            "KLAD_HOME": os.path.join(folder, "home"),
            "KLAD_PASSPHRASE_FILE": passphrase,
            "DATA": self.data,
            "DIR": folder,
            "LANG": "C.UTF-8",
            "KLAD_SAMPLE": os.environ.get("KLAD_SAMPLE", ""),
            # Nobody may trace these programs, so their leaks cannot be sought.
            "ASAN_OPTIONS": "detect_leaks=0",
        }

    def start(self):
        # Below the ports that the system hands out by itself.
        port = 20000 + os.getpid() % 10000
        self.env["DOOR"] = self.call(
            f"kladd init --data $DATA --listen 127.0.0.1:{port}"
        ).stdout.strip()
        with open(os.path.join(self.folder, "kladd.log"), "w",
                  encoding="utf-8") as log:
            self.server = subprocess.Popen(
                ["kladd", "run", "--data", self.data], env=self.env,
                stderr=log, executable=shutil.which(
                    "kladd", path=self.env["PATH"]))
        for _ in range(200):
            if self.call("kladd status --data $DATA").returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit("kladd does not start")

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        if self.server.wait(30) != 0:
            raise SystemExit(f"kladd ended with {self.server.returncode}")

    def call(self, command):
        return subprocess.run(
            ["bash", "-c", command], env=self.env, cwd=self.folder,
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
            timeout=120, check=False)


def difference(step, done):
    number, command, out, err, code = step
    for name, expected, actual in (
            ("stdout", out, done.stdout.splitlines()),
            ("stderr", err, done.stderr.splitlines())):
        actual = [line for line in actual if line.strip()]
        if len(expected) != len(actual) or not all(
                map(matches, expected, actual)):
            return "\n".join([f"line {number}: {command}: {name} was"] + actual
                             + ["expected"] + expected)
    if done.returncode != code:
        return (f"line {number}: {command}: exit {done.returncode}, "
                f"expected {code}\n{done.stderr}")
    return None


def play(script, programs):
    with tempfile.TemporaryDirectory(prefix="klad-cli-") as folder:
        world = World(folder, programs)
        world.start()
        try:
            begun = world.call(
                "klad found $DOOR --organisation Отдел --name head1 >kit && "
                "klad safe create ads")
            if begun.returncode != 0:
                return begun.stderr
            for step in steps(script):
                problem = difference(step, world.call(step[1]))
                if problem:
                    return problem
        finally:
            world.call("klad lock")
            world.stop()
    return None


def main():
    programs, scripts = sys.argv[1], sys.argv[2:]
    failed = 0
    for script in scripts:
        problem = play(script, programs)
        print(f"{'FAIL' if problem else 'ok  '} {os.path.basename(script)}")
        if problem:
            print(problem)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
