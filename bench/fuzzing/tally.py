"""What a run has reached: how often each callback took an update, and where the person stood then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, ConversationHandler

from bot.handlers.registry import CONVERSATIONS, Telegram
from bot.store import Store

# What is answered without knowing where somebody stands: pages that open, what comes first and last of all.
SHALLOW = (
    *("PrivateOnly.", "WarningSigns.", "Flood.", "Start.", "Help.", "Other.", "Admin.", "Progress."),
    *("Ask.topics", "Ask.typed", "Ask.asked", "Ask.linked", "MyData.privacy", ".opened"),
)

Callback = Callable[..., Coroutine[Any, Any, Any]]


class Tally:
    """`handled` counts by callback, `stood` by place; `callbacks` is all there are."""

    def __init__(self, telegram: Telegram, store: Store) -> None:
        self._store = store
        self.handled: Counter[str] = Counter()
        self.stood: Counter[str] = Counter()
        self.callbacks: set[str] = set()
        seen: set[int] = set()  # the same handler may stand in several places
        for group, handlers in telegram.handlers.items():
            for handler in flat(handlers):
                if id(handler) not in seen:
                    seen.add(id(handler))
                    handler.callback = self._counting(handler.callback, always=group == CONVERSATIONS)

    @property
    def deep(self) -> int:
        """Updates taken by a callback that needs somebody to be somewhere: deeper than the menu."""
        return sum(n for name, n in self.handled.items() if not any(each in name for each in SHALLOW))

    def _counting(self, callback: Callback, *, always: bool) -> Callback:
        """What stands before the conversations sees every update: it has taken those that it ends."""
        name = callback.__qualname__
        self.callbacks.add(name)

        async def counted(update: Update, context: Any) -> Any:
            if always:
                self._count(name, update)
            try:
                return await callback(update, context)
            except ApplicationHandlerStop:
                self._count(name, update)
                raise

        return counted

    def _count(self, name: str, update: Update) -> None:
        self.handled[name] += 1
        if update.effective_user is not None:
            self.stood[self._where(update.effective_user.id)] += 1

    def _where(self, person: int) -> str:
        health, people = self._store.health, self._store.people
        known = people.get(person)
        if known is None or not known.consented:
            return "has not agreed"
        if health.hold(person) is not None:
            return "shut by a warning sign"
        if people.awaited(person) is not None:
            return "asked for a time or a place"
        if health.plan(person) is not None:
            return "has a plan"
        return "has no plan yet"


def flat(handlers: Any) -> Iterator[BaseHandler[Any, Any, Any]]:
    """The handlers of a group with those inside its conversations."""
    for handler in handlers:
        if isinstance(handler, ConversationHandler):
            yield from flat(handler.entry_points)
            for inside in handler.states.values():
                yield from flat(inside)
        else:
            yield handler
