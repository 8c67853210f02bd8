"""Which file tells which source fact: the table that shows that nothing of the two articles was lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from bot.catalogue.reader import LAST_NUMBER, toml_files

NUMBER = re.compile(r"(?<![A-Za-z0-9])[HSGD]\d{1,2}(?!\d)")
COMMENT = re.compile(r"(?m)^\s*#.*$")


def citations(folder: Path) -> Mapping[str, list[str]]:
    """Source number → the files that cite it, in a list of sources or as a tag in a text."""
    where = defaultdict(list)
    for path in toml_files(folder):
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for number in sorted(set(NUMBER.findall(text))):
            where[number].append(path.relative_to(folder).as_posix())
    return where


def citation_table(folder: Path) -> str:
    """A Markdown table: each fact of the two articles, and where it is told."""
    where = citations(folder)
    facts = [f"{kind}{n}" for kind in "HS" for n in range(1, LAST_NUMBER[kind] + 1)]
    rows = [f"| {fact} | {', '.join(where.get(fact, ())) or 'not content'} |" for fact in facts]
    return "\n".join(["| fact | told in |", "|---|---|", *rows]) + "\n"
