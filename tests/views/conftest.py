"""The real content in both languages."""

from __future__ import annotations

import pytest

from bot.catalogue.load import Catalogue, load
from bot.catalogue.place import content_folder
from bot.coach.model import Language
from bot.views.words import Words


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(content_folder())


@pytest.fixture(params=list(Language))
def say(catalogue: Catalogue, request: pytest.FixtureRequest) -> Words:
    """One language after the other."""
    return Words(catalogue, request.param)


@pytest.fixture
def english(catalogue: Catalogue) -> Words:
    return Words(catalogue, Language.EN)


@pytest.fixture
def japanese(catalogue: Catalogue) -> Words:
    return Words(catalogue, Language.JA)
