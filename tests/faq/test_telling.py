from __future__ import annotations

import pytest

from bot.faq.telling import PASSED_OVER, Spellings, endings, plain, read


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("I do not feel it", "i dont feel it"),
        ("I can not pee", "i cant pee"),
        ("it will not stop", "it wont stop"),
    ],
)
def test_english_denials_have_one_form(text: str, reads: str) -> None:
    assert plain(text) == reads


@pytest.mark.parametrize("ending", ["上がらな", "上がらず", "上がらん", "上がらへん", "上がりませ"])
def test_a_japanese_denial_stands_for_all_its_endings(ending: str) -> None:
    assert ending in endings("上がらない")


def test_another_spelling_is_read_as_the_word() -> None:
    spellings = Spellings({"むねが": "胸が", "居たい": "痛い"})
    assert spellings.put_right("むねが居たい") == "胸が痛い"


def test_without_spellings_a_text_stays_as_it_is() -> None:
    assert Spellings({}).put_right("むねが") == "むねが"


def test_an_adverb_is_one_unit_that_may_be_passed_over() -> None:
    units = read("急に力が抜けた")
    assert (units[0].word, units[0].raw) == ("急に", PASSED_OVER)
