"""The documents opened and read: quotes to the letter, sources, whom to ask, and text that stays text."""

import io
import re
from datetime import date, datetime

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.answer import Answer, Sentence
from assistant.comparison import compare
from assistant.pipeline import Assistant
from assistant.takeaway.comparison_table import comparison_table
from assistant.takeaway.council_memo import council_memo
from assistant.takeaway.excel_table import excel_table
from assistant.takeaway.phrases import reiwa
from assistant.takeaway.reference_table import reference_table
from assistant.takeaway.report import Report, report_of_answer, report_of_entries, report_of_towns
from assistant.takeaway.word_page import printable
from assistant.takeaway.word_table import word_table
from corpus.library import Corpus
from tests.assistant.takeaway.reading import docx_words, docx_xml, xlsx_words

MADE, NOW = date(2026, 11, 23), datetime(2026, 11, 23)
CAO = "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html"
TITLE = "内閣府「地方公共団体担当者へのアドバイス~まず始めたこと~」（令和7年10月末日時点）"
FOUR = ("142166", "232025", "342076", "283827")


@pytest.fixture(scope="module")
def answer(words_only: Assistant) -> Answer:
    return words_only.ask("今ある会議を使った例は?")


@pytest.fixture(scope="module")
def everything(kodoku: Corpus) -> Report:
    return report_of_entries(kodoku.entries, kodoku, MADE)


def test_an_answer_keeps_its_numbers_and_its_words(answer: Answer, kodoku: Corpus) -> None:
    quotes = report_of_answer(answer, kodoku, MADE).quotes
    assert {(q.n, q.words) for q in quotes} == {(c.n, c.quote) for c in answer.citations}


@pytest.mark.parametrize("kind", ["word", "excel", "memo"])
def test_every_quote_stands_in_the_document_to_the_letter(everything: Report, kind: str) -> None:
    if kind == "excel":
        found = "\n".join(xlsx_words(excel_table(reference_table(everything), NOW)))
    else:
        made = word_table(reference_table(everything)) if kind == "word" else council_memo(everything)
        found = "\n".join(docx_words(made))
    texts = [quote.words for quote in everything.quotes if quote.words]
    assert len(texts) > 15
    assert not [words for words in texts if words not in found]


def test_every_line_of_the_table_has_its_source_and_whom_to_ask(everything: Report) -> None:
    grid = Document(io.BytesIO(word_table(reference_table(everything)))).tables[0]
    numbers: list[int] = []
    for row in grid.rows[1:]:
        quotes, source = row.cells[2].text, row.cells[4].text
        own = [int(n) for n in re.findall(r"^\[(\d+)\]", quotes, re.MULTILINE)]
        assert own == [int(n) for n in re.findall(r"\[(\d+)\]", source)]
        assert TITLE in source
        assert CAO in source
        assert "問合せ先：受け取った資料では空欄です。" in source
        numbers += own
    assert sorted(numbers) == [quote.n for quote in sorted(everything.quotes, key=lambda quote: quote.n)]


def test_chosen_rows_are_numbered_town_by_town(kodoku: Corpus) -> None:
    chosen = [
        kodoku.cell(code, theme, "first_step") for theme in ("general", "platform") for code in ("342076", "261009")
    ]
    quotes = report_of_entries([entry for entry in chosen if entry], kodoku, MADE).quotes
    assert [(q.n, q.entry.municipality.name) for q in quotes] == [
        (1, "福山市"),
        (2, "福山市"),
        (3, "京都市"),
        (4, "京都市"),
    ]


def test_a_listed_contact_is_given_with_its_source(kodoku: Corpus) -> None:
    listed = {"status": "listed", "department": "福祉政策課", "phone": "0000-00-0000", "as_of": "令和8年1月"}
    row = report_of_towns(["342025"], kodoku, MADE).rows[0]
    contact = row.contact.model_copy(update={**listed, "source_url": "https://example.jp/x"})
    report = Report(kodoku.manifest, MADE, (type(row)(row.town, row.quotes, (), (), contact),))

    found = "\n".join(docx_words(word_table(reference_table(report))))
    assert "問合せ先：福祉政策課、0000-00-0000、" in found
    assert "（https://example.jp/x 、令和8年1月時点）" in found


