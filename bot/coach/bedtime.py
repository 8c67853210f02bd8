"""A time as people write it, in English or Japanese. "10:30" may be two times: then both are given back.

First everything is made plain (width, numerals, number words, the words around), then the half of the day
is taken off ("pm", 午後, "at night"), and what is left has one of four forms: 22:30, 2230, 22時30分, quarter
past ten.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONGEST = 60  # characters; a time is shorter, even in a sentence
SMALL_HOURS = 5  # "1" to "4" can only be after midnight: nobody goes to bed in the early afternoon


@dataclass(frozen=True, slots=True)
class Clock:
    """One certain time."""

    at: time


@dataclass(frozen=True, slots=True)
class Unclear:
    """Morning or evening: the person is asked back."""

    morning: time
    evening: time


Parsed = Clock | Unclear | None


def parse_time(text: str) -> Parsed:
    """The time this text says, both readings if it may be two, None if it is no time. Never raises."""
    if len(text.strip()) > LONGEST:
        return None
    said = _plain(text)
    if _RANGE.search(said):
        return None
    said, halves = _halves(_without_frills(_in_digits(said)))
    if len(halves) > 1:
        return None
    half = next(iter(halves), None)
    for pattern, read in ((_COLON, _digits), (_PACKED, _digits), (_JAPANESE, _japanese), (_WORDS, _words)):
        if match := pattern.fullmatch(said):
            return read(match, half)
    return None


# -- made plain ----------------------------------------------------------------------------------------

_RANGE = re.compile(r"\d\s*(?:to|[-–~〜])\s*\d")  # "10 to 11": which? (spelled out, "ten to eleven" is 10:50)


def _plain(text: str) -> str:
    """Ordinary width, small letters, ASCII digits, single spaces, nothing invisible."""
    wide = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    seen = "".join(_digit(each) for each in wide if unicodedata.category(each) not in ("Cf", "Cc", "Cs"))
    return " ".join(seen.split())


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBERS = {word: n for n, word in enumerate((*_ONES, *_TEENS, "nineteen"), start=1)} | _TENS
_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[ -](?P<ones>{'|'.join(_ONES)})|oh (?P<oh>{'|'.join(_ONES)})"
    rf"|(?P<word>{'|'.join(_NUMBERS)}))\b"
)
_KANJI_NUMBER = re.compile(r"[零〇一二三四五六七八九十]+(?=\s?[時分])")
_KANJI_DIGITS = {kanji: str(n % 10) for n, kanji in enumerate("零一二三四五六七八九")} | {"〇": "0"}


def _in_digits(said: str) -> str:
    """Number words and kanji numerals as digits; midnight and noon as a twelve with its half of the day."""
    said = re.sub(r"(?<=[\d零〇一二三四五六七八九十])じ", "時", said)
    said = re.sub(r"(?<=時)はん", "半", said)
    said = _NUMBER.sub(_number, said.replace("hundred", "00"))
    said = _KANJI_NUMBER.sub(lambda match: _kanji(match[0]), said)
    said = re.sub(r"(?:\b12 )?\bmidnight\b", "12 at night", said)
    said = re.sub(r"(?:\b12 )?\b(?:noon|midday)\b", "12 in the afternoon", said)
    return {"真夜中": "夜12時", "正午": "午後12時"}.get(said, said)


def _number(match: re.Match[str]) -> str:
    if match["tens"]:
        return str(_NUMBERS[match["tens"]] + _NUMBERS[match["ones"]])
    return f"0{_NUMBERS[match['oh']]}" if match["oh"] else str(_NUMBERS[match["word"]])


def _kanji(number: str) -> str:
    """二十二 is 22, 十 is 10, and digit by digit 二二 is 22 too."""
    tens, ten, ones = number.rpartition("十")
    tens, ones = (_kanji_digits(tens), _kanji_digits(ones))
    return f"{tens or '1'}{ones or '0'}" if ten else ones


def _kanji_digits(number: str) -> str:
    return "".join(_KANJI_DIGITS.get(each, "x") for each in number)


_LEAD = re.compile(
    r"(?:(?:i am|i'm|i|my|usually|normally|mostly|go|going|get|sleep|to|in|bed|bedtime|is|it's|its|it|now"
    r"|please|set|make|remind me|at|around|about|by|for|roughly|every night|every day)\b[ ,:]*"
    r"|(?:毎晩|毎日|いつも|だいたい|寝るのは|寝る時間は|就寝は|就寝時間は|今は|今(?![夜晩]))[ 、,:]*)+"
)
_TAIL = re.compile(
    r"(?:[ ,-]*\b(?:please|thanks|thank you|or so|every night|every day|usually|here)"
    r"|(?<=\d)-?ish"
    r"|ごろ|頃|ころ|くらい|ぐらい|には|に|で|は|です|寝ます|寝る|お願いします|おねがいします|します|がいい|[。、.!?])+$"
)


def _without_frills(said: str) -> str:
    """The time out of "I go to bed at 11 pm" and 22時半ごろです."""
    lead = _LEAD.match(said)
    return _TAIL.sub("", said[lead.end() :] if lead else said).strip()


# -- the half of the day -------------------------------------------------------------------------------

_NIGHT: tuple[str, ...] = ("夜", "よる", "晩", "今夜", "今晩", "夜中", "よなか", "真夜中", "深夜")
_NIGHT += ("in the evening", "at night", "tonight")
_HALVES = {"午前": "am", "ごぜん": "am", "朝": "am", "午後": "pm", "ごご": "pm", "夕方": "pm"}
_HALVES |= {"in the morning": "am", "in the afternoon": "pm"} | dict.fromkeys(_NIGHT, "night")
_HALF_WORDS = "|".join(sorted(_HALVES, key=len, reverse=True))
_AM_PM = r"[ap]\.? ?m\.?"
_BEFORE = re.compile(rf"(?P<half>{_AM_PM}|{_HALF_WORDS})の?\s*(?=\S)")
_AFTER = re.compile(rf"(?:(?<=\d)(?P<short>[ap])|(?:(?<=\d)|\s)\s?(?P<half>{_AM_PM}|{_HALF_WORDS}))$")


def _halves(said: str) -> tuple[str, set[str]]:
    """What is left without the half of the day, and which halves were said: at most one makes sense."""
    found = set()
    if match := _BEFORE.match(said):
        found.add(_half(match["half"]))
        said = said[match.end() :]
    while match := _AFTER.search(said):
        found.add(_half(match["half"] or match["short"]))
        said = said[: match.start()].rstrip()
    return said, _agreed(found)


def _agreed(halves: set[str]) -> set[str]:
    """ "12 pm at night" is midnight, "2 am at night" is in the small hours."""
    if "night" in halves:
        return {"am"} if "am" in halves else {"night"}
    return halves


def _half(word: str) -> str:
    return _HALVES.get(word) or f"{word[0]}m"


# -- the four forms ------------------------------------------------------------------------------------

_COLON = re.compile(
    r"(?P<hour>\d{1,2})(?: ?[:.,h ] ?(?P<minute>\d{2})分?)?(?: ?(?:h|hrs?|hours|o'? ?clock))?"
)
_PACKED = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d{2})(?: ?(?:h|hrs?|hours))?")
_JAPANESE = re.compile(r"(?P<hour>\d{1,2}) ?時 ?(?:(?P<minute>\d{1,2}) ?分?|(?P<half>半))?")
_WORDS = re.compile(
    r"(?:a )?(?P<part>half|quarter|\d{1,2})(?: ?min(?:ute)?s?)?(?P<side> past| after| to| before|)"
    r" (?P<hour>\d{1,2})(?: ?o'? ?clock)?"
)


def _digits(match: re.Match[str], half: str | None) -> Parsed:
    return _choose(match["hour"], int(match["minute"] or 0), half)


def _japanese(match: re.Match[str], half: str | None) -> Parsed:
    """Japanese counts the night on: 25時 is one o'clock after midnight."""
    hour, minute = int(match["hour"]), 30 if match["half"] else int(match["minute"] or 0)
    late = half in (None, "night") and 24 <= hour < 24 + SMALL_HOURS
    return _choose(f"{hour - 24:02}" if late else match["hour"], minute, half)


