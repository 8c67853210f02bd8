"""A database of the version before opens, and everything in it goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from bot.coach.calendar import valid
from bot.coach.model import Exercise, Routine, Session, Surface
from bot.store import open_store
from tests.store.conftest import NIGHT

EMMA = 1


def of_version_3(path: Path) -> None:
    """The file as the first three migrations left it, with a person who trained."""
    with closing(sqlite3.connect(path)) as old:
        for n in (1, 2, 3):
            old.executescript(files("bot.store").joinpath(f"schema_000{n}.sql").read_text(encoding="utf-8"))
        old.executescript(
            "CREATE TABLE _sqlite_migrations"
            " (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT);"
            "CREATE UNIQUE INDEX idx ON _sqlite_migrations (migration_set, name);"
        )
        for n in (1, 2, 3):
            old.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
                " VALUES ('nightlift', ?, '2026-11-01')",
                [f"000{n}"],
            )
        old.execute("INSERT INTO people (id, language, created_at, seen_at) VALUES (1, 'ja', 0, 0)")
        old.execute(
            "INSERT INTO plans VALUES (1, 'hip-lift', '{\"hip-lift\": 2, \"leg-curl\": 1}', '[0, 1, 4]')"
        )
        old.execute(
            "INSERT INTO sessions VALUES (1, '2026-11-24', 'hip-lift', 2, 1, 1, 1, 0, 0, 'back', 'right',"
            " '1-3', 0)"
        )
        old.commit()


def test_plan_and_sessions_of_the_version_before_are_read_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "nightlift.db"
    of_version_3(path)
    store = open_store(path)
    try:
        plan = store.health.plan(EMMA)
        assert plan is not None
        assert (plan.exercise, plan.level(Exercise.HIP_LIFT)) == (Exercise.HIP_LIFT, 2)
        assert (plan.routine, plan.surface, plan.review_day) == (Routine.ONE, Surface.BED, None)
        assert valid(plan.days), "two nights in a row are mended"
        [session] = store.sessions.history(EMMA)
        assert isinstance(session, Session)
        assert (session.night, session.part, session.settled, session.own_count) == (NIGHT, 1, None, False)
        assert store.reviews.all(EMMA) == []
    finally:
        store.close()
