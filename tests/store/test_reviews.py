"""The weekly answers."""

from __future__ import annotations

from datetime import timedelta

from bot.coach.model import Language
from bot.coach.review import Answer, Review
from bot.store import Store
from tests.store.conftest import NIGHT, NOW

EMMA, SAKURA = 1, 2


def test_an_answer_comes_back_and_the_first_of_a_night_stays(store: Store) -> None:
    for person in (EMMA, SAKURA):
        store.people.remember(person, Language.EN, NOW)
    week = timedelta(days=7)
    assert store.reviews.last(EMMA) is None
    assert store.reviews.add(EMMA, Review(NIGHT + week, Answer.BETTER), NOW)
    assert store.reviews.add(EMMA, Review(NIGHT, Answer.SAME), NOW)
    assert not store.reviews.add(EMMA, Review(NIGHT, Answer.WORSE), NOW), "two devices at once"
    assert store.reviews.add(SAKURA, Review(NIGHT, Answer.WORSE), NOW)
    assert store.reviews.all(EMMA) == [Review(NIGHT, Answer.SAME), Review(NIGHT + week, Answer.BETTER)]
    assert store.reviews.last(EMMA) == Review(NIGHT + week, Answer.BETTER)


def test_an_answer_is_a_health_answer_and_goes_with_the_consent(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.reviews.add(EMMA, Review(NIGHT, Answer.WORSE), NOW)
    store.people.withdraw_consent(EMMA, NOW)
    assert store.reviews.all(EMMA) == []
