"""Reads the words behind the question index: synonyms, asked, index, warnings and learned/ (all .toml)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from bot.catalogue.reader import Faults, Table, read_table
from bot.coach.model import Language, Verdict

Forms = Mapping[Language, tuple[str, ...]]
LEARNED_QUESTIONS, LEARNED_SIGNS = "learned/questions.toml", "learned/signs.toml"
_SHARES = re.compile(r"(?:\S+ -?\d+(?: |$))*")  # "cramp 120 knees -30"
EXAMPLES = 3  # a warning rule brings at least so many positives and look-alikes in each language


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea and every way to write it. `to` names the questions that it speaks for by itself.

    A concept that is `outside` belongs to another topic (wrist, weather, protein) and speaks against
    every question; one that is `silent` is only there so that its words are not taken for others.
    """

    id: str
    forms: Forms
    to: tuple[str, ...] = ()
    outside: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Signpost:
    """Ideas that together point to a question, unless another idea is there too."""

    all: tuple[str, ...]
    to: tuple[str, ...]
    none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts, and from where on a score is an answer or a choice."""

    word: float
    gram: float
    concept: float
    pair: float
    words: float
    part: float
    bag: float
    text: float
    pointer: float
    faith: float
    together: float
    outside: float
    elsewhere: float
    learned: float
    answer: float
    margin: float
    choices: float


ELSEWHERE = "elsewhere"  # what the learned weights call a question of another topic


@dataclass(frozen=True, slots=True)
class Learned:
    """How much each feature of a text speaks for each question; `base` is there before any feature.

    Rows as they are written, in hundredths ("cramp 120 knees -30"), for `shares` to read: what is made of
    them takes ten times the room.
    """

    base: str
    weights: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the index knows besides the questions themselves."""

    concepts: tuple[Concept, ...]
    signposts: tuple[Signpost, ...]
    weights: Weights
    asked: Mapping[str, tuple[str, ...]]  # by question: more ways to ask it, of both languages
    elsewhere: tuple[str, ...]  # questions of other topics
    learned: Learned


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that mean the same to a warning rule, whatever their form."""

    id: str
    forms: Forms


@dataclass(frozen=True, slots=True)
class Near:
    """Groups of words that stand close to each other; `ordered` means in this order."""

    groups: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class WarningRule:
    """A warning sign: any of `ways`, each of them parts that stand together in a window of text,
    with none of `unless` beside them."""

    id: str
    verdict: Verdict
    sources: tuple[str, ...]
    ways: tuple[tuple[Near, ...], ...]
    unless: tuple[str, ...]
    positives: Forms
    look_alikes: Forms


Weight3 = tuple[float, float, float]  # for a sign at all, for RED, for AMBER-TODAY


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much each word speaks for a sign; `base` is there before any word.

    From `threshold` on it is one, though no rule sees it; below `overruled` it is none, though a rule does.
    """

    threshold: float
    overruled: float
    base: Weight3
    weights: Mapping[str, Weight3]


@dataclass(frozen=True, slots=True)
class WarningWords:
    """The rules and the groups of words that they are made of."""

    groups: tuple[WordGroup, ...]
    rules: tuple[WarningRule, ...]
    spellings: Mapping[str, str]  # how a word is also written → the word
    evidence: Evidence


def read_vocabulary(folder: Path, faults: Faults, known: Collection[str] | None = None) -> Vocabulary:
    """Ideas, signposts, weights and examples; with `known`, every question they name must be one of these."""
    table = read_table(folder, "synonyms.toml", faults)
    table.only("concept", "together")
    concepts = _concepts(table.table("concept"))
    together = table.tables("together") if table.has("together") else ()
    signposts = tuple(_signpost(entry) for entry in together)
    _check_signposts(table, concepts, signposts)
    if known is not None:
        _check_targets(table, concepts, signposts, frozenset(known))
    asked = read_table(folder, "asked.toml", faults)
    asked.only("asked", "elsewhere")
    return Vocabulary(
        concepts,
        signposts,
        _weights(read_table(folder, "index.toml", faults)),
        asked=_asked(asked.table("asked"), known),
        elsewhere=_all_forms(asked.table("elsewhere")),
        learned=read_learned(folder, faults),
    )


def read_learned(folder: Path, faults: Faults) -> Learned:
    """What `python -m bot.faq weigh` has written, in hundredths: "word cramp" = "cramp 120 knees -30"."""
    table = read_table(folder, LEARNED_QUESTIONS, faults)
    table.only("base", "weights")
    weights = table.table("weights")
    return Learned(_row(table, "base"), {name: _row(weights, name) for name in weights.names()})


def shares(row: str) -> list[tuple[str, float]]:
    """The names of a row with their numbers."""
    parts = row.split()
    return [(id_, int(number) / 100) for id_, number in zip(parts[::2], parts[1::2], strict=True)]


def _row(table: Table, name: str) -> str:
    row = table.string(name)
    if not _SHARES.fullmatch(row):
        table.fault(name, "must be names and whole numbers in turn")
        return ""
    return row


def _asked(table: Table, known: Collection[str] | None) -> dict[str, tuple[str, ...]]:
    for id_ in table.names():
        if known is not None and id_ not in known:
            table.fault(id_, "is not a known question")
    return {id_: _all_forms(table.table(id_)) for id_ in table.names()}


def _all_forms(table: Table) -> tuple[str, ...]:
    table.only(*Language)
    return tuple(form for forms in _forms(table).values() for form in forms)


