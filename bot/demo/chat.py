"""The chat in a terminal, for those without a browser: lines in, lines out, buttons as numbers."""

import asyncio
import os
import re
import sys
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

from bot.demo.client import Button, Control, Message, NoAnswerError, Person

HELP = """\
Type as you would in Telegram. A number presses the button with that number; '7 sends the 7 itself.
  :bedtime 22:30   move the clock to the next 22:30      :+1h :+1d :+1w   move it on
  :morning         the next morning                      :clock           what time it is
  :location 35.7 139.8     share a place                 :photo :voice    send one
  :block :unblock  block the bot, take it back           :commands        the bot's menu
  :help            this                                  :quit            the end (or Ctrl-D)"""
STEPS = {"h": 3600, "d": 86_400, "w": 7 * 86_400}
BEDTIME = "22:30"
# After so many seconds the person at the terminal may type again, answer or not.
PATIENCE = 5.0
MORNING = "08:00"


# A suggested answer under the message box belongs to no message: it is sent as text.
SUGGESTED = 0

# A button with the message that it presses.
Key = tuple[int, Button]


class Ended(Exception):  # noqa: N818 — no error: the person has had enough
    """The person wants to end."""


class Terminal:
    """One person's chat. `write` prints a line."""

    def __init__(self, person: Person, control: Control, write: Callable[[str], None]) -> None:
        self._person = person
        self._control = control
        self._write = write
        self._shown: dict[int, Message] = {}
        self._toasts = 0
        self._keys: list[Key] = []
        self._one_at_a_time = asyncio.Lock()

    async def follow(self) -> None:
        """Print what the bot says as it comes; until cancelled."""
        version = -1
        while True:
            version = await self._person.version_after(version)
            await self.show()

    async def show(self) -> None:
        """Print what is new or changed."""
        async with self._one_at_a_time:
            for message in await self._person.messages():
                if message.from_bot and message != self._shown.get(message.id):
                    self._show_message(message, edited=message.id in self._shown)
                self._shown[message.id] = message
            toasts = await self._person.toasts()
            for text in filter(None, toasts[self._toasts :]):
                self._write(f"   ({plain(text)})")
            self._toasts = len(toasts)

    def _show_message(self, message: Message, edited: bool) -> None:
        media = f"[{message.media.kind}: {plain(message.media.name)}] " if message.media else ""
        lines = plain(media + message.text).splitlines() or [""]
        self._write(f"\n{'✎' if edited else '◂'} {lines[0]}")
        for line in lines[1:]:
            self._write(f"  {line}")
        offered = _offered(message)
        if offered or any(message_id == message.id for message_id, _ in self._keys):
            self._number(offered)

    def _number(self, keys: list[Key]) -> None:
        """Number the buttons; those that were offered last count."""
        self._keys = keys
        for number, (_, button) in enumerate(keys, 1):
            link = f"  {plain(button.url)}" if button.url else ""
            self._write(f"  [{number}] {plain(button.text)}{link}")

    async def do(self, line: str) -> None:
        """Do what a typed line means and print what follows; raises Ended at its end."""
        try:
            await self._do(line.strip())
        except NoAnswerError:
            self._write("   (no answer)")
        except ValueError as error:
            self._write(f"   ({plain(str(error))})")
        await self.show()

    async def _do(self, line: str) -> None:
        if line.startswith(":"):
            await self._command(*line[1:].split())
        elif line.isdecimal() and 1 <= int(line) <= len(self._keys):
            await self._press(*self._keys[int(line) - 1])
        elif line:
            await self._person.send(line.removeprefix("'"))

    async def _press(self, message_id: int, button: Button) -> None:
        if message_id == SUGGESTED:
            await self._person.send(button.text)
        elif button.url:
            self._write(f"   (opens {plain(button.url)})")
        elif button.data:
            await self._person.press_on(message_id, button.data)

    async def _command(self, name: str = "", *words: str) -> None:
        match name, words:
            case "quit", ():
                raise Ended
            case "bedtime", () | (_,):
                await self._move_to(words[0] if words else BEDTIME)
            case "morning", ():
                await self._move_to(MORNING)
            case "clock", ():
                self._write(f"   ({(await self._now()).strftime('%a %d %b, %H:%M')})")
            case "location", (latitude, longitude):
                await self._person.send_something(location=[float(latitude), float(longitude)])
            case (("photo" | "voice"), ()):
                await self._person.send_something(**{name: True})
            case "block", ():
                await self._person.block()
            case "unblock", ():
                await self._person.unblock()
            case "commands", ():
                self._write("   " + "  ".join(f"/{each}" for each in await self._person.commands()))
            case _ if step := re.fullmatch(r"\+(\d{1,3})([hdw])", name):
                await self._control.add_seconds(int(step[1]) * STEPS[step[2]])
            case _:
                self._write(HELP)

    async def _now(self) -> datetime:
        return datetime.fromtimestamp(await self._control.now(), UTC).astimezone()

    async def _move_to(self, time: str) -> None:
        """To the next such time in this terminal's zone; ValueError if it is none."""
        hours, minutes = map(int, time.split(":"))
        now = await self._now()
        aim = now.replace(hour=hours, minute=minutes, second=0, microsecond=0)
        if aim <= now:
            aim += timedelta(days=1)
        await self._control.move_to(aim.isoformat())


def _offered(message: Message) -> list[Key]:
    """The buttons of a message, or the answers that it suggests."""
    suggested = (message.raw["reply_keyboard"] or {}).get("keyboard", [])
    buttons = [(message.id, button) for row in message.buttons for button in row]
    return buttons or [(SUGGESTED, Button(each["text"])) for row in suggested for each in row]


def plain(text: str) -> str:
    """The text without control characters: nobody's name may move the cursor or colour the screen."""
    return "".join(each for each in text if each == "\n" or unicodedata.category(each) != "Cc")


async def typed_lines(descriptor: int) -> AsyncIterator[str]:
    """The lines of a terminal, a pipe or a file, until it ends."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        # A thread, because a file cannot be waited for; bare reads, so that none holds a lock at the end.
        rest = b""
        while piece := os.read(descriptor, 4096):
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                loop.call_soon_threadsafe(lines.put_nowait, line.decode("utf-8", "replace"))
        if rest:
            loop.call_soon_threadsafe(lines.put_nowait, rest.decode("utf-8", "replace"))
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line


async def talk(person: Person, control: Control, write: Callable[[str], None]) -> None:
    """Let the person at the terminal chat until they end it."""
    person.patience = PATIENCE
    terminal = Terminal(person, control, write)
    following = asyncio.create_task(terminal.follow())
    try:
        async for line in typed_lines(sys.stdin.fileno()):
            await terminal.do(line)
    except Ended:
        return
    finally:
        following.cancel()
        await asyncio.wait([following])
