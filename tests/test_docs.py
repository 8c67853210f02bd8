"""What is written for people agrees with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.catalogue.texts import COMMANDS
from bot.settings import TOKEN, BadSettingsError, Settings, read_settings

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / ".env.example"


def example() -> dict[str, str]:
    """Setting → value, as `.env.example` has them."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


# -- .env.example ------------------------------------------------------------------------------------------


def test_the_example_lists_exactly_the_settings() -> None:
    assert set(example()) == {name.upper() for name in Settings.model_fields}


def test_every_setting_of_the_example_stands_below_a_comment() -> None:
    for block in EXAMPLE.read_text(encoding="utf-8").split("\n\n"):
        assert block.startswith("# "), block


def test_the_example_holds_no_secret() -> None:
    assert example()["TELEGRAM_TOKEN"] == ""
    assert TOKEN.search(EXAMPLE.read_text(encoding="utf-8")) is None


def test_the_values_of_the_example_are_the_defaults() -> None:
    for name, value in example().items():
        default = Settings.model_fields[name.lower()].default
        assert value == ("" if default in (None, frozenset()) else str(default)), name


def test_the_example_needs_a_token_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes(EXAMPLE.read_bytes())
    with pytest.raises(BadSettingsError) as refused:
        read_settings()
    assert [line.split(":")[0] for line in refused.value.lines] == ["TELEGRAM_TOKEN"]


# -- commands ----------------------------------------------------------------------------------------------


def test_help_names_commands_that_exist() -> None:
    named = re.compile(r"(?<![\w/<.])/([a-z]+)\b")
    for path in sorted((ROOT / "content").rglob("*.toml")):
        said = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        unknown = {name for line in said for name in named.findall(line)} - set(COMMANDS)
        assert unknown == set(), path.name


# -- README and architecture -------------------------------------------------------------------------------


def targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "page", ["README.md", "docs/architecture.md", "docs/deploy.md", ".env.example", "Makefile"]
)
def test_every_make_command_that_is_named_exists(page: str) -> None:
    named = set(re.findall(r"(?<![\w-])make ([a-z]+)\b", (ROOT / page).read_text(encoding="utf-8")))
    assert named <= targets()


def test_readme_names_the_commands_to_try_and_to_test() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


@pytest.mark.parametrize("page", ["README.md", "docs/architecture.md", "CHANGELOG.md"])
def test_every_module_that_is_named_can_be_run(page: str) -> None:
    for module in re.findall(r"python -m ([\w.]+)", (ROOT / page).read_text(encoding="utf-8")):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


def test_architecture_names_every_part_of_the_bot_and_no_other() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    parts = {f"bot/{path.name}/" for path in (ROOT / "bot").iterdir() if (path / "__init__.py").is_file()}
    parts |= {f"bot/{path.name}" for path in (ROOT / "bot").glob("*.py") if path.name != "__init__.py"}
    table = {
        each for each in re.findall(r"`(bot/[\w./]+)`", page) if not each.count("/") > 1 or each.endswith("/")
    }
    assert table == parts


def test_every_test_that_the_table_of_cases_names_exists() -> None:
    named = re.findall(
        r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    )
    assert len(named) > 30
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "PRIVACY.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
