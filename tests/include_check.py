#!/usr/bin/env python3
"""Checks who may include whom, as the table below says.

Usage: include_check.py ROOT. Prints each breach and exits 1 if there is one.
A folder may include itself, what its row names, and generated messages.
"""

import pathlib
import re
import sys

# The first row whose folder is a prefix of the file's folder counts.
RULES = [
    ("crypto/base", []),
    ("crypto", ["crypto"]),
    ("server/base", ["crypto/base"]),
    ("server/store", ["crypto/base", "server/base"]),
    ("server/words", ["crypto"]),
    ("server/access", ["crypto", "server/base", "server/store"]),
    ("server/audit", ["crypto", "server/base", "server/store"]),
    ("server/rpc", ["crypto", "server/base", "server/store", "server/access",
                    "server/audit"]),
    ("server/app", ["crypto", "server"]),
    ("server/main.cc", ["crypto", "server"]),
    ("server", ["crypto", "server/base", "server/store", "server/access",
                "server/audit", "server/words"]),  # features; services also rpc
    ("client/formats", ["crypto", "client"]),
    ("client", ["crypto", "client"]),
    ("tests", ["crypto", "server", "client", "tests"]),
]

ENGINES = ("server/store/memory", "server/store/rocks")
GRPC_ALLOWED = re.compile(
    r"^(server/rpc/|client/session|server/store/etcd/|tests/)")
INCLUDE = re.compile(r'^\s*#include\s+(["<])([^">]+)[">]', re.M)
OURS = ("crypto/", "server/", "client/", "tests/")


def allowed(path, target):
    """Whether the file `path` may include our header `target`."""
    folder = str(pathlib.PurePosixPath(path).parent)
    test = path.endswith("_test.cc")
    if test and target.startswith("tests/support/"):
        return True
    if test and path.startswith("server/"):
        return target.startswith(("server/", "crypto/"))
    if test and path.startswith("client/"):
        return target.startswith(("client/", "crypto/"))
    target_folder = str(pathlib.PurePosixPath(target).parent)
    if target_folder == folder or target_folder.startswith(folder + "/"):
        return not target_folder.startswith(ENGINES) or folder in ENGINES
    for prefix, names in RULES:
        if path == prefix or path.startswith(prefix + "/"):
            break
    else:
        return False
    if target_folder.startswith(ENGINES) and not path.startswith(
            ("server/app", "tests/")):
        return False
    if any(target.startswith(name + "/") for name in names):
        return True
    if target_folder.startswith(prefix) and prefix != "server":
        return True
    service = path.endswith(("_service.cc", "_service.h"))
    return service and target.startswith("server/rpc/")


def breaches(root):
    for top in ("crypto", "server", "client", "tests"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cc"):
                continue
            path = file.relative_to(root).as_posix()
            for quote, target in INCLUDE.findall(file.read_text("utf-8")):
                if quote == '"' and target.startswith(OURS):
                    if not (root / target).exists():
                        yield f"{path}: {target} does not exist"
                    elif not allowed(path, target):
                        yield f"{path} may not include {target}"
                if target.startswith("grpc") and not GRPC_ALLOWED.match(path):
                    yield f"{path} may not include {target}"
                if target.startswith("rocksdb/") and not path.startswith(
                        ("server/store/rocks/", "tests/")):
                    yield f"{path} may not include {target}"


def main():
    found = list(breaches(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
