from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue import place


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program in a folder of its own, as in a checkout or after an installation."""
    package = tmp_path / "bot"
    (package / "catalogue").mkdir(parents=True)
    monkeypatch.setattr(place, "__file__", str(package / "catalogue" / "place.py"))
    return package


def test_in_a_checkout_the_content_stands_beside_the_program(package: Path) -> None:
    assert place.content_folder() == package.parent / "content"


def test_once_installed_the_content_is_inside_the_program(package: Path) -> None:
    (package / "content").mkdir()
    assert place.content_folder() == package / "content"


def test_here_it_is_the_content_of_this_project() -> None:
    assert (place.content_folder() / "screening.toml").is_file()
