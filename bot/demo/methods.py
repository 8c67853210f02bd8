"""The list of what the stand-in covers, as docs/stand-in.md: made from the tables that it works with."""

import inspect
from collections.abc import Iterator
from functools import partial
from typing import Any

from bot.demo import (
    delivery,
    editing,
    files,
    flood,
    limits,
    markup,
    profile,
    sending,
    state,
    updates,
    webhook,
)
from bot.demo.api import METHODS
from bot.demo.entities import MAX_ENTITIES
from bot.demo.spec import bot_api

MEGABYTE = 1024 * 1024

HEAD = """\
# The stand-in Bot API: methods and limits

Made by `python -m bot.demo methods`; a test keeps it in step with the code.

`bot/demo/` answers like Telegram's Bot API ({version}), on this machine. Every request is checked
against an extract of the API's description ({source}):
required fields, types, and the fields of nested objects. What Telegram refuses is refused in
Telegram's own words; a method that is not listed here gets 404.

## With a bot of your own

It knows nothing of Nightlift. A bot in any language or library talks to it by its base address, with the
token that `--help` shows or `--token` gives:

    python -m bot.demo --no-bot                     # the page; start your bot on the address that it prints
    python -m bot.demo --bot "python my_bot.py"     # or let it start the bot, which finds its token and the
                                                    # address in TELEGRAM_TOKEN and TELEGRAM_API

In a test, on a free port, with a person who reads and presses as people do:

    async with StandIn() as server:                 # from bot.demo.server
        emma = await server.person("Emma", "en")
        ...                                         # a bot on server.url with server.token
        await emma.send("/start")
        await emma.press("Yes")
        assert (await emma.last()).text == "Good"
        await server.control.fault(method="sendMessage", status=429, retry_after=3)
"""

TAIL = """
## What cannot be seen here

- How Telegram's own apps draw a message: where lines break on a small phone, how wide a button is,
  how a picture is cut.
- Links to pictures: Telegram would fetch them, nothing here loads from outside (`failed to get HTTP
  URL content`).
- Spam rules, premium features, payments, stories, topics, business accounts, polls, inline mode,
  web apps.
- Where Telegram documents a number but no words for the refusal (profile texts, placeholders, an album
  of one), the words are ours.
- Flood limits count accepted messages; an album counts once. They are off unless a test asks for
  them.
"""


def listing() -> str:
    """The whole page in Markdown."""
    head = HEAD.format(version=bot_api()["version"], source=bot_api()["source"].partition(",")[0])
    return "\n".join((head, *_methods(), "", *_limits())) + "\n" + TAIL


def _methods() -> Iterator[str]:
    yield f"## Methods ({len(METHODS)})\n"
    yield "| method | required | optional |"
    yield "|---|---|--:|"
    for name, method in METHODS.items():
        entry = bot_api()["methods"][name]
        required = ", ".join(f"`{field}`" for field in entry["required"]) or "–"
        optional = len(entry["fields"]) - len(entry["required"])
        yield f"| {name}{_note(name, method)} | {required} | {optional or '–'} |"


def _note(name: str, method: Any) -> str:
    """What the function says of itself beyond its name."""
    function = method.func if isinstance(method, partial) else method
    said = (inspect.getdoc(function) or "").splitlines()[0]
    ours, _, note = said.partition(": ")
    return f": {note.rstrip('.')}" if ours == name and note else ""


def _limits() -> Iterator[str]:
    yield "## Limits\n"
    yield "| what | limit |"
    yield "|---|---|"
    for what, limit in LIMITS:
        yield f"| {what} | {limit} |"


def _order(scopes: tuple[str, ...]) -> str:
    return " before ".join(scopes)


LIMITS: tuple[tuple[str, str], ...] = (
    ("text of a message, after its markup is read", f"{limits.TEXT:,} characters, not blank"),
    ("caption", f"{limits.CAPTION:,} characters"),
    ("formatted spans in a text", f"{MAX_ENTITIES}; more are dropped"),
    ("callback data of a button", f"1–{markup.CALLBACK_DATA_BYTES} bytes"),
    ("text that a button copies", f"1–{markup.COPY_TEXT} characters"),
    ("buttons of an inline keyboard", f"{markup.INLINE_BUTTONS}"),
    ("buttons of a reply keyboard", f"{markup.REPLY_BUTTONS}"),
    ("a whole keyboard (measured by bot authors)", f"{markup.MARKUP_BYTES:,} bytes"),
    (
        "answer to a press",
        f"{limits.CALLBACK_ANSWER} characters, once, within {state.PRESS_SECONDS // 60} minutes",
    ),
    ("commands in a menu", f"{limits.COMMANDS}"),
    ("name of a command", f"1–{limits.COMMAND} of a–z, 0–9, _"),
    ("description of a command", f"1–{limits.COMMAND_DESCRIPTION} characters"),
    ("the bot's name, description, short description", ", ".join(map(str, limits.PROFILE.values()))),
    ("upload", f"{files.MAX_UPLOAD // MEGABYTE} MB, a photo {files.MAX_PHOTO // MEGABYTE} MB"),
    ("download", f"{files.MAX_DOWNLOAD // MEGABYTE} MB"),
    ("a photo's sides", f"{files.PHOTO_SIDES:,} together, at most 1 : {files.PHOTO_RATIO}"),
    (
        "album",
        f"{sending.LEAST_IN_ALBUM}–{sending.MOST_IN_ALBUM} items; documents and audio only among themselves",
    ),
    ("reactions of a bot to a message", f"1, one of {len(sending.REACTIONS)} emoji"),
    ("deleting", f"up to {editing.DELETABLE_SECONDS // 3600} hours old, {editing.MOST_DELETED} at once"),
    ("language codes", "two letters"),
    (
        "updates by getUpdates",
        f"{updates.MOST_AT_ONCE} at once, a poll of {updates.LONGEST_POLL} s, one poller",
    ),
    ("webhook", f"HTTPS on ports {', '.join(str(port) for port in webhook.PORTS if port)}, or loopback"),
    ("webhook: secret token", f"{webhook.SECRET_LENGTH} of A–Z, a–z, 0–9, _, -"),
    ("webhook: connections", f"1–{webhook.MOST_CONNECTIONS}, else {webhook.CONNECTIONS}; one per chat"),
    (
        "webhook: a delivery that fails",
        f"again after {delivery.FIRST_WAIT:.0f} s, then twice as long up to {delivery.LONGEST_WAIT:.0f} s",
    ),
    (
        "messages",
        f"{flood.ALL_PER_SECOND} a second in all, {flood.CHAT_BURST} in {flood.CHAT_SECONDS:.0f} s "
        f"to a chat, {flood.GROUP_PER_MINUTE} a minute to a group",
    ),
    (
        "scopes of a menu",
        f"chat; in private {_order(profile.PRIVATE_SCOPES)}; in groups {_order(profile.GROUP_SCOPES)}",
    ),
)
