"""SQLite, and the only SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.store.backup import Restored, settle_restored
from bot.store.database import Database, ReadOnlyDatabase
from bot.store.due import Reminders
from bot.store.erasures import Erasures
from bot.store.everybody import Everybody
from bot.store.figures import Figures
from bot.store.health import Health
from bot.store.heartbeat import Heartbeats
from bot.store.inbox import Inbox
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
    inbox: Inbox
    erasures: Erasures
    figures: Figures
    heartbeats: Heartbeats
    everybody: Everybody
    report: Report
    uploads: Uploads

    def settle_restored(self, now: datetime) -> Restored | None:
        """What a backup that was put back needs, before anything is sent; None when this is none."""
        return settle_restored(self.database, self.people, self.erasures, now)

    def close(self) -> None:
        self.database.close()


def open_store(path: Path) -> Store:
    """Open (or make) the database file. Raises DatabaseInUseError, DatabaseUnusableError."""
    return _over(path, Database(path))


def look_into(path: Path) -> Store:
    """The same to read only, beside a running bot. Raises DatabaseUnusableError."""
    return _over(path, ReadOnlyDatabase(path))


def _over(path: Path, database: Database) -> Store:
    erasures = Erasures(path)
    return Store(
        database=database,
        people=People(database, erasures),
        health=Health(database),
        sessions=Sessions(database),
        reviews=Reviews(database),
        reminders=Reminders(database),
        questions=Questions(database),
        inbox=Inbox(database),
        erasures=erasures,
        figures=Figures(database),
        heartbeats=Heartbeats(database),
        everybody=Everybody(database),
        report=Report(database),
        uploads=Uploads(database),
    )
