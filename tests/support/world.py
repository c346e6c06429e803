"""The real programs in a temporary folder: a kladd, an organisation, a home."""

import os
import shutil
import signal
import subprocess
import tempfile
import time

PASSPHRASE = "correct horse battery staple"


class World:
    """A server of its own and the founder's machine.

    `env` is what programs see: DATA, the server's data folder; DIR, the place
    of all; DOOR, the founding line.
    """

    def __init__(self, folder, programs, data=None):
        self.folder = folder
        self.data = data or os.path.join(folder, "data")
        self.log = os.path.join(folder, "kladd.log")
        self.server = None
        passphrase = os.path.join(folder, "passphrase")
        with open(passphrase, "w", opener=lambda p, f: os.open(p, f, 0o600),
                  encoding="utf-8") as file:
            file.write(PASSPHRASE + "\n")
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

    def init(self):
        # Below the ports that the system hands out by itself.
        port = 20000 + os.getpid() % 10000
        self.env["DOOR"] = self.call(
            f"kladd init --data $DATA --listen 127.0.0.1:{port}"
        ).stdout.strip()

    def launch(self, *options):
        with open(self.log, "a", encoding="utf-8") as log:
            self.server = subprocess.Popen(
                ["kladd", "run", "--data", self.data, *options], env=self.env,
                stdout=log, stderr=log,
                executable=shutil.which("kladd", path=self.env["PATH"]))

    def start(self, *options):
        """Returns when it serves."""
        self.launch(*options)
        for _ in range(500):
            if self.server.poll() is not None:
                break
            if self.call("kladd status --data $DATA").returncode == 0:
                return
            time.sleep(0.02)
        raise SystemExit("kladd does not start:\n" + self.log_text()[-2000:])

    def found(self):
        """Unlocked, with the safe ads; the recovery kit is in the file kit."""
        begun = self.call(
            "klad found $DOOR --organisation Отдел --name head1 >kit && "
            "klad unlock && klad safe create ads")
        if begun.returncode != 0:
            raise SystemExit(begun.stderr)

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        if self.server.wait(30) != 0:
            raise SystemExit(f"kladd ended with {self.server.returncode}")

    def log_text(self):
        with open(self.log, encoding="utf-8") as log:
            return log.read()

    def call(self, command, **environment):
        return subprocess.run(
            ["bash", "-c", command], env=self.env | environment,
            cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
            encoding="utf-8", timeout=120, check=False)

    def close(self):
        """Leaves nothing running and nothing in the key ring."""
        self.call("klad lock")
        if self.server is not None and self.server.poll() is None:
            self.server.kill()
            self.server.wait()


def new_folder(name):
    return tempfile.TemporaryDirectory(prefix=f"klad-{name}-")
