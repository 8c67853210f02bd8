from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from bot.catalogue.vocabulary import Vocabulary, Weights
from bot.coach.model import Language
from bot.faq.calibrate import Scored, as_toml, choose, cross_validate, score
from bot.faq.evaluate import Case
from bot.faq.index import Index, Kind, judge

RIGHT = Scored(score=0.8, lead=0.4, right=True, in_three=True, outside=False)
CLOSE = Scored(score=0.8, lead=0.01, right=False, in_three=True, outside=False)
OUTSIDE = Scored(score=-2.5, lead=0.3, right=False, in_three=False, outside=True)


@pytest.fixture
def weights(vocabulary: Vocabulary) -> Weights:
    return vocabulary.weights


def test_thresholds_part_the_right_from_the_wrong(weights: Weights) -> None:
    chosen = choose([RIGHT, CLOSE, OUTSIDE] * 5, weights)
    kinds = [judge(one.score, one.lead, chosen) for one in (RIGHT, CLOSE, OUTSIDE)]
    assert kinds == [Kind.ANSWER, Kind.CHOICES, Kind.NONE]


def test_the_other_weights_stay(weights: Weights) -> None:
    chosen = choose([RIGHT, OUTSIDE], weights)
    same = replace(chosen, answer=weights.answer, margin=weights.margin, choices=weights.choices)
    assert same == weights


def test_cross_validation_judges_each_question_once(weights: Weights) -> None:
    shares = cross_validate([RIGHT, OUTSIDE] * 10, weights)
    assert (shares.answered, shares.answered_right, shares.outside_answered) == (1.0, 1.0, 0.0)


def test_warning_signs_are_left_out_of_the_thresholds(index: Index) -> None:
    cases = [Case(Language.EN, "my chest hurts", "redflag", ()), Case(Language.EN, "👍", "oos", ())]
    assert score(cases, index) == [Scored(0.0, 0.0, False, False, True)]


def test_the_written_file_holds_the_same_weights(weights: Weights) -> None:
    written = tomllib.loads(as_toml(weights, cross_validate([RIGHT, OUTSIDE] * 5, weights), 10))
    assert Weights(**{name: float(value) for name, value in written["weights"].items()}) == weights
    assert written["figures"]["questions"] == 10
