from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.faq_items import read_faq
from bot.catalogue.model import FaqItem
from bot.catalogue.reader import Faults
from bot.catalogue.vocabulary import Vocabulary, WarningWords, read_vocabulary, read_warnings
from bot.faq.index import Index
from bot.faq.warning import Warnings

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture(scope="session")
def items() -> dict[str, FaqItem]:
    return read_faq(CONTENT, Faults())


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return read_vocabulary(CONTENT, Faults())


@pytest.fixture(scope="session")
def warning_words() -> WarningWords:
    return read_warnings(CONTENT, Faults())


@pytest.fixture(scope="session")
def index(items: dict[str, FaqItem], vocabulary: Vocabulary) -> Index:
    """The index over our own content. It never changes, so one serves all tests."""
    return Index.build(items, vocabulary)


@pytest.fixture(scope="session")
def warnings(warning_words: WarningWords) -> Warnings:
    return Warnings.build(warning_words)
