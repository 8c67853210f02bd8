"""`python -m bot.catalogue --html FILE`: everything the bot says on one page, both languages side by side."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.catalogue.checks import TAG
from bot.catalogue.reader import Faults, read_table, toml_files

STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8882; --faint: light-dark(#555, #aaa); }
body { font: 17px/1.65 system-ui, "Noto Sans", "Noto Sans CJK JP", sans-serif; }
body { margin: 0 auto; max-width: 78rem; padding: 1rem 1rem 6rem; }
nav { background: var(--soft); border-radius: .5rem; padding: .2rem 1rem 1rem; margin: 1.5rem 0; }
nav ul { columns: 20rem; list-style: none; margin: 0; padding: 0; }
nav h2, h2 { font-size: 1.5rem; margin: 3.5rem 0 .5rem; }
nav h2 { font-size: 1rem; margin: .8rem 0 .2rem; }
section { margin: 2.5rem 0; scroll-margin-top: 1rem; }
nav li { break-inside: avoid; padding: .15rem 0; line-height: 1.35; } nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav span { color: var(--faint); font-size: .85rem; display: block; }
h3 { font-size: 1.2rem; margin: 0; border-bottom: 2px solid var(--line); padding: .4rem 0; }
h3 code { color: var(--faint); font-size: .8rem; font-weight: normal; margin-left: .6rem; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th { text-align: left; color: var(--faint); font-size: .85rem; padding: .3rem .6rem; }
th:first-child { width: 10rem; }
td { border-bottom: 1px solid var(--line); padding: .5rem .6rem; vertical-align: top; }
td { white-space: pre-line; overflow-wrap: anywhere; }
td:first-child { color: var(--faint); font-size: .82rem; }
td[lang=ja] { line-break: strict; }
mark { background: var(--soft); color: var(--faint); border-radius: .2rem; font-size: .75rem; }
mark { padding: 0 .2rem; }
details { margin: .6rem 0 0; } ul { margin: .2rem 0; }
.sources { color: var(--faint); font-size: .85rem; margin: .3rem 0; }
@media (max-width: 45rem) { td, th, tr { display: block; } th { display: none; } td { border: 0; } }
@media print { section { break-inside: avoid-page; } nav { break-after: page; } }
"""

# Heading → the files below it, in the order in which a person meets them.
GROUPS = (
    ("Safety check · 安全のチェック", ("screening.toml", "messages/screening.toml", "emergency.toml")),
    ("The two plans · 二つの計画", ("plans/", "pictures.toml")),
    ("Answers · 質問への答え", ("faq/",)),
    ("Nightly messages and habits · 夜のお知らせと習慣", ("reminders.toml", "habits.toml")),
    ("Everything else that the bot says · そのほかの言葉", ("messages/", "regions.toml")),
    ("What Telegram shows · Telegramの画面に出る言葉", ("botfather.toml",)),
)
# Files that carry no name of their own.
TITLES = {
    "screening.toml": ("The questions and the seven signs", "質問と七つのサイン"),
    "messages/screening.toml": (
        "The check, its cards, the recommendation",
        "チェックの言葉、カード、おすすめ",
    ),
    "emergency.toml": ("Emergency numbers", "救急の番号"),
    "reminders.toml": ("The nightly message", "夜のお知らせ"),
    "habits.toml": ("Habits", "毎日の習慣"),
    "pictures.toml": ("Words below the pictures", "絵の説明"),
    "regions.toml": ("Where a town is", "町のある国や地域"),
}
KINDS = (
    "H: the hip lift article · S: the hamstring article · D: where the two differ · "
    "G: health guidance and studies · B: this bot itself"
)
KINDS_JA = (
    "H: ヒップリフトの記事 · S: もも裏の記事 · D: 二つの記事の違い · G: 公的な案内や研究 · B: このボット自身"
)


