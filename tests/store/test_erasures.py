from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.erasures import KEPT, Erasures, What, Wish
from tests.store.conftest import NOW

EMMA, SAKURA, HIRO = 4_242_424_242, 5_151_515_151, 6_161_616_161
SECONDS = int(NOW.timestamp())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "nightlift.db"


@pytest.fixture
def erasures(database: Path) -> Erasures:
    return Erasures(database)


def test_without_a_wish_there_is_no_file_and_nobody_in_it(erasures: Erasures, tmp_path: Path) -> None:
    erasures.forget_old(NOW)
    assert erasures.of([EMMA]) == {}
    assert list(tmp_path.iterdir()) == []


def test_the_latest_wish_of_each_kind_is_found_again_by_whoever_knows_the_person(
    erasures: Erasures, database: Path
) -> None:
    for days in (0, 2, 1):
        erasures.note(EMMA, What.ALL, NOW + timedelta(days=days))
    erasures.note(SAKURA, What.HEALTH, NOW)
    assert Erasures(database).of([EMMA, SAKURA, HIRO]) == {
        EMMA: Wish(everything=SECONDS + 2 * 86_400),
        SAKURA: Wish(health=SECONDS),
    }


def test_the_file_names_nobody_and_only_its_owner_may_read_it(erasures: Erasures, database: Path) -> None:
    erasures.note(EMMA, What.ALL, NOW)
    file = Path(f"{database}.erased")
    assert str(EMMA) not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_installations_write_different_hashes_for_one_person(tmp_path: Path) -> None:
    lines = []
    for name in ("a.db", "b.db"):
        Erasures(tmp_path / name).note(EMMA, What.ALL, NOW)
        lines.append((tmp_path / f"{name}.erased").read_text().splitlines()[1])
    assert lines[0] != lines[1]


def test_a_wish_older_than_any_backup_that_matters_is_forgotten(erasures: Erasures) -> None:
    erasures.note(EMMA, What.ALL, NOW)
    erasures.note(SAKURA, What.ALL, NOW + timedelta(days=1))
    erasures.forget_old(NOW + KEPT + timedelta(seconds=1))
    assert list(erasures.of([EMMA, SAKURA])) == [SAKURA]
