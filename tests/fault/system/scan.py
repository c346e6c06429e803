"""Marks, and the search for them in every form bytes may be written in."""

import base64
import pathlib


def forms(mark):
    """How `mark` may stand in other bytes; in base64 at any of three places."""
    text = mark.hex().encode()
    found = [mark, text, text.upper()]
    if mark.isascii():
        found += [mark.decode().encode(how) for how in
                  ("utf-16-le", "utf-16-be")]
    for before in range(3):
        padded = b"x" * before + mark
        whole = padded[:len(padded) // 3 * 3]
        start = 4 if before else 0  # digits that a neighbour changes are cut
        found += [base64.b64encode(whole)[start:],
                  base64.urlsafe_b64encode(whole)[start:]]
    return found


class Scanner:
    def __init__(self, marks):
        """`marks`: bytes by name, each long enough to be no accident."""
        assert all(len(mark) >= 12 for mark in marks.values())
        self.forms = [(name, form) for name, mark in marks.items()
                      for form in forms(mark)]

    def search(self, data):
        """Names of the marks in `data`."""
        return {name for name, form in self.forms if form in data}

    def search_folder(self, folder):
        """Pairs of path and name, over contents and names of files."""
        found = set()
        for path in pathlib.Path(folder).rglob("*"):
            data = str(path).encode()
            if path.is_file() and not path.is_symlink():
                data += b"\n" + path.read_bytes()
            found |= {(str(path), name) for name in self.search(data)}
        return found
