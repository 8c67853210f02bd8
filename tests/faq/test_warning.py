from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue.vocabulary import WarningRule, WarningWords
from bot.coach.model import WORST_FIRST, Verdict
from bot.faq.warning import Warnings

LONG = "I sat at my desk all day and my legs are tired. "


def pytest_generate_tests(metafunc: Any) -> None:
    """One test for each example that a rule brings along."""
    from bot.catalogue.reader import Faults
    from bot.catalogue.vocabulary import read_warnings
    from tests.faq.conftest import CONTENT

    rules = read_warnings(CONTENT, Faults()).rules
    for name in ("positives", "look_alikes"):
        if f"{name}_of" in metafunc.fixturenames:
            examples = [
                (rule, text) for rule in rules for texts in getattr(rule, name).values() for text in texts
            ]
            metafunc.parametrize((f"{name}_of", "text"), examples, ids=[f"{r.id}: {t}" for r, t in examples])


def test_every_positive_is_caught_at_least_as_badly(
    warnings: Warnings, positives_of: WarningRule, text: str
) -> None:
    sign = warnings.find(text)
    assert sign is not None
    assert WORST_FIRST.index(sign.verdict) <= WORST_FIRST.index(positives_of.verdict)


def test_no_look_alike_is_taken_for_a_sign(
    warnings: Warnings, look_alikes_of: WarningRule, text: str
) -> None:
    assert warnings.find(text) is None, look_alikes_of.id


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("can't pee", Verdict.RED),
        ("numb between legs", Verdict.RED),
        ("chest pain", Verdict.RED),
        ("おしっこが出ない", Verdict.RED),
        ("またがしびれる", Verdict.RED),
        ("胸が痛い", Verdict.RED),
        ("ＣＨＥＳＴ　ＰＡＩＮ", Verdict.RED),
        ("ﾑﾈが痛い、胸が痛い", Verdict.RED),
        ("my left leg is swollen, hot and red", Verdict.AMBER_TODAY),
        ("熱が38度あって腰が痛い", Verdict.AMBER_TODAY),
        ("I had cancer and now my back hurts", Verdict.AMBER),
        ("足の先がしびれる", Verdict.AMBER),
    ],
)
def test_the_safety_rules_name_the_verdict(warnings: Warnings, text: str, verdict: Verdict) -> None:
    sign = warnings.find(text)
    assert sign is not None
    assert sign.verdict is verdict


@pytest.mark.parametrize(
    "text",
    [
        "I am pregnant, may I?",
        "had a disc operation years ago",
        "legs asleep after sitting on the floor",
        "I fell off the wagon",
        "がんばっています",
        "胸が熱くなった",
        "妊娠中ですが、できますか",
        "何年も前に椎間板の手術をしました",
        "",
        "👍",
        "\ud800\x00",
    ],
)
def test_calm_questions_and_idioms_are_no_signs(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "no chest pain, no numbness, no fever",
        "I don't have any numbness or tingling in my legs",
        "胸は痛くないです",
        "しびれはありません",
        "足のしびれはないし、熱もないです",
        "without any pain in my chest",
        "めまい?ふらつき?ないですよ",
        "足のしびれ?それはないです",
        "ふらふらじゃなくて、いい気分です",
        "ふらつきはないです",
        "胸が苦しいわけじゃないです",
        "漏らしたりはしてへんよ",
        "胸が痛いなどとは申しておりません",
        "痛みで起きるとかはありません",
    ],
)
def test_what_is_denied_is_no_sign(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "no fever but my chest hurts",
        "not sure why, but I can't pee",
        "I don't know why my chest hurts",
        "熱はないけど胸が痛い",
        "胸の痛みは問題ないですか",
        "足のしびれが無くならない",
        "67歳です。これまで腰が痛いことは一度もなかったのに",
        "胸が痛いってほんとつらい",
        "胸が痛いといったら救急車を呼ばれた",
    ],
)
def test_a_sign_beside_a_denial_is_still_a_sign(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) is not None


@pytest.mark.parametrize(
    ("text", "about_other"),
    [
        ("my mum has chest pain", True),
        ("dad can't pee since yesterday", True),
        ("うちの母が胸が痛いと言っています", True),
        ("父の足に急に力が入らない", True),
        ("my chest hurts", False),
        ("I have chest pain and my mother worries", False),
        ("私は胸が痛い", False),
        ("夫は元気ですが、私は胸が痛い", False),
    ],
)
def test_a_sign_of_someone_else_is_told_apart(warnings: Warnings, text: str, about_other: bool) -> None:
    sign = warnings.find(text)
    assert sign is not None
    assert sign.about_other is about_other


