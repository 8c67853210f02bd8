"""docs/recommendation.md is what the table says now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.catalogue.load import load
from bot.catalogue.recommendation_page import recommendation_page
from bot.coach.model import Exercise

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_in_the_documents_is_made_from_the_table_as_it_is() -> None:
    page = (ROOT / "docs" / "recommendation.md").read_text(encoding="utf-8")
    assert page == recommendation_page(load(ROOT / "content")), "python -m bot.catalogue --recommendation"


def test_another_table_makes_another_page() -> None:
    content = load(ROOT / "content")
    weights = {**content.recommendations.weights, "S6": {Exercise.HIP_LIFT: 2, Exercise.LEG_CURL: 0}}
    other = replace(content, recommendations=replace(content.recommendations, weights=weights))
    assert recommendation_page(other) != recommendation_page(content)


def test_the_page_says_where_signs_have_no_weight() -> None:
    assert "**the signs have no weight**" in recommendation_page(load(ROOT / "content"))
