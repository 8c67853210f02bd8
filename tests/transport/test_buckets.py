from __future__ import annotations

import pytest

from bot.transport.buckets import MOST_KEYS, TOLD_EVERY, Buckets, Turn

EMMA, SAKURA = 1001, 1002


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buckets(clock: Clock) -> Buckets:
    return Buckets(10, 2.0, clock)


def turns(buckets: Buckets, count: int, person: int = EMMA, cost: float = 1.0) -> list[Turn]:
    return [buckets.take(person, cost) for _ in range(count)]


def test_ten_at_once_then_one_kind_word_then_silence(buckets: Buckets) -> None:
    assert turns(buckets, 13) == [Turn.HANDLE] * 10 + [Turn.SAY_SO] + [Turn.SILENCE] * 2


def test_presses_at_half_the_cost_may_be_twice_as_many(buckets: Buckets) -> None:
    assert turns(buckets, 21, cost=0.5)[-2:] == [Turn.HANDLE, Turn.SAY_SO]


def test_one_more_every_two_seconds(buckets: Buckets, clock: Clock) -> None:
    turns(buckets, 11)
    clock.seconds += 4.0
    assert turns(buckets, 3) == [Turn.HANDLE, Turn.HANDLE, Turn.SILENCE]


def test_the_kind_word_comes_once_a_minute(buckets: Buckets, clock: Clock) -> None:
    turns(buckets, 11)
    said = []
    for _ in range(240):
        clock.seconds += 0.5
        said += [buckets.take(EMMA, 1.0) for _ in range(2)]
    assert said.count(Turn.SAY_SO) == 2, "in two minutes"
    assert TOLD_EVERY == 60.0


def test_one_persons_flood_is_not_anothers(buckets: Buckets) -> None:
    turns(buckets, 50)
    assert turns(buckets, 1, SAKURA) == [Turn.HANDLE]


def test_a_long_rest_saves_up_no_more_than_the_burst(buckets: Buckets, clock: Clock) -> None:
    turns(buckets, 1)
    clock.seconds += 1_000_000
    assert turns(buckets, 11).count(Turn.HANDLE) == 10


def test_memory_is_bounded_and_the_flooding_one_is_not_forgotten_first(buckets: Buckets) -> None:
    turns(buckets, 11)
    for person in range(2_000, 2_000 + MOST_KEYS - 2):
        buckets.take(person, 1.0)
    assert buckets.take(EMMA, 1.0) is Turn.SILENCE
    for person in range(500_000, 500_000 + MOST_KEYS - 1):
        buckets.take(person, 1.0)
    assert len(buckets) == MOST_KEYS
    assert buckets.take(EMMA, 1.0) is Turn.SILENCE
