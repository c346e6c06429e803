"""What klad says to people is said in every language it speaks.

    words_check.py ROOT

Fails when a string of client/** is neither marked for translation nor known to
be for machines; when a catalogue lacks a sentence, has one too many, loses a
placeholder; and when Latin letters hide in Russian words.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

KEYWORDS = ["Tr:1", "Say:1", "SayN:1,2", "TrN:1,2", "Mark:1"]
MARKS = {keyword.split(":")[0] for keyword in KEYWORDS}

# Calls whose strings a person reads, be it a single word.
SPEAKERS = {"Error", "WithHint", "Message", "Note", "Verbose", "Confirm",
            "AskSecret", "AskLine", "Usage", "Reject", "Remark"}

# Calls whose strings nobody reads as sentences.
FOR_MACHINES = re.compile(
    r"absl::\w+Error|CHECK_THAT|StrFormat|StrAppendFormat|absl::FormatTime|"
    r"absl::ParseTime|Get|Has|All|Variable")

# Files whose other literals are words of file formats and of shells, or lists.
FORMATS = ("client/formats/", "client/links/bookmarks.cc",
           "client/links/link_page.cc", "client/cli/completion.cc",
           "client/cli/man.cc",
           "client/word_list_", "client/strength.cc")

HEADINGS = "client/cli/headings.cc"

# Literals for machines, or with nothing to translate.
ALLOWED = {
    "client/cli/cell_words.cc": {"in doubt"},  # a state, as scripts read it
    "client/cli/complete.cc": {"credential unarchive"},
    "client/clipboard.cc": {"Get-Clipboard -Raw"},
    "client/cli/import_command.cc": {
        "in doubt",  # a state, as scripts read it
        "klad import FILE --dry-run -o json --reveal",
    },
    # Names of fields, as they are stored.
    "client/cli/kind.cc": {"card number", "security code", "account holder",
                           "account number", "licensed to"},
    "client/state.cc": {"chmod 700 "},
    "client/web/request.cc": {
        "Mozilla/5.0 (compatible; klad link check)", "Expire date:"},
    "client/title.cc": {r"\xef\xbf\xbd"},  # stands for a bad byte
}

TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)
      |(?P<raw>R"(?P<tag>\w*)\((?P<body>.*?)\)(?P=tag)")
      |(?P<text>"(?:\\.|[^"\\\n])*")
      |(?P<char>'(?:\\.|[^'\\\n])+')
      |(?P<number>\d[\w.']*)
      |(?P<name>[A-Za-z_]\w*(?:\s*::\s*[A-Za-z_]\w*)*)
      |(?P<sign>.)""", re.DOTALL | re.VERBOSE)


def tokens(source):
    """(kind, text, line); adjacent literals are joined."""
    found = []
    for match in TOKEN.finditer(source):
        kind = match.lastgroup if not match["raw"] else "text"
        if kind == "skip":
            continue
        line = source.count("\n", 0, match.start()) + 1
        text = match["body"] if match["raw"] else match[0]
        if kind == "text" and not match["raw"]:
            text = text[1:-1]
        if kind == "text" and found and found[-1][0] == "text":
            found[-1] = ("text", found[-1][1] + text, found[-1][2])
        else:
            found.append((kind, text, line))
    return found


def is_word(text):
    return re.search(r"[^\W\d_]{2}", re.sub(r"\\.", " ", text)) is not None


def is_sentence(text):
    plain = re.sub(r"\\.", " ", text).strip()
    return re.search(r"[^\W\d_]{2,}[^\w]* [^\w]*\w|\w [^\w]*[^\W\d_]{2,}",
                     plain) is not None


def unmarked(path, source):
    """(line, literal) of every sentence outside the marks."""
    calls = []  # the callee of every open bracket
    before = [("", "", 0)] * 3
    for token in tokens(source):
        kind, text, line = token
        if kind == "sign" and text in "([{":
            callee = before[-1][1] if before[-1][0] == "name" else ""
            calls.append(callee if text == "(" else "")
        elif kind == "sign" and text in ")]}" and calls:
            calls.pop()
        elif kind == "text" and before[-2][1] != "path":
            names = [call.split("::")[-1] for call in calls]
            exempt = any(name in MARKS or FOR_MACHINES.fullmatch(call)
                         or FOR_MACHINES.fullmatch(name)
                         for name, call in zip(names, calls))
            spoken = names and names[-1] in SPEAKERS and is_word(text)
            sentence = is_sentence(text) and not path.startswith(FORMATS)
            if (spoken or sentence) and not exempt:
                yield line, text
        before = before[1:] + [token]


