"""Flood limits: what fits, what gets 429, and when it fits again."""

from collections.abc import Iterable

import aiohttp
import pytest

from bot.demo.flood import Flood
from bot.demo.server import StandIn
from bot.demo.wire import RefusalError


class Watch:
    """A monotonic clock that is set by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


def refused(flood: Flood, chats: Iterable[int]) -> list[int]:
    """The waiting times of the calls that were refused."""
    waits = []
    for chat_id in chats:
        try:
            flood.check("sendmessage", chat_id)
        except RefusalError as refusal:
            waits.append(refusal.parameters["retry_after"])
    return waits


def test_thirty_chats_a_second_fit_and_the_next_waits(watch: Watch) -> None:
    flood = Flood(watch)
    assert refused(flood, list(range(1, 32))) == [1]
    watch.at = 1.0
    assert refused(flood, [31]) == []


def test_a_chat_takes_three_at_once_and_then_one_a_second(watch: Watch) -> None:
    flood = Flood(watch)
    assert refused(flood, [7, 7, 7, 7]) == [3]
    watch.at = 3.0
    assert refused(flood, [7]) == []


def test_a_group_takes_twenty_a_minute(watch: Watch) -> None:
    flood = Flood(watch)
    assert refused(flood, [-7] * 21) == [60]


def test_edits_and_answers_are_not_counted(watch: Watch) -> None:
    flood = Flood(watch)
    for _ in range(100):
        flood.check("editmessagetext", 7)


@pytest.mark.parametrize(("flood", "expected"), [(False, 40), (True, 3)])
async def test_the_limits_are_off_unless_asked_for(flood: bool, expected: int) -> None:
    async with StandIn(flood=flood) as server, aiohttp.ClientSession(server.url) as session:
        emma = await server.person("Emma", met=True)
        for number in range(40):
            fields = {"chat_id": emma.chat_id, "text": str(number)}
            async with session.post(f"/bot{server.token}/sendMessage", json=fields) as response:
                assert response.status in (200, 429)
        assert len(await emma.messages()) == expected
