"""Finds a warning sign in free text, in full and in linear time, whatever the length or language.

A rule names groups of words that stand together ("cannot" shortly before "urinate"). Idioms hide the
words inside them ("fell off the wagon"), and what is denied does not count ("no numbness").
telling.py reads the text, homes.py tells where it speaks of people, scene.py judges what stands in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import chain

from bot.catalogue.vocabulary import Near, WarningWords
from bot.coach.model import WORST_FIRST, Verdict
from bot.faq.homes import Span
from bot.faq.phrases import Draft, Match, Phrases
from bot.faq.scene import Scene
from bot.faq.spelling import Spelling
from bot.faq.suspicion import LONGEST, Suspicion, features
from bot.faq.telling import LIGHT, Spellings, endings, plain, read, sentences
from bot.faq.words import Unit

SUSPICION = "suspicion"
NEAR = 5  # units on either side of a sign
SHORTEST = 3  # a phrase of so few characters needs its particle: 目回 stands in 三回目回復


@dataclass(frozen=True, slots=True)
class Sign:
    """A warning sign that was found, and whether the text speaks of someone else."""

    rule_id: str  # SUSPICION when no rule saw it
    verdict: Verdict
    about_other: bool = False


@dataclass(frozen=True, slots=True)
class Forms:
    """Every way to write the words of the rules: plain data, built once."""

    phrases: Phrases
    spelling: Spelling

    @classmethod
    def build(cls, words: WarningWords) -> Forms:
        draft, known = Draft(LIGHT), set[str]()
        for group_id, found in _forms(words, Spellings(words.spellings)):
            known.update(unit.word for unit in found)
            draft.add(found, group_id)
        return cls(draft.finished(), Spelling.build(known))


class Warnings:
    """The warning rules, ready to be held against texts."""

    def __init__(self, words: WarningWords, forms: Forms) -> None:
        self.forms = forms
        self._right = lru_cache(maxsize=8192)(forms.spelling.right)
        self._spellings = Spellings(words.spellings)
        self._suspicion = Suspicion(words.evidence)
        worst_first = sorted(words.rules, key=lambda rule: WORST_FIRST.index(rule.verdict))
        self._rules = [(rule, [_groups(way) for way in rule.ways]) for rule in worst_first]
        self._naming: defaultdict[str, set[int]] = defaultdict(set)  # a group → the rules that name it
        for number, (_, ways) in enumerate(self._rules):
            for name in chain.from_iterable(ways):
                self._naming[name].add(number)

    @classmethod
    def build(cls, words: WarningWords) -> Warnings:
        """The rules, with their words built from nothing."""
        return cls(words, Forms.build(words))

    def find(self, text: str) -> Sign | None:
        """The worst sign anywhere in the text, or None. Both languages are always looked for."""
        worst: Sign | None = None
        suspected: Sign | None = None
        for window in self._windows(self._spellings.put_right(plain(text))):
            worst = self._sign(window, worst) or worst
            if worst is not None and worst.verdict is Verdict.RED and not worst.about_other:
                break  # nothing outranks it
            if worst is None:
                suspected = _worse(suspected, self._suspected(window))
        return worst or suspected

    def reasons(self, text: str) -> list[tuple[str, float]]:
        """What speaks for and against a sign in the text, most of all first."""
        return self._suspicion.reasons(self.features(text))

    def features(self, text: str) -> frozenset[str]:
        """What the second look weighs in a text of one or two sentences."""
        windows = self._windows(self._spellings.put_right(plain(text)))
        return frozenset().union(*(window.features for window in windows))

    def _suspected(self, window: _Window) -> Sign | None:
        if len(window.units) > LONGEST:
            return None
        if not window.scene.nobody_else:
            return reduce(_worse, (self._suspected(window.part(home)) for home in window.scene.homes), None)
        verdict = self._suspicion.verdict(window.features)
        if verdict is None:
            return None
        return Sign(SUSPICION, verdict, window.scene.about_other(window.whole))

    def _overruled(self, window: _Window, span: Span) -> bool:
        """Whether all words around the sign, near and far, speak clearly against it.

        A sign in the midst of small talk is a sign; what is told of a bystander does not speak at all.
        """
        if len(window.units) > LONGEST:
            return False
        home = window.scene.home_of(span)
        sentence = window.sentences_of(span).within(home)
        stretches = (home, sentence, span.widened(NEAR).within(sentence))
        return all(
            self._suspicion.overrules(part.features)
            for part in map(window.part, dict.fromkeys(stretches))  # of a short text all three are one
        )

    def ruled(self, text: str) -> bool:
        """Whether a rule sees a sign, whatever the words around it say."""
        return any(
            window.scene.shows(rule) is not None
            for window in self._windows(self._spellings.put_right(plain(text)))
            for rule, _ in self._rules
        )

    def _windows(self, text: str) -> Iterator[_Window]:
        """Each sentence together with the next one (a single one alone); the same window only once."""
        before = _Window((), ())
        read: dict[tuple[str, ...], _Window] = {}
        seen: set[tuple[str, ...]] = set()
        for sentence in sentences(text):
            words = tuple(unit.raw for unit in sentence)
            after = read[words] if words in read else read.setdefault(words, self._read(sentence))
            window = before.followed_by(after)
            both = tuple(unit.word for unit in window.units)
            if both not in seen:
                seen.add(both)
                yield window
            before = after

    def _read(self, sentence: Sequence[Unit]) -> _Window:
        spelt = [unit._replace(word=self._right(unit.word)) for unit in sentence]
        return _Window(tuple(sentence), tuple(self.forms.phrases.find(spelt)))

    def _sign(self, window: _Window, worst: Sign | None) -> Sign | None:
        """A sign in the window that outranks `worst`; the rules come worst first."""
        there = {match.label for match in window.matches}
        for number in sorted({number for name in there for number in self._naming.get(name, ())}):
            rule, ways = self._rules[number]
            if worst is not None and not _outranks(Sign(rule.id, rule.verdict), worst):
                return None
            if not any(groups <= there for groups in ways):
                continue
            span = window.scene.shows(rule)
            if span is not None and not self._overruled(window, span):
                found = Sign(rule.id, rule.verdict, window.scene.about_other(span))
                return found if worst is None or _outranks(found, worst) else None
        return None


@dataclass(frozen=True)
class _Window:
    """Units in a row, and every phrase found in them."""

    units: tuple[Unit, ...]
    matches: tuple[Match, ...]

    @property
    def whole(self) -> Span:
        return Span(0, len(self.units))

    @cached_property
    def scene(self) -> Scene:
        """Costly, so only when somebody asks, and once."""
        return Scene(self.units, self.matches)

    @property
    def features(self) -> frozenset[str]:
        """What the second look weighs in it."""
        return features(self.units, self.scene)

    def sentences_of(self, span: Span) -> Span:
        """From the beginning of the sentence that the span begins in to the end of that where it ends."""
        first, last = self.units[span.start].sentence, self.units[span.end - 1].sentence
        places = [at for at, unit in enumerate(self.units) if first <= unit.sentence <= last]
        return Span(places[0], places[-1] + 1)

    def part(self, span: Span) -> _Window:
        """Only the units of the span, and what is found in them."""
        if span == self.whole:
            return self
        matches = (
            Match(match.label, match.start - span.start, match.end - span.start)
            for match in self.matches
            if span.start <= match.start and match.end <= span.end
        )
        return _Window(self.units[span.start : span.end], tuple(matches))

    def followed_by(self, other: _Window) -> _Window:
        at = len(self.units)
        later = tuple(Match(match.label, match.start + at, match.end + at) for match in other.matches)
        return _Window(self.units + other.units, self.matches + later)


def _forms(words: WarningWords, spellings: Spellings) -> Iterator[tuple[str, list[Unit]]]:
    """Each group with each of its forms, in every ending."""
    for group in words.groups:
        for form in chain.from_iterable(group.forms.values()):
            for written in endings(spellings.put_right(plain(form))):
                yield group.id, _form(written)


def _form(text: str) -> list[Unit]:
    found = read(text)
    return found if len(text) > SHORTEST else [unit._replace(raw=unit.word) for unit in found]


def _groups(way: Sequence[Near]) -> frozenset[str]:
    return frozenset(name for near in way for name in near.groups)


def _worse(one: Sign | None, other: Sign | None) -> Sign | None:
    if one is None or other is None:
        return one or other
    return other if _outranks(other, one) else one


def _outranks(sign: Sign, other: Sign) -> bool:
    """Worse, or as bad and the person's own instead of a relative's."""
    return (WORST_FIRST.index(sign.verdict), sign.about_other) < (
        WORST_FIRST.index(other.verdict),
        other.about_other,
    )
