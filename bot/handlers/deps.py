"""What a conversation is given: store, content, time, and who is writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from telegram import Update, User

from bot.catalogue.load import Catalogue
from bot.coach import calendar
from bot.coach import screening as rules
from bot.coach.model import Hold, Language, Plan
from bot.coach.schedule import Due
from bot.coach.session import Stage, stage
from bot.coach.trend import ProgressData, progress_data
from bot.faq.index import Index
from bot.faq.warning import Warnings
from bot.handlers.rests import Rests
from bot.store import Store
from bot.store.people import Person
from bot.views import screening as screening_view
from bot.views.reply import Reply
from bot.views.words import Words

SEEN_EVERY = timedelta(hours=1)  # how exactly the last contact is kept: enough to count unanswered nights
LONGEST_HISTORY = 2 * 4 * 26  # sessions: both exercises on four nights a week, for as long as is shown
UNSET_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Content:
    """The catalogue with the index and the warning rules built from it. Replaced as a whole by a reload."""

    catalogue: Catalogue
    index: Index
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class Visit:
    """The person behind one update, and this moment as they live it.

    `person` is None until something has to be remembered: /start alone stores nothing. `update` is Telegram's
    number of it.
    """

    id: int
    person: Person | None
    say: Words
    now: datetime
    zone: ZoneInfo
    night: date
    update: int

    @property
    def zone_name(self) -> str | None:
        return self.person.zone if self.person else None

    @property
    def consented(self) -> bool:
        return self.person is not None and self.person.consented


@dataclass(slots=True)
class Deps:
    """Handed to every conversation by `app`. `replan` plans the person's next reminder anew."""

    store: Store
    content: Content
    now: Callable[[], datetime]
    replan: Callable[[int], Due | None]
    contact: str
    rests: Rests = field(default_factory=Rests)
    burst: int = 10
    admins: frozenset[int] = frozenset()
    reload: Callable[[], Sequence[str]] = tuple  # reads the content again; the faults that kept it from that
    alias: Callable[[int], str] = lambda person: "somebody"  # how a log line calls a person
    unstored: dict[int, Hold] = field(default_factory=dict)  # signs of tonight, typed without consent

    def visit(self, update: Update) -> Visit:
        """Who this is, and in which language, night and zone."""
        user = update.effective_user
        assert user is not None, "handlers are only registered for private chats, which have a user"
        now = self.now()
        person = self.store.people.get(user.id)
        if person is not None and now - person.seen > SEEN_EVERY:
            self._is_back(user.id, now)
        zone = ZoneInfo(person.zone) if person and person.zone else UNSET_ZONE
        language = person.language if person else spoken_by(user)
        latest = self.store.sessions.latest_night(user.id) if person else None
        night = calendar.tonight(now, zone, latest)
        say = Words(self.content.catalogue, language)
        return Visit(user.id, person, say, now, zone, night, update.update_id)

    def plan(self, person: int) -> Plan | None:
        """The plan, with no rung above the ladders as they are now: an older version may have had more."""
        plan, words = self.store.health.plan(person), self.content.catalogue.plans
        if plan is None:
            return None
        return replace(plan, levels=tuple((each, min(level, words[each].top)) for each, level in plan.levels))

    def progress(self, visit: Visit) -> ProgressData:
        """The weeks up to tonight, for words and pictures."""
        plan, sessions = self.plan(visit.id), self.store.sessions
        nights = calendar.nights_a_week(plan.days) if plan else calendar.DEFAULT
        history = sessions.history(visit.id, limit=LONGEST_HISTORY)
        return progress_data(history, nights, visit.night, sessions.called_off(visit.id))

    def _is_back(self, person: int, now: datetime) -> None:
        """In touch again: reminders that waited for a sign of life go on."""
        self.store.people.seen(person, now)
        if self.store.reminders.note_asked(person, False):
            self.replan(person)

    def remember(self, visit: Visit) -> Person:
        """The person's row, made now if need be."""
        return self.store.people.remember(visit.id, visit.say.language, visit.now)

    def interrupted(self, visit: Visit) -> str | None:
        """The conversation that waits for an answer: a dialogue, a check, tonight's session."""
        awaited = self.store.people.met(visit.id, visit.update)
        if awaited is not None:
            return awaited.name
        if self.store.health.draft(visit.id) is not None:
            return "check"
        return "tonight" if self._in_session(visit) else None

    def hold(self, visit: Visit) -> Hold | None:
        """The sign that was typed. Without consent it is only in memory, and only for its night."""
        unstored = self.unstored.get(visit.id)
        tonight = unstored if unstored is not None and unstored.since == visit.night else None
        return self.store.health.hold(visit.id) or tonight

    def put_hold(self, visit: Visit, hold: Hold) -> None:
        """Shut exercise; what was kept in memory for an earlier night is forgotten."""
        if visit.consented:
            self.store.health.put_hold(visit.id, hold)
            return
        yesterday = visit.night - timedelta(days=1)  # elsewhere it may still be that night
        self.unstored = {id_: each for id_, each in self.unstored.items() if each.since >= yesterday}
        standing = self.hold(visit)
        if standing is None or rules.worst((standing.verdict, hold.verdict)) is hold.verdict:
            self.unstored[visit.id] = hold

    def card_if_shut(self, visit: Visit) -> Reply | None:
        """The card of the warning sign that shuts exercise, or None: then it is open."""
        check, hold = self.store.health.check(visit.id), self.hold(visit)
        verdict = rules.blocking(check, hold)
        if verdict is None:
            return None
        yes = rules.needs_yes(check, hold)
        return screening_view.card(visit.say, verdict, visit.zone_name, yes=yes, contact=self.contact)

    def is_shut(self, person: int) -> bool:
        """Whether a warning sign shuts exercise for this person; the last door of every picture.

        Of a sign that is only in memory it does not ask the night: without consent, words are enough.
        """
        check = self.store.health.check(person)
        hold = self.store.health.hold(person) or self.unstored.get(person)
        return rules.blocking(check, hold) is not None

    def _in_session(self, visit: Visit) -> bool:
        """Tonight's session is begun, not finished, and not shut by a warning sign."""
        session = self.store.sessions.get(visit.id, visit.night)
        open_ = self.card_if_shut(visit) is None
        return open_ and session is not None and session.started and stage(session) is not Stage.DONE


def spoken_by(user: User) -> Language:
    """Japanese for a Japanese Telegram, English for any other; /settings changes it."""
    return Language.JA if (user.language_code or "").lower().startswith("ja") else Language.EN
