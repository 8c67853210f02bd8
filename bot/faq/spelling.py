"""Finds the known word behind a small slip: one letter missing, too many, swapped, or (if long) wrong."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

from bot.faq.arrays import Ints

SHORTEST = 5  # shorter words turn into one another too easily: bowl and bowel, cost and coast
WRONG_LETTER = 7  # words this long may have one wrong letter; shorter ones become others: broad, bread


@dataclass(frozen=True, slots=True)
class Spelling:
    """Known words, found again through one slip of the finger."""

    known: frozenset[str]
    words: list[str]  # the known words that a slip may hide
    sums: Ints  # checksums of each of them, whole and short of one letter, in order
    behind: Ints  # which of `words` each checksum is of

    @classmethod
    def build(cls, words: Iterable[str]) -> Spelling:
        known = frozenset(words)
        long = sorted(word for word in known if len(word) >= SHORTEST and word.isascii())
        sums = sorted((each, number) for number, word in enumerate(long) for each in _checksums(word))
        return cls(
            known, long, array("I", (each for each, _ in sums)), array("I", (number for _, number in sums))
        )

    def right(self, word: str) -> str:
        """The known word that was meant; the word itself when it is known, short, or like none."""
        if word in self.known or len(word) < SHORTEST or not word.isascii() or word.isdigit():
            return word
        meant = [known for known in self._candidates(word) if known[0] == word[0] and _one_slip(word, known)]
        return min(meant, key=lambda known: (sorted(known) != sorted(word), -len(known), known), default=word)

    def _candidates(self, word: str) -> Iterator[str]:
        """Every word of one slip, and by chance of the checksum another one."""
        for each in _checksums(word):
            at = bisect_left(self.sums, each)
            while at < len(self.sums) and self.sums[at] == each:
                yield self.words[self.behind[at]]
                at += 1


def _checksums(word: str) -> set[int]:
    """Of the word, and of the word with any one letter left out."""
    letters = word.encode()
    return {crc32(letters), *(crc32(letters[:at] + letters[at + 1 :]) for at in range(len(letters)))}


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter less, more or changed, or two neighbours swapped, lead from one to the other."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(other)) <= 1
    rest, aim = one[start:], other[start:]
    return (
        (rest[1:] == aim[1:] and len(one) >= WRONG_LETTER)
        or rest[1:] == aim
        or rest == aim[1:]
        or (len(rest) > 1 and rest[1] + rest[0] + rest[2:] == aim)
    )