@pytest.mark.parametrize(
    "text",
    [
        "I used to faint as a teenager",
        "what if I get dizzy",
        "胸が痛くなったらどうすればいいですか",
        "昔は貧血で倒れたことがあるけど今は大丈夫",
        "胸の痛みも息苦しさもありません",
        "もし胸が痛くなったら救急車を呼ぶの?",
        "腰が悪いとお尻がしびれるって本当ですか",
    ],
)
def test_what_is_over_feared_or_asked_about_is_no_sign(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "I used to faint years ago and now it is back",
        "昔も倒れたけど最近また気を失った",
        "my nan fainted at her wedding. I fainted in the kitchen an hour ago",
        "broke my wrist years ago, healed. This morning I cant lift my foot",
        "学生時代は胸が苦しくなるまで走った。今日は座っていても胸が苦しい",
        "昔手首を折ったけど治った。今朝から左手の力が入らなくて持てない",
        "むねがいたい",
        "胸が居たい",
    ],
)
def test_what_has_come_back_or_is_misspelt_is_a_sign(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) is not None


def test_a_sick_pet_is_no_sign(warnings: Warnings) -> None:
    assert warnings.find("うちの犬が急に足に力が入らない") is None


def test_the_worst_sign_wins(warnings: Warnings) -> None:
    sign = warnings.find("I feel dizzy lately. Also my chest hurts.")
    assert sign is not None
    assert sign.verdict is Verdict.RED


def test_ones_own_sign_wins_over_a_relatives(warnings: Warnings) -> None:
    sign = warnings.find("My mum has chest pain. " + LONG * 3 + "And I can't pee.")
    assert sign is not None
    assert not sign.about_other


@pytest.mark.parametrize("place", ["start", "middle", "end"])
@pytest.mark.parametrize("cry", ["I can't pee", "胸が締めつけられる"])
def test_a_sign_is_found_anywhere_in_a_long_text(warnings: Warnings, place: str, cry: str) -> None:
    before, after = {"start": (0, 200), "middle": (100, 100), "end": (200, 0)}[place]
    assert warnings.find(f"{LONG * before}{cry}. {LONG * after}") is not None


def test_a_sign_is_found_in_a_text_without_any_punctuation(warnings: Warnings) -> None:
    assert warnings.find("well " * 2000 + "my chest hurts " + "well " * 2000) is not None


def test_words_far_apart_make_no_sign(warnings: Warnings) -> None:
    assert warnings.find("My chest of ideas is full. " + LONG * 5 + "Pain is not my topic.") is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_the_same_outcome_twice(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) == warnings.find(text)


def test_each_rule_has_its_own_name_and_cites_the_safety_facts(warning_words: WarningWords) -> None:
    ids = [rule.id for rule in warning_words.rules]
    assert len(set(ids)) == len(ids)
    assert all(source.startswith("G") for rule in warning_words.rules for source in rule.sources)


def test_every_group_of_words_is_used(warning_words: WarningWords) -> None:
    from bot.faq.scene import GLOBAL

    used = {name for rule in warning_words.rules for way in rule.ways for near in way for name in near.groups}
    used |= {name for rule in warning_words.rules for name in rule.unless} | set(GLOBAL)
    assert {group.id for group in warning_words.groups} == used


@pytest.mark.parametrize(
    "text",
    [
        "My back hurts!",
        "lower back pain",
        "bad back, stiff in the morning",
        "I sit all day and my back aches",
        "my legs shake at the top",
        "my thighs burn",
        "I get out of breath on stairs",
        "I'm 72 and never exercised",
        "my foot fell asleep while sitting",
        "too tired today",
        "腰が痛い！",
        "腰痛",
        "ずっと腰痛です",
        "朝は腰がかたい",
        "一日座っていて腰がつらい",
        "ふるえるのは普通ですか",
        "お尻が筋肉痛",
        "階段で息が切れる",
        "正座で足がしびれた",
        "今日は疲れた",
    ],
)
def test_what_people_write_every_evening_is_no_sign(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) is None
