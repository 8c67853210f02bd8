from __future__ import annotations

import pytest

from bot.catalogue.vocabulary import Evidence, WarningWords
from bot.coach.model import Verdict
from bot.faq.phrases import Match
from bot.faq.scene import Scene
from bot.faq.suspicion import REASONS, Suspicion, features
from bot.faq.telling import plain, read

EVIDENCE = Evidence(
    threshold=1.0,
    overruled=-3.0,
    base=(-1.0, -1.0, -1.0),
    weights={
        "word numb": (2.5, 0.5, 0.0),
        "word chest": (2.5, 3.0, 0.0),
        "word fever": (2.5, 0.0, 3.0),
        "denied numb": (-3.0, 0.0, 0.0),
    },
)


@pytest.fixture
def suspicion() -> Suspicion:
    return Suspicion(EVIDENCE)


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        ({"word numb"}, Verdict.AMBER),
        ({"word chest"}, Verdict.RED),
        ({"word fever"}, Verdict.AMBER_TODAY),
        ({"word numb", "denied numb"}, None),
        ({"word unheard"}, None),
        (set(), None),
    ],
)
def test_the_sums_decide_whether_and_how_bad(
    suspicion: Suspicion, seen: set[str], verdict: Verdict | None
) -> None:
    assert suspicion.verdict(frozenset(seen)) is verdict


@pytest.mark.parametrize(
    ("seen", "overruled"),
    [({"denied numb"}, True), ({"denied numb", "word numb"}, False), ({"word unheard"}, False)],
)
def test_only_clear_words_against_a_sign_overrule_a_rule(
    suspicion: Suspicion, seen: set[str], overruled: bool
) -> None:
    assert suspicion.overrules(frozenset(seen)) is overruled


def test_the_reasons_name_what_weighs_most_first(suspicion: Suspicion) -> None:
    reasons = suspicion.reasons(frozenset(EVIDENCE.weights) | {"word unheard"})
    assert reasons[0] == ("denied numb", -3.0)
    assert len(reasons) <= REASONS


def test_every_weighed_group_is_a_group_of_the_rules(warning_words: WarningWords) -> None:
    weighed = {
        name.split(" ", 1)[1]
        for name in warning_words.evidence.weights
        if name.startswith(("group ", "denied "))
    }
    assert weighed <= {group.id for group in warning_words.groups}


def test_pairs_count_within_a_clause_and_groups_wherever_they_stand() -> None:
    found = read(plain("my foot, it slaps"))
    matches = [Match("foot", 1, 2), Match("slaps", 3, 4)]
    seen = features(found, Scene(found, matches))
    assert {"word foot", "words my foot", "group foot", "group slaps"} <= seen
    assert "words foot it" not in seen
