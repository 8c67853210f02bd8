from __future__ import annotations

import re

import pytest

from bot.coach.model import Answers, CheckStep, Exercise, Experience, Lying, Pain, Verdict, Veto
from bot.coach.recommend import plan_from, recommend
from bot.views import screening as view
from bot.views.reply import Reply, read_press
from bot.views.words import Words

SHUT = (Verdict.RED, Verdict.AMBER_TODAY, Verdict.AMBER)
HEALTHY = Answers(
    red=frozenset(),
    amber1=frozenset(),
    amber2=frozenset(),
    signs=frozenset({"S6", "S7"}),
    lying=Lying.BOTH,
    experience=Experience.SOME,
    pain=Pain.NONE,
)


def targets(reply: Reply) -> list[str]:
    """Where the buttons lead: conversation and step."""
    presses = [read_press(button.data) for row in reply.rows for button in row]
    return [f"{press.conversation}:{press.step}" for press in presses if press]


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.rows for button in row]


def recommended(say: Words, answers: Answers, vetoes: frozenset[Veto] = frozenset()) -> Reply:
    table = say.catalogue.recommendations
    found = recommend(answers, vetoes, table)
    return view.recommendation(say, found, plan_from(found, 1, table), answers, Verdict.GREEN)


# -- cards -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", SHUT)
@pytest.mark.parametrize("typed", [True, False])
def test_no_button_of_a_card_leads_to_exercise_or_reminder(say: Words, verdict: Verdict, typed: bool) -> None:
    """G16: no exercise, no plan, no reminder."""
    leads = targets(view.card(say, verdict, None, typed=typed))
    assert [target for target in leads if not target.startswith("check:")] == []


def test_a_red_card_says_stop_in_bold_and_the_number_next(say: Words) -> None:
    """G16: stop, and the number before everything else."""
    stop, *rest = view.card(say, Verdict.RED, "Asia/Tokyo").text.split("\n")
    assert re.fullmatch("<b>.+</b>", stop)
    assert {"en": "do not exercise", "ja": "運動をしないで"}[say.language] in stop
    assert "119" in rest[0] + rest[1]


@pytest.mark.parametrize("verdict", SHUT)
def test_every_card_has_the_number_of_the_persons_country(say: Words, verdict: Verdict) -> None:
    text = view.card(say, verdict, "Europe/London").text
    assert "999" in text
    assert "119" not in text


@pytest.mark.parametrize("verdict", SHUT)
def test_without_a_zone_a_card_has_all_numbers_whatever_the_language(say: Words, verdict: Verdict) -> None:
    """Language alone never picks a country."""
    text = view.card(say, verdict, None).text
    assert [number for number in ("119", "999", "112", "911") if number not in text] == []


def test_a_red_card_from_free_text_can_be_taken_back(say: Words) -> None:
    assert targets(view.card(say, Verdict.RED, None, typed=True)) == ["check:meant"]


def test_an_amber_card_from_free_text_asks_to_do_the_check_again(say: Words) -> None:
    assert targets(view.card(say, Verdict.AMBER, None, typed=True)) == ["check:open"]


def test_taking_a_card_back_asks_the_red_screen_with_a_clear_none_of_these(say: Words) -> None:
    reply = view.meant_else(say, frozenset())
    reds = [each for each in say.catalogue.questions if each.rule.step is CheckStep.RED]
    assert [each.rule.id for each in reds if each.ask[say.language] not in reply.text] == []
    assert [button.data for row in reply.rows for button in row] == [
        "v1:check:meant:none",
        "v1:check:meant:fits",
    ]


@pytest.mark.parametrize("verdict", SHUT)
def test_a_relatives_sign_shows_the_card_without_any_button(say: Words, verdict: Verdict) -> None:
    reply = view.card_for_other(say, verdict, None)
    assert reply.rows == ()
    assert reply.text.startswith(view.card(say, verdict, None).text)


def test_the_operators_contact_stands_on_the_card_escaped(say: Words) -> None:
    assert "Dr &lt;Aki&gt; &amp; Co" in view.card(say, Verdict.AMBER, None, contact="Dr <Aki> & Co").text


def test_somebody_under_18_gets_no_button_to_an_exercise(say: Words) -> None:
    assert targets(view.minor(say)) == []


def test_in_pregnancy_no_button_leads_to_a_plan(say: Words) -> None:
    assert targets(view.no_bedtime_plan(say)) == ["ask:topics"]


