from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.coach.model import Language
from bot.store import Store
from bot.store.database import Database, Parameters
from bot.store.erasures import Erasures
from bot.store.people import TABLES, Dialogue, People, Person
from tests.store.conftest import NOW, fill

EMMA, SAKURA = 4_242_424_242, 5_151_515_151  # too large to stand in the file by chance


def rows_of(path: Path, person: int) -> dict[str, list[dict[str, object]]]:
    """What another program sees of this person, table by table."""
    with closing(sqlite3.connect(path)) as other:
        other.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in other.execute(f"SELECT * FROM {table} WHERE {column} = ?", [person])]
            for table, column in TABLES.items()
        }


def tables_about_people(path: Path) -> dict[str, str]:
    """Every table that refers to a person, found in the schema itself."""
    with closing(sqlite3.connect(path)) as other:
        tables = [row[0] for row in other.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {
            table: [row[1] for row in other.execute(f"PRAGMA table_info({table})")] for table in tables
        }
    return {table: "person" for table, names in columns.items() if "person" in names}


# -- export, erasure, withdrawal ---------------------------------------------------------------------------


def test_every_table_about_people_is_on_the_list_for_export_and_erasure(store: Store, path: Path) -> None:
    assert {"people": "id"} | tables_about_people(path) == TABLES


def test_a_filled_person_stands_in_every_table(store: Store, path: Path) -> None:
    fill(store, EMMA)
    assert [table for table, rows in rows_of(path, EMMA).items() if not rows] == []


def test_the_export_is_exactly_the_rows(store: Store, path: Path) -> None:
    fill(store, EMMA)
    fill(store, SAKURA)
    assert store.people.export(EMMA) == rows_of(path, EMMA)


def test_what_is_asked_of_one_person_reads_no_row_of_the_others(store: Store) -> None:
    for table, column in TABLES.items():
        sql = f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column} = ?"
        assert all(row["detail"].startswith("SEARCH") for row in store.database.rows(sql, [EMMA])), table


def test_erasing_leaves_no_row_of_the_person_and_every_row_of_the_others(store: Store, path: Path) -> None:
    fill(store, EMMA)
    fill(store, SAKURA)
    sakura = rows_of(path, SAKURA)

    store.people.erase(EMMA, NOW)

    assert rows_of(path, EMMA) == {table: [] for table in TABLES}
    assert rows_of(path, SAKURA) == sakura


def test_erasing_twice_is_the_same_as_once(store: Store) -> None:
    fill(store, EMMA)
    store.people.erase(EMMA, NOW)
    store.people.erase(EMMA, NOW)
    assert store.people.get(EMMA) is None


MARKS = ("mark-of-the-zone", "mark-of-the-dialogue", "mark-of-the-health-answers")


def leave_marks(store: Store) -> None:
    """Texts that can be found in the file's bytes: an integer could stand there by chance."""
    fill(store, EMMA)
    store.people.set_zone(EMMA, MARKS[0])
    store.people.await_text(EMMA, "remind", "zone", {"time": MARKS[1]}, NOW, by=1)
    store.database.run("UPDATE checks SET answers = ? WHERE person = ?", [MARKS[2], EMMA])


def marks_in(path: Path) -> set[str]:
    """The marks that stand in the file or its write-ahead log."""
    data = path.read_bytes() + Path(f"{path}-wal").read_bytes()
    return {mark for mark in MARKS if mark.encode() in data}


def test_the_marks_are_in_the_bytes_before(store: Store, path: Path) -> None:
    leave_marks(store)
    assert marks_in(path) == set(MARKS)


def test_erasing_takes_the_bytes_out_of_file_and_log(store: Store, path: Path) -> None:
    leave_marks(store)
    store.database.checkpoint()
    store.people.erase(EMMA, NOW)
    assert marks_in(path) == set()


def test_withdrawing_consent_takes_the_health_answers_out_of_file_and_log(store: Store, path: Path) -> None:
    leave_marks(store)
    store.database.checkpoint()
    store.people.withdraw_consent(EMMA, NOW)
    assert MARKS[2] not in marks_in(path)


def test_withdrawing_consent_keeps_person_zone_and_bedtime(store: Store) -> None:
    fill(store, EMMA)
    bedtime = store.reminders.bedtime(EMMA)

    store.people.withdraw_consent(EMMA, NOW)

    person = store.people.get(EMMA)
    assert person is not None
    assert (person.consented, person.zone, person.language) == (False, "Asia/Tokyo", Language.JA)
    assert store.reminders.bedtime(EMMA) == bedtime is not None


@pytest.mark.parametrize("table", ["drafts", "checks", "holds", "plans", "sessions", "night_answers"])
def test_withdrawing_consent_erases_what_is_said_about_health(store: Store, path: Path, table: str) -> None:
    fill(store, EMMA)
    fill(store, SAKURA)
    store.people.withdraw_consent(EMMA, NOW)
    assert rows_of(path, EMMA)[table] == []
    assert rows_of(path, SAKURA)[table] != []


# -- retention ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "kept"), [(0, True), (364, True), (365, True), (366, False)], ids=lambda value: str(value)
)
def test_a_person_is_kept_for_twelve_months_after_the_last_contact(
    store: Store, days: int, kept: bool
) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    assert store.people.forget_stale(NOW + timedelta(days=days)) == int(not kept)
    assert (store.people.get(EMMA) is not None) is kept


