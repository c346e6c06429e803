#!/usr/bin/env python3
"""Completion as a person meets it: a shell on a terminal, keys, the Tab key.

Usage: complete_on_terminal.py BIN bash|zsh

What is typed, completed and run must have named the credential.
"""

import os
import pathlib
import pty
import re
import select
import sys
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "support"))
from world import World, new_folder  # pylint: disable=wrong-import-position

TYPED = [
    ("klad get ads/Мой\\ т\t title", "Мой тест"),
    ("klad get 'ads/Мой т\t title", "Мой тест"),
    ("klad get \"ads/мойк\t title", "Мойка"),
    ("klad get ads/Мойк\t title", "Мойка"),
    ("klad get ads/a:\t title", "a:b"),
    ("klad get ads/x@\t title", "x@example.com"),
    ("klad get ads/d\t title", "d&o (l)"),
    ("klad get ads/it\t title", "it's"),
    ("klad get ads/c\t title", "c$HOME `echo x` $(echo y)"),
    ("klad get 'ads/c\t title", "c$HOME `echo x` $(echo y)"),
    ("klad get \"ads/c\t title", "c$HOME `echo x` $(echo y)"),
    ("klad get ads/~\t title", "~root"),
    ("klad get Пр\tвх\t title", "вход"),
    ("klad credential unarch\tads/ol\t", "archived"),
]

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], {"INPUTRC": "/dev/null"},
             "PS1="),
    "zsh": (["zsh", "-f", "-i"], {},
            "PS1= PROMPT_EOL_MARK=; autoload -U compinit; compinit -u -D"),
}


class Shell:
    # Seconds for a completion: what is typed meanwhile zsh takes for keys of
    # its own.
    PAUSE = 0.7

    def __init__(self, world, command, more):
        self.pid, self.tty = pty.fork()
        if self.pid == 0:
            os.chdir(world.folder)
            env = world.env | more | {"PS1": "", "TERM": "dumb"}
            os.execvpe(command[0], command, env)
        self.seen = ""

    def enter(self, text, mark):
        """Returns what came back up to `mark`, which the command prints."""
        for part in re.split("(\t)", text + "\n"):
            os.write(self.tty, part.encode())
            if part == "\t":
                time.sleep(self.PAUSE)
        self.seen = ""
        while mark not in self.seen:
            if not select.select([self.tty], [], [], 30)[0]:
                raise SystemExit(f"no answer to {text!r}: {self.seen!r}")
            self.seen += os.read(self.tty, 65536).decode(errors="replace")
        return self.seen

    def close(self):
        os.close(self.tty)
        os.waitpid(self.pid, 0)


def play(world, name):
    titles = ["Мой тест", "Мойка", "a:b", "x@example.com", "d&o (l)", "it's",
              "old", "c$HOME `echo x` $(echo y)", "~root"]
    for title in titles:
        world.call(f"klad credential new \"ads/$TITLE\"", TITLE=title)
    world.call("klad safe create 'Пресса и PR'")
    world.call("klad credential new 'Пресса и PR/вход'")
    world.call("klad credential archive ads/old")
    world.call(f"klad completion {name} >complete")
    command, env, begin = SHELLS[name]
    shell = Shell(world, command, env)
    failed = 0
    try:
        shell.enter(f"{begin}; . ./complete; echo rea''dy", "ready\r\n")
        for number, (typed, expected) in enumerate(TYPED):
            out = shell.enter(f"{typed} 2>&1 | cat; echo don''e{number}",
                              f"done{number}\r\n")
            lines = out.splitlines()
            if not any(line.startswith(expected) or line.endswith(expected)
                       for line in lines[:-1]
                       if not line.startswith(typed.split("\t")[0])):
                print(f"FAIL {typed!r}: {out!r}")
                failed += 1
    finally:
        shell.close()
    return failed


def main():
    with new_folder("complete") as folder:
        world = World(folder, sys.argv[1])
        world.init()
        world.start()
        try:
            world.found()
            failed = play(world, sys.argv[2])
            world.stop()
        finally:
            world.close()
    print(f"{len(TYPED) - failed} of {len(TYPED)} completed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