def _forms(table: Table) -> Forms:
    """The words of both languages; a language may be left out when the other has some."""
    found = {language: table.strings(language) if table.has(language) else () for language in Language}
    if not any(found.values()):
        table.fault("en", "has no words in any language")
    return found


def _concepts(table: Table) -> tuple[Concept, ...]:
    return tuple(_concept(id_, table.table(id_)) for id_ in table.names())


def _concept(id_: str, table: Table) -> Concept:
    table.only("en", "ja", "to", "outside", "silent")
    return Concept(
        id=id_,
        forms=_forms(table),
        to=_optional(table, "to"),
        outside=table.has("outside") and table.boolean("outside"),
        silent=table.has("silent") and table.boolean("silent"),
    )


def _optional(table: Table, name: str) -> tuple[str, ...]:
    return table.strings(name) if table.has(name) else ()


def _signpost(table: Table) -> Signpost:
    table.only("all", "none", "to")
    return Signpost(all=table.strings("all"), to=table.strings("to"), none=_optional(table, "none"))


def _check_signposts(table: Table, concepts: tuple[Concept, ...], signposts: tuple[Signpost, ...]) -> None:
    ids = {concept.id for concept in concepts}
    for number, signpost in enumerate(signposts):
        for name in (*signpost.all, *signpost.none):
            if name not in ids:
                table.fault(f"together[{number}]", f"{name!r} is not a concept")


def _check_targets(
    table: Table, concepts: tuple[Concept, ...], signposts: tuple[Signpost, ...], known: frozenset[str]
) -> None:
    pointers = [(f"concept.{concept.id}", concept.to) for concept in concepts]
    pointers += [(f"together[{number}]", signpost.to) for number, signpost in enumerate(signposts)]
    for key, targets in pointers:
        for target in targets:
            if target not in known:
                table.fault(key, f"{target!r} is not a known question")


def _weights(table: Table) -> Weights:
    table.only("weights", "figures")
    return Weights(**{field.name: _number(table.table("weights"), field.name) for field in fields(Weights)})


def _number(table: Table, name: str) -> float:
    value = table.values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        table.fault(name, "must be a number")
        return 0.0
    return float(value)


def read_warnings(folder: Path, faults: Faults) -> WarningWords:
    """The warning rules; every group they name must be there, and each must bring its examples."""
    table = read_table(folder, "warnings.toml", faults)
    table.only("spellings", "words", "rule")
    words = table.table("words")
    groups = tuple(_group(id_, words.table(id_)) for id_ in words.names())
    known = frozenset(group.id for group in groups)
    rules = tuple(_rule(entry, known) for entry in table.tables("rule"))
    spellings = _spellings(table.table("spellings")) if table.has("spellings") else {}
    return WarningWords(groups, rules, spellings, read_evidence(folder, faults))


def read_evidence(folder: Path, faults: Faults) -> Evidence:
    """The weights of the second look, written in hundredths by `python -m bot.faq weigh`."""
    table = read_table(folder, LEARNED_SIGNS, faults)
    table.only("threshold", "overruled", "base", "figures", "weights")
    weights = table.table("weights")
    return Evidence(
        _number(table, "threshold") / 100,
        _number(table, "overruled") / 100,
        _weight3(table, "base"),
        {name: _weight3(weights, name) for name in weights.names()},
    )


def _weight3(table: Table, name: str) -> Weight3:
    match table.values.get(name):
        case [int(sign), int(red), int(today)]:
            return sign / 100, red / 100, today / 100
    table.fault(name, "must be three whole numbers")
    return 0.0, 0.0, 0.0


def _spellings(table: Table) -> dict[str, str]:
    """Turned round: content lists under each word the ways it is also written."""
    return {written: word for word in table.names() for written in table.strings(word)}


def _group(id_: str, table: Table) -> WordGroup:
    table.only("en", "ja")
    return WordGroup(id_, _forms(table))


def _rule(table: Table, groups: frozenset[str]) -> WarningRule:
    table.only("id", "verdict", "sources", "ways", "unless", "positives", "look_alikes")
    rule = WarningRule(
        id=table.string("id"),
        verdict=_verdict(table),
        sources=table.sources("sources"),
        ways=tuple(_way(way) for way in table.strings("ways")),
        unless=_optional(table, "unless"),
        positives=_examples(table.table("positives")),
        look_alikes=_examples(table.table("look_alikes")),
    )
    named = {name for way in rule.ways for near in way for name in near.groups}
    for name in sorted((named | set(rule.unless)) - groups):
        table.fault("ways", f"{name!r} is not a group of words")
    return rule


def _verdict(table: Table) -> Verdict:
    name = table.string("verdict")
    if name not in (Verdict.RED, Verdict.AMBER_TODAY, Verdict.AMBER):
        table.fault("verdict", "must be red, amber_today or amber")
        return Verdict.RED
    return Verdict(name)


def _way(way: str) -> tuple[Near, ...]:
    """ "a + b ~ c + d > e": a, and b close to c, and d shortly before e."""
    return tuple(_near(part) for part in way.split("+"))


def _near(part: str) -> Near:
    ordered = ">" in part
    names = part.split(">" if ordered else "~")
    return Near(tuple(name.strip() for name in names), ordered)


def _examples(table: Table) -> Forms:
    found = {language: table.strings(language) for language in Language}
    for language, texts in found.items():
        if len(texts) < EXAMPLES:
            table.fault(language, f"needs at least {EXAMPLES} examples")
    return found
