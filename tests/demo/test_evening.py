"""The real bot in a real browser, as `make demo` starts both: a whole evening, and edits of its words."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.demo.browser import CHROMIUM, DESKTOP, MISSING, PHONE, Browser, opened

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING),
    pytest.mark.timeout(300),
]

# What is pressed (as it is), said (after ">"), seen (after "?"), and when the clock goes to bedtime (":").
CHECK = {
    "Emma": """
        > /start
        Start the check
        Yes, I agree
        None of these
        None of these
        None of these
        3. Stairs tire my legs
        6. Strain in the knees
        Continue with 2 ticked
        Both are fine
        Now and then
        0, no pain
        ? Your plan
        > /remind
        22:30
        > London
        ? Next reminder
        : Go to bedtime
        Start now
        I am ready
        Set done
        Back of the thighs
        Just right
        0, none
        > my hamstrings tire instead of my glutes
        ? heels a little closer
        """,
    "さくら": """
        > /start
        チェックをはじめる
        はい、同意します
        どれもあてはまらない
        どれもあてはまらない
        どれもあてはまらない
        2. お尻のたるみが気になる
        7. 腰が反る・痛くなりやすい
        選んだ2個で次へ
        どちらも楽
        ときどきしている
        0、痛みなし
        ? あなたの計画
        > /remind
        22:30
        東京
        ? 次のお知らせ
        : 寝る時刻へ
        今はじめる
        準備ができた
        できました
        もも裏
        ちょうどよい
        0、なし
        > もも裏ばかり疲れてお尻に効かない
        ? かかと
        """,
}
CHANGED = "before => document.getElementById('messages').textContent !== before"
ZONES = {"Emma": "Europe/London", "さくら": "Asia/Tokyo"}
# The evening begins at nine, wherever the person lives, at whatever hour the test runs.
NINE = {"Emma": "2026-11-24T21:00:00+00:00", "さくら": "2026-11-24T21:00:00+09:00"}


@asynccontextmanager
async def demo(data: Path, content: Path = CONTENT) -> AsyncIterator[str]:
    """The command, with the real bot and its words; the page's address."""
    options = ("--no-open", "--port", "0", "--data", str(data), "--content", str(content))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.demo", *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "MEDIA": "off"},
        cwd=ROOT,
    )
    try:
        yield await _address(process)
    finally:
        process.terminate()
        assert await process.wait() == 0


async def _address(process: Process) -> str:
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    return line.decode().split()[2]


@pytest.mark.parametrize(
    ("name", "size", "scheme", "by_keyboard"),
    [
        ("Emma", DESKTOP, "light", True),
        ("Emma", PHONE, "dark", False),
        ("さくら", DESKTOP, "dark", True),
        ("さくら", PHONE, "light", False),
    ],
    ids=["en-desktop-keyboard", "en-phone-dark", "ja-desktop-dark-keyboard", "ja-phone"],
)
async def test_a_whole_evening(
    chromium: str, tmp_path: Path, name: str, size: tuple[int, int], scheme: Any, by_keyboard: bool
) -> None:
    async with (
        demo(tmp_path) as root,
        opened(chromium, root, size, color_scheme=scheme, timezone_id=ZONES[name]) as browser,
    ):
        await browser.page.get_by_role("button", name=name).click()
        await expect(browser.page.get_by_role("alert")).to_be_hidden(timeout=30_000)
        assert (await browser.page.request.post(f"{root}/demo/clock", data={"to": NINE[name]})).ok
        press = browser.press_by_keyboard if by_keyboard else browser.press
        for line in CHECK[name].strip().splitlines():
            await live(browser, press, line.strip())
        assert await browser.faults() == []


async def live(browser: Browser, press: Callable[[str], Awaitable[None]], line: str) -> None:
    """One line of the evening."""
    match line[0]:
        case ">":
            await browser.page.locator("#text").focus()
            await browser.page.keyboard.type(line[2:])
            await browser.page.keyboard.press("Enter")
        case "?":
            await browser.sees(line[2:])
        case ":":
            await browser.page.locator("#clock-button").press("Enter")
            assert await browser.faults() == []
            await browser.page.get_by_role("button", name=line[2:]).press("Enter")
            await browser.page.locator("#clock-button").press("Enter")
        case _:
            before = await browser.page.locator("#messages").text_content()
            await press(line)
            # The next screen may have a button of the same name: a second press must not meet this one.
            await browser.page.wait_for_function(CHANGED, arg=before)


async def says_at_last(browser: Browser, text: str, answer: str) -> None:
    """The bot reads its words anew beside its work, so the first answers may still be the old ones."""
    for _ in range(12):
        await browser.say(text)
        with suppress(AssertionError):
            await expect(browser.page.get_by_text(answer).last).to_be_visible(timeout=5_000)
            return
    raise AssertionError(f"never said: {answer}")


# -- edits of the words ------------------------------------------------------------------------------------


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


async def test_an_edited_sentence_shows_in_the_next_message_and_a_fault_on_the_page(
    chromium: str, tmp_path: Path, words: Path
) -> None:
    file = words / "messages" / "start.toml"
    old = file.read_text(encoding="utf-8")
    async with demo(tmp_path, words) as root, opened(chromium, root, DESKTOP) as browser:
        await expect(browser.page.get_by_role("alert")).to_be_hidden(timeout=30_000)
        await browser.say("/start")
        await browser.sees("Good evening")
        file.write_text(old.replace("Good evening", "A fine evening"), encoding="utf-8")
        await expect(browser.page.locator(".toast")).to_contain_text("new words")
        await says_at_last(browser, "/start", "A fine evening")

        file.write_text(old.replace('"', "", 1), encoding="utf-8")
        await expect(browser.page.get_by_role("alert")).to_contain_text("start.toml")
        assert await browser.faults() == []
        file.write_text(old, encoding="utf-8")
        await expect(browser.page.get_by_role("alert")).to_be_hidden()
