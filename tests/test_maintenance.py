"""What is done once a day, with nobody asking."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.coach.model import Language
from bot.maintenance import FORGOTTEN, Maintenance
from bot.store import open_store

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PRESENT = 1


async def test_everybody_who_is_to_be_forgotten_is_gone_in_one_run(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    store = open_store(tmp_path / "nightlift.db")
    stale = range(PRESENT + 1, PRESENT + 1 + 2 * FORGOTTEN + 1)
    for person in stale:
        store.people.remember(person, Language.EN, NOW - timedelta(days=366))
    store.people.remember(PRESENT, Language.EN, NOW)

    async def plan_missing() -> None:
        pass

    await Maintenance(store, lambda: NOW, plan_missing).run()
    kept = [person for person in (PRESENT, *stale) if store.people.get(person)]
    store.close()
    assert kept == [PRESENT]
    assert f"{len(stale)} people forgotten" in caplog.text
