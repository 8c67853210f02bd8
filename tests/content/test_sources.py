"""Both articles are told completely: every H and S fact that is content is cited somewhere in `content/`."""

from __future__ import annotations

from pathlib import Path

from bot.catalogue.citations import citation_table, citations
from bot.catalogue.reader import LAST_NUMBER

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"

# Facts that are no content, and why.
NOT_TOLD = {"S51": "an unrelated reader poll"}


def test_every_fact_of_both_articles_is_told_somewhere() -> None:
    facts = {f"{kind}{n}" for kind in "HS" for n in range(1, LAST_NUMBER[kind] + 1)}
    assert sorted(facts - NOT_TOLD.keys() - citations(CONTENT).keys()) == []


def test_what_is_left_out_on_purpose_stays_out() -> None:
    assert not NOT_TOLD.keys() & citations(CONTENT).keys()


def test_a_number_in_a_comment_is_no_citation(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('# H1 is told elsewhere\nsources = ["H2"]\ntext = "Ten [H3]."\n')
    assert sorted(citations(tmp_path)) == ["H2", "H3"]


def test_the_table_in_the_documents_is_that_of_the_content() -> None:
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert page.endswith(citation_table(CONTENT)), "python -m bot.catalogue --sources prints it"
