"""Every screen that the views can make, by name: the one list that the tests of all views walk through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue.faq_items import ACTIONS
from bot.catalogue.places import Asked
from bot.coach import calendar
from bot.coach.model import (
    Answers,
    Bedtime,
    CheckStep,
    Effort,
    Exercise,
    Experience,
    Feel,
    Lying,
    Mode,
    Pain,
    Plan,
    Routine,
    Session,
    Surface,
    Verdict,
    Veto,
)
from bot.coach.next_up import Next
from bot.coach.progress import Move, Refusal, Why
from bot.coach.recommend import Because, Reason, Recommendation, plan_from, recommend
from bot.coach.review import Answer, Note
from bot.coach.schedule import Due
from bot.coach.screening import Gate
from bot.coach.session import AfterPain, Stage
from bot.coach.trend import ProgressData, progress_data
from bot.views import (
    admin,
    ask,
    habits,
    my_data,
    pictures,
    plan,
    progress,
    reminder,
    review,
    screening,
    settings,
    start,
    tonight,
)
from bot.views.reply import Reply
from bot.views.words import Words

NIGHT = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
CONTACT = "Dr <Aki> & Partner https://example.org/?a=1&b=2"
PLAN = Plan(Exercise.HIP_LIFT, ((Exercise.HIP_LIFT, 2), (Exercise.LEG_CURL, 1)), frozenset({1, 3, 5}))
SESSION = Session(NIGHT, Exercise.HIP_LIFT, level=2, sets=2)

Screens = Iterator[tuple[str, Reply]]


def screens(say: Words) -> dict[str, Reply]:
    """Name → reply. The name begins with `module.function` of the view that made it."""
    found: dict[str, Reply] = {}
    for part in (
        _admin,
        _start,
        _screening,
        _cards,
        _recommendations,
        _plan,
        _tonight,
        _reminder,
        _night,
        _ask,
        _pictures,
        _rest,
    ):
        for name, reply in part(say):
            assert name not in found, f"{name} is made twice"
            found[name] = reply
    return found


def _admin(say: Words) -> Screens:
    names = ("people", "seen", "consented", "blocked", "reminders", "sessions", "waiting", "questions")
    counts = dict.fromkeys(names, 3)
    yield "admin.figures", admin.figures(say, counts, {"sent": 2, "unknown": 1}, "a1b2c3")
    yield "admin.figures at first", admin.figures(say, counts, {}, "a1b2c3")
    asked = [(2, say.language, "is <b>running</b> bad & dangerous", ""), (1, say.language, "", "cramp")]
    yield "admin.questions", admin.questions(say, asked)
    yield "admin.questions, many", admin.questions(say, asked * 500)
    yield "admin.questions, none", admin.questions(say, [])
    yield "admin.reloaded", admin.reloaded(say, "a1b2c3")
    yield "admin.faulty", admin.faulty(say, ["start.toml: welcome.ja: <missing>"] * 500)


def _start(say: Words) -> Screens:
    yield "start.welcome", start.welcome(say)
    for following in Next:
        for night in (None, NIGHT):
            yield f"start.welcome_back {following} {night}", start.welcome_back(say, following, night)
            yield f"start.help_page {following} {night}", start.help_page(say, following, night)
    for interrupted in (None, "check", "remind", "tonight"):
        yield f"start.cancelled {interrupted}", start.cancelled(say, interrupted)
    asked = start.welcome_back(say, Next.TONIGHT, NIGHT, review=True)
    yield "start.welcome_back with the weekly question", asked
    yield "start.not_private", start.not_private(say)
    yield "start.only_text", start.only_text(say)
    yield "start.too_fast", start.too_fast(say)
    yield "start.old_button", start.old_button(say)
    yield "start.trouble", start.trouble(say)


def _screening(say: Words) -> Screens:
    yield "screening.consent", screening.consent(say)
    yield "screening.consent_refused", screening.consent_refused(say)
    everything = frozenset(rule.id for rule in say.catalogue.rules) | {
        sign.id for sign in say.catalogue.signs
    }
    for step in CheckStep:
        yield f"screening.question {step}", screening.question(say, step, frozenset())
        yield f"screening.question {step} all ticked", screening.question(say, step, everything)
    yield "screening.paused", screening.paused(say)
    yield "screening.meant_else", screening.meant_else(say, frozenset())
    yield "screening.given_back", screening.given_back(say)
    yield "screening.minor", screening.minor(say)
    yield "screening.no_bedtime_plan", screening.no_bedtime_plan(say)


def _cards(say: Words) -> Screens:
    for zone in (None, "Asia/Tokyo", "Europe/London"):
        yield f"screening.too_soon {zone}", screening.too_soon(say, zone)
        for verdict in (Verdict.RED, Verdict.AMBER_TODAY, Verdict.AMBER):
            name = f"{verdict} {zone}"
            yield f"screening.card {name}", screening.card(say, verdict, zone, contact=CONTACT)
            yield f"screening.card {name} typed", screening.card(say, verdict, zone, typed=True)
            yield f"screening.card_for_other {name}", screening.card_for_other(say, verdict, zone)


def _recommendations(say: Words) -> Screens:
    table = say.catalogue.recommendations
    everything = frozenset(sign.id for sign in say.catalogue.signs)
    for signs in (frozenset(), frozenset({"S6", "S7"}), frozenset({"S4", "S6"}), everything):
        for lying in Lying:
            for pain in Pain:
                answers = Answers(signs=signs, lying=lying, experience=Experience.NEW, pain=pain)
                for veto in (None, Veto.NO_PRONE, Veto.LOW_LIFT):
                    vetoes = frozenset({veto} if veto else ())
                    found = recommend(answers, vetoes, table)
                    yield (
                        f"screening.recommendation {','.join(sorted(signs))} {lying} {pain} {veto}",
                        screening.recommendation(
                            say, found, plan_from(found, 1, table), answers, Verdict.GREEN_WITH_ADVICE
                        ),
                    )
    for reason in Reason:
        found = Recommendation(PLAN.exercise, PLAN.levels, (Exercise.LEG_CURL,), (Because(reason, ("S4",)),))
        yield (
            f"screening.recommendation {reason}",
            screening.recommendation(say, found, PLAN, Answers(signs=frozenset({"S4"})), Verdict.GREEN),
        )


def _plan(say: Words) -> Screens:
    for exercise, words in say.catalogue.plans.items():
        for rung in words.rungs:
            each = Plan(
                exercise,
                tuple((one, rung.level.number if one is exercise else 0) for one in Exercise),
                PLAN.days,
            )
            others = tuple(other for other in Exercise if other is not exercise)
            yield f"plan.plan_page {exercise} {rung.level.number}", plan.plan_page(say, each, others)
    for exercise in Exercise:
        for level in (0, 1):
            yield f"plan.form_page {exercise} {level}", plan.form_page(say, exercise, level)
        yield f"plan.easier_page {exercise}", plan.easier_page(say, exercise)
    for routine in Routine:
        both = replace(PLAN, routine=routine)
        yield f"plan.plan_page {routine}", plan.plan_page(say, both, (Exercise.LEG_CURL,))
        yield f"plan.routine_page {routine}", plan.routine_page(say, both)
    for days in (PLAN.days, calendar.EVERY_OTHER):
        yield f"plan.days_page {len(days)}", plan.days_page(say, replace(PLAN, days=days))
    for count in (calendar.FEWEST, calendar.MOST):
        yield f"plan.pick_days {count}", plan.pick_days(say, count)
    for why in Refusal:
        page = plan.plan_page(say, PLAN, ())
        yield f"plan.changed {why}", plan.changed(say, plan.refused(say, why), page)
    for key in ("plan.went_harder", "plan.went_lower", "plan.lowest"):
        yield f"plan.changed {key}", plan.changed(say, say(key), plan.plan_page(say, PLAN, ()))
    for others in ((), (Exercise.LEG_CURL,)):
        yield f"plan.change_page {len(others)}", plan.change_page(say, PLAN, others)
    yield "plan.no_plan", plan.no_plan(say)
    yield "plan.no_plan half", plan.no_plan(say, half=True)
    yield "plan.not_allowed", plan.not_allowed(say)


def _tonight(say: Words) -> Screens:
    for exercise, words in say.catalogue.plans.items():
        for rung in words.rungs:
            session = Session(NIGHT, exercise, rung.level.number, rung.level.sets)
            for at in Stage:
                name = f"tonight.stage {exercise} {rung.level.number} {at}"
                yield name, tonight.stage(say, session, at, None)
    for surface in Surface:
        first = tonight.stage(say, SESSION, Stage.FORM, first=True, surface=surface)
        yield f"tonight.stage first evening {surface}", first
    other = Exercise.LEG_CURL
    for at in (Stage.FORM, Stage.DONE):
        yield f"tonight.stage first of two {at}", tonight.stage(say, SESSION, at, second=other)
    yield "tonight.stage second of two", tonight.stage(say, replace(SESSION, part=2), Stage.FORM)
    alone = replace(SESSION, started=True, own_count=True)
    yield "tonight.stage alone", tonight.stage(say, alone, Stage.SET)
    for feel in (None, *Feel):
        between = replace(SESSION, sets=3, started=True, sets_done=1, feel=feel)
        yield f"tonight.stage between sets {feel}", tonight.stage(say, between, Stage.SET)
        yield f"tonight.resting {feel}", tonight.resting(say, between, None)
        yield f"tonight.rest_over {feel}", tonight.rest_over(say, between, None)
    yield "tonight.eased", tonight.eased(say, SESSION, tonight.stage(say, SESSION, Stage.SET))
    yield "tonight.morning", tonight.morning(say, NIGHT)
    for settled in (True, False):
        yield f"tonight.after_morning {settled}", Reply(tonight.after_morning(say, settled=settled))
    for hint in Feel:
        for at in (Stage.FORM, Stage.SET):
            name = f"tonight.stage second set, felt {hint} {at}"
            yield name, tonight.stage(say, replace(SESSION, sets_done=1), at, hint)
    yield from _tonights_end(say)


def _tonights_end(say: Words) -> Screens:
    told = replace(SESSION, started=True, sets_done=2, effort=Effort.RIGHT)
    well_done = say.text(say.catalogue.nudges.done[0])
    for why in Why:
        for level in (1, 2, 3):
            yield (
                f"tonight.done {why} {level}",
                tonight.done(say, replace(told, pain=Pain.NONE), Move(level, why), 2, well_done, NIGHT),
            )
    more = tonight.done(say, told, Move(2, Why.STEADY), 2, well_done, NIGHT, second=Exercise.LEG_CURL)
    yield "tonight.done first of two", more
    asked = tonight.done(say, told, Move(2, Why.STEADY), 2, well_done, NIGHT, review=True)
    yield "tonight.done with the weekly question", asked
    for feel in Feel:
        for pain in Pain:
            session = replace(told, feel=feel, pain=pain)
            reply = tonight.done(say, session, Move(2, Why.STEADY), 2, well_done, None)
            yield f"tonight.done felt {feel}, pain {pain}", reply
    yield "tonight.kept", tonight.kept(say)
    for level in (0, 2):
        yield f"tonight.stopped at {level}", tonight.stopped(say, SESSION, 2, level)
    for done in (0, 1):
        yield f"tonight.left after {done}", tonight.left(say, replace(SESSION, sets_done=done))
    for gate in (Gate.NEEDS_CHECK, Gate.NO_BEDTIME_PLAN, Gate.PAIN_TONIGHT):
        yield f"tonight.closed {gate}", tonight.closed(say, gate)
    yield "tonight.closed again", tonight.closed(say, Gate.NEEDS_CHECK, again=True)
    for then in AfterPain:
        yield f"tonight.after_pain {then}", Reply(tonight.after_pain(say, SESSION, then))
    yield "tonight.rest_night", tonight.rest_night(say, NIGHT, habits.tip(say, say.catalogue.habits[0]))


def _reminder(say: Words) -> Screens:
    yield "reminder.ask_time", reminder.ask_time(say)
    yield "reminder.ask_which", reminder.ask_which(say, time(10, 30), time(22, 30))
    yield "reminder.time_unclear", reminder.time_unclear(say)
    yield "reminder.ask_zone", reminder.ask_zone(say, time(22, 30))
    yield "reminder.zone_unclear", reminder.zone_unclear(say, time(22, 30))
    for place in ("Cambridge", "Australia", "Melborne"):
        asked = say.catalogue.zones.place(place, AT) or say.catalogue.zones.guess(place, AT)
        assert isinstance(asked, Asked)
        yield f"reminder.ask_which_town {place}", reminder.ask_which_town(say, asked, AT)
    yield "reminder.place_unclear", reminder.place_unclear(say, time(22, 30))
    yield "reminder.left", reminder.left(say)
    yield "reminder.ask_pause", reminder.ask_pause(say)
    full = Bedtime(time(22, 30), weekend=time(23, 30), discreet=True, paused_until=NIGHT)
    spread = Due(NIGHT, AT, timedelta(minutes=4))
    yield "reminder.overview of everything", reminder.overview(say, full, "Asia/Tokyo", spread, checked=True)
    for wish in (full, replace(full, weekend=None)):
        yield f"reminder.ask_weekend {bool(wish.weekend)}", reminder.ask_weekend(say, wish)
    for mode in Mode:
        for enabled in (True, False):
            for silent in (True, False):
                for due in (None, Due(NIGHT, AT)):
                    for checked in (True, False):
                        wish = Bedtime(time(22, 30), mode, enabled, silent)
                        yield (
                            f"reminder.overview {mode} {enabled} {silent} {bool(due)} {checked}",
                            reminder.overview(say, wish, "Asia/Tokyo", due, checked=checked),
                        )


def _night(say: Words) -> Screens:
    nudges = say.catalogue.nudges
    dose = plan.short_dose(say, say.catalogue.plans[Exercise.LEG_CURL].rungs[4].level)
    for number, text in enumerate(nudges.training):
        yield f"reminder.nightly {number}", reminder.nightly(say, NIGHT, text, dose)
    tip = habits.tip(say, say.catalogue.habits[0])
    for number, text in enumerate(nudges.rest):
        yield f"reminder.rest_evening {number}", reminder.rest_evening(say, text, tip)
    for training in (True, False):
        yield f"reminder.wind_down {training}", reminder.wind_down(say, NIGHT, training=training)
    yield "reminder.still_helpful", reminder.still_helpful(say)
    yield "reminder.ask_reason", reminder.ask_reason(say, NIGHT)
    for reason in reminder.REASONS:
        for number, text in enumerate(nudges.not_tonight):
            yield f"reminder.not_tonight {reason} {number}", reminder.not_tonight(say, text, reason)
    yield "reminder.later", reminder.later(say, AT, TOKYO)
    for asks in (True, False):
        for number, text in enumerate(nudges.done):
            yield f"reminder.marked_done {asks} {number}", reminder.marked_done(say, text, asks=asks)
    yield "reminder.already_noted", reminder.already_noted(say)
    yield "reminder.old_night", reminder.old_night(say, NIGHT)


def _ask(say: Words) -> Screens:
    for item in say.catalogue.faq.values():
        for full in (True, False):
            yield f"ask.answer {item.id} {full}", ask.answer(say, item, full=full)
    for action in ACTIONS:
        item = replace(say.catalogue.faq["age"], action=action)
        yield f"ask.answer with the action {action}", ask.answer(say, item, full=False)
    yield "ask.choices", ask.choices(say, tuple(sorted(say.catalogue.faq, key=len, reverse=True))[:5])
    for contact in ("", CONTACT):
        yield f"ask.nothing {contact}", ask.nothing(say, contact)
    yield "ask.topics", ask.topics(say)
    yield "ask.you_are_welcome", ask.you_are_welcome(say)
    yield "ask.shut", ask.shut(say)
    yield "ask.too_long", ask.too_long(say, 500)
    for name in ("check", "tonight", "remind"):
        yield f"ask.way_back {name}", Reply(say("ask.topics"), (ask.way_back(say, name),))
        yield f"ask.with_way_back {name}", ask.with_way_back(say, ask.shut(say), name, None)


def _pictures(say: Words) -> Screens:
    words = Reply(say("ask.topics"))
    for exercise in Exercise:
        yield f"pictures.form {exercise}", pictures.form(say, words, exercise, 2)
    yield "pictures.for_stage", pictures.for_stage(say, words, SESSION, Stage.SET)
    yield "pictures.beside_answer", pictures.beside_answer(say, words, say.catalogue.faq["stairs"])
    yield "pictures.beside_habit", pictures.beside_habit(say, words, say.catalogue.habits[0])


def _rest(say: Words) -> Screens:
    for number in range(len(say.catalogue.habits)):
        yield f"habits.page {number}", habits.page(say, number)
    for consented in (True, False):
        yield f"my_data.privacy {consented}", my_data.privacy(say, consented=consented)
    yield "my_data.nothing_stored", my_data.nothing_stored(say)
    export: dict[str, list[object]] = {
        name: [{}] for name in ("checks", "plans", "sessions", "bedtimes", "deliveries")
    }
    for zone in (None, "Asia/Tokyo"):
        yield f"my_data.overview {zone}", my_data.overview(say, export, settings.NAMES[say.language], zone)
        yield f"settings.page {zone}", settings.page(say, zone)
        for silent in (True, False):
            for surface in Surface:
                wish, each = Bedtime(time(22, 30), silent=silent), replace(PLAN, surface=surface)
                yield f"settings.page {zone} {silent} {surface}", settings.page(say, zone, each, wish)
    yield "my_data.confirm_delete", my_data.confirm_delete(say)
    yield "my_data.confirm_withdraw", my_data.confirm_withdraw(say)
    yield "my_data.erased", my_data.erased(say)
    yield "my_data.withdrawn", my_data.withdrawn(say)
    yield "my_data.export_caption", Reply(my_data.export_caption(say))
    yield "settings.language_set", settings.language_set(say)
    history = [replace(SESSION, sets_done=2, pain=pain) for pain in (None, Pain.NONE, Pain.SEVERE)]
    data = progress_data(history, 3, NIGHT)
    yield "progress.page", progress.page(say, PLAN, data)
    yield "progress.page without pain", progress.page(say, PLAN, progress_data(history[:1], 3, NIGHT))
    ill = [NIGHT + timedelta(days=n) for n in (7, 9, 11)]
    later = progress_data(history, 3, NIGHT + timedelta(days=14), ill)
    yield "progress.page after a week off", progress.page(say, PLAN, later)
    yield "progress.page empty", progress.page(say, PLAN, progress_data([], 3, NIGHT))
    yield "progress.page without a plan", progress.page(say, None, data)
    yield from _weekly(say, data)


def _weekly(say: Words, data: ProgressData) -> Screens:
    reminder_ = reminder.nightly(say, NIGHT, say.catalogue.nudges.training[0], "10")
    yield "review.question", review.question(say, NIGHT)
    yield "review.with_reminder", review.with_reminder(say, NIGHT, reminder_)
    habit = habits.tip(say, say.catalogue.habits[0])
    for answer in Answer:
        for level in (1, 2):
            for notes in ((), tuple(Note)):
                move = Move(level, Why.WORSE)
                said = review.answered(say, answer, Exercise.HIP_LIFT, 2, move, notes, data, habit)
                yield f"review.answered {answer} {level} {bool(notes)}", said
    yield "review.noted", review.noted(say)
    yield "review.not_now", review.not_now(say)
    yield "review.day_page", review.day_page(say, 5)
