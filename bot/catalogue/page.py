"""`python -m bot.catalogue --html FILE`: everything the bot says on one page, both languages side by side."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.checks import TAG, pairs
from bot.catalogue.reader import Faults, read_table, toml_files

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
body { font: 16px/1.6 system-ui, "Noto Sans", "Noto Sans CJK JP", sans-serif; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; }
nav { columns: 16rem; margin-bottom: 2rem; }
h2 { border-bottom: 2px solid var(--line); margin-top: 3rem; position: sticky; top: 0; background: Canvas; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; vertical-align: top; }
td { white-space: pre-line; overflow-wrap: anywhere; }
td:first-child { color: GrayText; font-size: .8rem; width: 11rem; }
td[lang=ja] { line-break: strict; }
mark { background: var(--soft); color: GrayText; font-size: .75rem; border-radius: .2rem; padding: 0 .2rem; }
details { margin: .5rem 0 0; } ul { margin: .2rem 0; }
.sources { color: GrayText; font-size: .85rem; }
"""


def page(folder: Path, summary: str) -> str:
    """The whole folder as one HTML page that needs nothing else."""
    files = {path.relative_to(folder).as_posix(): read(folder, path) for path in toml_files(folder)}
    shown = {file: values for file, values in files.items() if list(pairs(values, "", sourced=False))}
    links = "".join(f'<a href="#{file}">{file}</a><br>' for file in shown)
    sections = "\n".join(_section(file, values) for file, values in shown.items())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Nightlift: all words</title><style>{STYLE}</style></head>\n"
        f"<body><h1>Nightlift: all words</h1><p>{html.escape(summary)}</p>"
        f"<p>Grey marks are source numbers; people do not see them.</p><nav>{links}</nav>\n"
        f"{sections}</body></html>\n"
    )


def read(folder: Path, path: Path) -> dict[str, Any]:
    return read_table(folder, path.relative_to(folder).as_posix(), Faults()).values


def _section(file: str, values: dict[str, Any]) -> str:
    rows = "\n".join(_row(key, pair) for key, pair, _ in pairs(values, "", sourced=False))
    return (
        f'<section id="{file}"><h2>{file}</h2>{_facts(values)}<table>{rows}</table>{_lists(values)}</section>'
    )


def _facts(values: dict[str, Any]) -> str:
    """What a FAQ file says about itself: sources, related questions, action."""
    named = [(name, values[name]) for name in ("sources", "related", "action") if name in values]
    text = " · ".join(
        f"{name}: {', '.join(value) if isinstance(value, list) else value}" for name, value in named
    )
    return f'<p class="sources">{html.escape(text)}</p>' if text else ""


def _row(key: str, pair: dict[str, str]) -> str:
    sources = ", ".join(pair.get("from", ()))
    cells = "".join(f'<td lang="{each}">{_words(pair[each])}</td>' for each in ("en", "ja"))
    return f"<tr><td>{html.escape(key)}<br>{html.escape(sources)}</td>{cells}</tr>"


def _words(text: str) -> str:
    """The text as people see it, with its tags as grey marks."""
    escaped = html.escape(text.strip(), quote=False)
    for tag in ("b", "i"):
        escaped = escaped.replace(f"&lt;{tag}&gt;", f"<{tag}>").replace(f"&lt;/{tag}&gt;", f"</{tag}>")
    return TAG.sub(lambda tag: f" <mark>{tag.group().strip()}</mark>", escaped)


def _lists(values: dict[str, Any]) -> str:
    """Wordings and keywords, folded away."""
    return "".join(_list(name, values[name]) for name in ("wordings", "keywords") if name in values)


def _list(name: str, both: dict[str, list[str]]) -> str:
    cells = "".join(
        f'<td lang="{each}"><ul>{"".join(_items(both.get(each, ())))}</ul></td>' for each in ("en", "ja")
    )
    return f"<details><summary>{name}</summary><table><tr><td></td>{cells}</tr></table></details>"


def _items(texts: list[str] | tuple[()]) -> Iterator[str]:
    return (f"<li>{html.escape(text)}</li>" for text in texts)
