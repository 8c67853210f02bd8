from __future__ import annotations

import tomllib
from dataclasses import replace

from bot.coach.model import Verdict
from bot.faq.suspicion import Suspicion
from bot.faq.weigh import LITTLE, Example, as_toml, fit, weigh

FIXED = [
    *[Example(frozenset({"word chest", "word hurts"}), Verdict.RED)] * 6,
    *[Example(frozenset({"word numb", "word foot"}), Verdict.AMBER)] * 6,
    *[Example(frozenset({"word chest", "word day"}), None)] * 6,
    *[Example(frozenset({"word how", "word foot"}), None)] * 6,
]
ASKED = [Example(frozenset({"word numb"}), Verdict.AMBER), Example(frozenset({"word how"}), None)] * 5


def test_what_was_told_as_a_sign_is_seen_again_with_its_severity() -> None:
    evidence, figures = weigh(FIXED, ASKED)
    suspicion = Suspicion(evidence)
    assert suspicion.verdict(frozenset({"word chest", "word hurts"})) is Verdict.RED
    assert suspicion.verdict(frozenset({"word numb", "word foot"})) is Verdict.AMBER
    assert suspicion.verdict(frozenset({"word how", "word day"})) is None
    assert (figures["signs"], figures["harmless"], figures["caught_left_out"]) == (5.0, 5.0, 1.0)


def test_the_same_examples_give_the_same_weights() -> None:
    assert weigh(FIXED, ASKED) == weigh(FIXED, ASKED)


def test_the_written_file_holds_the_weights_in_hundredths() -> None:
    evidence, figures = weigh(FIXED, ASKED)
    written = tomllib.loads(as_toml(evidence, figures))
    assert written["weights"]["word numb"][0] == round(evidence.weights["word numb"][0] * 100)
    assert written["threshold"] == round(evidence.threshold * 100)


def test_a_word_of_few_texts_weighs_less_than_one_of_many() -> None:
    told = [(frozenset({"word rare"}), True)] * 3 + [(frozenset({"word common"}), True)] * 30
    _, weights = fit([*told, *[(frozenset({"word calm"}), False)] * 30], 1.0)
    assert weights["word calm"] < 0 < weights["word rare"] < weights["word common"]


def test_what_says_nearly_nothing_is_not_written() -> None:
    evidence, figures = weigh(FIXED, ASKED)
    slight = replace(evidence, weights={**evidence.weights, "word slight": (LITTLE / 2, 1.0, 1.0)})
    assert "word slight" not in tomllib.loads(as_toml(slight, figures))["weights"]
