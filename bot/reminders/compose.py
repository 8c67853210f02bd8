"""What tonight's reminder says to this person, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.catalogue.load import Catalogue
from bot.coach import progress
from bot.coach import screening as rules
from bot.coach.model import Mode, Plan
from bot.coach.schedule import is_training_night
from bot.coach.screening import Gate
from bot.store import Store
from bot.store.due import Delivery
from bot.views import habits
from bot.views import reminder as view
from bot.views.plan import short_dose
from bot.views.reply import Reply
from bot.views.words import Words

CLOSED = "closed"  # no word on why: the ledger outlives a consent that is taken back


@dataclass(frozen=True, slots=True)
class Message:
    """A reminder to send."""

    reply: Reply
    silent: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """No reminder tonight, and why: a word for the ledger, not for the person."""

    reason: str


def compose(store: Store, catalogue: Catalogue, delivery: Delivery) -> Message | Nothing:
    """The message for this night as things stand now, just before sending."""
    person = store.people.get(delivery.person)
    wish = store.reminders.bedtime(delivery.person)
    plan = store.health.plan(delivery.person)
    if person is None or person.blocked or wish is None or not wish.enabled:
        return Nothing("not wanted")
    reason = _against(store, delivery)
    if reason is not None or plan is None:
        return Nothing(reason or "no plan")
    say = Words(catalogue, person.language)
    last = store.sessions.last_night(delivery.person, delivery.night)
    if delivery.seq > 0 or is_training_night(delivery.night, plan.days, last):
        return Message(_training(say, plan, delivery.night, last), wish.silent)
    if wish.mode is Mode.EVERY:
        return Message(_rest(say, delivery.night), wish.silent)
    return Nothing("rest night")


def _against(store: Store, delivery: Delivery) -> str | None:
    """What speaks against any message: a warning sign, an old check, a night that is done."""
    check, hold = store.health.check(delivery.person), store.health.hold(delivery.person)
    last = store.sessions.last_night(delivery.person, delivery.night)
    if rules.gate(check, hold, last, delivery.night) is not Gate.OPEN:
        return CLOSED
    session = store.sessions.get(delivery.person, delivery.night)
    if session is not None and (session.sets_done > 0 or session.stopped):
        return "done"
    return "answered" if store.reminders.answer(delivery.person, delivery.night) is not None else None


def _training(say: Words, plan: Plan, night: date, last: date | None) -> Reply:
    """One of many texts, by the night: none comes again until all the others have.

    The dose is the one that /tonight will show, lower after a break.
    """
    texts = say.catalogue.nudges.training
    level = progress.after_break(plan.level(plan.exercise), last, night).level
    rung = say.catalogue.plans[plan.exercise].rungs[level]
    return view.nightly(say, night, texts[night.toordinal() % len(texts)], short_dose(say, rung.level))


def _rest(say: Words, night: date) -> Reply:
    texts, tips = say.catalogue.nudges.rest, say.catalogue.habits
    number = night.toordinal()
    return view.rest_evening(say, texts[number % len(texts)], habits.tip(say, tips[number % len(tips)]))
