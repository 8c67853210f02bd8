"""What there is to learn from: the words of a content folder, and sets of known questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from bot.catalogue.faq_items import read_faq
from bot.catalogue.model import FaqItem
from bot.catalogue.reader import Faults
from bot.catalogue.vocabulary import (
    ELSEWHERE,
    Vocabulary,
    WarningRule,
    WarningWords,
    read_vocabulary,
    read_warnings,
)
from bot.coach.model import Language, Verdict
from bot.faq.calibrate import Scored, score
from bot.faq.evaluate import Case
from bot.faq.index import Index
from bot.faq.learn import Vector
from bot.faq.tables import ways_to_ask
from bot.faq.warning import Warnings
from bot.faq.weigh import Example, each_left_out, weigh_questions

Sets = Mapping[str, Sequence[Case]]
Asked = tuple[Vector, str]  # the features of a text, and the question or ELSEWHERE
QUESTIONS = ("faq", "oos")
PLAIN = 4  # forms of each way to say a rule


@dataclass(frozen=True, slots=True)
class Lessons:
    """A content folder and the known questions to learn from, by the name of their set."""

    items: Mapping[str, FaqItem]
    vocabulary: Vocabulary
    words: WarningWords
    sets: Sets

    @classmethod
    def read(cls, folder: Path, sets: Sets) -> Lessons:
        """Faults are for `python -m bot.catalogue` to name: what can be read is used."""
        faults = Faults()
        items = read_faq(folder, faults)
        return cls(items, read_vocabulary(folder, faults, items), read_warnings(folder, faults), sets)

    def of_signs(self) -> tuple[list[Example], dict[str, list[Example]]]:
        """What content itself tells, always learned from; and the known questions, set by set."""
        warnings = Warnings.build(self.words)

        def example(text: str, verdict: Verdict | None, written: bool = False) -> Example:
            return Example(warnings.features(text), verdict, warnings.ruled(text), written)

        fixed = [example(text, None) for _, text in self._ways()]
        fixed += [example(text, rule.verdict) for rule in self.words.rules for text in self._plainly(rule)]
        for rule in self.words.rules:
            fixed += [
                example(text, rule.verdict, written=True)
                for texts in rule.positives.values()
                for text in texts
            ]
            fixed += [
                example(text, None, written=True) for texts in rule.look_alikes.values() for text in texts
            ]
        sets = {
            name: [example(case.text, case.severity) for case in cases] for name, cases in self.sets.items()
        }
        return fixed, sets

    def of_questions(self) -> tuple[list[Asked], dict[str, list[Asked]]]:
        """The same for the questions of the catalogue and those of other topics."""
        index = Index.build(self.items, self.vocabulary)
        fixed: list[Asked] = [(index.vector(text), id_) for id_, text in self._ways()]
        sets: dict[str, list[Asked]] = {
            name: [
                (index.vector(case.text), case.expect[0] if case.expect else ELSEWHERE)
                for case in cases
                if case.kind in QUESTIONS
            ]
            for name, cases in self.sets.items()
        }
        return fixed, sets

    def scored(self) -> list[Scored]:
        """Each known question as the index sees it that has learned from the other sets only."""
        fixed, sets = self.of_questions()
        with_questions = {name: asked for name, asked in sets.items() if asked}
        found: list[Scored] = []
        for name, (_, others) in zip(with_questions, each_left_out(with_questions), strict=True):
            learned = weigh_questions([*fixed, *others])
            index = Index.build(self.items, replace(self.vocabulary, learned=learned))
            found += score(self.sets[name], index)
        return found

    def _plainly(self, rule: WarningRule) -> Iterator[str]:
        """The rule's words and nothing else, in some of their forms: "cannot urinate", 足が動かない."""
        groups = {group.id: group.forms for group in self.words.groups}
        for way, language in product(rule.ways, Language):
            forms = [groups[name].get(language, ()) for near in way for name in near.groups]
            if all(forms):
                for number in range(PLAIN):
                    yield (" " if language is Language.EN else "").join(
                        each[number * len(each) // PLAIN] for each in forms
                    )

    def _ways(self) -> Iterator[tuple[str, str]]:
        """Every way to ask that content holds, with its question."""
        for id_, item in self.items.items():
            yield from ((id_, text) for text in ways_to_ask(item, self.vocabulary))
        yield from ((ELSEWHERE, text) for text in self.vocabulary.elsewhere)
