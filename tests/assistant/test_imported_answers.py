"""What came in is answered from and cited, in its own column, with its own source and contact."""

from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.pipeline import Assistant
from corpus.given import Given, given_files
from corpus.librarian import Librarian
from corpus.library import corpus_folder

KODOKU = corpus_folder("kodoku", Path())
PAGES = Path(__file__).parents[1] / "data" / "corpus"


@pytest.fixture(scope="module")
def siblings(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant on words alone, after the three pages came in."""
    librarian = Librarian(KODOKU, tmp_path_factory.mktemp("home") / "kodoku")
    librarian.accept(librarian.propose(given_files(PAGES)))
    return Assistant(librarian.corpus(), None)


def cited(answer: Answer) -> set[tuple[str, str]]:
    return {(citation.municipality, citation.aspect) for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("他の市が苦労したのってどういうところ?", "reflection"),
        ("取り組んで良かったことは何ですか", "reflection"),
        ("取り組むきっかけは何でしたか", "reason"),
        ("なぜ始めようと思ったのですか", "reason"),
    ],
)
def test_a_column_that_came_in_is_answered_and_cited(
    siblings: Assistant, words_only: Assistant, question: str, aspect: str
) -> None:
    before, after = words_only.ask(question), siblings.ask(question)
    assert {gap.kind for gap in before.gaps if gap.aspect == aspect} == {"aspect"}
    assert {gap.kind for gap in after.gaps if gap.aspect == aspect} == set()
    assert not after.abstained
    assert {citation.aspect for citation in after.citations} == {aspect}
    assert all(citation.source.url.endswith(("advice1.html", "advice3.html")) for citation in after.citations)


def test_what_is_asked_by_its_title_is_quoted_from_under_that_title(siblings: Assistant) -> None:
    answer = siblings.ask("福山市が苦労したことは?")
    assert cited(answer) == {("福山市", "reflection")}
    entries = [siblings.corpus.entry(citation.entry_id) for citation in answer.citations]
    for entry, citation in zip(entries, answer.citations, strict=True):
        assert entry is not None
        assert citation.start is not None
        assert citation.start > entry.text.index("<苦労したこと>")


def test_a_question_that_names_no_column_is_answered_from_the_usual_one(siblings: Assistant) -> None:
    assert cited(siblings.ask("市原市は何から始めましたか")) == {("市原市", "first_step")}
    assert {aspect for _, aspect in cited(siblings.ask("何から始めればいい?"))} == {"first_step"}


def test_a_bullet_list_that_came_in_leaves_no_gap(siblings: Assistant, words_only: Assistant) -> None:
    question = "豊田市の取組は?"
    assert {gap.kind for gap in words_only.ask(question).gaps} == {"missing"}
    after = siblings.ask(question)
    assert after.gaps == ()
    assert {citation.quote for citation in after.citations} == {"試験用の文。家族会との意見交換"}


def test_a_reference_to_the_reasons_is_followed_once_they_are_held(siblings: Assistant) -> None:
    answer = siblings.ask("鳥取市のつながりサポーターについて、左記の事象とは")
    assert not [gap for gap in answer.gaps if gap.kind == "aspect"]


def test_a_contact_is_told_with_its_day_and_that_it_has_to_be_made_sure_of(siblings: Assistant) -> None:
    answer = siblings.ask("福岡市の問合せ先は?")
    line = next(line for line in answer.answer.splitlines() if line.startswith("- 福岡市："))
    assert "試験地域課、092-000-0001、FAX 092-000-0002" in line
    assert "令和7年10月末日時点" in line
    assert "要確認" in line


def test_a_town_without_a_row_in_a_column_that_came_in_is_told_so(tmp_path: Path) -> None:
    librarian = Librarian(KODOKU, tmp_path / "kodoku")
    body = "<h2>【孤独・孤立対策全般】</h2><table><tr><th>市区町村<th>きっかけ<tr><td>呉市<td>試験用の文。</table>"
    librarian.accept(librarian.propose([Given("試験.html", body.encode())]))
    answer = Assistant(librarian.corpus(), None).ask("福岡市のきっかけは?")
    assert [gap.kind for gap in answer.gaps] == ["aspect"]
    assert answer.gaps[0].text == (
        "この資料の「取り組もうとした理由・きっかけ」の欄に、福岡市の行はありません（取り組んでいないという意味ではありません）。"
    )
    assert cited(answer) == {("福岡市", "first_step")}


def test_a_town_from_elsewhere_is_found_and_nothing_is_made_up_of_it(tmp_path: Path) -> None:
    librarian = Librarian(KODOKU, tmp_path / "kodoku")
    body = (
        "<h2>【孤独・孤立対策全般】</h2><table><tr><th>市区町村<th>まず始めたこと"
        "<tr><td>豊橋市<td>試験用の文。市場の二階に語り合う席を設けました。</table>"
    )
    librarian.accept(librarian.propose([Given("試験.html", body.encode())]))
    answer = Assistant(librarian.corpus(), None).ask("豊橋市は何をしましたか")
    assert cited(answer) == {("豊橋市", "first_step")}
    assert "豊橋市：取り込んだ資料に問合せ先はありません。自治体の公式サイトでご確認ください。" in answer.answer
    assert "内閣府" not in answer.answer


def test_what_came_in_joins_the_overview_and_is_marked_as_sorted_by_the_tool(tmp_path: Path) -> None:
    rows = tmp_path / "事例.csv"
    rows.write_text(
        "市区町村,テーマ,観点,本文\n"
        "北海道札幌市,general,first_step,まず、広報紙で、孤独・孤立という言葉の周知から始めました。\n",
        encoding="utf-8",
    )
    librarian = Librarian(KODOKU, tmp_path / "home" / "kodoku")
    librarian.accept(librarian.propose(given_files(rows)))
    answer = Assistant(librarian.corpus(), None).ask("何から始めればいいですか")
    assert "札幌市（全般）〔自動〕" in answer.answer
    assert [note for note in answer.notes if note.startswith("〔自動〕は、")]
