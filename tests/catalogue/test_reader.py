from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.model import Text
from bot.catalogue.reader import Fault, Faults, Table, read_folder, read_table, toml_files


def table(values: dict[str, Any]) -> Table:
    return Table("plans/hip-lift.toml", "levels[2]", values, Faults())


def said(table: Table) -> list[str]:
    return [fault.what for fault in table.faults.found]


def test_a_fault_names_file_key_and_what_is_wrong() -> None:
    read = table({})
    read.string("name")
    assert [str(fault) for fault in read.faults.found] == ["plans/hip-lift.toml: levels[2].name: is missing"]


@pytest.mark.parametrize(
    ("read", "value", "given"),
    [
        (Table.string, "hip lift", "hip lift"),
        (Table.integer, 10, 10),
        (Table.boolean, True, True),
        (Table.strings, ["H14", "S30"], ("H14", "S30")),
        (Table.strings, [], ()),
        (Table.text, {"en": " Lift. ", "ja": "上げる。\n"}, Text("Lift.", "上げる。")),
        (Table.sources, ["H14", "S7", "G46", "D21", "B"], ("H14", "S7", "G46", "D21", "B")),
    ],
)
def test_a_good_value_is_read(read: Callable[[Table, str], object], value: object, given: object) -> None:
    good = table({"key": value})
    assert read(good, "key") == given
    assert said(good) == []


@pytest.mark.parametrize(
    ("read", "value", "empty", "what"),
    [
        (Table.string, 3, "", "must be a text in quotes"),
        (Table.string, "  ", "  ", "is empty"),
        (Table.integer, "3", 0, "must be a whole number"),
        (Table.integer, 2.5, 0, "must be a whole number"),
        (Table.integer, True, 0, "must be a whole number"),
        (Table.boolean, 1, False, "must be true or false"),
        (Table.strings, "H14", (), "must be a list of texts"),
        (Table.strings, ["H14", 15], (), "must hold only texts, none empty"),
        (Table.strings, ["H14", " "], (), "must hold only texts, none empty"),
        (Table.tables, {"en": "Lift."}, (), "must be a list of tables ([[…]])"),
        (Table.tables, [{"en": "Lift."}, "Lower."], (), "must hold only tables"),
        (Table.sources, [], (), "names no source"),
        (Table.sources, ["X9"], ("X9",), "'X9' is no source number (H1–H48, S1–S51, D1–D21, G1–G87 or B)"),
        (Table.sources, ["H"], ("H",), "'H' is no source number (H1–H48, S1–S51, D1–D21, G1–G87 or B)"),
        (
            Table.sources,
            ["H14, S30"],
            ("H14, S30",),
            "'H14, S30' is no source number (H1–H48, S1–S51, D1–D21, G1–G87 or B)",
        ),
        (Table.text, {"en": "Lift."}, Text("Lift.", ""), "is missing"),
        (Table.text, {"en": "", "ja": "上げる。"}, Text("", "上げる。"), "is empty"),
        (Table.text, {"en": "a", "ja": "b", "jp": "c"}, Text("a", "b"), "is not known here; known: en, ja"),
    ],
)
def test_a_bad_value_is_one_fault_and_reading_goes_on(
    read: Callable[[Table, str], object], value: object, empty: object, what: str
) -> None:
    bad = table({"key": value})
    assert read(bad, "key") == empty
    assert said(bad) == [what]


@pytest.mark.parametrize(
    ("read", "empty"),
    [
        (Table.string, ""),
        (Table.integer, 0),
        (Table.boolean, False),
        (Table.strings, ()),
        (Table.tables, ()),
        (Table.sources, ()),
    ],
)
def test_a_missing_value_is_one_fault_and_reads_as_empty(
    read: Callable[[Table, str], object], empty: object
) -> None:
    bare = table({})
    assert read(bare, "key") == empty
    assert said(bare) == ["is missing"]


def test_a_fault_deep_inside_names_the_whole_path() -> None:
    read = table({"form": [{"en": "Lift.", "ja": "上げる。"}, {"en": "Lower."}]})
    for step in read.tables("form"):
        step.as_text()
    assert [fault.key for fault in read.faults.found] == ["levels[2].form[1].ja"]


def test_every_unknown_key_is_named() -> None:
    read = table({"name": 1, "nmae": 2, "hwo": 3})
    read.only("name", "how")
    assert [fault.key for fault in read.faults.found] == ["levels[2].nmae", "levels[2].hwo"]


# -- files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "file is missing"),
        (b"name = ", "is not valid TOML"),
        (b"bedtime = half ten", "is not valid TOML"),
        (b"a = 1\na = 2", "is not valid TOML"),
        ("name = '上げる'".encode("shift_jis"), "is not valid TOML"),
    ],
    ids=["missing", "half", "bare words", "a key twice", "no UTF-8"],
)
def test_an_unreadable_file_is_a_fault_and_reads_as_empty(
    tmp_path: Path, content: bytes | None, what: str
) -> None:
    if content is not None:
        (tmp_path / "zones.toml").write_bytes(content)
    faults = Faults()

    assert read_table(tmp_path, "zones.toml", faults).names() == ()

    (fault,) = faults.found
    assert (fault.file, fault.key) == ("zones.toml", "-")
    assert fault.what.startswith(what)


def test_a_folder_in_place_of_a_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "zones.toml").mkdir()
    faults = Faults()
    read_table(tmp_path, "zones.toml", faults)
    assert [fault.what for fault in faults.found] == ["cannot be read: Is a directory"]


def test_a_folder_is_read_file_by_file_in_name_order(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    for name in ("tonight", "ask", "plan"):
        (folder / f"{name}.toml").write_text(f"name = '{name}'")
    faults = Faults()
    read = [
        (stem, each.file, each.string("name")) for stem, each in read_folder(tmp_path, "messages", faults)
    ]
    assert read == [(name, f"messages/{name}.toml", name) for name in ("ask", "plan", "tonight")]
    assert faults.found == []


@pytest.mark.parametrize("made", [True, False], ids=["empty", "missing"])
def test_a_folder_without_a_file_is_a_fault(tmp_path: Path, made: bool) -> None:
    if made:
        (tmp_path / "messages").mkdir()
    faults = Faults()
    assert list(read_folder(tmp_path, "messages", faults)) == []
    assert faults.found == [Fault("messages", "-", "there is no TOML file in this folder")]


def test_files_that_an_editor_hides_beside_the_content_are_no_content(tmp_path: Path) -> None:
    (tmp_path / "ask.toml").touch()
    (tmp_path / ".#ask.toml").symlink_to("somebody@somewhere.1234")  # Emacs, while the file is being edited
    assert [path.name for path in toml_files(tmp_path)] == ["ask.toml"]
