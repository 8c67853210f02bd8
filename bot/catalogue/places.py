"""What people write when they are asked where they live → a time zone, or the towns to ask about.

A place may stand behind or before its country or state ("Paris, Texas", "イギリスのロンドン"), and between
words. A zone is given only when nothing else can be meant: two places whose clocks differ are asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from string import ascii_lowercase
from zoneinfo import ZoneInfo

from bot.catalogue.cities import (
    BY_FAR,
    SMALLEST,
    Town,
    and_its_country,
    called_itself,
    folded,
    largest_in,
    namesakes,
    rivals,
    towns,
)
from bot.catalogue.model import Text

LONGEST, MOST_WORDS = 60, 8  # characters, and English words; what is longer is no place
MOST_WORDS_OF_A_NAME, LONGEST_IN_JAPANESE = 4, 12  # what is longer is not taken for a misspelt name
BEHIND_ONLY = 3  # letters: "OR" and "ON" are states behind a town, and words elsewhere
GUESSED_FROM = 100_000  # people; a smaller town is not offered for a misspelt name
MOST_GUESSES = 4
MOST_ZONES = 12  # Russia has eleven
SHORTEST_LATIN, SHORTEST_KANA = 5, 4  # letters; shorter names turn into one another too easily
A_YEAR_OF_DAYS = tuple(timedelta(days=n) for n in range(366))

# "東京都世田谷区", "函館市": the prefecture and what kind of place it is are no part of the name.
ADDRESSES = tuple(map(re.compile, (r"((.+?)[都道府県]).*", r"(.+)[市区町村]", r"(.+?)市.+")))
# What people say behind a place ("ロンドンに住んでいます。", "大阪です") and before it ("うちは神戸やで").
AROUND_JA = tuple(
    re.compile(rf"(?:.{{1,20}}は、?)?(.+?)(?:{behind}).*")
    for behind in (
        "市内|在住|周辺|あたり|付近|郊外|近郊|国内|の近く|に住|です|だ|や",
        "の(?:小さな|大きな)?(?:田舎|村|町|街|山|海|近く|下町|郊外|中心|方|端|隣|東|西|南|北)",
    )
)
BEFORE_EN = re.compile(
    r"^(?:the|it['’]?s|it is|my \w+ is)\s+|\b(?:in|near|from|around|outside|of)\s+", re.IGNORECASE
)
BEHIND_EN = re.compile(
    r"(?:[\s,.!]+(?:please|thanks|thank you|now|right now|at the moment|currently|area|time|too))+[.!]*$",
    re.IGNORECASE,
)
# Not where somebody lives: "not London", "東京ではない", "Where is that?". Only bare names are read there.
OTHERWISE = re.compile(
    r"\b(?:not|never|no|nor|used to|\w+n['’]?t)\b|^(?:where|what|why|how|who|when|which)(?:['’]?s)?\b|\?$"
    r"|ない|ません|じゃな|(?:か|かな)。?$",
    re.IGNORECASE,
)
# Between a town and its region. A space or nothing ("米国ニューヨーク") may be part of a name as well.
BETWEEN = re.compile(r"[,、()/・]|\s-\s|の")
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
HIRAGANA = re.compile(r"[ぁ-ゖー]+")
TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
KATAKANA = "".join(map(chr, range(ord("ァ"), ord("ヶ") + 1))) + "ー"


class Why(StrEnum):
    """Several places have the name, one place has several clocks, or no name but one like it is known."""

    NAMESAKES = "namesakes"
    WIDE = "wide"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Asked:
    """The towns among which the person has to choose; for a guess it may be one, to be confirmed."""

    why: Why
    towns: tuple[Town, ...]


Place = str | Asked  # an IANA zone, when there is no doubt


@dataclass(frozen=True, slots=True)
class Region:
    """A country or a part of one: its name, and `also` what else it is called."""

    name: Text
    also: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """`cities` and `zones` map folded names to zones: the first without a question, the second at last.

    `called` maps folded names of regions to their codes; `behind` those that are read behind a town only.
    """

    cities: Mapping[str, str]
    zones: Mapping[str, str]
    called: Mapping[str, AnySet[str]]
    behind: Mapping[str, AnySet[str]]

    def read(self, text: str, now: datetime) -> Place | None:
        """The place that is named in this text, in either language; None when none is."""
        for how in (self._named, self._somewhere_in):
            for said in _said(text):
                if found := how(said, now):
                    return found
        return None

    def guess(self, text: str, now: datetime) -> Asked | None:
        """For a text in which nothing was read: the towns that may be meant, to be confirmed; or None."""
        said = next(_said(text), "")
        words = LONGEST_IN_JAPANESE if JAPANESE.search(said) else MOST_WORDS_OF_A_NAME
        if len(_words(said)) > words or OTHERWISE.search(said):
            return None
        return self._like(folded(said), now) or self._beside_something(said, now)

    # -- what is certain -------------------------------------------------------------------------------

    def _named(self, said: str, now: datetime, within: AnySet[str] = frozenset()) -> Place | None:
        """The town or region of this name, or the town of the region before or behind it."""
        name = folded(said)
        zone = self.cities.get(name)
        if zone and (not within or zone in {town.zone for town in _largest_in(within)}):
            return zone
        if found := self._called(name, now, within):
            return found
        if not within and name in self.zones:
            return self.zones[name]
        for town, region, _ in _splits(said):
            inner = self._regions(region, within) | self._behind(region, within)
            if inner and (found := self._named(town, now, inner)):
                return found
        pieces = BETWEEN.split(said) if within else []
        for piece in (pieces[0], pieces[-1]) if len(pieces) > 1 else ():
            if found := self._called(folded(piece), now, within):
                return found
        return None

    def _called(self, name: str, now: datetime, within: AnySet[str]) -> Place | None:
        """A country by its name; of states and towns of one name all, since either may be meant."""
        regions = self._regions(name, within)
        large = [each for each in _largest_in(regions) if each.people >= SMALLEST] or _largest_in(regions)[:1]
        lying = [each for each in towns(name) if any(map(each.lies_in, within))]
        alike = rivals(lying) if within else namesakes(name)
        if large:
            country = any("." not in region for region in regions)
            alike = [each for each in alike if not country and each.people * BY_FAR > large[0].people]
        why = Why.WIDE if len(regions) == 1 and not alike else Why.NAMESAKES
        return _settled(why, [*large, *alike], now)

    def _somewhere_in(self, said: str, now: datetime) -> Place | None:
        """A place that is not known, in a region that is: the region has one clock, or is asked about."""
        for town, region, clear in _splits(said):
            regions = self._regions(region) if clear else frozenset()
            found = _settled(Why.WIDE, _largest_in(regions), now)
            if isinstance(found, Asked):
                return self._like(folded(town), now, regions) or found
            if found:
                return found
        return None

    def _regions(self, name: str, within: AnySet[str] = frozenset()) -> AnySet[str]:
        return _lying(self.called.get(folded(name), frozenset()), within)

    def _behind(self, name: str, within: AnySet[str]) -> AnySet[str]:
        return _lying(self.behind.get(folded(name), frozenset()), within)

    # -- what is to be confirmed -----------------------------------------------------------------------

    def _like(self, name: str, now: datetime, within: AnySet[str] = frozenset()) -> Asked | None:
        """Large towns and regions whose name is one slip away from this one, largest first."""
        found: set[Town] = set()
        for meant in _slips(name):
            own = (town for town in called_itself(meant) if town.people >= GUESSED_FROM)
            found |= {town for town in own if not within or any(map(town.lies_in, within))}
            found |= set(_largest_in(self._regions(meant, within)))
        likely = _largest_first(found)[:MOST_GUESSES]
        return Asked(Why.GUESS, tuple(likely)) if likely else None

    def _beside_something(self, said: str, now: datetime) -> Asked | None:
        """A place with something behind or before it that is no region."""
        for town, other, clear in _splits(said):
            near = [each for each in _largest_in(self._regions(other)) if each.people >= SMALLEST]
            near += namesakes(folded(town)) if near or clear else ()
            near += namesakes(folded(other)) if clear else ()
            if near:
                return Asked(Why.GUESS, _of_each_clock(near, now)[:MOST_ZONES])
        return None


def _said(text: str) -> Iterator[str]:
    """The text as it is, then without what people say around a place, likeliest first."""
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > LONGEST or len(text.split()) > MOST_WORDS:
        return
    yield from _without_kind(text)
    if HIRAGANA.fullmatch(text):
        yield text.translate(TO_KATAKANA)
    if OTHERWISE.search(text):
        return
    text = BEHIND_EN.sub("", text)
    yield text
    for words in BEFORE_EN.finditer(text):
        yield text[words.end() :]
    for around in AROUND_JA:
        if found := around.fullmatch(text):
            yield from _without_kind(found[1])


def _without_kind(text: str) -> Iterator[str]:
    """A name as it is, then without its prefecture and what kind of place it is."""
    yield text
    for address in filter(None, (each.fullmatch(text) for each in ADDRESSES)):
        yield from address.groups()


def _words(said: str) -> Sequence[str]:
    """Words; in Japanese, which has no spaces, characters."""
    return said if JAPANESE.search(said) else said.split()


def _splits(said: str) -> Iterator[tuple[str, str, bool]]:
    """A town, its region, and whether something that is no part of a name stands between them."""
    for between in BETWEEN.finditer(said):
        before, behind = said[: between.start()], said[between.end() :]
        if folded(before) and folded(behind):
            clear = between.group() != "の"
            yield from ((before, behind, clear), (behind, before, clear))
    for space in re.finditer(r"\s+", said):
        yield said[: space.start()], said[space.end() :], False
    if JAPANESE.search(said):
        yield from ((said[n:], said[:n], False) for n in range(2, len(said) - 1))


def _lying(regions: AnySet[str], within: AnySet[str]) -> AnySet[str]:
    return {each for each in regions if not within or not within.isdisjoint(and_its_country(each))}


def _largest_in(regions: Iterable[str]) -> Sequence[Town]:
    return _largest_first({town for region in regions for town in largest_in(region)})


def _largest_first(found: Iterable[Town]) -> Sequence[Town]:
    return sorted(found, key=lambda town: (-town.people, town.name))


def _settled(why: Why, alike: Sequence[Town], now: datetime) -> Place | None:
    """The zone when all have one clock; else the towns to choose from."""
    if not alike:
        return None
    if len({_clock(town.zone, now) for town in alike}) == 1:
        return alike[0].zone
    if why is Why.WIDE:
        return Asked(why, _of_each_clock(alike, now)[:MOST_ZONES])
    asked: dict[tuple[object, ...], Town] = {}
    for town in alike:
        asked.setdefault((town.region, _clock(town.zone, now)), town)
    return Asked(why, tuple(asked.values()))


def _of_each_clock(largest_first: Sequence[Town], now: datetime) -> tuple[Town, ...]:
    found: dict[object, Town] = {}
    for town in largest_first:
        found.setdefault(_clock(town.zone, now), town)
    return tuple(found.values())


def _clock(zone: str, now: datetime) -> tuple[timedelta | None, ...]:
    """How far a zone's clock is from UTC on each day of the coming year."""
    return _clock_from(zone, now.replace(hour=12, minute=0, second=0, microsecond=0))


