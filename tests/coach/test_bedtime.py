"""A time as people write it. The tables say what is read, what is asked back, and what is refused."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.bedtime import LONGEST, Clock, Parsed, Unclear, parse_time

CERTAIN = {
    "22:30": (
        "22:30", "2230", "10.30pm", "10:30pm", "10:30 PM", "10:30 p.m.", "10.30 p. m.", "1030pm",
        "22h30", "22.30", "22,30", "22 30", "10 30 pm", "PM 10:30", "pm10:30", "10:30p",
        "  22:30  ", "22:30.", "22:30 hrs", "２２：３０", "²²:³⁰", "٢٢:٣٠", "२२:३०",
        "10:30\u202fpm", "\u200f22:30", "at 10:30 pm", "22:30 at night", "half past ten pm",
        "half past 10 at night", "half ten pm", "ten thirty pm", "ten thirty tonight",
        "twenty-two thirty", "twenty two thirty", "I go to bed at 10:30 pm", "my bedtime is 22:30",
        "around 22:30", "22:30 please", "every night at 22:30", "thirty minutes past ten pm",
        "22時半", "22時30分", "22時３０分", "22時30", "二十二時半", "二十二時三十分", "２２時半",
        "22 時 半", "午後10時半", "午後１０時３０分", "午後十時半", "夜10時半", "夜の10時半",
        "夜の十時三十分", "今夜10時半", "晩の10時半", "PM10時半", "夜10じはん", "22時半ごろ",
        "22時半頃です", "22時半に", "22時半に寝ます", "22時半でお願いします", "毎晩22時半",
        "いつも22:30ごろです", "夜10:30", "午後10:30", "22:30分", "二二時三〇分",
    ),
    "22:15": (
        "quarter past ten pm", "a quarter past ten at night", "22時15分", "夜十時十五分",
        "ten fifteen p.m.",
    ),
    "22:45": (
        "quarter to eleven pm", "quarter to 23", "ten forty-five pm", "ten forty five tonight",
    ),
    "22:50": (
        "ten to eleven pm", "10 minutes to 11 pm", "ten before eleven at night",
    ),
    "22:05": (
        "five past ten pm", "ten oh five pm", "22:05",
    ),
    "22:00": (
        "22", "10pm", "10 pm", "10p", "22h", "22 h", "2200", "ten pm", "ten o'clock pm",
        "10 o'clock at night", "ten o’clock in the evening", "twenty-two hundred", "2200 hours",
        "22時", "二十二時", "夜10時", "午後22時",
    ),
    "19:00": (
        "7 in the evening", "夜7時", "夕方7時",
    ),
    "00:00": (
        "24:00", "2400", "0:00", "00:00", "0", "midnight", "12 midnight", "12am", "12 at night",
        "12 tonight", "twelve at night", "12 pm at night", "真夜中", "真夜中の12時", "夜12時",
        "夜の十二時", "夜中の12時", "深夜12時", "24時", "0時", "零時", "〇時", "午前0時",
        "午前零時", "深夜0時",
    ),
    "00:30": (
        "0:30", "half past midnight", "12:30 at night", "12:30am", "夜12時半", "24時半", "零時半",
        "午前0時30分",
    ),
    "23:45": (
        "quarter to midnight", "quarter to twelve at night", "quarter to 0", "23:45",
    ),
    "00:45": (
        "quarter to one", "quarter to one at night", "0:45",
    ),
    "01:00": (
        "25時", "深夜1時", "1", "1時", "one am", "1 at night", "夜中の1時", "深夜25時",
    ),
    "12:00": (
        "noon", "midday", "12 noon", "12pm", "正午", "午後0時",
    ),
    "07:30": (
        "07:30", "0730", "7:30am", "half past seven in the morning", "朝7時半", "午前7時半",
    ),
}  # fmt: skip

ASKED_BACK = [
    ("10:30", "10:30", "22:30"),
    ("1030", "10:30", "22:30"),
    ("half past ten", "10:30", "22:30"),
    ("half ten", "10:30", "22:30"),
    ("ten thirty", "10:30", "22:30"),
    ("10時半", "10:30", "22:30"),
    ("十時半", "10:30", "22:30"),
    ("十一時", "11:00", "23:00"),
    ("quarter to eleven", "10:45", "22:45"),
    ("quarter to twelve", "11:45", "23:45"),
    ("7", "07:00", "19:00"),
    ("12", "00:00", "12:00"),
    ("12時半", "00:30", "12:30"),
]

NO_TIME = (
    "", " ", "🕥", "25:00", "24:60", "-1:00", "10:60", "22:5", "22:300", "99", "2460", "13am",
    "午前22時", "29時", "22:30:00", "half", "half past", "quarter ten", "half past 25",
    "70 past ten", "am", "pm", "p", "時", "半", "十十時", "二三四時", "10:30 am pm", "10 to 11",
    "22時〜23時", "10pm or 11pm", "not at 10pm", "my back hurts", "いつでも", "寝る前",
    "europe/london", "\x00", "\ud83d", "\u202e", "22:30\n23:30", "9" * 5000, "22:30" + "!" * 5000,
)  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), [(each, at) for at, all_ in CERTAIN.items() for each in all_])
def test_a_clear_time_is_read(said: str, meant: str) -> None:
    assert parse_time(said) == Clock(time.fromisoformat(meant))


@pytest.mark.parametrize(("said", "morning", "evening"), ASKED_BACK)
def test_a_time_that_may_be_two_gives_both(said: str, morning: str, evening: str) -> None:
    assert parse_time(said) == Unclear(time.fromisoformat(morning), time.fromisoformat(evening))


@pytest.mark.parametrize("said", NO_TIME)
def test_what_is_no_time_is_refused(said: str) -> None:
    assert parse_time(said) is None


@given(st.times())
def test_every_time_of_day_written_in_full_is_read_back(at: time) -> None:
    shown = at.replace(second=0, microsecond=0)
    forms = (
        f"{shown:%H:%M}" if shown.hour > 12 or shown.hour < 10 else f"{shown:%I:%M %p}",
        f"{shown:%I:%M%p}",
    )
    for form in forms:
        assert parse_time(form) == Clock(shown)


@given(st.integers(0, 23), st.integers(0, 59))
def test_both_languages_agree(hour: int, minute: int) -> None:
    english = parse_time(f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}")
    japanese = parse_time(f"{'午前' if hour < 12 else '午後'}{hour % 12}時{minute}分")
    assert english == japanese == Clock(time(hour, minute))


PIECES = (
    "half", "quarter", "past", "to", "ten", "twenty", "midnight", "午後", "夜", "時", "半", "分",
    "十", "零", "pm", "am",
)  # fmt: skip
MARKS = (
    ":", ".", " ", "0", "1", "2", "3", "9", "12", "24", "59", "٢", "at night", "-", "o'clock",
    "です", "a", "Ⅻ", "½", "㍘",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES + MARKS), max_size=7).map("".join) | st.text(max_size=LONGEST + 5))
def test_any_text_at_all_has_a_defined_answer(text: str) -> None:
    found: Parsed = parse_time(text)
    assert found is None or isinstance(found, Clock | Unclear)
    if isinstance(found, Unclear):
        assert found.morning < found.evening
