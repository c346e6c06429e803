#!/usr/bin/env python3
"""Runs the command-line scripts beside this file against real programs.

Usage: run_scripts.py BIN SCRIPT [SCRIPT ...]

A script is a conversation, played against a server and an organisation of its
own (safe ads, login head1). Lines:

  $ klad ...       runs a command, as a shell would
  $ kladd ...      the same; DATA stands for the server's data folder, and
                   $WEB for a web server (web_pages.py)
  text             the next line of its standard output
  ! text           the next line of its standard error
  ? N              its exit code, where it is not 0
  # text           a remark
  @ ru_RU.UTF-8    the language of what follows; English without it

In expected lines `...` stands for anything, and spaces for each other. A command's expected lines are all
of its lines.
"""

import os
import pathlib
import re
import sys

sys.path.append(str(pathlib.Path(__file__).parents[1] / "support"))
from web_pages import WebPages  # pylint: disable=wrong-import-position
from world import World, new_folder  # pylint: disable=wrong-import-position


def matches(expected, actual):
    expected, actual = " ".join(expected.split()), " ".join(actual.split())
    pattern = ".*".join(re.escape(part) for part in expected.split("..."))
    return re.fullmatch(pattern, actual) is not None


def steps(path):
    """Yields (line number, command, expected stdout, stderr, exit code,
    locale)."""
    step = None
    locale = "C.UTF-8"
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("$ "):
            if step:
                yield step
            step = [number, line[2:], [], [], 0, locale]
        elif line.startswith("@ "):
            locale = line[2:]
        elif line.startswith("! "):
            step[3].append(line[2:])
        elif line.startswith("? "):
            step[4] = int(line[2:])
        elif line and not line.startswith("#"):
            step[2].append(line)
    yield step


def difference(step, done):
    number, command, out, err, code, _ = step
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
    with new_folder("cli") as folder:
        world = World(folder, programs)
        world.init()
        world.start()
        try:
            world.found()
            with WebPages() as web:
                for step in steps(script):
                    done = world.call(step[1], LANG=step[5], WEB=web.url)
                    problem = difference(step, done)
                    if problem:
                        return problem
            world.stop()
        finally:
            world.close()
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
