"""Answers from the catalogue, "did you mean", and an honest "I don't know"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.catalogue.model import FaqItem
from bot.views.reply import Button, Reply, Rows, night_mark, press
from bot.views.words import Words

TOPICS = (
    "hip-lift-how-to",
    "leg-curl-how-to",
    "sets-reps-frequency",
    "hamstrings-not-glutes",
    "pain-during",
    "time-to-results",
    "which-plan",
    "time-of-day",
    "see-a-professional",
    "how-the-bot-works",
)
LONGEST_THANKS = 20  # characters; longer, it is likely to go on with a question
# What may be read while a warning sign shuts exercise: nothing that shows how to move.
OPEN_WHEN_SHUT = frozenset(
    {
        "see-a-professional",
        "pregnancy-surgery",
        "reminders",
        "privacy",
        "language",
        "how-the-bot-works",
    }
)
ACTIONS = {
    "tonight": "tonight",
    "check": "check",
    "plan": "plan",
    "remind": "remind",
    "progress": "progress",
    "habits": "habits",
    "settings": "settings",
    "mydata": "mydata",
    "help": "help",
    "language": "settings",
}


def answer(say: Words, item: FaqItem, *, full: bool) -> Reply:
    """The short answer first; with `full`, steps, the rest and the sources in words."""
    parts = [f"<b>{say.text(item.question)}</b>", say.text(item.short)]
    if full:
        if item.steps:
            parts.append("\n".join(f"{n}. {say.text(step)}" for n, step in enumerate(item.steps, start=1)))
        parts += [say.text(each) for each in item.more]
        parts.append(f"<i>{_sources(say, item)}</i>")
    return Reply("\n\n".join(parts), _answer_rows(say, item, full=full))


def _answer_rows(say: Words, item: FaqItem, *, full: bool) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if not full:
        rows.append((say.button("ask.more", "ask", "more", item.id),))
    if item.action in ACTIONS:
        rows.append((say.button(f"menu.{ACTIONS[item.action]}", ACTIONS[item.action], "open"),))
    if item.action == "privacy":
        rows.append((say.button("start.privacy", "mydata", "privacy"),))
    rows.append(
        (
            say.button("ask.helped", "ask", "helped", item.id),
            say.button("ask.unhelpful", "ask", "unhelpful", item.id),
        )
    )
    if full:
        rows += [(_topic(say, related),) for related in item.related if related in say.catalogue.faq]
    return tuple(rows)


def _sources(say: Words, item: FaqItem) -> str:
    """Where the answer comes from, in plain words; the numbers stay in the file."""
    kinds = {source[0] for source in item.sources}
    names = [say(f"ask.source_{kind.lower()}") for kind in "HSGB" if kind in kinds]
    return say("ask.sources", sources=say.listed(names))


def _topic(say: Words, id_: str) -> Button:
    return Button(say.text(say.catalogue.faq[id_].question), press("ask", "faq", id_))


def choices(say: Words, ids: tuple[str, ...]) -> Reply:
    rows = tuple((_topic(say, id_),) for id_ in ids[:3])
    return Reply(say("ask.did_you_mean"), (*rows, (say.button("ask.none_of_these", "ask", "none"),)))


def says_thanks(say: Words, text: str) -> bool:
    """Whether this is a thank-you or a good night rather than a question."""
    line = text.strip().casefold()
    asks = line.endswith(("?", "？", "か"))
    words = tuple(say("ask.thanks_words").split(", "))
    return not asks and len(line) <= LONGEST_THANKS and line.startswith(words)


def says_hello(say: Words, text: str) -> bool:
    """Whether this is a greeting or a call for help, and nothing else."""
    return text.strip().casefold().rstrip(" .!?。！？") in say("ask.hello_words").split(", ")


def you_are_welcome(say: Words) -> Reply:
    return Reply(say("ask.you_are_welcome"))


def nothing(say: Words, contact: str) -> Reply:
    parts = [say("ask.dont_know")]
    if contact:
        parts.append(say("screening.contact", contact=contact))
    return Reply("\n\n".join(parts), ((say.button("start.topics", "ask", "topics"),),))


def topics(say: Words) -> Reply:
    rows = tuple((_topic(say, id_),) for id_ in TOPICS if id_ in say.catalogue.faq)
    return Reply(say("ask.topics"), rows)


def shut(say: Words) -> Reply:
    """No exercise steps while a warning sign stands."""
    return Reply(say("ask.shut"), ((say.button("menu.check", "check", "open"),),))


def with_way_back(say: Words, reply: Reply, conversation: str, session: date | None) -> Reply:
    """The answer with its way back, which takes the place of another button to the same screen."""
    there = press(conversation, "open")
    kept = (tuple(button for button in row if button.data != there) for row in reply.rows)
    rows = (*(row for row in kept if row), way_back(say, conversation, session))
    return replace(reply, rows=rows)


def way_back(say: Words, conversation: str, session: date | None = None) -> tuple[Button, ...]:
    """A last row that leads back to what was interrupted by the question.

    `session`: the night of a session that goes on; "it hurts" can be said at every moment of it (H32).
    """
    back = say.button(f"ask.back_to_{conversation}", conversation, "open")
    return (back,) if session is None else (_it_hurts(say, session), back)


def _it_hurts(say: Words, night: date) -> Button:
    return say.button("tonight.hurts", "tonight", "hurts", night_mark(night))


def too_long(say: Words, limit: int) -> Reply:
    return Reply(say("ask.too_long", limit=limit))
