"""Starting the chat: the port, the host, and no network but loopback."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

CHAT = [sys.executable, "-P", "-m", "assistant", "chat"]


def chat(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*CHAT, *arguments], capture_output=True, encoding="utf-8", check=False, timeout=60)


def test_a_port_in_use_is_told_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = chat("--port", str(port))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"ポート {port} は使われています。起動済みの画面を開くか、"
        "「mazuippo chat --port 7861」のように別の番号を指定してください。\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        pytest.param(["--host", "192.0.2.1"], 1, "アドレス「192.0.2.1」では待ち受けできません", id="よその番地"),
        pytest.param(["--port", "70000"], 2, "ポートは 0 から 65535 までの数です", id="大きすぎる番号"),
        pytest.param(["--port", "七"], 2, "ポートは 0 から 65535 までの数です", id="数でない番号"),
        pytest.param(["--corpus", "nope", "--port", "0"], 1, "その名前の資料はありません", id="無い資料"),
    ],
)
def test_a_start_that_fails_says_why(arguments: list[str], status: int, sentence: str) -> None:
    done = chat(*arguments)

    assert (done.returncode, done.stdout) == (status, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_stopping_while_a_page_is_open_is_no_error(
    model_folder: Path, with_index: Callable[[Path], Path], tmp_path: Path
) -> None:
    """An open page holds a connection on which Gradio hears that it is there."""
    variables = os.environ | {"MAZUIPPO_HOME": str(with_index(tmp_path)), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)}
    with subprocess.Popen(
        [*CHAT, "--port", "0"], env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split("：")[1].strip()
        with urllib.request.urlopen(f"{address.rstrip('/')}/gradio_api/heartbeat/open"):
            server.terminate()
            _, told = server.communicate(timeout=30)

    assert "Traceback" not in told
    assert "ERROR" not in told


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_the_chat_needs_no_network_but_loopback(
    model_folder: Path, with_index: Callable[[Path], Path], tmp_path: Path
) -> None:
    """In a network namespace that holds nothing but loopback, the page is served and a question is answered."""
    inside = f"""
import fcntl, json, socket, struct, subprocess, urllib.request
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:  # the namespace's loopback starts down
    fcntl.ioctl(s, 0x8914, struct.pack("16sh", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
with subprocess.Popen({[*CHAT, "--port", "0"]!r}, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
    address = server.stdout.readline().split("：")[1].strip()
    page = urllib.request.urlopen(address).read().decode()
    body = json.dumps({{"question": "呉市は?"}}).encode()
    answer = json.load(urllib.request.urlopen(urllib.request.Request(address + "/api/ask", body)))
    server.terminate()
print(json.dumps([("まず一歩" in page), [c["municipality"] for c in answer["citations"]], answer["notes"]]))
"""
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", inside],
        env=os.environ | {"MAZUIPPO_HOME": str(with_index(tmp_path)), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == '[true, ["\\u5449\\u5e02"], []]\n'
