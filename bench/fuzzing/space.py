"""What may come in: hypothesis strategies for hostile texts, presses, and updates from the whole Bot API.

`types.json` is everything that an Update can reach, from the same public description as bot/demo/botapi.json.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from bench.fuzzing.steps import (
    Again,
    Block,
    Edit,
    Forge,
    Nothing,
    Odd,
    OldPress,
    Onward,
    Press,
    Say,
    Share,
    Step,
)

PEOPLE = 12
DEEPEST = 3  # optional parts inside parts
MOST_OPTIONAL = 3  # optional fields beside the required ones
MARK = "ﾏｰｸ"  # begins each person's mark; a text with it may be seen by that person only

COMMANDS = """/start /check /plan /tonight /remind /progress /ask /habits /settings /mydata /privacy /help /cancel
/stats /reload /questions /nonsense""".split()
LINKS = [
    "/start check",
    "/start remind",
    "/start faq-hip-lift-how-to",
    "/start " + "A" * 64,
    "/start faq-../x",
]
ANSWERS = """22:30 2230 10.30pm 22h30 ２２：３０ ٢٢:٣٠ 24:00 25:00 -1:00 7 午後10時 22時半 half-past-ten London 東京
europe/london ../../etc/passwd localtime Factory UTC+3 EST Etc/GMT+3 yes no 痛い hurts""".split()
HOSTILE = [
    "\x00",
    "a\x00b",
    "half an emoji \ud83d",
    "\u202eright to left",
    "\u200b\u200c\u200d",
    "\u00a0",
    "👨‍👩‍👧‍👦" * 300,
    "e" + "\u0301" * 1000,
    "<b>", "</a>", "<3", "&amp;", "\"'", "_*[`~", "<a href='x'>", "&#0;", "<tg-spoiler>",
    "'; DROP TABLE people; --", "%s%n{0}{say}", "${jndi:ldap://x}", "A" * 4096, "あ" * 4096, "😀" * 2048,
    "\n" * 500, "𠮷野家で腰が痛い", "ｶﾀｶﾅ" * 100, "1" * 4096,
    "I cannot pee and I am numb between my legs", "おしっこが出ません", "mum is 78 and fell", "I have a fever",
    "my hamstrings tire instead of my glutes", "お尻より太ももが疲れます", "thanks", "ありがとう",
]  # fmt: skip
TEXTS: SearchStrategy[str] = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(ANSWERS),
    st.text(max_size=60),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map(lambda parts: " ".join(parts)[:4096]),
)
CONVERSATIONS = "check tonight remind night plan ask habits settings mydata help progress".split()
STEPS_NAMED = (
    "open red amber1 lying pain time zone mode done keep hurt feel erase faq more later skip language".split()
)
VALUES = st.one_of(
    st.sampled_from(["20261124", "00000000", "99991231", "²", "١", "-1", "none", "", "S4", "R1", "9" * 30]),
    st.text(max_size=10),
)
DATA: SearchStrategy[str] = st.one_of(
    st.builds(
        lambda a, b, c: ":".join(["v1", a, b, *c])[:64],
        st.sampled_from(CONVERSATIONS),
        st.sampled_from(STEPS_NAMED),
        st.lists(VALUES, max_size=3),
    ),
    st.sampled_from(["", "v0:check:open", "v1", "v1:::", "x" * 64, "\x00", "v1:night:done:20261124:mac"]),
    st.text(max_size=64),
)


@cache
def types() -> dict[str, Any]:
    path = Path(__file__).with_name("types.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["types"]
    return found


@st.composite
def values_of(draw: DrawFn, names: list[str], depth: int) -> Any:
    """A value of one of these types of the Bot API."""
    name = draw(st.sampled_from(names))
    if name.startswith("Array of "):
        inner = name.removeprefix("Array of ")
        return draw(st.lists(values_of([inner], depth + 1), min_size=0, max_size=2))
    match name:
        case "Integer":
            return draw(st.one_of(st.integers(0, 100), st.integers(-(2**52), 2**52)))
        case "Float":
            return draw(st.floats(-180, 180))
        case "Boolean":
            return draw(st.booleans())
        case "True":
            return True
        case "String" | "InputFile":
            return draw(TEXTS)[:200]
    return draw(objects(name, depth))


@st.composite
def objects(draw: DrawFn, name: str, depth: int = 0) -> dict[str, Any]:
    """An object of a type: what is required, and a few optional fields where it is not too deep already."""
    described = types()[name]
    if "subtypes" in described:
        return draw(objects(draw(st.sampled_from(described["subtypes"])), depth))
    fields, always = described["fields"], described.get("always", {})
    wanted = list(described["required"])
    optional = [field for field in fields if field not in wanted]
    if optional and depth < DEEPEST:
        wanted += draw(st.lists(st.sampled_from(optional), unique=True, max_size=MOST_OPTIONAL))
    made = {each: draw(values_of(fields[each], depth + 1)) for each in wanted if each not in always}
    for field in ("date", "edit_date"):
        if field in made and isinstance(made[field], int):
            made[field] = 1_795_000_000 + abs(made[field]) % 1_000
    return made | {field: value for field, value in always.items() if field in fields}


@st.composite
def odd_updates(draw: DrawFn) -> Odd:
    """An update of any kind; most come from somebody in a private chat, as Telegram would have it."""
    kind = draw(st.sampled_from([each for each in types()["Update"]["fields"] if each != "update_id"]))
    if draw(st.booleans()):
        kind = draw(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]))
    content = draw(values_of(types()["Update"]["fields"][kind], 0))
    return Odd(kind, content, as_person=draw(st.integers(0, 9)) < 8)


NUMBERS = st.integers(0, 9_999)
STEPS: dict[str, SearchStrategy[Step]] = {
    "onward": st.builds(Onward, NUMBERS, st.sampled_from([True, True, True, False])),
    "press": st.builds(Press, NUMBERS),
    "old press": st.builds(OldPress, NUMBERS),
    "forge": st.builds(Forge, DATA),
    "command": st.builds(Say, st.sampled_from(COMMANDS + LINKS)),
    "text": st.builds(Say, TEXTS),
    "forward": st.builds(Say, TEXTS, forward=st.just(True)),
    "edit": st.builds(Edit, TEXTS),
    "odd": odd_updates(),
    "again": st.builds(Again, st.booleans()),
    "share": st.one_of(
        st.builds(Share, st.just("location"), st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
        st.builds(Share, st.sampled_from(["sticker", "voice"]), st.just("")),
        st.builds(Share, st.just("photo"), st.just(""), TEXTS),
    ),
    "block": st.just(Block()),
    "nothing": st.just(Nothing()),
}
# Of a hundred steps. Half go on with what the bot offers, so that deep places are reached; half are hostile.
# (As a list to draw from: `one_of` takes equal branches for one, and so would forget the weights.)
SHARES = {
    "onward": 44, "press": 6, "old press": 7, "forge": 7, "command": 6, "text": 8, "forward": 2, "edit": 2,
    "odd": 8, "again": 4, "share": 2, "block": 1, "nothing": 3,
}  # fmt: skip
KINDS = [kind for kind, share in SHARES.items() for _ in range(share)]


@st.composite
def rounds(draw: DrawFn) -> list[list[Step]]:
    """A script: some rounds, in each of which every person does one thing."""
    return [
        [draw(STEPS[draw(st.sampled_from(KINDS))]) for _ in range(PEOPLE)]
        for _ in range(draw(st.integers(4, 8)))
    ]
