"""The parts of a kit that only Windows runs, as far as another system can look at them."""

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from assistant.kit.folder import write_folder
from assistant.kit.systems import SYSTEMS

STARTER = Path(__file__).parents[3] / "assistant" / "kit" / "starter"
FOLDERS = {
    r"C:\mazuippo\data": 0,
    r"C:\Users\山田 太郎\Desktop\mazuippo\data": 0,
    r"C:\Users\山田 太郎\OneDrive - 豊橋市役所\デスクトップ\令和8年度 孤独・孤立対策\配布物\mazuippo\data": 22,
}


@pytest.fixture(scope="module")
def start() -> ModuleType:
    """start.py as a module; it stands alone, so nothing else imports it."""
    spec = importlib.util.spec_from_file_location("start", STARTER / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def windows_kit(contents, tmp_path):
    folder = tmp_path / "mazuippo"
    folder.mkdir()
    write_folder(contents(system="windows"), folder)
    return folder


@pytest.mark.parametrize("name", ["起動.bat", "parts/no-python.txt"])
def test_what_the_console_reads_is_cp932_with_its_line_ends(windows_kit, name):
    content = (windows_kit / name).read_bytes()
    assert content.decode("cp932").encode("cp932") == content
    assert content.count(b"\n") == content.count(b"\r\n") > 5
    assert b"@PYTHON@" not in content


def test_every_sentence_of_the_start_can_be_shown_in_cp932():
    shown = tomllib.loads((STARTER / "texts.toml").read_text(encoding="utf-8"))
    assert all(sentence.encode("cp932") for sentence in shown.values())
    assert "■□".encode("cp932")


def test_the_start_says_what_is_written_for_it_and_nothing_else():
    code = (STARTER / "start.py").read_text(encoding="utf-8")
    written = set(tomllib.loads((STARTER / "texts.toml").read_text(encoding="utf-8")))
    assert {name for name in written if f'"{name}"' not in code} == set()
    assert set(re.findall(r'text\("(\w+)"', code)) <= written
    assert re.findall(r'print\(f?"[^"]*[ぁ-んァ-ヶ一-龠]', code) == []


def test_the_batch_file_stands_a_path_with_brackets_blanks_and_signs(windows_kit):
    lines = (windows_kit / "起動.bat").read_bytes().decode("cp932").splitlines()
    commands = [line for line in lines if not line.startswith("rem ")]
    assert [line for line in commands if "%HERE%" in line and '"%HERE%' not in line] == []
    assert [
        line for line in commands if re.search(r"[(]\s*$|^\s*[)]", line)
    ] == []  # a bracket in a path would end a block
    assert [line for line in commands if "delayedexpansion" in line.lower()] == []  # else ! in a path is lost
    labels = {line.removeprefix(":") for line in commands if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", "\n".join(commands))) == labels
    assert "setlocal" in commands


def test_the_batch_file_asks_for_the_python_that_the_wheels_are_for(windows_kit, contents):
    lines = (windows_kit / "起動.bat").read_bytes().decode("cp932")
    python = contents().python
    assert f"py -{python} " in lines
    assert f"Python {python}" in (windows_kit / "parts" / "no-python.txt").read_bytes().decode("cp932")


@pytest.mark.parametrize(("folder", "too_many"), FOLDERS.items())
def test_a_folder_so_deep_that_windows_could_not_write_is_told_before(start, folder, too_many):
    assert start.excess(folder, longest=185) == too_many


def test_a_python_that_makes_no_environments_is_copied_and_finds_packages(start, tmp_path, monkeypatch):
    carried = tmp_path / "山田 太郎" / "parts" / "python"
    carried.mkdir(parents=True)
    (carried / "python.exe").write_bytes(b"")
    (carried / "python311.zip").write_bytes(b"")
    (carried / "python311._pth").write_text("python311.zip\n.\n\n# Uncomment\n#import site\n", encoding="utf-8")
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(start.sys, "executable", str(carried / "python.exe"))
    made = tmp_path / "山田 太郎" / "data" / "python"
    start.make_environment(made)
    assert start.interpreter(made) == made / "python.exe"
    assert (made / "python311._pth").read_text(encoding="utf-8") == "python311.zip\n.\n\n# Uncomment\nimport site\n"
    assert "#import site" in (carried / "python311._pth").read_text(encoding="utf-8")


def test_the_c_runtime_lies_where_torch_looks_for_libraries(start, tmp_path):
    names = {"msvcp140.dll", "msvcp140_atomic_wait.dll", "vcruntime140_1.dll"}
    (tmp_path / "Scripts").mkdir()
    for name in (*names, "python.exe"):
        (tmp_path / "Scripts" / name).write_bytes(b"")
    start.share_runtime(tmp_path)
    assert {path.name for path in (tmp_path / "bin").iterdir()} == names


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_has_its_start_script_and_no_other(contents, tmp_path, system):
    folder = tmp_path / system
    folder.mkdir()
    write_folder(contents(system=system), folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["SHA256SUMS", "parts", "はじめに.html", SYSTEMS[system].start]
    )


def test_excel_opens_the_list_of_licences_as_it_is(windows_kit):
    content = (windows_kit / "parts" / "ライセンス一覧.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    rows = content.decode("utf-8-sig").splitlines()
    assert rows[0] == "部品,版,ライセンス,配布元"
    assert "mazuippo,1.0,MIT," in rows


def test_sums_and_requirements_keep_their_line_ends_for_sha256sum_and_pip(windows_kit):
    for name in ("SHA256SUMS", "parts/requirements.txt"):
        assert b"\r" not in (windows_kit / name).read_bytes()


def test_a_disk_that_links_no_files_gets_copies(start, tmp_path, monkeypatch):
    monkeypatch.setattr(start.os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links on this disk")))
    (tmp_path / "model").write_text("weights")
    start._link(tmp_path / "model", tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "weights"
    assert (tmp_path / "copy").stat().st_nlink == 1
