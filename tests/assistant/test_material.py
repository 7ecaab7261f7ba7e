"""資料の状態: what every cell holds, where it comes from, which contacts are old, what was corrected."""

from datetime import date
from html import escape
from pathlib import Path

import pytest

from assistant.material import standing_of
from assistant.web.pages import entry_page, material_page, town_page
from corpus.given import Given, given_files
from corpus.librarian import Librarian
from corpus.library import Corpus, corpus_folder

PAGES = Path(__file__).parents[1] / "data" / "corpus"
TODAY = date(2026, 3, 31)


@pytest.fixture
def librarian(tmp_path: Path) -> Librarian:
    return Librarian(corpus_folder("kodoku", Path()), tmp_path / "kodoku")


def statuses(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    return {town.name: tuple(cell.status for cell in cells) for town, cells in standing_of(corpus, TODAY).towns}


def test_each_town_theme_and_aspect_that_is_held_has_its_state(kodoku: Corpus, librarian: Librarian) -> None:
    assert statuses(kodoku)["座間市"] == ("partial", "no_row")
    librarian.accept(librarian.propose(given_files(PAGES)))
    standing = standing_of(librarian.corpus(), TODAY)
    assert [(theme.id, aspect.id) for theme, aspect in standing.columns] == [
        (theme, aspect) for aspect in ("reason", "first_step", "reflection") for theme in ("general", "platform")
    ]
    assert statuses(librarian.corpus())["座間市"] == ("complete", "no_row") * 3
    assert (standing.replaced, sum(one.entries for one in standing.sources)) == (11, 75)


def test_contacts_are_old_from_a_new_fiscal_year_on(librarian: Librarian) -> None:
    librarian.accept(librarian.propose(given_files(PAGES / "advice1.html")))
    corpus = librarian.corpus()
    assert standing_of(corpus, TODAY).stale == ()
    stale = standing_of(corpus, date(2026, 4, 1)).stale
    assert [town.name for town, _ in stale][:2] == ["京都市", "福岡市"]


def test_the_page_shows_text_as_text(librarian: Librarian) -> None:
    title = "<script>alert(1)</script>"
    body = (
        f"<h1>{escape(title)}</h1><h2>【孤独・孤立対策全般】</h2>"
        "<table><tr><th>市区町村<th>きっかけ<tr><td>愛媛県<br>豊橋市<td>試験用の文。</table>"
    )
    librarian.accept(librarian.propose([Given("試験.html", body.encode())]))
    page = material_page(librarian.corpus(), TODAY, None)
    assert title not in page
    assert escape(title) in page
    assert "豊橋市（全般「取り組もうとした理由・きっかけ」）：元の表では「愛媛県」、正しくは愛知県" in page


def test_a_towns_page_names_the_source_of_what_was_brought_in_and_no_other(librarian: Librarian) -> None:
    body = "市区町村,テーマ,本文,出典,出典のURL,時点\n豊橋市,全般,試験用の文。,試験用の資料,,令和8年4月1日\n"
    librarian.accept(librarian.propose([Given("事例.csv", body.encode())]))
    corpus = librarian.corpus()
    entry = corpus.entry("232017-豊橋市-general-first_step")
    assert entry is not None
    for page in (town_page(entry.municipality, corpus), entry_page(entry, (), corpus)):
        assert "試験用の資料（令和8年4月1日時点）" in page
        assert "内閣府「" not in page
        assert "取り込んだ資料に問合せ先はありません。" in page
