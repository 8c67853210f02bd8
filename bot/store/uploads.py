"""Which files Telegram has already, and by what id: each is uploaded once."""

from __future__ import annotations

from bot.store.database import Database


class Uploads:
    def __init__(self, db: Database) -> None:
        self._db = db

    def file_id(self, bot: int, name: str, version: str) -> str | None:
        """Telegram's id for this version of the file, if this bot has uploaded it."""
        row = self._db.row(
            "SELECT file_id FROM uploads WHERE bot = ? AND name = ? AND version = ?", [bot, name, version]
        )
        return str(row["file_id"]) if row else None

    def remember(self, bot: int, name: str, version: str, file_id: str) -> None:
        """Keep the id; that of an older version goes."""
        self._db.run("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?)", [bot, name, version, file_id])

    def forget(self, bot: int, name: str) -> None:
        """Telegram no longer knows the id."""
        self._db.run("DELETE FROM uploads WHERE bot = ? AND name = ?", [bot, name])
