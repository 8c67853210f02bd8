from __future__ import annotations

import pytest

from bot.faq.spelling import Spelling


@pytest.fixture
def spelling() -> Spelling:
    return Spelling.build(["hamstring", "bread", "cramp", "bowel", "reminder", "lift"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hamstrng", "hamstring"),
        ("hamstrring", "hamstring"),
        ("hasmtring", "hamstring"),
        ("hamstrint", "hamstring"),
        ("remindr", "reminder"),
        ("crmap", "cramp"),
    ],
)
def test_one_slip_is_mended(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.right(typed) == meant


@pytest.mark.parametrize("typed", ["broad", "bowl", "lefty", "12345", "もも", "hmstrng", "", "xylophone"])
def test_other_words_stay_as_they_are(spelling: Spelling, typed: str) -> None:
    assert spelling.right(typed) == typed


def test_a_known_word_is_never_changed(spelling: Spelling) -> None:
    assert spelling.right("bread") == "bread"


def test_the_first_letter_has_to_be_right(spelling: Spelling) -> None:
    assert spelling.right("bamstring") == "bamstring"
