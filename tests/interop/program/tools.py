#!/usr/bin/env python3
"""tools.py BIN: two programs as tools of a real server.

The Python one is the example that `klad api` writes, run from there; the shell
script is report.sh under `klad run`. Neither has a key ring, a passphrase, or a
home.
"""

import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "support"))
from world import World, new_folder  # pylint: disable=wrong-import-position

PROGRAMS = sys.argv.pop(1)
PASSWORD = "пароль-1"


class Tools(unittest.TestCase):
    """Against one server."""

    @classmethod
    def setUpClass(cls):
        cls.folder = new_folder("tools")
        cls.world = World(cls.folder.name, PROGRAMS)
        cls.world.init()
        cls.world.start()
        cls.world.found()
        for line in (
                f"echo {PASSWORD} | klad credential new ads/Яндекс "
                "--user team --password-from -",
                "klad safe create press",
                "echo other | klad credential new press/x --password-from -",
                "klad tool new report --safe ads --until 14d --pem pem "
                ">report.token",
                # The key the tool was given is no longer the newest.
                "klad tool new gone --safe ads --until 14d >gone.token",
                "klad tool end gone --yes",
                "klad api api"):
            cls.must(line)

    @classmethod
    def tearDownClass(cls):
        cls.world.stop()
        cls.world.close()
        cls.folder.cleanup()

    @classmethod
    def must(cls, line):
        done = cls.world.call(line)
        if done.returncode != 0:
            raise SystemExit(f"{line}: {done.stderr}{cls.world.log_text()}")
        return done

    def as_tool(self, line, token="report.token"):
        """Nothing of the person's is there."""
        env = {name: value for name, value in self.world.env.items()
               if name not in ("KLAD_HOME", "KLAD_PASSPHRASE_FILE")}
        saved, self.world.env = self.world.env, env
        try:
            return self.world.call(
                line, KLAD_TOKEN_FILE=os.path.join(self.folder.name, token),
                XDG_RUNTIME_DIR=self.folder.name)
        finally:
            self.world.env = saved

    def python(self, reference, field="password"):
        return self.as_tool(
            f"/usr/bin/python3 -B api/klad_tool.py pem report.token "
            f"'{reference}' {field}")

    def test_python_program_reveals_one_credential(self):
        done = self.python("ads/Яндекс")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, PASSWORD + "\n")

    def test_python_program_sees_no_other_safe(self):
        done = self.python("press/x")
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertEqual(done.stdout, "")

    def test_shell_script_runs_with_secrets(self):
        done = self.as_tool(
            "klad run --env PASSWORD=klad://ads/яндекс/password "
            f"--env USER_NAME=klad://ads/яндекс/user_name -- {HERE}/report.sh")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(
            done.stdout,
            f"reporting as team with {len(PASSWORD.encode())} bytes\n")
        left = [name for name in os.listdir(self.folder.name)
                if name.startswith("klad-")]
        self.assertEqual(left, [])

    def test_tool_that_was_ended_gets_nothing(self):
        done = self.as_tool("klad get ads/яндекс password", "gone.token")
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertEqual(done.stdout, "")

    def test_without_its_key_nobody_comes_in(self):
        self.must("mkdir -p other && cp pem/ca.pem pem/cert.pem other && "
                  "openssl ecparam -name prime256v1 -genkey -noout "
                  "-out other/key.pem")
        done = self.as_tool("/usr/bin/python3 -B api/klad_tool.py other "
                            "report.token ads/Яндекс password")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
