"""A letter to a cited town: to whom the register says, about what the row says, with blanks for the sender."""

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from assistant.takeaway.inquiry import Inquiry, inquiry_to
from assistant.takeaway.inquiry_letter import inquiry_letter
from assistant.takeaway.inquiry_mail import inquiry_mail
from assistant.takeaway.reply_form import reply_form
from assistant.takeaway.report import report_of_towns
from corpus.library import Corpus
from tests.assistant.takeaway.reading import docx_words, docx_xml, xlsx_words

MADE, NOW = date(2026, 11, 23), datetime(2026, 11, 23)
CAO = "https://www.cao.go.jp/kodoku_koritsu/torikumi/localplatform/r06_advice/advice2.html"


def letter_to(code: str, kodoku: Corpus) -> Inquiry:
    inquiry = inquiry_to(code, report_of_towns([code], kodoku, MADE))
    assert inquiry is not None
    return inquiry


@pytest.fixture(scope="module")
def zama(kodoku: Corpus) -> Inquiry:
    return letter_to("142166", kodoku)


def test_a_town_that_is_not_cited_gets_no_letter(kodoku: Corpus) -> None:
    assert inquiry_to("342025", report_of_towns(["142166"], kodoku, MADE)) is None


def test_without_a_register_the_letter_goes_to_whoever_is_in_charge(zama: Inquiry) -> None:
    assert zama.addressee == "座間市 孤独・孤立対策ご担当課 御中"


def test_the_register_says_to_whom_and_where(kodoku: Corpus) -> None:
    report = report_of_towns(["142166"], kodoku, MADE)
    listed = {"status": "listed", "department": "福祉長寿課", "email": "f@example.jp"}
    row = replace(report.rows[0], contact=report.rows[0].contact.model_copy(update=listed))
    inquiry = inquiry_to("142166", replace(report, rows=(row,)))
    assert inquiry is not None
    assert inquiry.addressee == "座間市 福祉長寿課 御中"
    assert inquiry_mail(inquiry).decode("utf-8-sig").startswith("宛先：f@example.jp\r\n")


def test_the_letter_in_its_order_with_its_blanks(zama: Inquiry) -> None:
    words = docx_words(inquiry_letter(zama))
    order = [
        "　　第　　　　号",
        "令和　　年　　月　　日",
        "座間市 孤独・孤立対策ご担当課 御中",
        "孤独・孤立対策の取組について（照会）",
        "記",
        "令和5年度に2つの事業を実施しました。",
        "(1) 〈全般〉の表の「まず始めたこと」で予告されている「2つの事業」の内容",
        "3　回答期限　　令和　　年　　月　　日（　）",
        "以上",
    ]
    assert [line for line in words if line in order] == order
    assert any(CAO in line for line in words)
    assert not [line for line in words if "電話" in line and any(c.isdigit() for c in line)]


def test_the_letter_is_in_mincho(zama: Inquiry) -> None:
    assert 'w:eastAsia="游明朝"' in docx_xml(inquiry_letter(zama), "styles")


@pytest.mark.parametrize(("code", "you"), [("142166", "貴市"), ("131148", "貴区"), ("283827", "貴町")])
def test_the_letter_speaks_to_the_town_as_letters_do(kodoku: Corpus, code: str, you: str) -> None:
    assert letter_to(code, kodoku).request.startswith(f"{you}の孤独・孤立対策の取組を")


def test_the_form_asks_what_the_letter_asks(zama: Inquiry) -> None:
    words = xlsx_words(reply_form(zama, NOW))
    assert "〈全般〉の表の「まず始めたこと」で予告されている「2つの事業」の内容" in words
    sheet = load_workbook(io.BytesIO(reply_form(zama, NOW))).active
    assert sheet is not None
    assert sheet.page_setup.orientation == "portrait"
    assert words.count("座間市") == 1


def test_the_mail_is_plain_text_for_windows(zama: Inquiry) -> None:
    content = inquiry_mail(zama)
    mail = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    assert mail.count("\n") == mail.count("\r\n")
    assert "件名：孤独・孤立対策の取組について（照会）" in mail
    assert "令和5年度に2つの事業を実施しました。" in mail
    assert f"宛先：（受け取った資料では空欄です。{CAO} の表でご確認ください）" in mail


def test_a_blank_row_is_asked_for(kodoku: Corpus) -> None:
    inquiry = letter_to("131148", kodoku)
    assert inquiry.quotes == ()
    assert inquiry.asked == ("〈全般〉の表の「まず始めたこと」の内容（受け取った資料では、本文がありません）",)
