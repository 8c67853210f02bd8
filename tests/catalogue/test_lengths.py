from __future__ import annotations

import pytest

from bot.catalogue.lengths import LONGEST_ID, LONGEST_VALUE, SCREENS, filled, screens, size
from bot.catalogue.load import Catalogue, load, parts_of
from bot.catalogue.model import Text
from bot.coach.model import Exercise, Language
from bot.coach.next_up import Next
from bot.views import ask, plan, screening, start
from bot.views.reply import press
from bot.views.words import Words
from tests.catalogue.broken import CONTENT
from tests.views.screens import NIGHT
from tests.views.screens import screens as shown


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(CONTENT)


@pytest.mark.parametrize(
    ("text", "units"),
    [("lift", 4), ("上げる", 3), ("🌙", 2), ("Do 10 [H18].", 6), ("<b>x</b>", 8)],
)
def test_a_length_is_counted_as_telegram_counts_without_source_tags(text: str, units: int) -> None:
    assert size(text) == units


def test_a_placeholder_counts_as_its_longest_value() -> None:
    text = Text("Call {emergency}.", "{emergency}へ。")
    assert filled(text, Language.EN, {"emergency": 60}) == len("Call .") + 60
    assert filled(text, Language.JA, {"emergency": 60}) == len("へ。") + 60
    assert filled(text, Language.EN, {}) == len("Call .") + LONGEST_VALUE


@pytest.mark.parametrize("step", ["faq", "more", "helped", "unhelpful"])
def test_the_longest_id_fits_into_every_button_that_carries_one(step: str) -> None:
    assert press("ask", step, "x" * LONGEST_ID)


def test_every_time_zone_fits_into_its_button(catalogue: Catalogue) -> None:
    longest = max(catalogue.zones.known, key=len)
    assert press("remind", "zone", longest)
    assert len(longest) <= LONGEST_VALUE


@pytest.mark.parametrize("language", list(Language))
def test_no_screen_is_longer_than_the_checker_reckons(catalogue: Catalogue, language: Language) -> None:
    """The checker cannot ask the views, it adds up what they put together."""
    say = Words(catalogue, language)
    reckoned = {(file, key): length for file, key, length in screens(parts_of(catalogue), language)}
    real = {
        **{
            ("screening.toml", f"questions (the screen {step})"): screening.question(say, step, frozenset())
            for step in SCREENS
        },
        **{(f"plans/{each}.toml", "form and mistakes"): plan.form_page(say, each, 1) for each in Exercise},
        **{
            (f"plans/{each}.toml", "easier and alternatives"): plan.easier_page(say, each)
            for each in Exercise
        },
        **{
            (f"faq/{id_}.toml", "the whole answer"): ask.answer(say, item, full=True)
            for id_, item in catalogue.faq.items()
        },
        ("botfather.toml", "commands (on /help)"): start.help_page(say, Next.REST, NIGHT),
    }
    assert [key for key, reply in real.items() if size(reply.text) > reckoned[key]] == []
    for view, key in (
        ("screening.recommendation", ("messages/screening.toml", "recommended")),
        ("reminder.nightly", ("reminders.toml", "training (the longest)")),
        ("reminder.rest_evening", ("reminders.toml", "rest (the longest, with a tip)")),
        ("habits.page", ("habits.toml", "tips (the longest)")),
    ):
        lengths = [size(reply.text) for name, reply in shown(say).items() if name.startswith(view)]
        assert lengths, view
        assert max(lengths) <= reckoned[key], view
