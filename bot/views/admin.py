"""Pages for the people who run the bot: figures, questions, a reload. Nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.coach.model import Language
from bot.views.reply import Reply
from bot.views.words import Words, escaped

LONGEST_PAGE = 3500  # characters; Telegram takes 4096
LONGEST_LINE = 300


def figures(say: Words, counts: Mapping[str, int], ledger: Mapping[str, int], version: str) -> Reply:
    states = ", ".join(f"{state} {count}" for state, count in ledger.items()) or say("admin.no_ledger")
    return Reply(say("admin.figures", **counts, ledger=states, version=version))


def questions(say: Words, asked: Sequence[tuple[int, Language, str, str]]) -> Reply:
    """`asked`: how often, in which language, the words, and the answer that did not help (or "")."""
    if not asked:
        return Reply(say("admin.no_questions"))
    return Reply(_page(say("admin.questions"), (_question(say, *each) for each in asked)))


def _question(say: Words, count: int, language: Language, text: str, item: str) -> str:
    words = text[:LONGEST_LINE] or say("admin.not_quoted")
    if item:
        return say("admin.unhelpful", count=count, words=words, item=item)
    return say("admin.question", count=count, words=words)


def reloaded(say: Words, version: str) -> Reply:
    return Reply(say("admin.reloaded", version=version))


def faulty(say: Words, faults: Sequence[str]) -> Reply:
    """The checker's faults, as many as fit into one message."""
    lines = (escaped(fault[:LONGEST_LINE]) for fault in faults)
    return Reply(_page(say("admin.faulty", count=len(faults)), lines))


def _page(head: str, lines: Iterable[str]) -> str:
    page = head
    for line in lines:
        if len(page) + len(line) > LONGEST_PAGE:
            return f"{page}\n…"
        page = f"{page}\n{line}"
    return page
