"""The main acts of a user, one after the other, as a script: in a place without a network, or watched.

`python -m tests.prove.acts FOLDER` works in a folder with `home/`; prints what was done as JSON.
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

PROGRAM = [sys.executable, "-P", "-m", "assistant"]
DATA = Path(__file__).parents[1] / "data"


def main() -> None:
    folder = Path(sys.argv[1])
    if "--loopback" in sys.argv:
        raise_loopback()
    os.environ["MAZUIPPO_HOME"] = str(folder / "home")
    done: dict[str, object] = {"setup": command("setup")[0]}
    answer = json.loads(command("ask", "呉市は何から始めましたか", "--json")[1])
    done["ask"] = [one["municipality"] for one in answer["citations"]]
    (folder / "batch.jsonl").write_text('{"question": "京都市は?"}\n{"question": ""}\n', encoding="utf-8")
    done["batch"] = len(command("ask", "--batch", str(folder / "batch.jsonl"))[1].splitlines())
    done["add"] = command("corpus", "add", str(DATA / "corpus" / "advice1.html"), "--yes")[0]
    for part in ("list", "log"):
        done[part] = command("corpus", part)[0]
    for form in ("jsonl", "csv", "xlsx"):
        done[form] = command("corpus", "export", str(folder / f"corpus.{form}"))[0]
    done["contacts"] = command("corpus", "contacts", "export", str(folder / "contacts.csv"))[0]
    done["undo"] = command("corpus", "undo", "1")[0]
    done["chat"] = chat()
    print(json.dumps(done, ensure_ascii=False))


def command(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([*PROGRAM, *arguments], stdout=subprocess.PIPE, encoding="utf-8", check=False)
    return done.returncode, done.stdout


def chat() -> dict[str, int]:
    """Pages, an answer, files to take away, a workshop: address → status."""
    with subprocess.Popen([*PROGRAM, "chat", "--port", "0"], stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        address = server.stdout.readline().split("：")[1].strip().rstrip("/")
        question = {"question": "呉市は何から始めましたか"}
        reached = {"/api/ask": send(address + "/api/ask", json.dumps(question).encode())}
        pages = ("/", "/theme.css", "/config", "/coverage", "/towns/342025", "/material", "/material/desk", "/workshop")
        for path in (*pages, "/api/entries", "/openapi.json"):
            reached[path] = send(address + path)
        for form in ("table.docx", "table.xlsx", "print"):
            reached[form] = send(f"{address}/takeaway/{form}", urllib.parse.urlencode(question).encode())
        reached["/workshop/begin"] = send(f"{address}/workshop/begin", b"groups=3")
        for path in ("/workshop/show", "/workshop/kit", "/workshop/record.docx"):
            reached[path] = send(address + path)
        server.terminate()
    return reached


def send(address: str, body: bytes | None = None) -> int:
    with urllib.request.urlopen(address, body, timeout=120) as answer:
        answer.read()
        return int(answer.status)


def raise_loopback() -> None:
    """The loopback of a network namespace of its own starts down (SIOCSIFFLAGS, IFF_UP)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as anything:
        fcntl.ioctl(anything, 0x8914, struct.pack("16sh", b"lo", 1))


if __name__ == "__main__":
    main()
