from __future__ import annotations

from bot.store import Store


def test_a_file_id_is_good_for_one_bot_and_one_version(store: Store) -> None:
    store.uploads.remember(1, "stairs", "abc", "FILE-1")
    assert store.uploads.file_id(1, "stairs", "abc") == "FILE-1"
    assert store.uploads.file_id(2, "stairs", "abc") is None
    assert store.uploads.file_id(1, "stairs", "def") is None
    assert store.uploads.file_id(1, "sitting", "abc") is None


def test_a_newer_version_takes_the_place_of_the_older_one(store: Store) -> None:
    store.uploads.remember(1, "stairs", "abc", "FILE-1")
    store.uploads.remember(1, "stairs", "def", "FILE-2")
    assert store.uploads.file_id(1, "stairs", "abc") is None
    assert store.uploads.file_id(1, "stairs", "def") == "FILE-2"
    assert len(store.database.rows("SELECT * FROM uploads")) == 1


def test_a_forgotten_id_is_gone_and_others_stay(store: Store) -> None:
    store.uploads.remember(1, "stairs", "abc", "FILE-1")
    store.uploads.remember(2, "stairs", "abc", "FILE-2")
    store.uploads.forget(1, "stairs")
    assert store.uploads.file_id(1, "stairs", "abc") is None
    assert store.uploads.file_id(2, "stairs", "abc") == "FILE-2"


def test_the_table_knows_nothing_of_any_person(store: Store) -> None:
    columns = [row["name"] for row in store.database.rows("SELECT name FROM pragma_table_info('uploads')")]
    assert columns == ["bot", "name", "version", "file_id"]
