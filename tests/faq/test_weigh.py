from __future__ import annotations

import tomllib

import pytest

from bot.catalogue.vocabulary import ELSEWHERE, Learned, shares
from bot.coach.model import Verdict
from bot.faq import weigh
from bot.faq.learn import learn
from bot.faq.suspicion import Suspicion
from bot.faq.weigh import (
    SLIGHT,
    Example,
    each_left_out,
    questions_as_toml,
    signs_as_toml,
    weigh_questions,
    weigh_signs,
)


def told(*words: str, verdict: Verdict | None = None, ruled: bool = False, written: bool = False) -> Example:
    return Example(frozenset(f"word {word}" for word in words), verdict, ruled, written)


FIXED = [
    *[told("chest", "hurts", verdict=Verdict.RED)] * 6,
    *[told("numb", "foot", verdict=Verdict.AMBER)] * 6,
    *[told("fever", "back", verdict=Verdict.AMBER_TODAY)] * 6,
    *[told("chest", "drawers")] * 6,
    *[told("how", "foot")] * 6,
]
SETS = {
    "one": [told("numb", verdict=Verdict.AMBER), told("how")] * 5,
    "other": [told("hurts", verdict=Verdict.RED), told("drawers", "chest", ruled=True)] * 5,
}


def test_what_was_told_as_a_sign_is_seen_again_with_its_severity() -> None:
    evidence, figures = weigh_signs(FIXED, SETS)
    suspicion = Suspicion(evidence)
    assert suspicion.verdict(frozenset({"word chest", "word hurts"})) is Verdict.RED
    assert suspicion.verdict(frozenset({"word numb", "word foot"})) is Verdict.AMBER
    assert suspicion.verdict(frozenset({"word how", "word drawers"})) is None
    assert (figures["signs"], figures["harmless"], figures["caught_left_out"]) == (10.0, 10.0, 1.0)


def test_the_same_examples_give_the_same_weights() -> None:
    assert weigh_signs(FIXED, SETS) == weigh_signs(FIXED, SETS)


def test_no_example_of_a_rule_is_overruled() -> None:
    odd = told("drawers", "how", verdict=Verdict.RED, ruled=True, written=True)
    evidence, _ = weigh_signs([*FIXED, odd], SETS)
    assert not Suspicion(evidence).overrules(odd.features)


def test_each_set_is_judged_by_what_the_others_hold() -> None:
    assert list(each_left_out({"a": [1], "b": [2, 3], "c": []})) == [
        ([1], [2, 3]),
        ([2, 3], [1]),
        ([], [1, 2, 3]),
    ]


def test_the_written_file_holds_the_weights_in_hundredths() -> None:
    evidence, figures = weigh_signs(FIXED, SETS)
    written = tomllib.loads(signs_as_toml(evidence, figures))
    assert written["weights"]["word numb"][0] == round(evidence.weights["word numb"][0] * 100)
    assert written["threshold"] == round(evidence.threshold * 100)
    assert written["overruled"] == round(evidence.overruled * 100)


def test_what_says_nearly_nothing_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    everything, _ = weigh_signs(FIXED, SETS)
    sizes = sorted(abs(three[0]) for three in everything.weights.values())
    monkeypatch.setattr(weigh, "LITTLE", sizes[2])
    evidence, _ = weigh_signs(FIXED, SETS)
    assert 0 < len(evidence.weights) < len(everything.weights)
    assert all(abs(three[0]) >= sizes[2] for three in evidence.weights.values())


def test_a_word_of_few_texts_weighs_less_than_one_of_many_and_one_of_two_nothing() -> None:
    examples = (
        [({"rare": 1.0}, "sign")] * 3 + [({"common": 1.0}, "sign")] * 30 + [({"twice": 1.0}, "sign")] * 2
    )
    line = learn([*examples, *[({"calm": 1.0}, "harmless")] * 30], 1.0)["sign"]
    assert line.weights["calm"] < 0 < line.weights["rare"] < line.weights["common"]
    assert "twice" not in line.weights


ASKED = [
    *[({"word cramp": 1.0}, "cramp")] * 9,
    *[({"word knee": 1.0}, "knees")] * 9,
    *[({"word rain": 1.0}, ELSEWHERE)] * 9,
]


def test_each_word_speaks_for_its_question() -> None:
    learned = weigh_questions(ASKED)
    for word, id_ in (("cramp", "cramp"), ("knee", "knees"), ("rain", ELSEWHERE)):
        weights = dict(shares(learned.weights[f"word {word}"]))
        assert max(weights, key=lambda each: weights[each]) == id_
        assert all(abs(weight) >= SLIGHT for weight in weights.values())


def test_the_written_questions_can_be_read_again() -> None:
    learned = Learned("cramp 50", {"word cramp": "cramp 150 knees -200"})
    written = tomllib.loads(questions_as_toml(learned))
    assert written == {"base": "cramp 50", "weights": {"word cramp": "cramp 150 knees -200"}}
    assert shares(written["weights"]["word cramp"]) == [("cramp", 1.5), ("knees", -2.0)]
