from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.coach.model import Effort, Exercise, Feel, Pain, Session
from bot.coach.progress import MAY_REFUSE, Move, Why
from bot.coach.screening import Gate
from bot.coach.session import AfterPain, Stage
from bot.views import tonight as view
from bot.views.reply import Reply
from bot.views.words import Words

NIGHT = date(2026, 11, 24)
SESSION = Session(NIGHT, Exercise.HIP_LIFT, level=2, sets=2)


def data(reply: Reply) -> list[str]:
    return [button.data for row in reply.rows for button in row]


@pytest.mark.parametrize("at", [Stage.FORM, Stage.SET, Stage.FEEL, Stage.EFFORT])
def test_it_hurts_can_be_said_at_every_moment(say: Words, at: Stage) -> None:
    """H32: stop at once, at every stage of the exercise."""
    assert "v1:tonight:hurts:20261124" in data(view.stage(say, SESSION, at, None))


@pytest.mark.parametrize("at", list(Stage))
def test_every_button_of_the_session_carries_its_night(say: Words, at: Stage) -> None:
    own = [each for each in data(view.stage(say, SESSION, at, None)) if each.startswith("v1:tonight:")]
    assert [each for each in own if "20261124" not in each] == []


def test_the_set_button_names_its_set_so_that_a_double_press_counts_once(say: Words) -> None:
    second = replace(SESSION, sets_done=1)
    assert "v1:tonight:done:20261124:2" in data(view.stage(say, second, Stage.SET, None))


def test_pain_is_asked_in_the_bands_of_the_rule_with_sharp_apart(say: Words) -> None:
    """G46."""
    assert data(view.stage(say, SESSION, Stage.HURT, None)) == [
        "v1:tonight:hurt:20261124:1-3",
        "v1:tonight:hurt:20261124:4-5",
        "v1:tonight:hurt:20261124:6+",
        "v1:tonight:hurt:20261124:sharp",
    ]


@pytest.mark.parametrize(
    ("felt", "tip"),
    [
        (Feel.THIGHS, "tonight.tip_thighs"),
        (Feel.BACK, "tonight.tip_back"),
        (Feel.BUTTOCKS, None),
        (Feel.ELSEWHERE, None),
        (None, None),
    ],
)
def test_where_it_was_felt_brings_its_tip_into_the_next_session(
    say: Words, felt: Feel | None, tip: str | None
) -> None:
    """H42, H43 for the thighs; H20–H22 for the lower back."""
    text = view.stage(say, SESSION, Stage.FORM, felt).text
    shown = [key for key in ("tonight.tip_thighs", "tonight.tip_back") if say(key) in text]
    assert shown == ([tip] if tip else [])


@pytest.mark.parametrize("sets_done", [0, 1])
def test_a_rest_comes_before_every_set_but_the_first(say: Words, sets_done: int) -> None:
    text = view.stage(say, replace(SESSION, sets_done=sets_done), Stage.SET, None).text
    seconds = say.catalogue.plans[Exercise.HIP_LIFT].rungs[2].level.rest
    assert (say("tonight.rest", seconds=seconds) in text) is (sets_done == 1)


def test_the_lowest_rung_shows_no_lift(say: Words) -> None:
    """G59: it is squeezing only, so the steps of the lift would mislead."""
    words = say.catalogue.plans[Exercise.HIP_LIFT]
    lowest = view.stage(say, replace(SESSION, level=0), Stage.FORM, None).text
    higher = view.stage(say, replace(SESSION, level=1), Stage.FORM, None).text
    assert [say.text(step) in lowest for step in words.form] == [False] * len(words.form)
    assert [say.text(step) in higher for step in words.form] == [True] * len(words.form)
    assert say.text(words.rungs[0].how) in lowest


def ended(
    say: Words, move: Move, before: int = 2, pain: Pain = Pain.NONE, feel: Feel = Feel.BUTTOCKS
) -> Reply:
    session = replace(SESSION, started=True, sets_done=2, feel=feel, effort=Effort.RIGHT, pain=pain)
    return view.done(say, session, move, before, "Well done.", date(2026, 11, 26))


def test_a_step_up_is_said_with_its_reason_and_can_be_refused(say: Words) -> None:
    reply = ended(say, Move(3, Why.TWO_GOOD))
    assert say("tonight.why_two_good") in reply.text
    assert say.text(say.catalogue.plans[Exercise.HIP_LIFT].rungs[3].name) in reply.text
    assert data(reply)[0] == "v1:tonight:keep:20261124:2"


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_of_the_ladder_has_its_words(say: Words, why: Why) -> None:
    reply = ended(say, Move(1, why))
    assert say(f"tonight.why_{why.replace('-', '_')}") in reply.text
    may_refuse = any(":keep:" in each for each in data(reply))
    assert may_refuse == (why in MAY_REFUSE), "what pain has a part in cannot be refused (G46)"


def test_a_lift_felt_in_the_lower_back_is_made_lower_and_said_once(say: Words) -> None:
    text = ended(say, Move(1, Why.BACK_FELT), feel=Feel.BACK).text
    assert say("tonight.why_back_felt") in text
    assert say("tonight.felt_back") not in text


