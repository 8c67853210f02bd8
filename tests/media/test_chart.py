from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from bot.catalogue.load import Catalogue
from bot.coach.model import Exercise, Language, Pain, Session
from bot.coach.trend import ProgressData, progress_data
from bot.media.brush import Brush, font
from bot.media.card import Card
from bot.media.chart import draw_card, wrapped
from bot.views.card import words
from bot.views.words import Words

MONDAY = date(2026, 10, 5)


def history(weeks: int) -> list[Session]:
    """Three evenings a week, a level up every second week, now and then some pain."""
    nights = [MONDAY + timedelta(days=7 * week + day) for week in range(weeks) for day in (0, 2, 4)]
    return [
        Session(
            night=night,
            exercise=Exercise.HIP_LIFT if n % 4 else Exercise.LEG_CURL,
            level=min(1 + n // 6, 4),
            sets=1,
            started=True,
            sets_done=1,
            pain=tuple(Pain)[n % 3],
        )
        for n, night in enumerate(nights)
    ]


def card(catalogue: Catalogue, language: Language, data: ProgressData) -> Card:
    tops = {each: plan.top for each, plan in catalogue.plans.items()}
    return Card(data, tops, words(Words(catalogue, language), data))


def data(weeks: int) -> ProgressData:
    return progress_data(history(weeks), 3, MONDAY + timedelta(days=7 * max(weeks, 1) - 1))


@pytest.mark.parametrize("weeks", [0, 1, 8, 30])
@pytest.mark.parametrize("language", list(Language))
def test_a_card_is_a_calm_picture_for_a_phone(catalogue: Catalogue, language: Language, weeks: int) -> None:
    with Image.open(io.BytesIO(draw_card(card(catalogue, language, data(weeks))))) as picture:
        assert (picture.format, picture.size) == ("PNG", (960, 1080))


def test_the_same_data_gives_the_same_bytes_and_other_data_others(catalogue: Catalogue) -> None:
    one, again, other = (draw_card(card(catalogue, Language.EN, data(n))) for n in (3, 3, 4))
    assert one == again != other


def test_it_speaks_the_language_of_the_person(catalogue: Catalogue) -> None:
    assert draw_card(card(catalogue, Language.EN, data(3))) != draw_card(
        card(catalogue, Language.JA, data(3))
    )
    said = words(Words(catalogue, Language.JA), data(3))
    assert said["weeks"] == "続いた週: 3週のうち3週"
    begun = progress_data(history(1)[:1], 3, MONDAY)
    assert words(Words(catalogue, Language.JA), begun)["weeks"] == "最初の週"
    assert (said["first"], said["last"]) == ("10月5日", "10月25日")
    assert words(Words(catalogue, Language.EN), data(3))["pain"] == "Pain, 0 to 10"


def test_every_sign_on_a_card_is_in_the_font_that_comes_along(catalogue: Catalogue) -> None:
    def drawn(char: str) -> bytes:
        return bytes(font(40).getmask(char))

    for language in Language:
        for text in words(Words(catalogue, language), data(3)).values():
            missing = {char for char in text if char != " " and drawn(char) == drawn("\ue000")}
            assert missing == set(), (language, text)


def test_a_sign_that_no_font_has_would_be_noticed() -> None:
    assert bytes(font(40).getmask("\ue001")) == bytes(font(40).getmask("\ue000"))


@pytest.mark.parametrize(
    "text", ["最初の夜が、ここに記録されます。" * 4, "Your first evening stands here. " * 6]
)
def test_a_long_word_of_welcome_is_broken_into_lines_that_fit(text: str) -> None:
    brush = Brush((900, 100), (0, 0, 0), scale=1.0, origin=(0, 0), fine=1)
    lines = wrapped(brush, text.strip(), 36, 600)
    assert len(lines) > 1
    assert all(brush.width_of(line, 36) <= 640 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith(("。", "、")) for line in lines)
