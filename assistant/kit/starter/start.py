"""Starts the program from an unpacked kit; needs Python alone, and no network.

    python -I -B parts/start.py [--check] [--no-browser] [options of `mazuippo chat`]
    python -I -B parts/start.py account …

The first time, and after an update: checks SHA256SUMS, makes a Python environment under data/, installs the wheels,
puts model and index in place. Then: starts the chat, opens the browser, and stays until the chat ends.
Everything that is written lies under data/.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PARTS = Path(__file__).resolve().parent
KIT = PARTS.parent
DATA = KIT / "data"
TEXTS = tomllib.loads((PARTS / "texts.toml").read_text(encoding="utf-8"))
SUMS = KIT / "SHA256SUMS"
_OPENED = "http://"
_BAR = 30
_LONGEST_ON_WINDOWS = 259


class Trouble(Exception):  # noqa: N818 - what the user is told
    """Something that the user can mend; the message is the sentence."""


def text(name: str, **values: object) -> str:
    """The sentence called `name`."""
    sentence: str = TEXTS[name]
    return sentence.format(**values)


def main(arguments: list[str]) -> int:
    """Exit status 0: the chat was used and ended; 1: it could not be started, and why was said."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a file or a pipe may be cp932
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # the terminal was closed: the chat ends too
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        return _run(arguments)
    except Trouble as trouble:
        print(trouble, flush=True)
        return 1
    except OSError as error:
        reason = error.strerror or str(error)
        print(text("unwritable", folder=error.filename or DATA, reason=reason), flush=True)
        return 1
    except KeyboardInterrupt:
        return 0


def _run(arguments: list[str]) -> int:
    if "--check" in arguments:
        print(text("checked", count=check()))
        return 0
    manifest = json.loads((PARTS / "manifest.json").read_text(encoding="utf-8"))
    found = "{}.{}".format(*sys.version_info)
    if found != manifest["python"]:
        raise Trouble(text("wrong_python", wanted=manifest["python"], found=found))
    if os.name == "nt" and (too_long := excess(str(DATA), manifest["longest_path"])):
        raise Trouble(text("path_too_long", folder=KIT, excess=too_long))
    open_page = webbrowser.open if "--no-browser" not in arguments else lambda _: False
    options = [argument for argument in arguments if argument != "--no-browser"]
    of_accounts = options[:1] == ["account"]
    if not of_accounts and (url := running()):
        print(text("already", url=url), flush=True)
        open_page(url)
        return 0
    DATA.mkdir(exist_ok=True)
    with alone():
        if not is_installed():
            install()
        seed()
    if of_accounts:  # who may log in, where the chat is shared with --host
        return subprocess.run([*program(), *options], env=environment(), check=False).returncode
    return chat(options, open_page)


def excess(data: str, longest: int) -> int:
    """By how many characters the longest path that is installed under `data` would pass what Windows allows; 0 if not.

    `longest`: of the paths within site-packages.
    """
    site_packages = "\\python\\Lib\\site-packages\\"
    return max(0, len(data) + len(site_packages) + longest - _LONGEST_ON_WINDOWS)


# What is in place


def is_installed() -> bool:
    """True if what lies under data/ was made from this very kit."""
    with suppress(OSError):
        return (DATA / "installed").read_bytes() == _mark()
    return False


def _mark() -> bytes:
    return hashlib.sha256(SUMS.read_bytes()).hexdigest().encode()


def install() -> None:
    """Makes data/ fit this kit; what the user keeps under data/home stays."""
    print(text("updating" if (DATA / "home").exists() else "first_time"), flush=True)
    check()
    sweep()
    (DATA / "installed").unlink(missing_ok=True)
    with Progress(text("environment")):
        shutil.rmtree(DATA / "python", ignore_errors=True)
        make_environment(DATA / "python")
    _install_wheels()
    share_runtime(DATA / "python")
    with Progress(text("seeding")):
        for model in (PARTS / "model").iterdir():
            shutil.rmtree(DATA / "home" / "models" / model.name, ignore_errors=True)
        seed()
    (DATA / "installed").write_bytes(_mark())


def listed() -> dict[str, str]:
    """Path within the kit → SHA-256, as SHA256SUMS says."""
    lines = SUMS.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def check() -> int:
    """The number of files, each just as it was packed. Raises Trouble with the first that is not."""
    wanted = listed()
    with Progress(text("checking")) as progress:
        for number, (name, digest) in enumerate(wanted.items(), start=1):
            path = KIT / name
            if not path.is_file():
                raise Trouble(text("not_complete", file=name))
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise Trouble(text("not_complete", file=name))
            progress.show(number / len(wanted))
    return len(wanted)


def sweep() -> None:
    """Removes wheels, model and index files of an older kit that this one was unpacked over."""
    wanted = {KIT / name for name in listed()}
    for folder in ("wheels", "model", "index"):
        for path in (PARTS / folder).rglob("*"):
            if path.is_file() and path not in wanted:
                path.unlink()


def make_environment(folder: Path) -> None:
    """A Python of the kit's own: a virtual environment, or, where the Python cannot make one, a copy of it."""
    if importlib.util.find_spec("venv") is not None:
        import venv

        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        return
    shutil.copytree(Path(sys.executable).parent, folder)
    for paths in folder.glob("python*._pth"):  # the embeddable Python looks for no packages until it is told to
        lines = paths.read_text(encoding="utf-8").replace("#import site", "import site")
        paths.write_text(lines, encoding="utf-8")


def interpreter(folder: Path) -> Path:
    """The python of an environment."""
    places = (folder / "Scripts" / "python.exe", folder / "python.exe", folder / "bin" / "python")
    return next(place for place in places if place.exists())


