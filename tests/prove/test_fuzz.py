"""Input that nobody meant: the HTTP API by its own description, questions, batch files, files to bring in."""

import io
import json
import random
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.batch import answer_lines
from assistant.errors import QuestionError
from assistant.pipeline import Assistant
from assistant.question import LONGEST
from assistant.settings import Settings
from assistant.verify import faults
from corpus.errors import MazuippoError
from corpus.exports import export_file
from corpus.given import Given
from corpus.librarian import as_cell
from corpus.library import Corpus
from tests.prove.conftest import Note

MANY = settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
PLAIN = ("呉市", "京都", "プラットフォーム", "何から", "以外", "連絡先", "表に", "１", "🏙")
WORDS = (*PLAIN, "[1]", "> ", "**", "|", "\r\n", "\x00", "\u202e")
QUESTIONS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=40).map("".join))
TRIED: dict[str, int] = {}


@pytest.fixture(scope="module", autouse=True)
def _told(note: Note) -> object:
    yield
    note("fuzzed", TRIED)


def test_the_api_is_as_it_describes_itself(server: tuple[str, int], tmp_path: Path) -> None:
    """Schemathesis: examples, edge values, wrong types, missing and unknown fields, for every route it describes."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{server[0]}/openapi.json"]
    options = ["--checks", "all", "--max-examples", "300", "--generation-deterministic", "--no-color"]
    # A question of blanks, or for a corpus that is not served, fits the description and is refused all the same. An
    # address that is asked for by another method is not there (404): behind the API the page takes what is left.
    options += ["--exclude-checks", "positive_data_acceptance,unsupported_method"]
    done = subprocess.run(
        [*command, *options], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=900
    )
    found = re.search(r"(\d+) generated", done.stdout)
    TRIED["requests"] = int(found[1]) if found else 0
    assert done.returncode == 0, done.stdout[-6000:]
    with urllib.request.urlopen(f"{server[0]}/readyz") as answer:
        assert answer.status == 200


@MANY
@given(question=QUESTIONS, history=st.lists(QUESTIONS, max_size=3))
def test_any_question_is_answered_or_told_why_not(words_only: Assistant, question: str, history: list[str]) -> None:
    TRIED["questions"] = TRIED.get("questions", 0) + 1
    try:
        answer = words_only.ask(question, history)
    except QuestionError:
        return
    assert faults(answer, words_only.corpus) == []
    assert len(question) <= 8 * LONGEST
    json.dumps(answer.as_json())


FIELDS = st.dictionaries(
    st.sampled_from(["question", "id", "history", "x"]),
    st.none() | st.integers() | st.text() | st.lists(st.text(max_size=5), max_size=3),
)


@MANY
@given(lines=st.lists(st.text() | st.binary().map(repr) | FIELDS.map(json.dumps), max_size=5))
def test_any_batch_gives_a_line_for_each_line(words_only: Assistant, lines: list[str]) -> None:
    TRIED["batches"] = TRIED.get("batches", 0) + 1
    numbered = list(enumerate(lines, 1))
    results = list(answer_lines(words_only, iter(numbered), "extractive", False))
    assert len(results) == len(lines)
    assert all(("error" in result) != ("answer" in result) for result in results)


# ---- files to bring in ---------------------------------------------------------------------------------------------

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj
4 0 obj<</Length 36>>stream
BT /F1 24 Tf 10 100 Td (step) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
"""
FILES, TIMES = 60, 4
"""So many changed files of each form in one import, so often."""


@pytest.mark.parametrize("form", ["html", "csv", "jsonl", "xlsx", "docx", "pdf"])
def test_any_file_is_read_or_told_why_not(kodoku: Corpus, tmp_path: Path, form: str) -> None:
    """Files as they are handed out or kept, changed at random; what comes of them is shown, and nothing written."""
    librarian = Settings(home=tmp_path, _env_file=None).librarian()
    chance, sound = random.Random(form), sound_file(form, kodoku)
    for _ in range(TIMES):
        given = [Given(f"{number}.{form}", changed(sound, chance)) for number in range(FILES)]
        try:
            proposal = librarian.propose(given)
        except MazuippoError:
            continue
        for entry in (*proposal.preview.added, *proposal.preview.changed):
            json.dumps(str(entry))
        TRIED[f"files_{form}"] = TRIED.get(f"files_{form}", 0) + len(given)
    assert librarian.imports() == ()


def sound_file(form: str, corpus: Corpus) -> bytes:
    """A file of this form that can be brought in."""
    if form in ("csv", "jsonl", "xlsx"):
        return export_file(f"corpus.{form}", [as_cell(entry) for entry in corpus.entries], corpus.manifest)
    if form == "html":
        return (Path(__file__).parents[1] / "data" / "corpus" / "advice1.html").read_bytes()
    if form == "docx":
        return document()
    return PDF


def document() -> bytes:
    """A Word file with one table."""
    made, file = Document(), io.BytesIO()
    table = made.add_table(rows=2, cols=3)
    for row, words in enumerate([("市区町村", "テーマ", "まず始めたこと"), ("豊橋市", "全般", "話し合いました。")]):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    made.save(file)
    return file.getvalue()


def changed(data: bytes, chance: random.Random) -> bytes:
    """With bytes flipped, cut out, doubled or put in; of a zip also what lies in it."""
    if data[:2] == b"PK" and chance.random() < 0.7:
        return repacked(data, chance)
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(found)), chance.randint(1, 40)
        act = chance.randrange(4)
        if act == 0:
            found[at] = chance.randrange(256)
        elif act == 1:
            del found[at : at + length]
        elif act == 2:
            found[at:at] = found[at : at + length]
        else:
            found[at:at] = chance.choice((b"<table><tr><td>", b"]]>", b"\x00\xff", b'","', b"&#x110000;", b"\r\n\r\n"))
        if not found:
            found = bytearray(b"x")
    return bytes(found)


def repacked(data: bytes, chance: random.Random) -> bytes:
    """A zip with one of its members changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        names = before.namelist()
        chosen = chance.choice(names)
        for name in names:
            member = before.read(name)
            after.writestr(name, changed(member, chance) if name == chosen and member else member)
    return file.getvalue()
