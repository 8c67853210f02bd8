from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.faq_items import read_faq
from bot.catalogue.reader import Faults
from bot.catalogue.vocabulary import Near, read_vocabulary, read_warnings
from bot.coach.model import Language, Verdict
from tests.catalogue.broken import CONTENT

SYNONYMS = """
[concept.cramp]
en = ["cramp"]
ja = ["つる"]
to = ["cramp"]

[concept.leg]
en = ["leg"]

[[together]]
all = ["cramp", "leg"]
to = ["cramp"]
"""
ASKED = """
[asked.cramp]
en = ["my leg seized"]

[elsewhere]
en = ["hello"]
ja = ["天気"]
"""
WARNINGS = """
[words.chest]
en = ["chest"]
[words.pain]
ja = ["痛"]
[words.joke]
en = ["lol"]

[[rule]]
id = "chest"
verdict = "red"
sources = ["G11"]
ways = ["chest ~ pain", "chest > pain + joke"]
unless = ["joke"]
positives.en = ["a", "b", "c"]
positives.ja = ["あ", "い", "う"]
look_alikes.en = ["d", "e", "f"]
look_alikes.ja = ["え", "お", "か"]
"""


def folder_of(tmp_path: Path, **texts: str) -> Path:
    files = {"synonyms": SYNONYMS, "asked": ASKED, "warnings": WARNINGS} | texts
    files.setdefault("index", (CONTENT / "index.toml").read_text(encoding="utf-8"))
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def faults_of(folder: Path) -> list[str]:
    faults = Faults()
    read_vocabulary(folder, faults, {"cramp"})
    read_warnings(folder, faults)
    return [str(fault) for fault in faults.found]


def test_our_own_words_have_no_fault() -> None:
    faults = Faults()
    read_vocabulary(CONTENT, faults, read_faq(CONTENT, Faults()))
    read_warnings(CONTENT, faults)
    assert [str(fault) for fault in faults.found] == []


def test_a_small_vocabulary_is_read(tmp_path: Path) -> None:
    vocabulary = read_vocabulary(folder_of(tmp_path), Faults(), {"cramp"})
    cramp, leg = vocabulary.concepts
    assert (cramp.to, leg.forms[Language.JA]) == (("cramp",), ())
    assert vocabulary.signposts[0].all == ("cramp", "leg")
    assert vocabulary.asked == {"cramp": ("my leg seized",)}
    assert vocabulary.elsewhere == ("hello", "天気")


def test_a_warning_rule_is_read_with_its_ways(tmp_path: Path) -> None:
    [rule] = read_warnings(folder_of(tmp_path), Faults()).rules
    assert rule.verdict is Verdict.RED
    assert rule.ways == (
        (Near(("chest", "pain")),),
        (Near(("chest", "pain"), ordered=True), Near(("joke",))),
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("synonyms", 'to = ["cramp"]\n\n', 'to = ["cramps"]\n\n', "'cramps' is not a known question"),
        ("synonyms", 'all = ["cramp", "leg"]', 'all = ["cramp", "arm"]', "'arm' is not a concept"),
        ("synonyms", 'en = ["leg"]', "", "en: has no words in any language"),
        ("synonyms", 'en = ["leg"]', 'en = ["leg"]\nloud = true', "loud: is not known here"),
        ("asked", "[asked.cramp]", "[asked.cramps]", "asked.cramps: is not a known question"),
        ("warnings", '"chest ~ pain"', '"chest ~ arm"', "'arm' is not a group of words"),
        ("warnings", 'verdict = "red"', 'verdict = "green"', "verdict: must be red, amber_today or amber"),
        ("warnings", 'sources = ["G11"]', 'sources = ["Q1"]', "'Q1' is no source number"),
        ("warnings", '["a", "b", "c"]', '["a"]', "positives.en: needs at least 3 examples"),
        ("warnings", '["え", "お", "か"]', '["え"]', "look_alikes.ja: needs at least 3 examples"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    text = {"synonyms": SYNONYMS, "asked": ASKED, "warnings": WARNINGS}[file]
    assert old in text
    found = faults_of(folder_of(tmp_path, **{file: text.replace(old, new, 1)}))
    assert any(each.startswith(f"{file}.toml") and fault in each for each in found), found


@pytest.mark.parametrize(("value", "what"), [('"much"', "must be a number"), ("true", "must be a number")])
def test_a_weight_that_is_no_number_is_named(tmp_path: Path, value: str, what: str) -> None:
    index = f"[weights]\nword = {value}\n"
    assert f"index.toml: weights.word: {what}" in faults_of(folder_of(tmp_path, index=index))


def test_missing_files_are_named(tmp_path: Path) -> None:
    found = faults_of(tmp_path)
    for name in ("synonyms", "asked", "index", "warnings"):
        assert f"{name}.toml: -: file is missing" in found
