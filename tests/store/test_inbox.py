from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.coach.model import Language
from bot.store import Store
from bot.store.database import StorageDownError
from bot.store.inbox import MOST_TRIES, Received
from tests.store.conftest import NOW

EMMA = 4_242_424_242


def update(number: int, text: str = "hello") -> Received:
    return Received(number, EMMA, f'{{"update_id": {number}, "text": "{text}"}}')


def test_what_was_kept_is_left_in_order_of_arrival(store: Store) -> None:
    store.inbox.keep([update(7), update(5)])
    store.inbox.keep([update(6)])
    assert store.inbox.left() == [update(7).body, update(5).body, update(6).body]


def test_a_number_that_was_here_before_is_not_new_handled_or_not(store: Store) -> None:
    assert store.inbox.keep([update(5), update(6)]) == {5, 6}
    store.inbox.handled([5])
    assert store.inbox.keep([update(5), update(6), update(7)]) == {7}
    assert store.inbox.left() == [update(6).body, update(7).body]


def test_a_handled_update_is_not_left_and_says_nothing_any_more(store: Store, path: Path) -> None:
    store.inbox.keep([update(5, "mark-of-a-message")])
    store.inbox.handled([5])
    assert (store.inbox.left(), store.inbox.waiting()) == ([], 0)
    store.database.checkpoint()
    assert b"mark-of-a-message" not in path.read_bytes() + Path(f"{path}-wal").read_bytes()


def test_an_update_that_was_there_at_several_crashes_is_given_up(store: Store) -> None:
    store.inbox.keep([update(5)])
    found = [bool(store.inbox.left()) for _ in range(MOST_TRIES + 1)]
    assert found == [True] * MOST_TRIES + [False]


def test_only_the_numbers_of_the_last_handled_ones_are_remembered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.inbox.REMEMBERED", 2)
    for number in (1, 2, 3, 4):
        store.inbox.keep([update(number)])
        if number != 2:
            store.inbox.handled([number])
    store.inbox.keep([update(5)])
    rows = store.database.rows("SELECT update_id FROM inbox ORDER BY seq")
    assert [row["update_id"] for row in rows] == [2, 4, 5], "what waits is never forgotten"


def test_when_nothing_can_be_written_none_is_kept_and_it_is_said(store: Store, path: Path) -> None:
    store.database.run("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageDownError):
            store.inbox.keep([update(5)])
        other.execute("ROLLBACK")
    assert store.inbox.keep([update(5)]) == {5}


def test_every_commit_waits_for_the_disk_again_after_a_light_one(store: Store) -> None:
    store.inbox.handled([5])
    with store.database.write():
        assert store.database.rows("PRAGMA synchronous") == [{"synchronous": 2}]


def test_erasing_a_person_empties_what_waits_of_them(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.inbox.keep([update(5)])
    store.people.erase(EMMA, NOW)
    assert store.inbox.left() == []
    assert store.inbox.keep([update(5)]) == set(), "its number is still known"
