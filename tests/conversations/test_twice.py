"""Each update is handled twice, as after a `kill -9` before its handling was noted: nothing counts twice."""

from __future__ import annotations

from datetime import time

import pytest
from telegram import Update

from bot.coach.model import Bedtime
from bot.transport.inbox import DurableQueue
from tests.conversations.talk import Talk


@pytest.fixture(autouse=True)
def twice(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Instead of being noted as handled, an update is queued once more; the numbers of these updates."""
    again: set[int] = set()
    noted = DurableQueue.handled

    def handled(queue: DurableQueue, update: object) -> None:
        if isinstance(update, Update) and update.update_id not in again:
            again.add(update.update_id)
            queue.put_nowait(update)
        else:
            noted(queue, update)

    monkeypatch.setattr(DurableQueue, "handled", handled)
    return again


async def test_evenings_of_which_everything_is_handled_twice_count_once(talk: Talk, twice: set[int]) -> None:
    await talk.checked()
    assert talk.level == 2
    await talk.with_bedtime()
    person = talk.store.people.get(talk.id)
    assert person is not None
    assert person.zone in ("Europe/London", "Asia/Tokyo"), "the bedtime is not what time it is there now"
    assert talk.store.reminders.bedtime(talk.id) == Bedtime(time(22, 30))
    await talk.trains()
    assert (talk.level, len(talk.store.sessions.history(talk.id))) == (2, 1)

    await talk.go_to(2)
    await talk.person.until(lambda chat: talk.label("night.start") in chat[-1].labels)
    await talk.press("night.later", minutes=15)
    later = [row for row in talk.store.people.export(talk.id)["deliveries"] if row["seq"] > 0]
    assert len(later) == 1

    await talk.trains()
    assert (talk.level, len(talk.store.sessions.history(talk.id))) == (3, 2), "two good evenings are one step"
    await talk.send("/plan")
    await talk.press("plan.change")
    await talk.press("plan.lower")
    assert talk.level == 2, "one press is one level"
    assert len(twice) > 20
    assert talk.store.inbox.waiting() == 0
