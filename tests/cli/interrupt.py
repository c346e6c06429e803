#!/usr/bin/env python3
"""A person at a terminal: Ctrl-C at a question leaves the terminal as it was,
exit 3, nothing changed; Ctrl-C in long work says how far it came, and what is
done stays; progress is drawn; a passphrase is asked for where none is kept.

Usage: interrupt.py BIN
"""

import json
import os
import pathlib
import pty
import select
import sys
import termios
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "support"))
from world import PASSPHRASE, World, new_folder  # pylint: disable=wrong-import-position

CTRL_C = b"\x03"
# Progress comes after a second: the more, the faster the machine is.
MANY = [3000, 12000, 48000]


class Typed:
    """A command on a terminal of its own."""

    def __init__(self, world, *line, without=()):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(world.folder)
            env = {name: value for name, value in world.env.items()
                   if name not in without}
            os.execvpe(line[0], line, env)
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

    def saw(self, text):
        """Whether it says this before its end."""
        while text not in self.shown:
            try:
                part = os.read(self.terminal, 4096)
            except OSError:  # a terminal that nobody has open ends like this
                part = b""
            if not part:
                return False
            self.shown += part
        return True

    def read_all(self):
        """What it still says, to its end."""
        self.saw(b"\0")

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


def write_csv(world, many):
    path = os.path.join(world.folder, "many.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("title,username,password\n")
        for number in range(many):
            file.write(f"title {number},user,password-{number}\n")


def listed(world, safe):
    return len(json.loads(world.call(f"klad list {safe} -o json").stdout))


def interrupt_work(world, many, *line):
    """Ctrl-C once progress is drawn; what was said, or None if it was done
    before."""
    command = Typed(world, *line)
    drawn = command.saw(f" of {many}".encode())
    if drawn:
        command.press(CTRL_C)
    command.read_all()
    code = command.exit_code()
    if not drawn and code == 0:
        return None
    check(f"exit code of {line}", 3, code)
    return command.shown.decode()


def import_and_export(world):
    for many in MANY:
        write_csv(world, many)
        safe = f"many-{many}"
        world.call(f"klad safe create {safe}")
        told = interrupt_work(world, many, "klad", "import", "many.csv",
                              "--safe", safe)
        if told is not None:
            break
    there = listed(world, safe)
    if not 0 < there < many or f"{there} credentials are in already" not in told:
        raise SystemExit(f"{there} of {many} are in, and it says {told[-300:]}")
    again = Typed(world, "klad", "import", "many.csv", "--safe", safe)
    again.read_all()
    check("exit code of the second import", 0, again.exit_code())
    check("what is in after it", many, listed(world, safe))

    told = interrupt_work(world, many, "klad", "export", "out.json", "--safe",
                          safe, "--plain", "--yes")
    if "stopped: no file was made" not in told:
        raise SystemExit(f"an interrupted export says {told[-300:]}")
    left = [name for name in os.listdir(world.folder) if "out.json" in name]
    check("what an interrupted export leaves", [], left)


def passphrase(world):
    world.call("klad lock")
    command = Typed(world, "klad", "get", "ads/vk", "password",
                    without=["KLAD_PASSPHRASE_FILE"])
    command.read_until(b"passphrase: ")
    command.press(PASSPHRASE.encode() + b"\n")
    command.read_all()
    check("exit code of a get while locked", 0, command.exit_code())
    if b"x\r\n" not in command.shown or PASSPHRASE.encode() in command.shown:
        raise SystemExit(f"a get while locked showed {command.shown}")
    script = world.call("setsid -w env -u KLAD_PASSPHRASE_FILE klad list")
    check("exit code of a script while locked", 4, script.returncode)
    world.call("klad unlock")


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
            passphrase(world)
            import_and_export(world)
            world.stop()
        finally:
            world.close()


if __name__ == "__main__":
    main()
