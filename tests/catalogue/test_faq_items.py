from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.faq_items import read_faq
from bot.catalogue.reader import Faults
from bot.coach.model import Language
from tests.catalogue.broken import CONTENT

GOOD = """
sources = ["H18", "G46"]
related = ["other"]
action = "tonight"

[question]
en = "How?"
ja = "どう？"

[short]
en = "Do 10 lifts [H18]."
ja = "10回上げます[H18]。"

[[steps]]
en = "Lie down."
ja = "寝ます。"

[[more]]
en = "Lift."
ja = "上げます。"

[[more]]
en = "Lower."
ja = "下ろします。"

[wordings]
en = ["how do i"]
ja = ["どうやる"]

[keywords]
en = ["how"]
ja = ["どう"]
"""


def folder_of(tmp_path: Path, text: str) -> Path:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "one.toml").write_text(text, encoding="utf-8")
    other = GOOD.replace('related = ["other"]', 'related = ["one"]')
    (tmp_path / "faq" / "other.toml").write_text(other, encoding="utf-8")
    return tmp_path


def faults_of(folder: Path) -> list[str]:
    faults = Faults()
    read_faq(folder, faults)
    return [str(fault) for fault in faults.found]


def test_our_own_questions_have_no_fault() -> None:
    assert faults_of(CONTENT) == []


def test_an_item_is_read_with_its_source_tags(tmp_path: Path) -> None:
    item = read_faq(folder_of(tmp_path, GOOD), Faults())["one"]
    assert item.short.en == "Do 10 lifts [H18]."
    assert item.action == "tonight"
    assert item.wordings[Language.JA] == ("どうやる",)
    assert (len(item.steps), len(item.more)) == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('action = "tonight"', 'action = "dance"', "action: 'dance' is not one of"),
        ('related = ["other"]', 'related = ["nothing"]', "related: 'nothing' is not a known question"),
        ('related = ["other"]', 'related = ["one"]', "related: names the item itself"),
        ('sources = ["H18", "G46"]', 'sources = ["H18", "X1"]', "sources: 'X1' is no source number"),
        ('sources = ["H18", "G46"]', 'sources = ["G46"]', "short: [H18] is not in sources"),
        ("10 lifts [H18]", "10 lifts [Smith]", "short: [Smith] is no source number"),
        ('ja = "どう？"', "", "question.ja: is missing"),
        ('en = ["how"]', "en = []", "keywords.en: must hold at least one text"),
        ('ja = ["どうやる"]', 'ja = ["どうやる"]\nfr = ["comment"]', "wordings.fr: is not known here"),
        ('action = "tonight"', "colour = 1", "colour: is not known here"),
        ('[[steps]]\nen = "Lie down."\nja = "寝ます。"\n', "", "more: 2 lines of steps and more"),
        (
            "[wordings]",
            '[[more]]\nen = "a"\nja = "あ"\n' * 6 + "[wordings]",
            "more: 9 lines of steps and more",
        ),
        ('sources = ["H18", "G46"]', "sources = []", "sources: names no source"),
        (
            'en = "How?"',
            'en = "How do I do it, where do I put my feet, and when?"',
            "question: en: 49 characters",
        ),
        ("Do 10 lifts [H18].", "Do 10 lifts [H18]. Rest. Sleep.", "short: en: 3 sentences"),
    ],
)
def test_each_fault_is_named_with_file_and_key(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    found = faults_of(folder_of(tmp_path, GOOD.replace(old, new, 1)))
    assert any(each.startswith(f"faq/one.toml: {fault}") for each in found), found
