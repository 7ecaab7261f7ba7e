"""Find a Chromium that can show Japanese, or install one: for `make test`, and for the browser tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    ),
}
NO_CHROMIUM = (
    "テスト用のブラウザ（Chromium か Google Chrome）が見つからず、入れることもできませんでした。"
    "ブラウザを入れてから、もう一度 make test を実行してください。 / "
    "No Chromium or Google Chrome was found or could be installed: install one, then run `make test` again."
)
NO_FONTS = (
    "日本語のフォントが見つからず、入れることもできませんでした。"
    "fonts-noto-cjk などを入れてから、もう一度 make test を実行してください。 / "
    "No Japanese font was found or could be installed: install one, then run `make test` again."
)


class NoBrowserError(Exception):
    """Nothing here can show a Japanese page; the message says what to do."""


def find_chromium() -> str:
    """The path of a Chromium that starts."""
    found = next(filter(starts, candidates()), None)
    if found is None:
        raise NoBrowserError(NO_CHROMIUM)
    return found


def candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield from map(os.path.expandvars, PLACES.get(sys.platform, ()))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Some systems put a stub in the browser's place that only says how to get one."""
    if not Path(path).is_file():
        return False
    return sys.platform == "win32" or succeeds(path, "--version")  # on Windows this would open a window


def has_japanese_font() -> bool:
    """Only Linux comes without one."""
    if sys.platform != "linux":
        return True
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False).stdout.strip())


def succeeds(*command: str) -> bool:
    """Whether a command ends well; what it says is shown only if it does not."""
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=True,
            timeout=600,
        )
    except subprocess.CalledProcessError as failure:
        sys.stderr.write(failure.stdout.decode(errors="replace")[-2000:])
    except (OSError, subprocess.TimeoutExpired) as failure:
        print(failure, file=sys.stderr)
    else:
        return True
    return False


def apt_install(*packages: str) -> bool:
    """Debian and Ubuntu, where we may: as root, or with a sudo that does not ask."""
    if shutil.which("apt-get") is None:
        return False
    rights = () if os.geteuid() == 0 else ("sudo", "-n")
    if rights and (shutil.which("sudo") is None or not succeeds(*rights, "true")):
        return False
    quiet = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q")
    return succeeds(*rights, *quiet, "update") and succeeds(
        *rights, *quiet, "install", "--no-install-recommends", *packages
    )


def install_chromium() -> None:
    if not (apt_install("chromium") and any(map(starts, candidates()))):
        succeeds(sys.executable, "-m", "playwright", "install", "chromium")


def main() -> int:
    try:
        if not any(map(starts, candidates())):
            print("Chromium を入れます", flush=True)
            install_chromium()
        chromium = find_chromium()
        if not has_japanese_font():
            print("日本語のフォントを入れます", flush=True)
            apt_install("fontconfig", "fonts-noto-cjk")
            if not has_japanese_font():
                raise NoBrowserError(NO_FONTS)
    except NoBrowserError as missing:
        print(missing, file=sys.stderr)
        return 1
    print(chromium)
    return 0


if __name__ == "__main__":
    sys.exit(main())
