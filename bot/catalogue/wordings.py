"""How people ask: enough wordings per question, none twice, and how many of them add nothing new."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.catalogue.model import FaqItem
from bot.catalogue.reader import Faults
from bot.coach.model import Language

ENOUGH = 12  # wordings per question and language


def check_wordings(items: Mapping[str, FaqItem], faults: Faults) -> None:
    """Too few, or the same one twice (in one file or in two)."""
    for language in Language:
        where = defaultdict(list)
        for id_, item in items.items():
            texts = item.wordings[language]
            if len(texts) < ENOUGH:
                faults.add(
                    f"faq/{id_}.toml", f"wordings.{language}", f"{len(texts)} wordings, {ENOUGH} are needed"
                )
            for number, text in enumerate(texts):
                where[normalised(text)].append((id_, number))
        for places in where.values():
            for id_, number in places[1:]:
                first = f"faq/{places[0][0]}.toml wordings.{language}[{places[0][1]}]"
                faults.add(f"faq/{id_}.toml", f"wordings.{language}[{number}]", f"the same as {first}")


def share_without_news(items: Mapping[str, FaqItem], language: Language) -> float:
    """The share of wordings (0 to 1) all of whose words stand in the other wordings of their question too."""
    silent = [number for item in items.values() for number in nothing_new(item.wordings[language], language)]
    total = sum(len(item.wordings[language]) for item in items.values())
    return len(silent) / total if total else 0.0


def nothing_new(texts: Sequence[str], language: Language) -> list[int]:
    """The numbers of the wordings that add no word (Japanese: no pair of characters) to the others."""
    parts = [_parts(text, language) for text in texts]
    seen = Counter(part for each in parts for part in each)
    return [number for number, each in enumerate(parts) if all(seen[part] > 1 for part in each)]


def normalised(text: str) -> str:
    """What is the same but for width, case, spaces and punctuation becomes equal."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _parts(text: str, language: Language) -> frozenset[str]:
    if language is Language.EN:
        return frozenset(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))
    return frozenset(one + other for one, other in pairwise(normalised(text)))