@lru_cache(maxsize=512)  # zones, for a day
def _clock_from(zone: str, noon: datetime) -> tuple[timedelta | None, ...]:
    there = ZoneInfo(zone)
    return tuple((noon + days).astimezone(there).utcoffset() for days in A_YEAR_OF_DAYS)


def _slips(name: str) -> Iterator[str]:
    """Every name with one letter less, more or changed, or two neighbours swapped; the first letter stays."""
    letters = ascii_lowercase if name.isascii() else KATAKANA
    if len(name) < (SHORTEST_LATIN if name.isascii() else SHORTEST_KANA) or not set(name) <= set(letters):
        return
    for n in range(1, len(name) + 1):
        before, behind = name[:n], name[n:]
        yield from (before + letter + behind for letter in letters)
        if behind:
            yield before + behind[1:]
            yield from (before + letter + behind[1:] for letter in letters if letter != behind[0])
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]


def called(regions: Mapping[str, Region]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Folded names of regions → their codes; and those that are understood behind a town only."""
    anywhere: dict[str, set[str]] = {}
    behind: dict[str, set[str]] = {}
    for code, region in regions.items():
        for name in {folded(each) for each in _names(region)}:
            part = "." in code
            short = part and len(name) <= BEHIND_ONLY and name.isascii()
            (behind if short else anywhere).setdefault(name, set()).add(code)
        behind.setdefault(folded(code.rsplit(".", 1)[-1]), set()).add(code)
    return anywhere, behind


def _names(region: Region) -> Iterator[str]:
    """ "Maine, USA" and "Maine"; "アメリカ・メイン州", "メイン州" and "メイン"."""
    en, ja = region.name.en, region.name.ja
    yield from (en, ja, *region.also)
    if ", " in en:
        part, part_ja = en.split(", ")[0], ja.split("・", 1)[-1]
        yield from (part, f"{part} state", part_ja, part_ja.removesuffix("州"))
