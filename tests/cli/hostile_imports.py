#!/usr/bin/env python3
"""Gives klad import files that were made to do harm.

Usage: hostile_imports.py BIN

Each ends with a sentence and exit 2, within 200 MB of memory; a hundred
thousand rows are read within those 200 MB. The time of the processor is printed:
a second is meant, and a test on a busy machine fails at what no machine
explains.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zipfile

SECONDS = 10.0
MEGABYTES = 200
MIB = 1 << 20
HEAD = b"name,url,username,password\n"
CANARY = b"canary-secret"


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in files:
            archive.writestr(name, contents)
    return path.read_bytes()


def zip_bomb(path):
    return zipped(path, [("export.data", b" " * (90 * MIB))])


def zip_path_trick(path):
    return zipped(path, [("export.data", b'{"accounts":[]}'),
                         ("../../etc/passwd", CANARY)])


def zip_cut_short(path):
    noise = random.Random(1).randbytes(3 * MIB)
    whole = zipped(path, [("export.data", b'{"accounts":[]}'),
                          ("files/a__b", noise)])
    return whole[:len(whole) - 200]


def xml_entities(_):
    more = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10)
                    for i in range(1, 10))
    return (b'<!DOCTYPE KeePassFile [<!ENTITY e0 "%s">%s]>'
            b"<KeePassFile><Root>&e9;</Root></KeePassFile>" % (CANARY, more))


def xml_depth(_):
    return b"<KeePassFile>" + b"<Group>" * 1_000_000


def xml_empty_elements(_):
    return b"<KeePassFile>" + b"<a></a>" * 4_000_000 + b"</KeePassFile>"


def xml_long_elements(_):
    one = b"<LongEnoughElement>x</LongEnoughElement>"
    return b"<KeePassFile>" + one * 3_200_000 + b"</KeePassFile>"


def json_depth(_):
    return b"[" * 10_000_000


def json_values(_):
    return b'{"encrypted":false,"items":[' + b"[]," * 7_000_000 + b"[]]}"


def json_field(_):
    return (b'{"encrypted":false,"items":[{"type":1,"name":"'
            + b"x" * (100 * MIB) + b'"}]}')


def csv_field(_):
    return HEAD + b'a,b,c,"' + b"x" * (100 * MIB) + b'"\n'


def nul_bytes(_):
    return HEAD + b"a,b\0c," + CANARY + b",d\n"


def lone_quote(_):
    return HEAD + b'a,b,"' + CANARY + b",d\n" + b"e,f,g,h\n" * 1_000_000


def too_many_rows(_):
    return HEAD + b"a,https://b.example,c,d\n" * 200_000


def too_large(_):
    return b"x" * (129 * MIB)


# Those below are read.
def mixed_line_ends(_):
    return HEAD + b"a,b,c,d\r\ne,f,g,h\ri,j,k,l\r\r\nm,n,o,p\n"


def hundred_thousand_rows(_):
    return HEAD + b"".join(
        b"site %d,https://site%d.example/login,user%d,%s-%d\n"
        % (i, i, i, CANARY, i) for i in range(100_000))


def hundred_thousand_items(_):
    items = [{"type": 1, "name": f"site {i}", "notes": "a note of some length",
              "login": {"username": f"user{i}", "password": f"canary-{i}",
                        "uris": [{"uri": f"https://site{i}.example"}]}}
             for i in range(100_000)]
    return json.dumps({"encrypted": False, "items": items}).encode()


REFUSED = {
    zip_bomb: "unpacks to far more than an export has",
    zip_path_trick: "the archive has a file outside of itself",
    zip_cut_short: "the export of 1Password is damaged",
    xml_entities: "it declares entities",
    xml_depth: "it nests too deep",
    xml_empty_elements: "it has more elements than any export",
    xml_long_elements: "it has more elements than any export",
    json_depth: "it nests too deep",
    json_values: "it has more values than any export",
    json_field: "it has a text of more than 14 MiB",
    csv_field: "has more than 8 MiB",
    nul_bytes: "NUL bytes",
    lone_quote: "it opens a quote that does not close",
    too_many_rows: "the file has more than 150000 rows",
    too_large: "the file is larger than 128 MiB",
}
READ = {
    mixed_line_ends: 4,
    hundred_thousand_rows: 100_000,
    hundred_thousand_items: 100_000,
}


def write(make, path):
    """In a process of its own: what a child takes counts from the size of the
    process that started it."""
    child = os.fork()
    if child == 0:
        path.write_bytes(make(path))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0, make.__name__


class Ended:
    """How a command ended, and what it took: seconds, MB of 10^6 bytes."""

    def __init__(self, command, environment):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen(command, stdout=out, stderr=err,
                                     stdin=subprocess.DEVNULL, env=environment)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            self.out, self.err = out.read(), err.read()
        self.code = child.returncode
        self.seconds = used.ru_utime + used.ru_stime
        self.megabytes = used.ru_maxrss * 1024 / 1e6


def faults(ended, refusal=None, rows=None):
    if CANARY in ended.err or (rows is None and CANARY in ended.out):
        yield "says a secret"
    if refusal is not None:
        lines = ended.err.decode().splitlines()
        if ended.code != 2 or not lines or refusal not in lines[0]:
            yield f"exit {ended.code}, {lines[:1]}, expected {refusal}"
        if len(lines) < 2 or not lines[1].startswith("hint: "):
            yield "no hint"
        if ended.seconds > SECONDS:
            yield f"{ended.seconds:.2f} s"
    elif ended.code != 0 or ["read", str(rows)] not in [
            line.split() for line in ended.out.decode().splitlines()[:9]]:
        yield f"exit {ended.code}, {ended.err[:200]}, expected {rows} rows"
    if ended.megabytes > MEGABYTES:
        yield f"{ended.megabytes:.0f} MB"


def main():
    klad = pathlib.Path(sys.argv[1], "klad")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": folder}
        for make in [*REFUSED, *READ]:
            path = pathlib.Path(folder, "file")
            write(make, path)
            ended = Ended([klad, "import", path, "--dry-run"], environment)
            name = make.__name__
            wrong = list(faults(ended, REFUSED.get(make),
                                READ.get(make)))
            print(f"{name}: {ended.seconds:.2f} s, {ended.megabytes:.0f} MB"
                  + "".join(f"; WRONG: {fault}" for fault in wrong), flush=True)
            failed += bool(wrong)
    sys.exit(f"{failed} failed" if failed else 0)


if __name__ == "__main__":
    main()
