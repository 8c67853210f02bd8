from __future__ import annotations

from dataclasses import replace

import pytest

from bot.catalogue.faq_items import read_faq
from bot.catalogue.model import FaqItem
from bot.catalogue.reader import Faults
from bot.catalogue.wordings import ENOUGH, check_wordings, normalised, nothing_new, share_without_news
from bot.coach.model import Language
from tests.catalogue.broken import CONTENT


@pytest.fixture
def items() -> dict[str, FaqItem]:
    return read_faq(CONTENT, Faults())


def with_wordings(item: FaqItem, *english: str) -> FaqItem:
    return replace(item, wordings={**item.wordings, Language.EN: english})


def faults_of(items: dict[str, FaqItem]) -> list[str]:
    faults = Faults()
    check_wordings(items, faults)
    return [str(fault) for fault in faults.found]


def test_our_own_wordings_have_no_fault(items: dict[str, FaqItem]) -> None:
    assert faults_of(items) == []


def test_too_few_wordings_are_named(items: dict[str, FaqItem]) -> None:
    items["cramp"] = with_wordings(items["cramp"], *items["cramp"].wordings[Language.EN][: ENOUGH - 1])
    assert faults_of(items) == [f"faq/cramp.toml: wordings.en: {ENOUGH - 1} wordings, {ENOUGH} are needed"]


def test_a_wording_that_stands_in_two_files_is_named_whatever_its_spaces(items: dict[str, FaqItem]) -> None:
    first = items["age"].wordings[Language.EN][0]
    items["cramp"] = with_wordings(
        items["cramp"], *items["cramp"].wordings[Language.EN], f"  {first.upper()} !!"
    )
    [fault] = faults_of(items)
    assert fault.startswith("faq/cramp.toml: wordings.en[")
    assert fault.endswith("the same as faq/age.toml wordings.en[0]")


@pytest.mark.parametrize(
    ("one", "other"), [("My BUM hurts?", "my bum  hurts"), ("ﾓﾓがつる", "モモがつる！"), ("１０回", "10回。")]
)
def test_width_case_spaces_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_a_wording_all_of_whose_words_stand_elsewhere_adds_nothing() -> None:
    assert nothing_new(["my thighs burn", "back thighs", "my thighs"], Language.EN) == [2]
    assert nothing_new(["ももが痛い", "ももがつる", "もも"], Language.JA) == [2]


def test_the_share_is_counted_over_all_questions(items: dict[str, FaqItem]) -> None:
    few = {"cramp": with_wordings(items["cramp"], "a b", "c d", "a", "b")}
    assert share_without_news(few, Language.EN) == pytest.approx(3 / 4)