def test_what_the_source_misspells_is_told(kodoku: Corpus) -> None:
    words = docx_words(word_table(reference_table(report_of_towns(["232025", "312011"], kodoku, MADE))))
    assert [line for line in words if "原文ママ" in line] == ["※「ポットキャスト」は原文ママ", "※「抱僕」は原文ママ"]


def test_a_correction_stands_with_its_town(kodoku: Corpus) -> None:
    grid = Document(io.BytesIO(word_table(reference_table(report_of_towns(["232068"], kodoku, MADE))))).tables[0]
    assert grid.rows[1].cells[0].text == "春日井市\n愛知県\n市\n元の表では「愛媛県」（訂正済み）"


def test_gaps_stand_with_their_town(kodoku: Corpus) -> None:
    rows = report_of_towns(["142166", "283827"], kodoku, MADE).rows
    assert rows[0].gaps == (
        "〈全般〉文中で予告されている「2つの事業」の内容が、受け取った資料にはありません。",
        "〈プラットフォーム〉の表に行がありません（取り組んでいないという意味ではありません）。",
    )
    assert rows[1].gaps == ("〈全般〉受け取った資料では本文がありません。",)


def test_a_count_takes_its_groups_along(words_only: Assistant, kodoku: Corpus) -> None:
    answer = words_only.ask("PFを設置した市は何市ですか")
    said = report_of_answer(answer, kodoku, MADE).said
    assert "未設置と書いている：福山市 [3]" in said


def test_an_abstention_says_why_and_quotes_nothing(words_only: Assistant, kodoku: Corpus) -> None:
    report = report_of_answer(words_only.ask("横浜市は何をしましたか"), kodoku, MADE)
    assert report.quotes == ()
    assert "横浜市は、この資料にはありません。" in "".join(docx_words(council_memo(report)))


def test_sentences_of_a_model_carry_their_support(answer: Answer, kodoku: Corpus) -> None:
    first = answer.citations[0].n
    sentences = (
        Sentence(text="会議を使いました。", citations=(first,), support="supported", kept=True),
        Sentence(text="調べもしました。", citations=(first,), support="partial", kept=True),
        Sentence(text="成功しました。", citations=(first,), support="unsupported", kept=False),
    )
    written = answer.model_copy(update={"mode": "model", "sentences": sentences})
    words = docx_words(word_table(reference_table(report_of_answer(written, kodoku, MADE))))
    assert f"会議を使いました。 [{first}]（裏付けあり）" in words
    assert f"調べもしました。 [{first}]（一部だけ裏付けあり）" in words
    assert "成功しました" not in "".join(words)


def test_the_memo_leaves_the_reply_blank(answer: Answer, kodoku: Corpus) -> None:
    grid = Document(io.BytesIO(council_memo(report_of_answer(answer, kodoku, MADE)))).tables[0]
    parts = {row.cells[0].text: row.cells[1].text for row in grid.rows[1:]}
    assert list(parts) == ["問", "答", "資料からいえること", "いえないこと", "時点", "出典・問合せ先"]
    assert parts["問"] == answer.question
    assert parts["答"] == ""
    assert parts["時点"].startswith("令和7年10月末日")
    assert all(f"[{citation.n}]" in parts["出典・問合せ先"] for citation in answer.citations)
    assert TITLE in parts["出典・問合せ先"]
    assert "問合せ先：受け取った資料では空欄です。" in parts["出典・問合せ先"]


