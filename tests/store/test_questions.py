from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.coach.model import Language
from bot.store import Store, look_into, open_store
from bot.store.database import DatabaseUnusableError

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "nightlift.db")
    yield opened
    opened.close()


def test_the_same_question_is_counted_and_the_most_frequent_comes_first(store: Store) -> None:
    for text in ("swimming", "cycling", "swimming"):
        store.questions.note(text, Language.EN, "", NOON)
    store.questions.note("swimming", Language.JA, "", NOON)
    assert [(each.text, each.language, each.count) for each in store.questions.listed(10)] == [
        ("swimming", Language.EN, 2),
        ("cycling", Language.EN, 1),
        ("swimming", Language.JA, 1),
    ]


def test_nothing_is_noted_when_there_is_nothing_to_say(store: Store) -> None:
    store.questions.note("", Language.EN, "", NOON)
    assert store.questions.listed(10) == []


def test_what_nobody_asks_for_a_year_is_forgotten(store: Store) -> None:
    store.questions.note("old", Language.EN, "", NOON - timedelta(days=366))
    store.questions.note("new", Language.EN, "", NOON)
    assert store.questions.forget_old(NOON) == 1
    assert [each.text for each in store.questions.listed(10)] == ["new"]


def test_a_look_beside_a_running_bot_reads_and_cannot_write(store: Store, tmp_path: Path) -> None:
    store.questions.note("swimming", Language.EN, "", NOON)
    beside = look_into(tmp_path / "nightlift.db")
    assert [each.text for each in beside.questions.listed(10)] == ["swimming"]
    with pytest.raises(Exception, match="readonly"):
        beside.questions.note("cycling", Language.EN, "", NOON)
    beside.close()


def test_a_look_into_nothing_is_refused_and_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusableError, match="no such file"):
        look_into(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
