"""The real content, read once."""

from __future__ import annotations

import pytest

from bot.catalogue.load import Catalogue, load
from bot.catalogue.place import content_folder


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(content_folder())
