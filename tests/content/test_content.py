"""The words of `content/` that a rule outside of them fixes."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.catalogue.load import Catalogue, load
from bot.coach.model import CheckStep, Exercise, Language, Verdict

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
LONG_ENOUGH = 8  # characters: shorter questions are words that anybody uses

# The screening questions as they were agreed on, word for word; A13 asks two things, so it is two.
QUESTIONS = {
    "R1": (
        "New in the last weeks: hard to start to pee, leaking pee or poo, or not noticing when you "
        "need to go?",
        "ここ数週間で新しく、おしっこが出にくい、おしっこや便がもれる、または行きたい感じがわからないことがありますか。",
    ),
    "R2": (
        "Is there numbness or a strange feeling between your legs, around the anus, on the buttocks"
        " or inner thighs?",
        "またの間、おしりの穴のまわり、おしり、内ももに、しびれや感覚のにぶさがありますか。",
    ),
    "R3": (
        "Along with the back pain, new pain, tingling, numbness or weakness in both legs, or a leg "
        "losing strength quickly (foot drags, you trip)? (Legs that just tire on stairs do not "
        "count.)",
        "腰の痛みといっしょに、両方の足に新しい痛み・しびれ・力の入りにくさがありますか。または、足の力が急に弱くなりましたか(つまずく、足先が上がらない)。階段で疲れるだけなら「いいえ」です。",
    ),
    "R4": (
        "Together with the back pain: a sudden change in sexual function or feeling? (you may skip this)",
        "腰の痛みといっしょに、性機能や感覚が急に変わりましたか。(答えなくてもかまいません)",
    ),
    "R5": (
        "Chest pain or pressure, trouble breathing, cold sweat, fainting, or one side of the body "
        "suddenly weak?",
        "胸の痛みや圧迫感、息苦しさ、冷や汗、気を失いそうな感じ、または体の片側に急に力が入らないことがありますか。",
    ),
    "R6": (
        "Did the pain start suddenly and violently, or after a car accident or a fall from a height?",
        "突然の激しい痛みでしたか。または、交通事故や高い所からの転落のあとに始まりましたか。",
    ),
    "A1": (
        "Do you have a fever or chills, or feel very ill along with the pain? (today)",
        "痛みといっしょに、熱や寒気がある、または体調がとても悪いですか。(今日中に相談)",
    ),
    "A2": (
        "Is one leg swollen, warm, red or darker, or throbbing? (today)",
        "片方の足だけが、はれている、熱い、色が変わっている、ズキズキしますか。(今日中に相談)",
    ),
    "A3": (
        "Is the pain so bad that you cannot sleep, think or get out of bed? (today)",
        "痛みが強くて、眠れない、考えられない、起き上がれないほどですか。(今日中に相談)",
    ),
    "A4": (
        "Have you ever had cancer, or lost weight without trying?",
        "がんにかかったことがある、または理由なく体重が減っていますか。",
    ),
    "A5": (
        "Does it hurt the same whether you move or rest, get worse at night, or keep growing?",
        "動いても休んでも同じように痛む、夜に強くなる、だんだんひどくなっていますか。",
    ),
    "A6": (
        "Does pain, tingling or weakness run down one leg below the knee, new or getting worse?",
        "片方の足の、ひざから下まで、痛み・しびれ・力の入りにくさが広がっていますか(最近始まった、または悪くなっている)。",
    ),
    "A7": (
        "Do you have weak bones (osteoporosis) or take steroid tablets, or did it start after a fall?",
        "骨粗しょう症と言われた、ステロイドの薬を長く飲んでいる、または転んだあとに始まりましたか。",
    ),
    "A8": (
        "Has your back changed shape, is there a lump, or is the pain between the shoulder blades?",
        "背中の形が変わった、こぶがある、または痛みが肩甲骨の間にありますか。",
    ),
    "A9": (
        "Did something pop in the back of your thigh, with bruising, or can you not put weight on that leg?",
        "太ももの裏で「ブチッ」とした、あざが出た、またはその足に体重をかけられませんか。",
    ),
    "A10": (
        "Are you pregnant, did you give birth or have an operation in the last 3 months, or has a "
        "surgeon limited your movement?",
        "妊娠中、この3か月に出産や手術をした、または手術のあと動きを制限されていますか。",
    ),
    "A11": (
        "Heart disease, high blood pressure that is not under control, dizziness or fainting, or a "
        "doctor told you to limit exercise?",
        "心臓の病気、おさえられていない高血圧、めまいや失神がある、または医師に運動を制限されていますか。",
    ),
    "A12": (
        "Were you told that you have spinal stenosis, a slipped vertebra, a spine fracture or an "
        "inflammatory joint disease, or is your immune system weak?",
        "脊柱管狭窄症、すべり症、背骨の骨折、関節の炎症の病気と言われた、または免疫が弱いですか。",
    ),
    "A13a": (
        "Are you under 18?",
        "18歳未満ですか。",
    ),
    "A13b": (
        "Is this your first back pain ever after 55?",
        "55歳をすぎて初めての腰痛ですか。",
    ),
    "A14": (
        "Has it lasted for weeks without getting better?",
        "何週間たっても、よくなっていませんか。",
    ),
}

# The stable ids of the question catalogue: none may be renamed or dropped.
FAQ = frozenset(
    [
        "why-glutes",
        "why-not-situps",
        "hip-lift-how-to",
        "hip-lift-height",
        "hip-lift-arching",
        "tempo-and-momentum",
        "hold-time",
        "breathing",
        "foot-and-arm-position",
        "sets-reps-frequency",
        "every-day",
        "hamstrings-not-glutes",
        "cramp",
        "time-of-day",
        "on-the-bed",
        "time-to-results",
        "harder",
        "single-leg",
        "easier",
        "pain-during",
        "soreness",
        "see-a-professional",
        "where-hamstrings",
        "weak-signs",
        "weak-consequences",
        "benefits",
        "shape",
        "metabolism",
        "leg-curl-how-to",
        "leg-curl-dose",
        "which-plan",
        "knees",
        "calves-tired",
        "stairs",
        "sitting",
        "heel-raises",
        "posture",
        "equipment",
        "motivation",
        "missed-days",
        "age",
        "pregnancy-surgery",
        "reminders",
        "privacy",
        "language",
        "how-the-bot-works",
    ]
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(CONTENT)


def test_the_content_loads_without_a_fault(catalogue: Catalogue) -> None:
    assert catalogue.texts > 800


# -- the safety questions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", QUESTIONS)
def test_a_safety_question_is_asked_word_for_word(catalogue: Catalogue, id_: str) -> None:
    """Bold is no word."""
    (question,) = (each for each in catalogue.questions if each.rule.id == id_)
    asked = tuple(re.sub("</?b>", "", question.ask[language]) for language in Language)
    assert asked == QUESTIONS[id_]


def test_there_is_no_other_safety_question_and_none_is_missing(catalogue: Catalogue) -> None:
    assert [each.rule.id for each in catalogue.questions] == list(QUESTIONS)


def test_both_legs_stands_out(catalogue: Catalogue) -> None:
    (question,) = (each for each in catalogue.questions if each.rule.id == "R3")
    assert "<b>both</b>" in question.ask.en


@pytest.mark.parametrize(
    ("ids", "verdict"),
    [
        (["R1", "R2", "R3", "R4", "R5", "R6"], Verdict.RED),
        (["A1", "A2", "A3"], Verdict.AMBER_TODAY),
        ([*(f"A{n}" for n in range(4, 13)), "A13a", "A13b"], Verdict.AMBER),
        (["A14"], Verdict.GREEN_WITH_ADVICE),
    ],
)
def test_a_yes_means_this(catalogue: Catalogue, ids: list[str], verdict: Verdict) -> None:
    assert [each.rule.id for each in catalogue.questions if each.rule.verdict is verdict] == ids


@pytest.mark.parametrize(
    ("step", "ids"),
    [
        (CheckStep.RED, ["R1", "R2", "R3", "R4", "R5", "R6"]),
        (CheckStep.AMBER_1, ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]),
        (CheckStep.AMBER_2, ["A8", "A9", "A10", "A11", "A12", "A13a", "A13b", "A14"]),
    ],
)
def test_the_questions_stand_on_their_screens(catalogue: Catalogue, step: CheckStep, ids: list[str]) -> None:
    assert [each.rule.id for each in catalogue.questions if each.rule.step is step] == ids


# -- the question catalogue --------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", sorted(FAQ))
def test_a_stable_question_is_answered(catalogue: Catalogue, id_: str) -> None:
    assert id_ in catalogue.faq


def test_there_are_forty_six_stable_questions() -> None:
    assert len(FAQ) == 46


# -- the ladders -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exercise", "rungs"),
    [
        # sets, repetitions, hold in seconds
        (
            Exercise.HIP_LIFT,
            [(1, 10, 3), (1, 5, 1), (1, 10, 2), (2, 10, 2), (3, 10, 2), (1, 10, 5), (1, 5, 2)],
        ),
        (Exercise.LEG_CURL, [(1, 10, 5), (1, 5, 1), (1, 10, 1), (2, 10, 1), (2, 10, 1)]),
    ],
)
def test_the_rungs_of_a_ladder(
    catalogue: Catalogue, exercise: Exercise, rungs: list[tuple[int, int, int]]
) -> None:
    levels = [rung.level for rung in catalogue.plans[exercise].rungs]
    assert [(level.sets, level.reps, level.hold) for level in levels] == rungs


def test_the_last_curl_is_lowered_in_four_seconds(catalogue: Catalogue) -> None:
    assert catalogue.plans[Exercise.LEG_CURL].rungs[-1].level.down == 4


def test_the_single_leg_lift_is_done_on_each_side(catalogue: Catalogue) -> None:
    assert catalogue.plans[Exercise.HIP_LIFT].rungs[-1].level.per_side


# -- the questions to develop against ----------------------------------------------------------------------


def plain(text: str) -> str:
    """Letters and digits only, in one width and case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def texts(value: object) -> Iterator[str]:
    """Every text in a TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def questions() -> list[str]:
    lines = [
        line
        for path in sorted((ROOT / "tests" / "data").glob("questions.*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line)["q"] for line in lines]


def test_no_question_to_develop_against_stands_in_the_content() -> None:
    """Otherwise the index would be measured with what it was given."""
    written = {
        plain(text)
        for path in CONTENT.rglob("*.toml")
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8")))
    }
    long_ones = [question for question in questions() if len(plain(question)) > LONG_ENOUGH]
    assert len(long_ones) > 300
    assert [question for question in long_ones if plain(question) in written] == []
