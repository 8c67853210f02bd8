from __future__ import annotations

import asyncio
import errno
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.coach.model import Exercise, Pain
from bot.coach.trend import ProgressData
from bot.media.card import Card
from bot.media.shelf import Item, Shelf, still
from bot.media.workshop import Workshop, give_way
from tests.media import makers

ROOT = Path(__file__).resolve().parents[2]
ITEM = still("stairs")
Open = Callable[[Callable[[Item, Path], Path]], Workshop]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """A workshop with another way to make files; it is closed at the end."""
    workshops = []

    def open_(maker: Callable[[Item, Path], Path]) -> Workshop:
        workshops.append(Workshop(tmp_path, maker))
        return workshops[-1]

    yield open_
    for each in workshops:
        each.close()


async def test_what_is_ordered_lies_on_the_shelf_a_little_later(opened: Open, tmp_path: Path) -> None:
    workshop = opened(makers.stub)
    workshop.order(ITEM)
    workshop.order(ITEM)
    assert Shelf((tmp_path,)).find(ITEM) is None, "nobody waited for it"
    await workshop.idle()
    assert Shelf((tmp_path,)).find(ITEM) is not None


def test_what_the_last_run_left_half_made_is_swept_away(opened: Open, tmp_path: Path) -> None:
    draft, finished = tmp_path / ".making-abc.mp4", tmp_path / ITEM.file_name
    draft.touch()
    finished.touch()
    opened(makers.stub)
    assert (draft.exists(), finished.exists()) == (False, True)


async def test_a_full_disk_is_logged_and_the_next_order_works(
    opened: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    workshop = opened(makers.full_once)
    workshop.order(ITEM)
    await workshop.idle()
    assert "No space left on device" in caplog.text
    workshop.order(ITEM)
    await workshop.idle()
    assert Shelf((tmp_path,)).find(ITEM) is not None


async def test_a_process_that_dies_is_logged_and_the_next_order_is_taken(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    workshop = opened(makers.dies)
    for _ in range(2):
        workshop.order(ITEM)
        await workshop.idle()
    assert caplog.text.count("is not drawn: BrokenProcessPool") == 2


def test_a_sandbox_that_forbids_a_lower_priority_forbids_no_drawing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def forbidden(by: int) -> int:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "nice", forbidden)
    give_way()
    assert "no lower priority" in caplog.text


async def test_without_an_encoder_it_is_said_once_and_not_tried_again(
    opened: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    workshop = opened(makers.no_encoder)
    for _ in range(3):
        workshop.order(ITEM)
        await workshop.idle()
    assert caplog.text.count("PyAV is not installed") == 1
    assert tries(tmp_path) == 1


def tries(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def test_a_progress_card_is_drawn_elsewhere(opened: Open) -> None:
    words = dict.fromkeys(
        ("title", "weeks", "level", "pain", "empty", "first", "last", *Exercise, *Pain), "x"
    )
    card = Card(ProgressData((), 0.0, (), ()), dict.fromkeys(Exercise, 6), words)
    png = await opened(makers.stub).card(card)
    assert png is not None
    assert png.startswith(b"\x89PNG")


async def test_a_card_that_takes_too_long_is_done_without(
    opened: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.media.workshop.CARD_SECONDS", 0.0)
    card = Card(ProgressData((), 0.0, (), ()), {}, {})
    assert await opened(makers.stub).card(card) is None
    assert "is not drawn: TimeoutError" in caplog.text


BOT = """
import asyncio, sys
from pathlib import Path
from bot.media.shelf import still
from bot.media.workshop import Workshop
from tests.media import makers

async def main():
    workshop = Workshop(Path(sys.argv[1]), makers.stub)
    workshop.order(still("stairs"))
    processes = list(workshop._files._processes.values())
    print(processes[0].pid, flush=True)
    await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "killed_bot.py"
    path.write_text(BOT)
    return path


async def test_a_bot_that_is_killed_leaves_no_process_behind(script: Path) -> None:
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, str(script), str(script.parent)),
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert bot.stdout is not None
    worker = os.pidfd_open(int(await bot.stdout.readline()))
    bot.send_signal(signal.SIGKILL)
    await bot.wait()
    ended, _, _ = select.select([worker], [], [], 20)
    os.close(worker)
    assert ended
