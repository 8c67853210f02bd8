"""What tonight's reminder says to this person, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

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

ASK_AFTER = 5  # nights without an answer: then one question, and a pause
PRESENT = timedelta(hours=1)  # so exactly is known when a person was last in touch
CLOSED = "closed"  # no word on why: the ledger outlives a consent that is taken back


@dataclass(frozen=True, slots=True)
class Message:
    """A reminder to send. `asks`: it is the question whether reminders still help."""

    reply: Reply
    silent: bool
    asks: bool = False


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
    if delivery.seq == 0 and wish.pauses(delivery.night):
        return Nothing("paused")
    reason = _against(store, delivery)
    if reason is not None or plan is None:
        return Nothing(reason or "no plan")
    say = Words(catalogue, person.language)
    last = store.sessions.last_night(delivery.person, delivery.night)
    training = delivery.seq > 0 or is_training_night(delivery.night, plan.days, last)
    if not training and wish.mode is not Mode.EVERY:
        return Nothing("rest night")
    if delivery.seq == 0 and store.reminders.unanswered(delivery.person, person.seen + PRESENT) >= ASK_AFTER:
        return Message(view.still_helpful(say), wish.silent, asks=True)
    if not training:
        return Message(_rest(say, delivery.night, discreet=wish.discreet), wish.silent)
    return Message(_training(say, plan, delivery, last, discreet=wish.discreet), wish.silent)


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


def _training(say: Words, plan: Plan, delivery: Delivery, last: date | None, *, discreet: bool) -> Reply:
    """One of many texts, by the night: none comes again until all the others have.

    The dose is the one that /tonight will show, lower after a break.
    """
    night = delivery.night
    if discreet:
        return view.wind_down(say, night)
    texts = say.catalogue.nudges.training
    number = night.toordinal() + delivery.seq * (len(texts) // 2)  # "Later" has another one than at bedtime
    level = progress.after_break(plan.level(plan.exercise), last, night).level
    rung = say.catalogue.plans[plan.exercise].rungs[level]
    return view.nightly(say, night, texts[number % len(texts)], short_dose(say, rung.level))


def _rest(say: Words, night: date, *, discreet: bool) -> Reply:
    if discreet:
        return view.wind_down(say, night, training=False)
    texts, tips = say.catalogue.nudges.rest, say.catalogue.habits
    number = night.toordinal()
    return view.rest_evening(say, texts[number % len(texts)], habits.tip(say, tips[number % len(tips)]))
