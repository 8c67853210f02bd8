"""Quality and speed of the question index beside BM25, SQLite FTS5 and RapidFuzz, all given the same texts.

    python -m bench.faq [folder with questions.<lang>.jsonl]

Quality counts the first id and the first three; ours as shown to a person (none when it is none).
Speed is one search in microseconds, on this machine, in one run.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import quantiles

import bm25s
import sqlite_utils
from rapidfuzz import fuzz, process

from bot.catalogue.faq_items import read_faq
from bot.catalogue.model import FaqItem
from bot.catalogue.place import content_folder
from bot.catalogue.reader import Faults
from bot.catalogue.vocabulary import Vocabulary, read_vocabulary, read_warnings
from bot.coach.model import Language
from bot.faq.evaluate import Case, read_cases
from bot.faq.index import Index
from bot.faq.warning import Warnings
from bot.faq.words import cut, ngrams, normalise

QUESTIONS = Path("tests/data")
ROUNDS = 2
LOOKED_AT = 40  # texts that each rival brings up

Search = Callable[[str], list[str]]


def texts_of(item: FaqItem, vocabulary: Vocabulary, language: Language) -> list[str]:
    """What every searcher is given: the question, the wordings, the keywords, the other examples."""
    own = [item.question[language], *item.wordings[language], *item.keywords[language]]
    return own + list(vocabulary.asked.get(item.id, ()))


def tokens(text: str) -> list[str]:
    """Stemmed English words and pairs of Japanese characters: the same for each rival."""
    units = cut(text)
    return [unit.word for unit in units if not unit.japanese] + list(ngrams(units))


class Bm25:
    """BM25 by bm25s (k1 1.5, b 0.75) over the texts; an item is as good as its best text."""

    def __init__(self, texts: Mapping[str, list[str]]) -> None:
        self._owners = [id_ for id_, ways in texts.items() for _ in ways]
        self._model = bm25s.BM25(k1=1.5, b=0.75)
        self._model.index([tokens(way) for ways in texts.values() for way in ways], show_progress=False)

    def search(self, text: str) -> list[str]:
        query = tokens(text)
        if not query:
            return []
        found = self._model.retrieve([query], k=LOOKED_AT, show_progress=False)
        return _items(self._owners[number] for number in found.documents[0])


class Fts5:
    """SQLite's full-text search with its own ranking, through sqlite-utils."""

    def __init__(self, texts: Mapping[str, list[str]], tokenizer: str) -> None:
        self._table = sqlite_utils.Database(memory=True)["ways"]
        assert isinstance(self._table, sqlite_utils.db.Table)
        rows = [{"item": id_, "way": way} for id_, ways in texts.items() for way in ways]
        self._table.insert_all(rows)
        self._table.enable_fts(["way"], tokenize=tokenizer)
        self._pieces = tokenizer == "trigram"

    def search(self, text: str) -> list[str]:
        assert isinstance(self._table, sqlite_utils.db.Table)
        plain = "".join(unit.raw if unit.japanese else f" {unit.raw} " for unit in cut(text))
        words = [plain[n : n + 3] for n in range(len(plain) - 2)] if self._pieces else plain.split()
        query = " OR ".join(f'"{word}"' for word in words if word.strip())
        found = self._table.search(query, columns=["item"], limit=LOOKED_AT) if query else ()
        return _items(row["item"] for row in found)


class Fuzzy:
    """RapidFuzz: the weighted ratio of the normalised text with each way to ask."""

    def __init__(self, texts: Mapping[str, list[str]]) -> None:
        self._owners = [id_ for id_, ways in texts.items() for _ in ways]
        self._ways = [normalise(way) for ways in texts.values() for way in ways]

    def search(self, text: str) -> list[str]:
        found = process.extract(normalise(text), self._ways, scorer=fuzz.WRatio, limit=LOOKED_AT)
        return _items(self._owners[number] for _, _, number in found)


def _items(ids: object) -> list[str]:
    assert hasattr(ids, "__iter__")
    return list(dict.fromkeys(ids))


def timed(search: Search, cases: list[Case]) -> list[float]:
    took = []
    for case in cases * ROUNDS:
        start = time.perf_counter()
        search(case.text)
        took.append(1e6 * (time.perf_counter() - start))
    return took


def line(name: str, search: Search, cases: list[Case]) -> str:
    asked = [case for case in cases if case.kind == "faq"]
    found = [(search(case.text), case.expect) for case in asked]
    first = sum(ids[:1] != [] and ids[0] in expect for ids, expect in found) / len(asked)
    three = sum(not set(ids[:3]).isdisjoint(expect) for ids, expect in found) / len(asked)
    cuts = quantiles(timed(search, cases), n=100)
    return f"| {name} | {first:.0%} | {three:.0%} | {cuts[49]:.0f} | {cuts[98]:.0f} |"


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS
    content, faults = content_folder(), Faults()
    items = read_faq(content, faults)
    vocabulary = read_vocabulary(content, faults, items)
    start = time.perf_counter()
    index = Index.build(items, vocabulary)
    built = time.perf_counter() - start
    warnings = Warnings.build(read_warnings(content, faults))
    gc.collect()
    gc.freeze()  # as the bot does when it has started
    for language in Language:
        cases = read_cases(folder / f"questions.{language}.jsonl", language)
        texts = {id_: texts_of(item, vocabulary, language) for id_, item in items.items()}
        rivals: dict[str, Search] = {
            "ours": lambda text, language=language: list(index.search(text, language).ids),  # type: ignore[misc]
            "BM25": Bm25(texts).search,
            "FTS5 porter": Fts5(texts, "porter").search,
            "FTS5 trigram": Fts5(texts, "trigram").search,
            "RapidFuzz": Fuzzy(texts).search,
        }
        print(f"\n{language}: {len(cases)} questions of {folder}\n")
        print("| search | right first | in three | p50 µs | p99 µs |\n|---|---|---|---|---|")
        for name, search in rivals.items():
            print(line(name, search, cases))
        cuts = quantiles(timed(lambda text: [str(warnings.find(text))], cases), n=100)
        print(f"| warning signs alone | - | - | {cuts[49]:.0f} | {cuts[98]:.0f} |")
    print(f"\nindex built in {built:.2f} s")


if __name__ == "__main__":
    main()