def sources(root):
    return sorted(
        path.relative_to(root).as_posix()
        for path in (root / "client").rglob("*")
        if path.suffix in (".cc", ".h")
        and not path.stem.endswith(("_test", "_probe_main"))
        and not path.name.startswith("fake_"))


def check_marks(root):
    for path in sources(root):
        source = (root / path).read_text(encoding="utf-8")
        for line, text in unmarked(path, source):
            if text not in ALLOWED.get(path, ()):
                yield f"{path}:{line}: not marked for translation: {text}"


def check_headings(root):
    """Every key of a result has a heading to translate."""
    known = set(re.findall(r'{"(\w+)", Mark\(',
                           (root / HEADINGS).read_text(encoding="utf-8")))
    for path in sources(root):
        source = (root / path).read_text(encoding="utf-8")
        keys = re.findall(r'\.Add\(\s*"(\w+)"', source)
        for columns in re.findall(r"columns = {(.*?)}", source, re.DOTALL):
            keys += re.findall(r'"(\w+)"', columns)
        for key in sorted(set(keys) - known):
            if path.startswith("client/cli/"):
                yield f"{path}: no heading for {key} in {HEADINGS}"


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr}")
    return done.stdout


def template(root, to):
    """What the sources say, as an empty catalogue."""
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    run("xgettext", "--language=C++", "--from-code=UTF-8", "--no-location",
        "--keyword", *keywords, f"--output={to}", *sources(root), cwd=root)


class Message:
    """An entry of a catalogue."""

    def __init__(self, block):
        self.flags = re.findall(r"^#, (.*)", block, re.MULTILINE)
        self.obsolete = "#~ " in block
        lines = re.findall(r'^(?:#~ )?(\w+(?:\[\d\])?) "(.*)"$', block,
                           re.MULTILINE)
        parts = dict(lines)
        self.id = parts.get("msgid", "")
        self.plural = parts.get("msgid_plural")
        self.texts = [text for name, text in lines
                      if name.startswith("msgstr")]


def messages(path):
    text = run("msgcat", "--no-wrap", "--no-location", "--width=1000000",
               str(path))
    # Texts with line breaks are joined to one line.
    text = re.sub(r'"\n(?:#~ )?"', "", text)
    found = [Message(block) for block in re.split(r"\n\n+", text)]
    return {message.id: message for message in found if message.id}


def placeholders(text):
    return sorted(set(re.findall(r"\$\d|\{\w+\}", text)))


def mixed_words(text):
    """Words of Cyrillic with Latin letters that look like it."""
    plain = re.sub(r"\\.", " ", text)
    return [word for word in re.findall(r"[^\W\d_]+", plain)
            if re.search("[а-яё]", word, re.I)
            and re.search("[a-z]", word, re.I)]


def check_message(message):
    if message.obsolete:
        yield "no longer said"
    if any("fuzzy" in flag for flag in message.flags):
        yield "fuzzy"
    if not message.texts or not all(message.texts):
        yield "not translated"
        return
    wanted = placeholders(message.plural or message.id)
    for i, text in enumerate(message.texts):
        spared = ["$0"] if message.plural and i == 0 else []
        missing = set(wanted) - set(placeholders(text)) - set(spared)
        extra = set(placeholders(text)) - set(wanted)
        if missing or extra:
            yield f"placeholders differ: {text}"
        if message.id.endswith("\\n") != text.endswith("\\n"):
            yield f"line end differs: {text}"
        for word in mixed_words(text):
            yield f"Latin letters in {word}"


def check_catalogue(said, path):
    run("msgfmt", "--check", "--output-file=/dev/null", str(path))
    translated = messages(path)
    for key in sorted(said.keys() - translated.keys()):
        yield f"{path.name}: no translation of: {key}"
    for key, message in translated.items():
        if key not in said:
            yield f"{path.name}: no longer said: {key}"
        elif (message.plural or "") != (said[key].plural or ""):
            yield f"{path.name}: another plural: {key}"
        for problem in check_message(message):
            yield f"{path.name}: {problem}: {key}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    problems = list(check_marks(root)) + list(check_headings(root))
    with tempfile.TemporaryDirectory() as folder:
        to = pathlib.Path(folder) / "klad.pot"
        template(root, to)
        said = messages(to)
        catalogues = sorted((root / "client/words").glob("*.po"))
        for path in catalogues:
            problems += check_catalogue(said, path)
    for problem in problems:
        print(problem)
    print(f"{len(said)} sentences, {len(catalogues)} languages besides English")
    return 1 if problems or not catalogues else 0


if __name__ == "__main__":
    sys.exit(main())
