from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.model import FaqItem
from bot.coach.model import Language
from bot.faq.__main__ import Faq, table
from bot.faq.evaluate import Case, Outcome, confusions, figures, misses, read_cases, run
from bot.faq.index import Index
from bot.faq.warning import Warnings
from bot.faq.words import normalise

DATA = Path(__file__).resolve().parents[1] / "data"
CONTENT = Path(__file__).resolve().parents[2] / "content"
SHORT = 8  # a shorter question may well be a word that content has to hold


def outcome(kind: str, expect: tuple[str, ...], got: str, *ids: str) -> Outcome:
    return Outcome(Case(Language.EN, "q", kind, expect), got, ids)


SOME = [
    outcome("faq", ("cramp",), "answer", "cramp", "age"),
    outcome("faq", ("cramp",), "choices", "age", "cramp"),
    outcome("faq", ("age",), "answer", "cramp"),
    outcome("faq", ("age",), "emergency"),
    outcome("oos", (), "none"),
    outcome("oos", (), "answer", "age"),
    outcome("redflag", (), "emergency"),
    outcome("redflag", (), "none"),
    outcome("redflag-not", (), "emergency"),
]


def test_each_figure_is_a_share_of_its_own_cases() -> None:
    found = figures(SOME)
    assert (found.right_first, found.in_first_three, found.answered_right) == (0.25, 0.5, 0.5)
    assert (found.oos_answered, found.oos_choices) == (0.5, 0.0)
    assert found.caught == 0.5
    assert found.false_alarms == pytest.approx(2 / 7)


def test_no_cases_give_zero_shares() -> None:
    assert figures([]).right_first == 0.0


def test_what_a_person_would_complain_about_is_a_miss() -> None:
    assert misses(SOME) == [SOME[1], SOME[2], SOME[3], SOME[5], SOME[7], SOME[8]]


def test_wrong_pairs_are_counted() -> None:
    assert confusions(SOME + SOME[2:3]) == [(("age", "cramp"), 2), (("cramp", "age"), 1)]


@pytest.mark.parametrize("language", list(Language))
def test_the_questions_name_only_known_ids(language: Language, items: dict[str, FaqItem]) -> None:
    cases = read_cases(DATA / f"questions.{language}.jsonl", language)
    assert {id_ for case in cases for id_ in case.expect} <= set(items)
    assert {case.kind for case in cases} == {"faq", "oos", "redflag", "redflag-not"}


@pytest.mark.parametrize("folder", [DATA, DATA / "aside", DATA / "exam-b", DATA / "exam-c-dev"], ids=str)
@pytest.mark.parametrize("language", list(Language))
def test_the_quality_does_not_fall_behind(
    index: Index, warnings: Warnings, language: Language, folder: Path
) -> None:
    """The floors of the project, on questions that were looked at while the words were written."""
    found = figures(run(read_cases(folder / f"questions.{language}.jsonl", language), index, warnings))
    assert found.right_first >= 0.80
    assert found.in_first_three >= 0.92
    assert found.oos_answered <= 0.05
    assert found.caught >= 0.95
    assert found.false_alarms <= 0.03


@pytest.mark.parametrize(("folder", "floor"), [("told", 0.97), ("told-2", 0.94)])
@pytest.mark.parametrize("language", list(Language))
def test_the_told_signs_are_still_seen(
    warnings: Warnings, index: Index, language: Language, folder: str, floor: float
) -> None:
    found = figures(run(read_cases(DATA / folder / f"questions.{language}.jsonl", language), index, warnings))
    assert found.caught >= floor
    assert found.false_alarms <= 0.03


def test_the_table_of_the_page_is_what_the_command_prints(index: Index, warnings: Warnings) -> None:
    page = (DATA.parents[1] / "docs" / "index.md").read_text(encoding="utf-8")
    assert "\n".join(table(Faq(index, warnings), DATA)) in page


@pytest.mark.parametrize("language", list(Language))
def test_no_development_question_stands_in_the_content(language: Language) -> None:
    everything = {
        normalise(text)
        for path in sorted(CONTENT.rglob("*.toml"))
        for text in texts_of(tomllib.loads(path.read_text(encoding="utf-8")))
    }
    cases = read_cases(DATA / f"questions.{language}.jsonl", language)
    questions = {question for case in cases if len(question := normalise(case.text)) > SHORT}
    assert sorted(questions & everything) == []


def texts_of(value: Any) -> Iterator[str]:
    """Every text of a TOML file, at whatever depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)
