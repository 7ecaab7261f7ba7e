"""Which wheels a kit needs, and which a system can use."""

import tomllib
from email import message_from_string
from pathlib import Path

import pytest
from packaging.utils import parse_wheel_filename

from assistant.kit.licences import licence_of
from assistant.kit.systems import SYSTEMS
from assistant.kit.wheels import LEFT_OUT, Wheel, pinned

ROOT = Path(__file__).parents[3]
WHEELS = {
    "six-1.16.0-py2.py3-none-any.whl": {"linux", "windows", "macos"},
    "tokenizers-0.23.3-cp310-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl": {"linux"},
    "scipy-1.17.1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl": {"linux"},
    "torch-2.13.0-cp311-cp311-manylinux_2_35_x86_64.whl": set(),
    "torch-2.13.0-cp312-cp312-win_amd64.whl": set(),
    "torch-2.13.0-cp311-cp311-win_amd64.whl": {"windows"},
    "torch-2.13.0-cp311-none-macosx_14_0_arm64.whl": {"macos"},
    "torch-2.13.0-cp311-cp311-macosx_11_0_x86_64.whl": set(),
    "lxml-6.1.3-cp311-cp311-macosx_10_9_universal2.whl": {"macos"},
}


@pytest.mark.parametrize(("wheel", "systems"), WHEELS.items())
def test_which_systems_can_use_a_wheel(wheel, systems):
    *_, tags = parse_wheel_filename(wheel)
    assert {system.name for system in SYSTEMS.values() if tags & system.tags("3.11")} == systems


@pytest.mark.parametrize(
    ("system", "python", "there", "away"),
    [
        ("linux", "3.11", {"uvloop", "torch"}, {"colorama", "audioop-lts"}),
        ("windows", "3.11", {"colorama", "torch"}, {"uvloop", "audioop-lts"}),
        ("windows", "3.13", {"audioop-lts"}, {"uvloop"}),
        ("macos", "3.12", {"uvloop", "hf-xet"}, {"colorama"}),
    ],
)
def test_the_lock_as_a_system_reads_it(system, python, there, away):
    names = pinned(SYSTEMS[system], python).keys()
    assert there <= names
    assert names.isdisjoint(away)


def test_only_linux_needs_to_be_told_which_torch_is_for_the_cpu():
    versions = {name: pinned(system, "3.11")["torch"] for name, system in SYSTEMS.items()}
    assert versions["linux"] == f"{versions['windows']}+cpu"
    assert versions["windows"] == versions["macos"]


def test_what_is_left_out_is_no_requirement_of_ours():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {line.partition(">")[0].lower() for line in project["dependencies"]}
    assert names.isdisjoint(LEFT_OUT)
    assert all(LEFT_OUT.values())


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        ("License-Expression: BSD-3-Clause\nLicense: BSD", "BSD-3-Clause"),
        ("Classifier: License :: OSI Approved :: MIT License", "MIT License"),
        ("Classifier: License :: OSI Approved\nLicense: Apache-2.0", "Apache-2.0"),
        ("License: Permission is hereby granted", "Permission is hereby granted"),
        ("Summary: silent", ""),
    ],
)
def test_what_a_wheel_says_of_its_licence(contents, monkeypatch, lines, licence):
    monkeypatch.setattr(Wheel, "metadata", property(lambda _: message_from_string(f"Name: six\n{lines}\n")))
    assert licence_of(Wheel(Path("six-1.16.0-py2.py3-none-any.whl"))) == licence