def _words(match: re.Match[str], half: str | None) -> Parsed:
    """Quarter past, twenty to, half past; the British "half ten" is 10:30, never "quarter ten"."""
    minutes = {"half": 30, "quarter": 15}.get(match["part"]) or int(match["part"])
    side = match["side"].strip()
    if minutes > 59 or (not side and match["part"] != "half"):
        return None
    named = _choose(match["hour"], 0, half)
    return _shifted(named, -minutes if side in ("to", "before") else minutes)


def _shifted(parsed: Parsed, minutes: int) -> Parsed:
    match parsed:
        case Clock(at):
            return Clock(_plus(at, minutes))
        case Unclear(morning, evening):
            return Unclear(*sorted((_plus(morning, minutes), _plus(evening, minutes))))
    return None


def _plus(at: time, minutes: int) -> time:
    return (datetime.combine(date(2000, 1, 1), at) + timedelta(minutes=minutes)).time()


def _choose(said: str, minute: int, half: str | None) -> Parsed:
    """The hour as said, in its half of the day. 13 and up, 09 and the small hours are certain without one."""
    hour = int(said)
    if hour > 24 or minute > 59 or (half == "am" and hour > 12) or (half == "pm" and hour == 24):
        return None
    hour %= 24
    match half:
        case "am":
            return Clock(time(hour % 12, minute))
        case "pm":
            return Clock(time(hour if hour > 12 else hour % 12 + 12, minute))
        case "night":
            return Clock(time(_at_night(hour), minute))
    if hour > 12 or hour < SMALL_HOURS or said.startswith("0"):
        return Clock(time(hour, minute))
    return Unclear(time(hour % 12, minute), time(hour % 12 + 12, minute))


def _at_night(hour: int) -> int:
    """Five to eleven are the evening, twelve is midnight, the rest is as it says."""
    return (hour + 12) % 24 if SMALL_HOURS <= hour <= 12 else hour