# -- questions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [CheckStep.RED, CheckStep.AMBER_1, CheckStep.AMBER_2])
def test_a_screen_asks_every_question_in_full_with_a_button_for_each_and_none_of_these(
    say: Words, step: CheckStep
) -> None:
    reply = view.question(say, step, frozenset())
    asked = [each for each in say.catalogue.questions if each.rule.step is step]
    data = [button.data for row in reply.rows for button in row]
    assert [each.rule.id for each in asked if each.ask[say.language] not in reply.text] == []
    assert data[: len(asked)] == [f"v1:check:{step}:on:{each.rule.id}" for each in asked]
    assert data[len(asked)] == f"v1:check:{step}:none"


def test_a_tick_is_shown_and_takes_the_place_of_none_of_these_by_a_way_on(say: Words) -> None:
    reply = view.question(say, CheckStep.RED, frozenset({"R2"}))
    assert [label[0] for label in labels(reply)[:6]] == ["☐", "☑", "☐", "☐", "☐", "☐"]
    assert say("screening.these", count=1) in labels(reply)
    assert say("screening.none") not in labels(reply)


@pytest.mark.parametrize("step", list(CheckStep))
def test_every_step_can_be_left_and_all_but_the_first_taken_back(say: Words, step: CheckStep) -> None:
    leads = targets(view.question(say, step, frozenset()))
    assert leads
    data = [b.data for row in view.question(say, step, frozenset()).rows for b in row]
    assert f"v1:check:{step}:later" in data
    assert (f"v1:check:{step}:back" in data) is (step not in (CheckStep.CLEARED, CheckStep.RED))


# -- the recommendation ------------------------------------------------------------------------------------


def test_the_plan_is_recommended_because_of_what_was_ticked(say: Words) -> None:
    text = recommended(say, HEALTHY).text
    named = [sign.id for sign in say.catalogue.signs if say.text(sign.label) in text]
    assert say.text(say.catalogue.plans[Exercise.LEG_CURL].name) in text
    assert named == ["S6", "S7"]


def test_the_other_plan_may_be_chosen_instead(say: Words) -> None:
    reply = recommended(say, HEALTHY)
    assert f"v1:plan:choose:{Exercise.HIP_LIFT}" in [b.data for row in reply.rows for b in row]


def test_a_vetoed_plan_is_not_offered(say: Words) -> None:
    reply = recommended(say, HEALTHY, frozenset({Veto.NO_PRONE}))
    assert not [b.data for row in reply.rows for b in row if b.data.startswith("v1:plan:choose")]


def test_with_pain_of_six_or_more_tonight_is_not_offered(say: Words) -> None:
    severe = Answers(signs=frozenset(), lying=Lying.BOTH, experience=Experience.NEW, pain=Pain.SEVERE)
    assert "tonight:open" not in targets(recommended(say, severe))
    assert "tonight:open" in targets(recommended(say, HEALTHY))


def test_with_pain_of_six_or_more_rest_comes_first_and_nobody_is_told_to_start(say: Words) -> None:
    severe = Answers(signs=frozenset(), lying=Lying.BOTH, experience=Experience.NEW, pain=Pain.SEVERE)
    rest = say("screening.because_pain_tonight")
    text = recommended(say, severe).text
    assert text.startswith(rest)
    assert text.count(rest) == 1
    assert say("screening.green") not in text


def test_no_ticked_sign_is_not_counted(say: Words) -> None:
    nothing = Answers(signs=frozenset(), lying=Lying.BOTH, experience=Experience.NEW, pain=Pain.NONE)
    assert say("screening.signs_note", count=0) not in recommended(say, nothing).text


def test_the_number_of_ticked_signs_is_said_and_that_they_are_no_test(say: Words) -> None:
    """G41: a magazine's checklist."""
    note = say("screening.signs_note", count=2)
    assert note in recommended(say, HEALTHY).text
    assert re.search({"en": r"\bnot? (a )?test\b", "ja": "検査では(なく|ありません)"}[say.language], note)


def test_no_all_clear_is_given(say: Words) -> None:
    """Never "you are healthy", "it is safe" or "nothing serious" (G2, G38)."""
    text = recommended(say, HEALTHY).text.casefold()
    clear = ("healthy", "safe", "nothing serious", "健康です", "安全です", "問題ありません")
    assert [each for each in clear if each in text] == []


def test_weeks_without_getting_better_adds_the_advice_to_see_someone(say: Words) -> None:
    """G25: A14 alone goes on gently, with advice."""
    table = say.catalogue.recommendations
    found = recommend(HEALTHY, frozenset(), table)
    plan = plan_from(found, 1, table)
    advised = view.recommendation(say, found, plan, HEALTHY, Verdict.GREEN_WITH_ADVICE).text
    assert say("screening.card_green_with_advice") in advised
    assert say("screening.card_green_with_advice") not in recommended(say, HEALTHY).text
