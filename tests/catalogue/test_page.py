from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from click.testing import CliRunner

from bot.catalogue.__main__ import main
from bot.catalogue.page import page
from tests.catalogue.broken import CONTENT


class Balanced(HTMLParser):
    """Fails on a tag that closes nothing; `open` is empty at the end of a sound page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_file_with_texts_has_its_place_and_both_languages_stand_side_by_side() -> None:
    shown = page(CONTENT, "all")
    for path in CONTENT.glob("faq/*.toml"):
        assert f'<section id="faq/{path.name}">' in shown
    row = re.search(r"<tr><td>short.*?</tr>", shown, re.DOTALL)
    assert row is not None
    assert row.group().count("<td lang=") == 2


def test_every_file_stands_under_one_heading_and_in_the_contents() -> None:
    shown = page(CONTENT, "all")
    sections = re.findall(r'<section id="([^"]+)">', shown)
    assert len(sections) == len(set(sections))
    assert [file for file in sections if f'<a href="#{file}">' not in shown] == []


def test_a_new_file_is_not_forgotten(tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text('[hello]\nen = "Hello"\nja = "こんにちは"', encoding="utf-8")
    shown = page(tmp_path, "all")
    assert "Other files" in shown
    assert "こんにちは" in shown


def test_a_text_shows_the_sources_of_the_table_around_it() -> None:
    row = re.search(r"<tr><td>questions 2 \(R2\) ask<br>(.*?)</td>", page(CONTENT, "all"))
    assert row is not None
    assert row.group(1) == "G9"


def test_the_page_is_sound_html_and_loads_nothing() -> None:
    parser = Balanced()
    shown = page(CONTENT, "<all> & more")
    parser.feed(shown)
    assert parser.open == []
    assert "&lt;all&gt; &amp; more" in shown
    assert not re.search(r"src=|https?://", shown)


def test_source_tags_are_marked_and_never_plain_text() -> None:
    shown = page(CONTENT, "all")
    assert "<mark>[H18]</mark>" in shown
    assert not re.search(r"[^>]\[[HSG]\d+\]", re.sub(r"<details>.*?</details>", "", shown, flags=re.DOTALL))


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--content", str(CONTENT), "--html", str(tmp_path / "all.html")])
    assert result.exit_code == 0
    assert "No faults." in result.output
    assert (tmp_path / "all.html").read_text("utf-8").startswith("<!doctype html>")
