"""python-telegram-bot's own example bots against the stand-in: `make examples` fetches and runs them.

They are not committed, so this file is no test by name; EXAMPLES names the folder that holds them.
Left out, for they need what the stand-in lacks: polls, inline mode, payments, passports, web apps; and
those that show a webhook beside another web server, which need an address on the internet.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.demo.client import Person
from bot.demo.server import StandIn

FOLDER = Path(os.environ["EXAMPLES"])

# A line is sent (">"), pressed ("#") or done (":"), and what follows after "|" is in what the bot says to it.
CHATS: dict[str, str] = {
    "echobot": """
        > /start | Hi Emma!
        > hello | hello
        > /help | Help!
        """,
    "rawapibot": """
        > hello | hello
        """,
    "conversationbot": """
        > /start | Are you a boy or a girl?
        > Girl | send me a photo
        : photo | send me your location
        : location | tell me something about yourself
        > I lift my hips. | Thank you!
        """,
    "conversationbot2": """
        > /start | Doctor Botter
        > Age | Yes, I would love to hear about that!
        > 42 | Age - 42
        > Something else... | send me the category first
        > Sleep | Your sleep?
        > deep | Sleep - deep
        > Done | Until next time!
        """,
    "persistentconversationbot": """
        > /start | Doctor Botter
        > Favourite colour | Yes, I would love to hear about that!
        > Blue | favourite colour - blue
        > /show_data | favourite colour - blue
        > Done | Until next time!
        """,
    "inlinekeyboard": """
        > /start | Please choose:
        # Option 2 | Selected option: 2
        """,
    "inlinekeyboard2": """
        > /start | Start handler, Choose a route
        # 1 | First CallbackQueryHandler
        # 3 | Third CallbackQueryHandler
        # Yes, let's do it again! | Start handler, Choose a route
        # 2 | Second CallbackQueryHandler
        """,
    "nestedconversationbot": """
        > /start | You may choose to add a family member
        # Add family member | You may add a parent or a child
        # Add parent | Please choose, whom to add.
        # Add Mother | Please select a feature to update.
        # Name | Okay, tell me.
        > Ruth | Got it!
        # Done | You may add a parent or a child
        # Show data | Mother: Name: Ruth
        # Back | You may choose to add a family member
        # Done | See you around!
        """,
    "timerbot": """
        > /start | /set <seconds>
        > /set 0.1 | Timer successfully set!
        : wait | Beep! 0.1 seconds are over!
        > /unset | You have no active timer.
        > /set -1 | go back to future
        """,
    "deeplinking": """
        > /start | https://t.me/demo_stand_in_bot?startgroup=check-this-out
        > /start so-cool | CLICK HERE
        > /start using-entities-here | InlineKeyboardButtons
        > /start using-keyboard-here | as deep as it gets
        """,
    "errorhandlerbot": """
        > /start | Your chat id is 123456789.
        > /bad_command | An exception was raised while handling an update
        """,
    "contexttypesbot": """
        > /start | This button was clicked 0 times.
        # Click me! | This button was clicked 1 times.
        # Click me! | This button was clicked 2 times.
        > /print_users |
        """,
    "arbitrarycallbackdatabot": """
        > /start | Please choose:
        # 3 | So far you've selected [3].
        # 5 | So far you've selected [3, 5].
        > /clear | All clear!
        # 1 | could not process this button click
        """,
    "chatmemberbot": """
        > /start | Welcome
        : block |
        : unblock |
        > /show_chats | user IDs 123456789
        """,
}


@asynccontextmanager
async def running(server: StandIn, name: str, folder: Path) -> AsyncIterator[None]:
    """The example, its token and addresses put in as its comments tell the reader to."""
    code = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    addresses = f'base_url("{server.url}/bot").base_file_url("{server.url}/file/bot")'
    code = code.replace('.token("TOKEN")', f'.token("{server.token}").{addresses}')
    code = code.replace('Bot("TOKEN")', f'Bot("{server.token}", base_url="{server.url}/bot")')
    assert server.token in code
    (folder / "example.py").write_text(code, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(sys.executable, "example.py", cwd=folder)
    try:
        assert await server.changes.wait(lambda: server.world.inbox.polling > 0, 20), "it does not poll"
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@pytest.mark.parametrize("name", CHATS)
async def test_the_example_works(name: str, tmp_path: Path) -> None:
    async with StandIn() as server:
        server.world.add_person("Emma", "en", 123456789)
        emma = server.known_person(123456789)
        async with running(server, name, tmp_path):
            for line in CHATS[name].strip().splitlines():
                deed, _, expected = (part.strip() for part in line.partition("|"))
                await live(emma, deed)
                if expected:
                    await emma.sees(expected, 10)
        refused = [call for call in await server.control.log() if not call["accepted"]]
        assert refused == []


async def live(emma: Person, deed: str) -> None:
    """One line of a chat."""
    kind, _, words = deed.partition(" ")
    match kind, words:
        case ">", text:
            await emma.send(text, wait=False)
        case "#", label:
            await emma.press(label, wait=False)
        case ":", "photo":
            await emma.send_something(wait=False, photo=True)
        case ":", "location":
            await emma.send_something(wait=False, location=[35.68, 139.76])
        case ":", "block":
            await emma.block()
        case ":", "unblock":
            await emma.unblock()
        case ":", "wait":
            pass
        case _:
            raise AssertionError(f"what is {deed!r}?")