def test_a_comparison_quotes_all_with_sources(kodoku: Corpus) -> None:
    table = comparison_table(compare(FOUR, kodoku), kodoku, MADE)
    word, excel = "\n".join(docx_words(word_table(table))), "\n".join(xlsx_words(excel_table(table, NOW)))
    for code in FOUR:
        for theme in kodoku.manifest.themes:
            entry = kodoku.cell(code, theme.id, "first_step")
            for sentence in entry.text.split("。")[:-1] if entry else ():
                assert sentence.strip(" ➡") in word
                assert sentence.strip(" ➡") in excel
    numbers = set(re.findall(r"^\[(\d+)\]$", word, re.MULTILINE))
    sources = word[word.index("出典・問合せ先") :]
    assert numbers
    assert all(f"[{n}]" in sources for n in numbers)
    assert CAO in sources


def test_a_page_as_japanese_offices_print_it(everything: Report) -> None:
    content = word_table(reference_table(everything))
    body, styles, footer = (docx_xml(content, part) for part in ("document", "styles", "footer1"))

    assert re.search(r'<w:pgSz w:w="16838" w:h="1190[56]" w:orient="landscape"/>', body)
    assert {int(n) for n in re.findall(r'w:(?:left|right|top|bottom)="(141\d)"', body)} == {1417}
    assert body.count("<w:tblHeader/>") == 1
    assert 'w:eastAsia="BIZ UDゴシック"' in styles
    assert 'w:eastAsia="ja-JP"' in styles
    assert "Theme" not in styles[: styles.index("<w:lang")]
    assert [code.strip() for code in re.findall(r"<w:instrText[^>]*>([^<]*)<", footer)] == ["PAGE", "NUMPAGES"]


def test_the_memo_is_upright_and_in_mincho(everything: Report) -> None:
    content = council_memo(everything)
    assert re.search(r'<w:pgSz w:w="1190[56]" w:h="16838"', docx_xml(content))
    assert 'w:eastAsia="游明朝"' in docx_xml(content, "styles")


def test_the_sheet_prints_on_a4_with_its_heading_on_each_page(everything: Report) -> None:
    sheet = load_workbook(io.BytesIO(excel_table(reference_table(everything), NOW))).active
    assert sheet is not None
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == "$2:$2"
    assert round(sheet.page_margins.left * 25.4) == 25
    assert "&P" in sheet.oddFooter.center.text
    assert "&N" in sheet.oddFooter.center.text
    assert all((sheet.row_dimensions[n].height or 0) <= 409 for n in range(1, sheet.max_row + 1))


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")', "_x0041_", "<b>"])
def test_a_cell_is_text(words: str, kodoku: Corpus) -> None:
    report = Report(kodoku.manifest, MADE, (), question=words, said=(words,))
    sheet = load_workbook(io.BytesIO(excel_table(reference_table(report), NOW))).active
    assert sheet is not None
    cell = sheet["A3"]
    assert cell.data_type == "s"
    assert cell.value == words.replace("_x0041_", "_x005F_x0041_")
    assert cell.quotePrefix == words.startswith(("=", "+", "-", "@"))


@settings(max_examples=40, deadline=None)
@given(words=st.text(min_size=1))
def test_whatever_goes_in_comes_out_as_text(words: str, everything: Report) -> None:
    report = Report(everything.manifest, MADE, (), question=words, said=(words,))
    table = reference_table(report)

    assert printable(words) in docx_words(word_table(table))
    assert f"お尋ね：{printable(words)}".replace("\t", " ") in [
        cell.replace("_x005F_", "_") for cell in xlsx_words(excel_table(table, NOW))
    ]
    assert printable(words) in docx_words(council_memo(report))


@pytest.mark.parametrize(
    ("day", "written"),
    [(date(2026, 11, 23), "令和8年11月23日"), (date(2019, 5, 1), "令和元年5月1日")],
)
def test_a_day_in_reiwa(day: date, written: str) -> None:
    assert reiwa(day) == written


def test_no_name_of_a_person_or_a_program_is_in_the_properties(everything: Report) -> None:
    word = Document(io.BytesIO(word_table(reference_table(everything)))).core_properties
    assert (word.author, word.comments, word.last_modified_by) == ("", "", "")
    assert (word.title, word.created) == ("他団体の取組状況（参考資料）", word.modified)