def _install_wheels() -> None:
    """Installs every wheel of requirements.txt, and nothing else, from the kit alone. Raises Trouble."""
    wheels = PARTS / "wheels"
    pip = next(wheels.glob("pip-*.whl"))
    command = [str(interpreter(DATA / "python")), f"{pip}/pip", "--isolated", "--disable-pip-version-check"]
    command += ["install", "--no-index", "--no-deps", "--no-cache-dir", "--no-warn-script-location"]
    command += ["--find-links", str(wheels), "--requirement", str(PARTS / "requirements.txt")]
    log = DATA / "install.log"
    with Progress(text("installing")) as progress, log.open("wb") as lines:
        pip_process = subprocess.Popen(command, env=environment(), stdout=lines, stderr=subprocess.STDOUT)
        while pip_process.poll() is None:
            progress.show(_share_installed(wheels))
            time.sleep(0.5)
    if pip_process.returncode:
        raise Trouble(text("install_failed", log=log))


def _share_installed(wheels: Path) -> float:
    """How much of the wheels, by weight, has its dist-info folder."""
    sizes = {"-".join(path.name.split("-")[:2]): path.stat().st_size for path in wheels.glob("*.whl")}
    there = {path.name.removesuffix(".dist-info") for path in (DATA / "python").rglob("site-packages/*.dist-info")}
    return sum(size for name, size in sizes.items() if name in there) / sum(sizes.values())


def share_runtime(folder: Path) -> None:
    """Puts Microsoft's C++ runtime, which comes as a wheel on Windows, where torch looks for libraries: bin."""
    for library in folder.glob("Scripts/*140*.dll"):
        (folder / "bin").mkdir(exist_ok=True)
        shutil.copy(library, folder / "bin")


def seed() -> None:
    """Puts model and index where the program keeps them, as far as they are not there.

    The model is linked where the disk can, so that it lies there once; the index is copied: the program writes to it.
    """
    home = DATA / "home"
    for path in (PARTS / "model").rglob("*"):
        place = home / "models" / path.relative_to(PARTS / "model")
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif not place.exists() or place.stat().st_size != path.stat().st_size:
            place.unlink(missing_ok=True)
            _link(path, place)
    for path in (PARTS / "index").iterdir():
        place = home / "index" / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() and not place.exists():
            shutil.copytree(path, place)
        elif path.is_file() and not (place.exists() and is_installed()):
            shutil.copy(path, place)


def _link(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except OSError:
        shutil.copy(path, place)


# The chat


def environment() -> dict[str, str]:
    """The variables of everything that is started: all that is written lies under data/, nothing of the user's
    Python comes along, and no hub is asked.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    temporary, cache = DATA / "temporary", DATA / "cache"
    for folder in (temporary, cache):
        folder.mkdir(parents=True, exist_ok=True)
    return kept | {
        "MAZUIPPO_HOME": str(DATA / "home"),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
        **dict.fromkeys(("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HF_HOME", "TORCH_HOME"), str(cache)),
        "GRADIO_TEMP_DIR": str(temporary / "gradio"),
        "HF_HUB_OFFLINE": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
    }


def running() -> str | None:
    """The address of a chat that was started from this kit and still answers."""
    try:
        url = (DATA / "address").read_text(encoding="utf-8")
        with urllib.request.urlopen(f"{url}/healthz", timeout=2):
            return url
    except (OSError, ValueError):
        return None


def program() -> list[str]:
    """The command that runs the program."""
    return [str(interpreter(DATA / "python")), "-P", "-m", "assistant"]


def chat(options: list[str], open_page: Callable[[str], bool]) -> int:
    """Runs the chat until it ends; its exit status."""
    command = [*program(), "chat", *options]
    print(text("starting"), flush=True)
    if "--port" not in options:
        command += _port()
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if _OPENED in line:
                    url = _OPENED + line.rstrip().partition(_OPENED)[2]
                    (DATA / "address").write_text(url, encoding="utf-8")
                    open_page(url)
                    print(text("opened", url=url), flush=True)
                    threading.Thread(target=_say_when_ready, args=(url,), daemon=True).start()
            status = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0
        finally:
            process.terminate()
            (DATA / "address").unlink(missing_ok=True)
            shutil.rmtree(DATA / "temporary", ignore_errors=True)
    if status:
        raise Trouble(text("failed"))
    return 0


def _port() -> list[str]:
    """The usual port, or any that is free where something else has it."""
    with socket.socket() as probe:
        return [] if probe.connect_ex(("127.0.0.1", 7860)) else ["--port", "0"]


def _say_when_ready(url: str) -> None:
    print(text("waiting_model"), flush=True)
    while True:
        with suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=5):
            print(text("ready"), flush=True)
            return
        time.sleep(0.3)


# The terminal


class Progress:
    """A bar in a terminal; in a file, a line at the beginning and one at the end."""

    def __init__(self, label: str) -> None:
        self._label, self._shown = label, -1
        self._is_terminal = sys.stdout.isatty()

    def __enter__(self) -> "Progress":
        self.show(0)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.show(1)
        if self._is_terminal:
            print(flush=True)

    def show(self, share: float) -> None:
        """`share`: from 0 to 1."""
        percent = int(share * 100)
        if percent == self._shown:
            return
        self._shown = percent
        if self._is_terminal:
            filled = percent * _BAR // 100
            print(f"\r{self._label} {'■' * filled}{'□' * (_BAR - filled)} {percent:3d} %", end="", flush=True)
        elif percent in (0, 100):
            print(f"{self._label} {percent} %", flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """Only one start prepares data/ at a time; the lock goes with the process. Raises Trouble."""
    with (DATA / "lock").open("a+b") as file:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Trouble(text("busy")) from None
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
