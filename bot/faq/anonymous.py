"""A question as it may be kept for the writer of the answers: without names, numbers and addresses."""

from __future__ import annotations

import re

from bot.faq.words import normalise

LONGEST = 120  # characters that are kept

_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|@\w+")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_INTRODUCED = re.compile(
    r"\b(?:my name is|my name's|i am called|i'm called|call me|mr|mrs|ms|miss|dr)\b\.?"
    r"\s+[\w'-]+(?:\s+[A-Z][\w'-]+)*",
    re.IGNORECASE,
)
# A capital in mid-sentence is a name, a place or a day; "I" and short capitals (GP, NHS) are not.
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z'’-]{2,}")
_HONORIFIC = re.compile(r"(?:[一-龥々]{1,4}|[ァ-ヶー]{2,8})(?:さん|さま|様|くん|君|ちゃん|氏|先生)")
_NAMED = re.compile(r"名前は[^\s、。,.]{1,10}|[^\s、。,.はが]{1,8}(?=と(?:申し|もうし|いい)ます)")


def anonymised(text: str) -> str:
    """The normalised question without what could name a person; empty when nothing is left."""
    for pattern in (_ADDRESS, _INTRODUCED, _CAPITAL, _NAMED, _HONORIFIC, _NUMBER):
        text = pattern.sub(" ", text)
    folded = re.sub(r"\d+", " ", normalise(text))  # once more: normalising writes ¼ and ① as digits
    return normalise(folded)[:LONGEST].strip(" ,.")