@pytest.mark.parametrize("feel", [Feel.THIGHS, Feel.BACK])
def test_the_lowest_rung_lifts_nothing_so_no_tip_speaks_of_a_lift(say: Words, feel: Feel) -> None:
    lowest = replace(SESSION, level=0, started=True, sets_done=1, feel=feel)
    shown = "\n".join(view.stage(say, lowest, at, feel).text for at in (Stage.FORM, Stage.SET))
    move, night = Move(0, Why.STEADY), date(2026, 11, 26)
    shown += view.done(say, replace(lowest, pain=Pain.NONE), move, 0, "Well done.", night).text
    assert [key for key in ("tip", "now", "felt") if say(f"tonight.{key}_{feel}") in shown] == []


@pytest.mark.parametrize("why", view.GOES_LOWER)
def test_at_the_lowest_level_nothing_lower_is_promised(say: Words, why: Why) -> None:
    text = ended(say, Move(0, why), before=0, feel=Feel.BACK).text
    assert say("plan.lowest") in text
    assert say(f"tonight.why_{why.replace('-', '_')}") not in text


@pytest.mark.parametrize(
    ("pain", "key"),
    [
        (Pain.NONE, None),
        (Pain.MILD, "tonight.pain_said_1_3"),
        (Pain.MODERATE, "tonight.pain_said_4_5"),
        (Pain.SEVERE, "tonight.pain_said_6_up"),
    ],
)
def test_pain_at_the_end_gets_the_words_of_its_band(say: Words, pain: Pain, key: str | None) -> None:
    text = ended(say, Move(2, Why.STEADY), pain=pain).text
    keys = ("tonight.pain_said_1_3", "tonight.pain_said_4_5", "tonight.pain_said_6_up")
    assert [each for each in keys if say(each) in text] == ([key] if key else [])


def test_the_next_training_night_is_said(say: Words) -> None:
    day = say.day(date(2026, 11, 26))
    assert say("tonight.next", day=day) in ended(say, Move(2, Why.STEADY)).text


@pytest.mark.parametrize("then", list(AfterPain))
def test_after_it_hurts_each_way_on_has_its_own_words(say: Words, then: AfterPain) -> None:
    said = [view.after_pain(say, SESSION, each) for each in AfterPain]
    assert said.count(view.after_pain(say, SESSION, then)) == 1


def test_the_easier_version_is_described_at_once(say: Words) -> None:
    low = replace(SESSION, level=1)
    how = say.text(say.catalogue.plans[Exercise.HIP_LIFT].rungs[1].how)
    assert how in view.after_pain(say, low, AfterPain.EASIER)
    assert how not in view.after_pain(say, low, AfterPain.GO_ON)


def test_after_a_stop_nothing_leads_back_into_the_exercise(say: Words) -> None:
    assert data(view.stopped(say, SESSION, 2, 1)) == ["v1:check:open", "v1:ask:faq:pain-during"]


@pytest.mark.parametrize(("level", "said"), [(1, True), (2, False)])
def test_after_a_stop_a_lower_level_is_said_with_its_reason(say: Words, level: int, said: bool) -> None:
    assert (say("tonight.why_stopped") in view.stopped(say, SESSION, 2, level).text) is said


def test_who_has_checked_before_hears_why_the_check_comes_again(say: Words) -> None:
    first = view.closed(say, Gate.NEEDS_CHECK).text
    assert view.closed(say, Gate.NEEDS_CHECK, again=True).text != first


@pytest.mark.parametrize("gate", [Gate.NEEDS_CHECK, Gate.NO_BEDTIME_PLAN, Gate.PAIN_TONIGHT])
def test_a_closed_evening_shows_no_way_into_the_exercise(say: Words, gate: Gate) -> None:
    assert not [each for each in data(view.closed(say, gate)) if each.startswith("v1:tonight")]


def test_a_rest_night_brings_a_habit_and_no_exercise(say: Words) -> None:
    reply = view.rest_night(say, NIGHT, "a habit")
    assert reply.text.endswith("a habit")
    assert data(reply) == ["v1:habits:open", "v1:plan:open"]


def test_no_space_follows_a_full_stop_in_japanese(japanese: Words) -> None:
    easier = view.after_pain(japanese, replace(SESSION, level=0), AfterPain.EASIER)
    texts = [easier, *(ended(japanese, Move(level, why)).text for why in Why for level in (1, 3))]
    assert [text for text in texts if "。 " in text] == []


@pytest.mark.parametrize(
    ("text", "cry"),
    [
        ("痛い", True),
        ("腰が痛いです。", True),
        ("イタタタ", True),
        ("痛いときはどうしますか", False),
        ("痛いの？", False),
        ("息は吐くの", False),
        ("先月から階段をのぼるたびに、ひざのあたりが痛いと感じています", False),
    ],
)
def test_a_cry_of_pain_is_told_from_a_question_in_japanese(japanese: Words, text: str, cry: bool) -> None:
    assert view.says_it_hurts(japanese, text) is cry


@pytest.mark.parametrize(
    ("text", "cry"),
    [("Ouch!", True), ("my back hurts", True), ("does it hurt?", False), ("breathing", False)],
)
def test_a_cry_of_pain_is_told_from_a_question_in_english(english: Words, text: str, cry: bool) -> None:
    assert view.says_it_hurts(english, text) is cry
