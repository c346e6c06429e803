#!/usr/bin/env python3
"""A follower of events while its server is killed: each event once, in order.

Usage: events_restart.py BIN

kill -9 comes at any moment, between two pages too; the follower stays.
"""

import json
import pathlib
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).parents[1] / "support"))
from world import World, new_folder  # pylint: disable=wrong-import-position

KILLS = 4
CHANGES = 6  # between two kills


def create(world, title):
    """Tries until the server has it, as a person would."""
    for _ in range(100):
        done = world.call("echo -n word | klad credential new "
                          f"ads/{title} --password-from -")
        if done.returncode in (0, 7):
            return
        time.sleep(0.05)
    raise SystemExit(done.stderr)


def changes(path):
    with open(path, encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines if line.endswith("\n")]
    return [event["position"] for event in events if event["kind"] == "change"]


def await_changes(path, count):
    for _ in range(600):
        if len(changes(path)) >= count:
            return
        time.sleep(0.05)
    raise SystemExit(f"{len(changes(path))} of {count} changes came")


def follow(world, path):
    with open(path, "w", encoding="utf-8") as out:
        return subprocess.Popen(
            ["klad", "events", "--follow", "-o", "json"], env=world.env,
            cwd=world.folder, stdin=subprocess.DEVNULL, stdout=out,
            executable=world.call("command -v klad").stdout.strip())


def run(world, path):
    world.init()
    world.start()
    world.found()
    follower = follow(world, path)
    try:
        for kill in range(KILLS):
            for change in range(CHANGES):
                create(world, f"t{kill}-{change}")
            world.server.kill()
            world.server.wait()
            world.start()
        await_changes(path, KILLS * CHANGES)
        if follower.poll() is not None:
            raise SystemExit("the follower ended")
    finally:
        follower.kill()
        follower.wait()
    world.stop()
    seen = changes(path)
    if seen != list(range(1, KILLS * CHANGES + 1)):
        raise SystemExit(f"lost, doubled or out of order: {seen}")
    checked = world.call("kladd check --data $DATA")
    if checked.returncode != 0:
        raise SystemExit(checked.stderr)


def main():
    with new_folder("events") as folder:
        world = World(folder, sys.argv[1])
        try:
            run(world, folder + "/events")
        finally:
            world.close()


if __name__ == "__main__":
    main()
