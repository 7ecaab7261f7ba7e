"""The papers of a kit: links lead to files that are there, and the instructions fit one page."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from assistant.kit.folder import write_folder
from assistant.kit.papers import PAPERS, paper
from assistant.kit.systems import SYSTEMS
from tests.browser.conftest import QUIET
from tests.browser.provision import find_chromium


@pytest.fixture(params=SYSTEMS)
def kit(request, contents, tmp_path) -> Path:
    folder = tmp_path / request.param / "山田 太郎"
    folder.mkdir(parents=True)
    write_folder(contents(system=request.param), folder)
    return folder


def test_every_paper_is_there_and_what_it_leads_to(kit):
    pages = [kit / "はじめに.html", *(kit / "parts" / "docs" / name for name in PAPERS.values())]
    for page in pages:
        shown = page.read_text(encoding="utf-8")
        assert not re.search(r"@[A-Z]+@", shown)
        places = re.findall(r'(?:src|href)="([^"]+)"', shown)
        assert [place for place in places if not (page.parent / unquote(place)).exists()] == []


def test_the_instructions_name_the_script_that_lies_beside_them(kit):
    (script,) = {system.start for system in SYSTEMS.values()} & {path.name for path in kit.iterdir()}
    others = {system.start for system in SYSTEMS.values()} - {script}
    shown = (kit / "はじめに.html").read_text(encoding="utf-8")
    assert script in shown
    assert not [other for other in others if other in shown]


@pytest.mark.parametrize("name", ["はじめに.html", "parts/docs/導入説明.html"])
def test_a_page_that_is_to_be_handed_out_is_one_sheet_of_a4(kit, tmp_path, name):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        page = browser.new_page()
        page.goto((kit / name).as_uri())
        assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
        page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
        browser.close()
    (sheet,) = PdfReader(tmp_path / "sheet.pdf").pages
    assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [210, 297]


def test_a_document_becomes_a_page():
    assert "<h1>題</h1>\n<table>" in paper("# 題\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert '<a href="%E7%A2%BA%E8%AA%8D%E8%A1%A8.html">表</a>' in paper("# 題\n\n[表](kit-checklist.md)\n")
    assert "&lt;script&gt;" in paper("# 題\n\n`<script>`\n")
