"""Nothing leaves the machine: the main acts where there is only loopback, and each attempt to connect, written down."""

import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.prove.conftest import Note

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="network namespaces and strace are Linux's")
ATTEMPT = re.compile(
    r"(?:connect|sendto|sendmsg)\(.*?sa_family=(AF_\w+)"
    r'(?:.*?inet_addr\("([^"]+)"\)|.*?inet_pton\(AF_INET6, "([^"]+)")?'
)
"""As strace writes it: the family, and the address of IPv4 or IPv6."""


@pytest.fixture
def folder(with_index: Callable[[Path], Path], model_folder: Path, tmp_path: Path) -> Path:
    home = with_index(tmp_path / "home")
    shutil.copytree(model_folder, home / "models" / model_folder.name)
    return tmp_path


def acted(folder: Path, before: list[str], *options: str) -> dict[str, object]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("MAZUIPPO_")}
    command = [*before, sys.executable, "-m", "tests.prove.acts", str(folder), *options]
    done = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, encoding="utf-8", check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def assert_all_worked(done: dict[str, object]) -> None:
    reached = done.pop("chat")
    assert isinstance(reached, dict)
    assert set(reached.values()) == {200}
    assert done.pop("ask") == ["呉市"]
    assert done.pop("batch") == 2
    assert set(done.values()) == {0}, done


def test_the_main_acts_need_no_network_but_loopback(folder: Path, note: Note) -> None:
    done = acted(folder, ["unshare", "-rn"], "--loopback")
    note("acts_without_network", sum(len(one) if isinstance(one, dict) else 1 for one in done.values()))
    assert_all_worked(done)


def test_no_attempt_leads_outward(folder: Path, note: Note) -> None:
    """Each connect and each datagram of every process, by the kernel's own record."""
    record = folder / "attempts.txt"
    done = acted(
        folder, ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(record)]
    )
    assert_all_worked(done)
    attempts = [found for line in record.read_text().splitlines() if (found := ATTEMPT.search(line))]
    families = {found[1] for found in attempts}
    addresses = {found[2] or found[3] for found in attempts if found[1] in ("AF_INET", "AF_INET6")}
    outward = sorted(address for address in addresses if not ipaddress.ip_address(address).is_loopback)
    note("attempts_to_connect", {"all": len(attempts), "families": sorted(families), "outward": outward})
    assert attempts
    assert outward == []
