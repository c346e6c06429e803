#!/usr/bin/env python3
"""Ctrl-C at a question: the terminal as it was, exit 3, nothing changed.

Usage: interrupt.py BIN
"""

import os
import pathlib
import pty
import select
import sys
import termios
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "support"))
from world import World, new_folder  # pylint: disable=wrong-import-position

CTRL_C = b"\x03"


class Typed:
    """A command on a terminal of its own."""

    def __init__(self, world, *line):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(world.folder)
            os.execvpe(line[0], line, world.env)
        self.shown = b""

    def read_until(self, text):
        deadline = time.monotonic() + 30
        while text not in self.shown:
            if not select.select([self.terminal], [], [],
                                 deadline - time.monotonic())[0]:
                raise SystemExit(f"no {text} in {self.shown}")
            self.shown += os.read(self.terminal, 4096)

    def modes(self):
        return termios.tcgetattr(self.terminal)

    def press(self, keys):
        os.write(self.terminal, keys)

    def exit_code(self):
        _, status = os.waitpid(self.child, 0)
        return os.waitstatus_to_exitcode(status)


def check(what, expected, actual):
    if expected != actual:
        raise SystemExit(f"{what}: expected {expected}, was {actual}")


def interrupt(world, question, *line):
    command = Typed(world, *line)
    before = command.modes()
    command.read_until(question)
    command.press(b"abc" + CTRL_C)
    check(f"exit code of {line}", 3, command.exit_code())
    check(f"modes of the terminal after {line}", before, command.modes())
    if b"abc" in command.shown and b"password" in question:
        raise SystemExit("a typed secret was shown")


def main():
    with new_folder("interrupt") as folder:
        world = World(folder, sys.argv[1])
        world.init()
        world.start()
        try:
            world.found()
            world.call("echo x | klad credential new ads/vk --password-from -")
            before = world.call("klad status -o json; klad list -o json").stdout
            interrupt(world, b"password (Enter: none): ",
                      "klad", "credential", "new", "ads/other", "--user", "me")
            interrupt(world, b"new password: ",
                      "klad", "credential", "edit", "ads/vk", "--ask-password")
            interrupt(world, b"[y/N] ",
                      "klad", "credential", "delete", "ads/vk")
            after = world.call("klad list -o json").stdout
            check("what klad list shows", True, before.endswith(after))
            world.stop()
        finally:
            world.close()


if __name__ == "__main__":
    main()