@pytest.mark.parametrize(("days", "kept"), [(0, True), (90, True), (91, False)])
def test_who_blocked_the_bot_is_kept_for_ninety_days(store: Store, days: int, kept: bool) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.people.set_blocked(EMMA, NOW)
    store.people.forget_stale(NOW + timedelta(days=days))
    assert (store.people.get(EMMA) is not None) is kept


def test_a_contact_begins_the_twelve_months_anew(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.people.seen(EMMA, NOW + timedelta(days=300))
    assert store.people.forget_stale(NOW + timedelta(days=600)) == 0


def test_forgetting_takes_the_bytes_out_too(store: Store, path: Path) -> None:
    leave_marks(store)
    store.database.checkpoint()
    store.people.forget_stale(NOW + timedelta(days=400))
    assert marks_in(path) == set()


def test_forgetting_can_be_done_some_people_at_a_time(store: Store) -> None:
    for person in range(1, 6):
        store.people.remember(person, Language.EN, NOW)
    much_later = NOW + timedelta(days=400)
    assert [store.people.forget_stale(much_later, at_most=2) for _ in range(4)] == [2, 2, 1, 0]


class Explaining(Database):
    """Notes how SQLite finds the people whom a statement changes."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.plans: list[str] = []

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        self.plans += [row["detail"] for row in self.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        return super().run(sql, parameters)


def test_forgetting_does_not_read_everybody(tmp_path: Path) -> None:
    database = Explaining(tmp_path / "explained.db")
    People(database, Erasures(tmp_path)).forget_stale(NOW)
    database.close()
    found = [detail for detail in database.plans if "people" in detail]
    assert [detail for detail in found if detail.startswith("SCAN")] == []
    assert {"people_blocked", "people_seen"} <= set(" ".join(found).split())


# -- the person --------------------------------------------------------------------------------------------


def test_a_new_person_has_a_language_and_nothing_else(store: Store) -> None:
    person = store.people.remember(EMMA, Language.EN, NOW)
    assert person == Person(EMMA, Language.EN, zone=None, consented=False, blocked=False, seen=NOW)


def test_remembering_again_keeps_the_chosen_language_and_zone(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.people.set_language(EMMA, Language.JA)
    store.people.set_zone(EMMA, "Asia/Tokyo")
    later = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

    person = store.people.remember(EMMA, Language.EN, later)

    assert (person.language, person.zone, person.seen) == (Language.JA, "Asia/Tokyo", later)


def test_a_person_who_writes_again_has_not_blocked_the_bot(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.people.set_blocked(EMMA, NOW)
    assert store.people.remember(EMMA, Language.EN, NOW).blocked is False


def test_blocking_is_noted_and_taken_back(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    noted = []
    for since in (NOW, None):
        store.people.set_blocked(EMMA, since)
        person = store.people.get(EMMA)
        noted.append(person is not None and person.blocked)
    assert noted == [True, False]


def test_consent_is_noted(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.people.consent(EMMA, NOW)
    person = store.people.get(EMMA)
    assert person is not None
    assert person.consented


# -- a question that waits ---------------------------------------------------------------------------------


def test_a_waiting_question_comes_back_as_it_was(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.people.await_text(EMMA, "remind", "zone", {"time": "22:30"}, NOW, by=1)
    assert store.people.awaited(EMMA) == Dialogue("remind", "zone", {"time": "22:30"}, NOW)


def test_one_question_waits_at_a_time(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.people.await_text(EMMA, "remind", "time", {}, NOW, by=1)
    store.people.await_text(EMMA, "remind", "zone", {}, NOW, by=2)
    awaited = store.people.awaited(EMMA)
    assert awaited is not None
    assert awaited.step == "zone"
    store.people.await_nothing(EMMA, by=3)
    assert store.people.awaited(EMMA) is None


def test_an_update_that_is_handled_again_meets_the_question_it_met_at_first(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    asked_time = Dialogue("remind", "time", {}, NOW)
    asked_zone = Dialogue("remind", "zone", {"at": "22:30"}, NOW)
    for _ in range(2):
        assert store.people.met(EMMA, 1) is None
        store.people.await_text(EMMA, "remind", "time", {}, NOW, by=1)
    for _ in range(2):
        assert store.people.met(EMMA, 2) == asked_time
        store.people.await_text(EMMA, "remind", "zone", {"at": "22:30"}, NOW, by=2)
    for _ in range(2):
        assert store.people.met(EMMA, 3) == asked_zone
        store.people.await_nothing(EMMA, by=3)
    assert store.people.met(EMMA, 4) is None
    assert store.people.awaited(EMMA) is None


def test_what_one_update_met_is_not_what_another_meets(store: Store) -> None:
    store.people.remember(EMMA, Language.EN, NOW)
    store.people.remember(SAKURA, Language.JA, NOW)
    store.people.await_text(EMMA, "remind", "time", {}, NOW, by=1)
    store.people.await_nothing(EMMA, by=2)
    assert store.people.met(SAKURA, 2) is None
    assert store.people.met(EMMA, 3) is None