def page(folder: Path, summary: str) -> str:
    """The whole folder as one HTML page that needs nothing else."""
    shown = {}
    for path in toml_files(folder):
        file = path.relative_to(folder).as_posix()
        values = read_table(folder, file, Faults()).values
        if list(_texts(values, "", ())):
            shown[file] = values
    groups = list(_grouped(list(shown)))
    links = "".join(_links(title, files, shown) for title, files in groups)
    body = "\n".join(
        f"<h2>{html.escape(title)}</h2>\n" + "\n".join(_section(file, shown[file]) for file in files)
        for title, files in groups
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Nightlift: all words</title><style>{STYLE}</style></head>\n"
        "<body><h1>Nightlift · ねるまえリフト: all words · すべての言葉</h1>"
        f"<p>{html.escape(summary)}</p>"
        "<p>English on the left, Japanese on the right. "
        "Grey marks are source numbers; people do not see them. "
        "Words in {braces} are filled in by the bot.<br>"
        f"{KINDS}</p>"
        '<p lang="ja">左が英語、右が日本語です。灰色の印は出典の番号で、利用者には見えません。'
        f"{{ }}の中は、ボットが入れます。<br>{KINDS_JA}</p>"
        f'<nav aria-label="Contents">{links}</nav>\n{body}</body></html>\n'
    )


def _grouped(files: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Every file once, under the first heading that names it; a file that none names comes last."""
    left = list(files)
    for title, names in GROUPS:
        found = [file for name in names for file in left if file == name or file.startswith(name)]
        found = list(dict.fromkeys(found))
        left = [file for file in left if file not in found]
        if found:
            yield title, found
    if left:
        yield "Other files · そのほかのファイル", left


def _links(title: str, files: list[str], shown: dict[str, dict[str, Any]]) -> str:
    entries = "".join(f'<li><a href="#{file}">{_title(file, shown[file])}</a></li>' for file in files)
    return f"<h2>{html.escape(title)}</h2><ul>{entries}</ul>"


def _title(file: str, values: dict[str, Any]) -> str:
    """A file by what it is about: its question, its name, or else its own name."""
    named = values.get("question") or values.get("name")
    en, ja = TITLES.get(
        file, (file.rsplit("/", 1)[-1].removesuffix(".toml").replace("_", " ").capitalize(), "")
    )
    if isinstance(named, dict) and isinstance(named.get("en"), str):
        en, ja = named["en"], str(named.get("ja", ""))
    return html.escape(en) + (f' <span lang="ja">{html.escape(ja)}</span>' if ja else "")


def _section(file: str, values: dict[str, Any]) -> str:
    rows = "\n".join(_row(key, pair, sources) for key, pair, sources in _texts(values, "", ()))
    head = "<tr><th>where · sources</th><th>English</th><th>日本語</th></tr>"
    return (
        f'<section id="{file}"><h3>{_title(file, values)}<code>{file}</code></h3>'
        f"{_facts(values)}<table>{head}\n{rows}</table>{_lists(values)}</section>"
    )


def _texts(
    value: Any, key: str, sources: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, Any], tuple[str, ...]]]:
    """Key, words and sources of every text below `value`; a table's sources count for all in it."""
    if isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _texts(each, f"{key} {number}", sources)
    elif isinstance(value, dict):
        sources = tuple(value.get("from", sources))
        if isinstance(value.get("en"), str) and isinstance(value.get("ja"), str):
            yield key, value, sources
            return
        id_ = f" ({value['id']})" if isinstance(value.get("id"), str) else ""
        for name, each in value.items():
            yield from _texts(each, f"{key}{id_} {name}".strip(), sources)


def _facts(values: dict[str, Any]) -> str:
    """What a FAQ file says about itself: sources, related questions, action."""
    named = [(name, values[name]) for name in ("sources", "related", "action") if name in values]
    text = " · ".join(
        f"{name}: {', '.join(value) if isinstance(value, list) else value}" for name, value in named
    )
    return f'<p class="sources">{html.escape(text)}</p>' if text else ""


def _row(key: str, pair: dict[str, str], sources: tuple[str, ...]) -> str:
    cells = "".join(f'<td lang="{each}">{_words(pair[each])}</td>' for each in ("en", "ja"))
    return f"<tr><td>{html.escape(key)}<br>{html.escape(', '.join(sources))}</td>{cells}</tr>"


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
