"""The kits themselves, as `make kit` made them; `make kit-proof` runs this.

The Linux kit is unpacked, started and asked in a browser where there is no network and HOME is empty.
"""

import csv
import hashlib
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name, parse_wheel_filename

from assistant.kit.systems import SYSTEMS
from assistant.kit.wheels import LEFT_OUT

pytestmark = pytest.mark.whole_kit

ROOT = Path(__file__).parents[3]
QUESTION = "住民アンケートから始めた市はありますか。回収率も知りたいです"
LIMITS = {"linux": 900, "windows": 700, "macos": 700}
"""Megabytes."""


def archive(system: str) -> Path:
    """The newest kit of a system."""
    kits = sorted((ROOT / "dist").glob(f"mazuippo-kit-*-{system}-py*.zip"), key=lambda path: path.stat().st_mtime)
    assert kits, f"no kit of {system} under dist/: make kit OS={system}"
    return kits[-1]


@pytest.fixture(params=SYSTEMS)
def kit(request):
    with zipfile.ZipFile(archive(request.param)) as packed:
        yield request.param, packed


def read(packed: zipfile.ZipFile, name: str) -> str:
    return packed.read(f"mazuippo/{name}").decode("utf-8")


def test_every_wheel_is_for_its_system_and_python(kit):
    system, packed = kit
    manifest = json.loads(read(packed, "parts/manifest.json"))
    assert manifest["system"] == system
    usable = SYSTEMS[system].tags(manifest["python"])
    files = [wheel["file"] for wheel in manifest["wheels"]]
    assert [file for file in files if not parse_wheel_filename(file)[3] & usable] == []
    there = [name.rpartition("/")[2] for name in packed.namelist() if "/parts/wheels/" in name]
    assert sorted(there) == sorted(files)


def test_the_wheels_are_those_of_the_lock_and_need_nothing_that_is_not_there(kit):
    system, packed = kit
    pins = dict(line.split("==") for line in read(packed, "parts/requirements.txt").splitlines())
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = {
        canonicalize_name(line.split("==")[0]): line.split("==")[1].split(" ")[0] for line in lock if "==" in line
    }
    differing = {name for name, version in pins.items() if locked.get(name, "") != version.removesuffix("+cpu")}
    assert differing == {"mazuippo"} | {pin.split("==")[0] for pin in SYSTEMS[system].also}
    assert LEFT_OUT.keys().isdisjoint(pins)
    assert {"playwright", "pytest", "mypy", "xllamacpp", "langchain-openai"}.isdisjoint(pins)


def test_all_that_torch_asks_windows_for_is_there():
    with zipfile.ZipFile(archive("windows")) as packed:
        (runtime,) = (name for name in packed.namelist() if "/msvc_runtime-" in name)
        with packed.open(runtime) as wheel, zipfile.ZipFile(wheel) as members:
            libraries = {name.rpartition("/")[2] for name in members.namelist() if "/Scripts/" in name}
    assert {"msvcp140.dll", "msvcp140_atomic_wait.dll", "vcruntime140.dll", "vcruntime140_1.dll"} <= libraries


def test_every_file_has_its_sum(kit):
    _, packed = kit
    sums = dict(line.split("  ", 1)[::-1] for line in read(packed, "SHA256SUMS").splitlines())
    members = {name.removeprefix("mazuippo/") for name in packed.namelist()}
    assert members == sums.keys() | {"SHA256SUMS"}
    for name, digest in sums.items():
        with packed.open(f"mazuippo/{name}") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == digest, name


def test_every_part_has_a_licence(kit):
    _, packed = kit
    rows = list(csv.DictReader(read(packed, "parts/ライセンス一覧.csv").removeprefix("\ufeff").splitlines()))
    wheels = {wheel["name"] for wheel in json.loads(read(packed, "parts/manifest.json"))["wheels"]}
    assert wheels <= {row["部品"] for row in rows}
    assert [row["部品"] for row in rows if not row["ライセンス"]] == []


def test_a_kit_is_no_heavier_than_promised(kit):
    system, packed = kit
    assert Path(str(packed.filename)).stat().st_size < LIMITS[system] * 1e6


def test_the_parts_lie_within_what_windows_can_unpack(kit):
    _, packed = kit
    assert max(map(len, packed.namelist())) < 160


@pytest.mark.skipif(sys.platform != "linux", reason="Linux 用の zip を動かします")
def test_the_linux_kit_answers_in_a_browser_without_network_in_an_empty_home(tmp_path, record_property):
    place, home = tmp_path / "山田 太郎", tmp_path / "home"
    place.mkdir()
    home.mkdir()
    subprocess.run(["unzip", "-q", str(archive("linux"))], cwd=place, check=True)
    inside = [sys.executable, "-m", "tests.assistant.kit.proof_of_linux", str(place / "mazuippo"), str(home), QUESTION]
    times = {}
    for start in ("first", "second"):
        begun = time.monotonic()
        done = subprocess.run(
            ["unshare", "-rn", "sh", "-c", 'ip link set lo up; exec "$@"', "sh", *inside],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        proof = json.loads(done.stdout.splitlines()[-1])
        times[start] = round(proof["seconds"], 1)
        assert time.monotonic() - begun >= proof["seconds"]
        assert "呉市" in proof["answer"]
        assert "回収率や回答者数は、引用した欄には書かれていません。" in proof["answer"]
        assert proof["outside"] == []
        assert list(home.iterdir()) == []
    print(f"seconds from the start to the first answer: {times}")
    whole = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=place / "mazuippo", check=False)
    assert whole.returncode == 0
