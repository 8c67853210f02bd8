"""SQLite, and the only SQL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.store.database import Database, ReadOnlyDatabase
from bot.store.due import Reminders
from bot.store.everybody import Everybody
from bot.store.health import Health
from bot.store.people import People
from bot.store.questions import Questions
from bot.store.report import Report
from bot.store.reviews import Reviews
from bot.store.sessions import Sessions
from bot.store.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is remembered, by theme, over one database file."""

    database: Database
    people: People
    health: Health
    sessions: Sessions
    reviews: Reviews
    reminders: Reminders
    questions: Questions
    everybody: Everybody
    report: Report
    uploads: Uploads

    def close(self) -> None:
        self.database.close()


def open_store(path: Path) -> Store:
    """Open (or make) the database file. Raises DatabaseInUseError, DatabaseUnusableError."""
    return _over(Database(path))


def look_into(path: Path) -> Store:
    """The same to read only, beside a running bot. Raises DatabaseUnusableError."""
    return _over(ReadOnlyDatabase(path))


def _over(database: Database) -> Store:
    return Store(
        database=database,
        people=People(database),
        health=Health(database),
        sessions=Sessions(database),
        reviews=Reviews(database),
        reminders=Reminders(database),
        questions=Questions(database),
        everybody=Everybody(database),
        report=Report(database),
        uploads=Uploads(database),
    )
