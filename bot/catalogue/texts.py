"""Reads the plain words: what the bot says, habits, and what Telegram shows about the bot."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from bot.catalogue.checks import placeholders
from bot.catalogue.model import BotFather, Habit, Text
from bot.catalogue.reader import WHOLE_FILE, Faults, Table, read_folder, read_table
from bot.coach.model import Language

ENOUGH_HABITS = 8
NEEDED = "needed_messages.txt"  # kept in step with the code by a test
COMMANDS = (
    "start",
    "check",
    "plan",
    "tonight",
    "remind",
    "progress",
    "ask",
    "habits",
    "settings",
    "mydata",
    "privacy",
    "help",
    "cancel",
)


def read_messages(folder: Path, faults: Faults) -> Mapping[str, Text]:
    """Every sentence of `messages/<conversation>.toml` under the key `<conversation>.<name>`."""
    messages = {}
    for conversation, root in read_folder(folder, "messages", faults):
        for name in root.names():
            table = root.table(name)
            table.only("en", "ja", "from")
            if table.has("from"):
                table.sources()
            messages[f"{conversation}.{name}"] = table.as_text()
    _check_needed(messages, faults)
    return messages


def needed(messages: Mapping[str, Text]) -> str:
    """The messages as lines of a key and its placeholders: what the code asks for and fills in."""
    return "".join(
        " ".join((key, *sorted(placeholders(text.en)))) + "\n" for key, text in sorted(messages.items())
    )


def _check_needed(messages: Mapping[str, Text], faults: Faults) -> None:
    """A message that the code asks for must be there, and may only have placeholders that are filled in."""
    unread = {fault.file for fault in faults.found if fault.key == WHOLE_FILE}
    for line in files("bot.catalogue").joinpath(NEEDED).read_text(encoding="utf-8").splitlines():
        key, *filled = line.split()
        conversation, name = key.split(".", 1)
        file = f"messages/{conversation}.toml"
        if key not in messages and file not in unread:
            faults.add(file, name, "is missing: the bot says it")
        for each in sorted(placeholders(messages[key].en) - set(filled)) if key in messages else ():
            faults.add(file, name, f"nothing fills in {{{each}}} here")


def read_habits(folder: Path, faults: Faults) -> tuple[Habit, ...]:
    root = read_table(folder, "habits.toml", faults)
    root.only("tips")
    tables = root.tables("tips")
    if isinstance(root.values.get("tips"), list) and len(tables) < ENOUGH_HABITS:
        root.fault("tips", f"{len(tables)} habits; at least {ENOUGH_HABITS} are needed")
    habits = tuple(_habit(table) for table in tables)
    ids = [habit.id for habit in habits]
    for each in sorted({each for each in ids if ids.count(each) > 1}):
        root.fault("tips", f"the id {each!r} stands there more than once")
    return habits


def _habit(table: Table) -> Habit:
    table.only("id", "from", "title", "text")
    return Habit(table.string("id"), table.text("title"), table.text("text"), table.sources())


def read_botfather(folder: Path, faults: Faults) -> BotFather:
    root = read_table(folder, "botfather.toml", faults)
    root.only("name", "short_description", "description", "commands")
    commands = root.table("commands")
    commands.only(*COMMANDS)
    return BotFather(
        name=_short(root, "name", 64),
        short_description=_short(root, "short_description", 120),
        description=_short(root, "description", 512),
        commands={name: _short(commands, name, 256) for name in COMMANDS},
    )


def _short(table: Table, name: str, limit: int) -> Text:
    """A text that Telegram takes only up to this length."""
    text = table.text(name)
    for language in Language:
        if len(text[language]) > limit:
            table.fault(name, f"{language}: {len(text[language])} characters; Telegram takes {limit}")
    return text
