"""A fresh store and a fresh bench for every test; the catalogue is read once, because nothing changes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.catalogue.load import Catalogue, load
from bot.catalogue.place import content_folder
from bot.store import Store, open_store
from tests.reminders.stage import Bench


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(content_folder())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "nightlift.db")
    yield store
    store.close()


@pytest.fixture
def bench(store: Store, catalogue: Catalogue) -> Bench:
    return Bench(store, catalogue)
