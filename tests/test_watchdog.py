"""A process that is deaf, stalled, refused or in a wrong time notices it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.watchdog import CLOCK_OFF, Watchdog

NOW = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Computer:
    """A wall clock that can be set, and a monotonic one that cannot."""

    def __init__(self) -> None:
        self.wall = NOW
        self.monotonic = 5000.0

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.monotonic += seconds

    def dog(self, *, polling: bool = True, checks_clock: bool = True) -> Watchdog:
        return Watchdog(lambda: self.wall, lambda: self.monotonic, polling=polling, checks_clock=checks_clock)


@pytest.fixture
def computer() -> Computer:
    return Computer()


def header(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


def hears(dog: Watchdog, at: datetime) -> None:
    dog.answered("getUpdates", 200, header(at))


# -- deaf or stalled -----------------------------------------------------------------------------------


def test_a_healthy_process_goes_on(computer: Computer) -> None:
    dog = computer.dog()
    for _ in range(100):
        computer.passes(10)
        hears(dog, computer.wall)
        dog.ticked()
        assert dog.ending() is None


def test_ninety_seconds_without_a_good_poll_end_it(computer: Computer) -> None:
    dog = computer.dog()
    for _ in range(9):
        computer.passes(10)
        dog.ticked()
        dog.answered("getUpdates", 502, None)
    assert dog.ending() is None
    computer.passes(1)
    ending = dog.ending()
    assert ending is not None
    assert (ending.code, "getUpdates" in ending.line) == (1, True)


def test_with_a_webhook_silence_is_no_sign(computer: Computer) -> None:
    dog = computer.dog(polling=False)
    computer.passes(1000)
    dog.ticked()
    assert dog.ending() is None


def test_ninety_seconds_without_a_tick_end_it(computer: Computer) -> None:
    dog = computer.dog()
    for _ in range(10):
        computer.passes(10)
        hears(dog, computer.wall)
    ending = dog.ending()
    assert ending is not None
    assert (ending.code, "tick" in ending.line) == (1, True)


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
def test_a_refused_token_ends_it_with_78(computer: Computer, method: str) -> None:
    dog = computer.dog()
    dog.answered(method, 401, None)
    ending = dog.ending()
    assert ending is not None
    assert ending.code == 78


def test_five_conflicts_in_a_minute_end_it_and_four_do_not(computer: Computer) -> None:
    dog = computer.dog()
    for _ in range(4):
        dog.answered("getUpdates", 409, None)
        computer.passes(10)
    assert dog.ending() is None
    dog.answered("getUpdates", 409, None)
    ending = dog.ending()
    assert ending is not None
    assert (ending.code, "another instance" in ending.line) == (1, True)


def test_conflicts_now_and_then_are_no_storm(computer: Computer) -> None:
    dog = computer.dog()
    for _ in range(20):
        dog.answered("getUpdates", 409, None)
        hears(dog, computer.wall)
        dog.ticked()
        assert dog.ending() is None
        computer.passes(20)


# -- the clock -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("off", "may"), [(0, True), (120, True), (-120, True), (123, False), (-7200, False)])
def test_a_clock_over_two_minutes_off_sends_nothing(computer: Computer, off: int, may: bool) -> None:
    dog = computer.dog()
    dog.heard_message(computer.wall + timedelta(seconds=off))
    assert dog.may_send() is may


def test_a_machine_that_starts_in_1970_sends_nothing(computer: Computer) -> None:
    computer.wall = datetime(1970, 1, 1, tzinfo=UTC)
    dog = computer.dog()
    dog.answered("getMe", 200, header(NOW))
    assert not dog.may_send()


def test_a_wrong_clock_is_said_once_and_so_is_its_end(
    computer: Computer, caplog: pytest.LogCaptureFixture
) -> None:
    dog = computer.dog()
    for _ in range(3):
        dog.heard_message(computer.wall + HOUR)
    assert caplog.text.count("clock is wrong") == 1
    dog.heard_message(computer.wall)
    assert dog.may_send()
    assert "right again" in caplog.text


@pytest.mark.parametrize("jump", [-2 * HOUR, 3 * HOUR])
def test_after_a_jump_nothing_is_sent_until_telegram_was_heard(computer: Computer, jump: timedelta) -> None:
    dog = computer.dog()
    hears(dog, computer.wall)
    computer.wall += jump
    assert not dog.may_send()
    hears(dog, computer.wall - jump)
    assert not dog.may_send(), "Telegram says that the jump was wrong"
    computer.wall -= jump
    assert not dog.may_send()
    hears(dog, computer.wall)
    assert dog.may_send()


def test_after_a_machine_has_slept_telegram_confirms_the_new_time(computer: Computer) -> None:
    dog = computer.dog()
    hears(dog, computer.wall)
    computer.wall += timedelta(minutes=20)
    assert not dog.may_send()
    hears(dog, computer.wall)
    assert dog.may_send()


def test_a_small_correction_means_nothing(computer: Computer) -> None:
    dog = computer.dog()
    computer.wall += timedelta(seconds=0.5)
    assert dog.may_send()


def test_a_server_of_ones_own_with_the_same_wrong_clock_does_not_outvote_telegram(computer: Computer) -> None:
    dog = computer.dog()
    dog.heard_message(computer.wall - HOUR)
    hears(dog, computer.wall)
    assert not dog.may_send()


def test_a_header_that_is_no_date_means_nothing(computer: Computer) -> None:
    dog = computer.dog()
    dog.answered("getUpdates", 200, "soon")
    assert dog.may_send()


def test_the_demos_time_is_always_right(computer: Computer) -> None:
    dog = computer.dog(checks_clock=False)
    dog.heard_message(computer.wall + 100 * CLOCK_OFF)
    computer.wall += HOUR
    assert dog.may_send()


def test_the_pulse_says_how_long_ago(computer: Computer) -> None:
    dog = computer.dog()
    assert (dog.pulse().heard, dog.pulse().ticked) == (None, None)
    hears(dog, computer.wall)
    dog.ticked()
    computer.passes(30)
    pulse = dog.pulse()
    assert (pulse.heard, pulse.ticked, pulse.may_send) == (30, 30, True)
