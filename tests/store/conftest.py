"""A fresh store in its own folder, and a person with something in every table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.coach.model import (
    Answers,
    Bedtime,
    Check,
    Effort,
    Exercise,
    Feel,
    Hold,
    Language,
    Pain,
    Plan,
    Session,
    Verdict,
)
from bot.coach.review import Answer, Review
from bot.coach.schedule import Due
from bot.store import Store, open_store
from bot.store.inbox import Received

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NIGHT = date(2026, 11, 24)
PLAN = Plan(Exercise.HIP_LIFT, ((Exercise.HIP_LIFT, 2), (Exercise.LEG_CURL, 1)), frozenset({1, 3, 5}))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nightlift.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(path)
    yield store
    store.close()


def fill(store: Store, person: int) -> None:
    """Something of this person in every table."""
    store.people.remember(person, Language.JA, NOW)
    store.people.set_zone(person, "Asia/Tokyo")
    store.people.consent(person, NOW)
    store.people.await_text(person, "remind", "zone", {"time": "22:30"}, NOW, by=1)
    answers = Answers(red=frozenset(), amber1=frozenset({"A4"}))
    store.health.finish_check(person, Check(NIGHT, NOW, Verdict.AMBER, answers), PLAN)
    store.health.save_draft(person, answers, frozenset({"A8"}), NOW)
    store.health.put_hold(person, Hold(Verdict.RED, NIGHT))
    session = Session(
        NIGHT, Exercise.HIP_LIFT, 2, 1, True, 1, False, False, Feel.BACK, Effort.HARD, Pain.MILD
    )
    store.sessions.save(person, session, NOW)
    store.reviews.add(person, Review(NIGHT, Answer.WORSE), NOW)
    store.reminders.set_bedtime(person, Bedtime(time(22, 30)))
    store.reminders.plan(person, Due(NIGHT, NOW))
    store.reminders.note_answer(person, NIGHT, "skip-pain", NOW)
    store.inbox.keep([Received(person, person, "{}")])
