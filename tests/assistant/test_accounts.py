"""`mazuippo account …`: whole lines as people read them, and a file that holds no password."""

import io
import json
import stat
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.access import accounts
from assistant.access.accounts import Accounts
from assistant.cli import main
from assistant.errors import AccountsBusyError

PASSWORD = "はじめの一歩を踏み出す2026"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAZUIPPO_HOME", str(tmp_path))
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, *arguments: str) -> object:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    status = main(["account", *arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_a_life_of_an_account(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def account(typed: str, *arguments: str) -> object:
        return run(monkeypatch, capsys, typed, *arguments)

    assert account("", "list") == (0, "", "登録されている利用者はいません。\n")
    assert account(f"{PASSWORD}\n", "add", "山田", "--role", "administrator") == (
        0,
        "",
        "「山田」を管理者として登録しました。登録した利用者がいるあいだは、このパソコンでもログインが必要です。\n",
    )
    assert account(f"{PASSWORD}\n", "add", "山田") == (
        1,
        "",
        "「山田」は登録済みです。パスワードを変えるときは「mazuippo account password 山田」を実行してください。\n",
    )
    (one,) = Accounts(home / "accounts.json").all()
    assert account("", "list") == (0, f"山田\t管理者\t{one.since}\n", "")
    assert account("べつのパスワード2026年版\n", "password", "山田") == (0, "", "「山田」のパスワードを変えました。\n")
    assert Accounts(home / "accounts.json").verified("山田", PASSWORD) is None
    assert Accounts(home / "accounts.json").verified("山田", "べつのパスワード２０２６年版") is not None
    assert account("", "remove", "佐藤") == (
        1,
        "",
        "「佐藤」という利用者はいません（登録されている利用者：山田）。\n",
    )
    assert account("", "remove", "山田") == (0, "", "「山田」を消しました。\n")
    assert Accounts(home / "accounts.json").all() == ()


@pytest.mark.parametrize("password", ["", "短い", "あ" * 12, "abcabcabcabcabc", "長" * 201])
def test_a_weak_password_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    told = "パスワードは12文字以上200文字以内で、5種類以上の文字を使ってください。\n"
    assert run(monkeypatch, capsys, password, "add", "山田") == (1, "", told)
    assert not (home / "accounts.json").exists()


@pytest.mark.parametrize("name", ["", "山田 太郎", "<b>", "../x", "a" * 41, "a\tb"])
def test_a_name_is_of_letters(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    told = "利用者の名前は、文字・数字と「.」「_」「-」「@」で、40文字以内にしてください。\n"
    assert run(monkeypatch, capsys, PASSWORD, "add", name) == (1, "", told)


def test_the_file_is_the_owners_and_holds_hashes(home: Path) -> None:
    file = home / "accounts.json"
    Accounts(file).add("山田", "administrator", PASSWORD)
    (kept,) = json.loads(file.read_text(encoding="utf-8"))
    assert kept["password"].startswith("$argon2id$")
    assert PASSWORD not in file.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_one_changes_the_file_at_a_time(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "SECONDS_TO_WAIT", 0)
    with FileLock(home / "accounts.lock"), pytest.raises(AccountsBusyError):
        Accounts(home / "accounts.json").add("山田", "administrator", PASSWORD)
    assert Accounts(home / "accounts.json").all() == ()
