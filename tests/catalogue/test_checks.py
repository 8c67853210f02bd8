from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.checks import (
    check_texts,
    html_faults,
    number_faults,
    pair_faults,
    placeholders,
    text_faults,
    without_tags,
)
from bot.catalogue.reader import Faults
from bot.catalogue.style import read_style
from tests.catalogue.broken import CONTENT

STYLE = read_style(CONTENT, Faults())

# -- HTML that Telegram takes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "<b>bold</b> and <i>slanted</i>, <u>under</u>, <s>through</s>, <code>code</code>",
        "<b>bold <i>and slanted</i></b>",
        "<blockquote>said</blockquote>",
        "fish &amp; chips, 1 &lt; 2 &gt; 0, &quot;so&quot;",
        "1 > 0",
    ],
)
def test_html_that_telegram_takes_has_no_fault(text: str) -> None:
    assert list(html_faults(text)) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("fish & chips", "a bare &"),
        ("&nbsp;", "a bare &"),
        ("&#8211;", "a bare &"),
        ("I <3 you", "a < that begins no plain tag"),
        ("a<b", "a < that begins no plain tag"),
        ("<b never ends", "a < that begins no plain tag"),
        ("<b/>", "a < that begins no plain tag"),
        ("<b class='x'>bold</b>", "a < that begins no plain tag"),
        ("<B>bold</B>", "a < that begins no plain tag"),
        ("<!-- note -->", "a < that begins no plain tag"),
        ("one<br>two", "<br> is not allowed"),
        ("<p>one</p>", "<p> is not allowed"),
        ("<b>bold", "<b> is never closed"),
        ("bold</b>", "</b> closes nothing"),
        ("<b><i>crossed</b></i>", "</b> closes nothing, or the wrong thing"),
    ],
)
def test_html_that_telegram_refuses_is_a_fault(text: str, what: str) -> None:
    assert [fault for fault in html_faults(text) if fault.startswith(what)]


@given(st.text(alphabet="<>/&;b i=\"'!-", max_size=12))
def test_checking_html_never_fails_whatever_stands_there(text: str) -> None:
    assert all(isinstance(fault, str) for fault in html_faults(text))


# -- numbers and their sources -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("Hold for 5 seconds.", True),
        ("Hold for 5 seconds [H30].", False),
        ("Hold for 5 seconds. [H30]", False),
        ("Hold for {hold} seconds.", False),
        ("Hold for five seconds.", False),
        ("Hold for 5 seconds [H30]. Do it 10 times.", True),
        ("5秒止めます。", True),
        ("5秒止めます[H30]。", False),
        ("５秒止めます。", True),
        ("Reminder records stay 30 days [B].", False),
        ("Hold for 5 seconds [X30].", True),
    ],
)
def test_a_number_needs_a_source_in_its_sentence(text: str, faulty: bool) -> None:
    found = [fault for fault in text_faults(text, "en", sourced=False) if "without its source" in fault]
    assert bool(found) is faulty


def test_a_number_in_a_table_that_cites_its_sources_needs_no_other() -> None:
    assert list(text_faults("Hold for 5 seconds.", "en", sourced=True)) == []


@pytest.mark.parametrize(
    ("en", "ja", "same"),
    [
        ("2–4 weeks", "2〜4週間", True),
        ("2 to 4 weeks", "2週間", False),
        ("10 lifts, 2 sets", "2セット、10回", True),
        ("10 lifts", "20回", False),
        ("10 and 10", "10", False),
        ("at 22:30", "22:30に", True),
        ("{reps} lifts [H18]", "{reps}回[H38]", True),
        ("1,000 steps", "1000歩", False),
    ],
)
def test_the_same_numbers_stand_in_both_languages(en: str, ja: str, same: bool) -> None:
    assert (list(number_faults(en, ja)) == []) is same


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Two to three days [G62].", "Two to three days."),
        ("30日[B]。90日[B]。", "30日。90日。"),
        ("Both [H18] [S33] say so.", "Both say so."),
        ("A [note] stays.", "A [note] stays."),
    ],
)
def test_source_tags_are_not_shown(text: str, shown: str) -> None:
    assert without_tags(text) == shown


# -- placeholders ------------------------------------------------------------------------------------------


def test_the_placeholders_of_a_text() -> None:
    assert placeholders("{reps} lifts, {hold} s, then {reps} more") == {"reps", "hold"}


@pytest.mark.parametrize(
    "text", ["a {", "a }", "{}", "{0}", "{reps!r}", "{reps:>4}", "{a.b}", "{ reps }", "{{x}}"]
)
def test_a_brace_that_is_no_placeholder_is_a_fault(text: str) -> None:
    assert "a { or } that is no {placeholder}" in list(text_faults(text, "en", sourced=True))


@pytest.mark.parametrize(("ja", "same"), [("{reps}回", True), ("回数", False), ("{rep}回", False)])
def test_both_languages_have_the_same_placeholders(ja: str, same: bool) -> None:
    faults = [fault for fault in pair_faults("{reps} lifts", ja, sourced=True) if "placeholders" in fault]
    assert (faults == []) is same


# -- files -------------------------------------------------------------------------------------------------


def faults_of(folder: Path, file: str, toml: str) -> list[str]:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(toml, encoding="utf-8")
    faults = Faults()
    check_texts(folder, STYLE, faults)
    return [str(fault) for fault in faults.found]


def test_a_text_longer_than_telegram_takes_is_a_fault(tmp_path: Path) -> None:
    toml = f'[welcome]\nen = "{"a" * 4097}"\nja = "あ"'
    assert faults_of(tmp_path, "messages/start.toml", toml) == [
        "messages/start.toml: welcome: en: 4097 characters; Telegram takes 4096"
    ]


@pytest.mark.parametrize(
    ("file", "filled"),
    [
        ("messages/plan.toml", True),
        ("reminders.toml", True),
        ("habits.toml", False),
        ("faq/age.toml", False),
        ("plans/hip-lift.toml", False),
        ("botfather.toml", False),
    ],
)
def test_a_placeholder_stands_only_where_something_fills_it_in(
    tmp_path: Path, file: str, filled: bool
) -> None:
    faults = faults_of(tmp_path, file, '[[training]]\nen = "Do {dose}."\nja = "{dose}です。"')
    assert (faults == []) is filled


def test_only_the_dose_is_filled_into_a_nightly_text(tmp_path: Path) -> None:
    toml = (
        '[[training]]\nen = "Hello {name}."\nja = "{name}さん。"\n\n[[rest]]\nen = "{dose}."\nja = "{dose}。"'
    )
    assert faults_of(tmp_path, "reminders.toml", toml) == [
        "reminders.toml: training[0]: nothing fills in {name} here",
        "reminders.toml: rest[0]: nothing fills in {dose} here",
    ]


def test_a_source_around_a_text_counts_for_its_numbers(tmp_path: Path) -> None:
    toml = '[[tips]]\nfrom = ["G85"]\ntext = { en = "Stand up 3 times.", ja = "3回立ちます。" }'
    assert faults_of(tmp_path, "habits.toml", toml) == []


def test_months_may_be_names_in_one_language_and_numbers_in_the_other(tmp_path: Path) -> None:
    toml = '[month_1]\nfrom = ["B"]\nen = "Jan"\nja = "1月"'
    assert faults_of(tmp_path, "messages/words.toml", toml) == []
    assert len(faults_of(tmp_path, "messages/plan.toml", toml)) == 1


def test_every_fault_of_every_text_is_listed_and_the_texts_are_counted(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "ask.toml").write_text(
        '[one]\nen = "fish & chips cure 5 {"\nja = "魚"\n[two]\nen = "<b>2 [G1]"\nja = "3[G1]"'
    )
    (tmp_path / "habits.toml").write_text('[[tips]]\ntitle = { en = "No pain no gain", ja = "必ず" }')
    faults = Faults()

    assert check_texts(tmp_path, STYLE, faults) == 3

    assert sorted((fault.file, fault.key) for fault in faults.found) == [
        ("habits.toml", "tips[0].title"),
        ("habits.toml", "tips[0].title"),
        ("messages/ask.toml", "one"),
        ("messages/ask.toml", "one"),
        ("messages/ask.toml", "one"),
        ("messages/ask.toml", "one"),
        ("messages/ask.toml", "one"),
        ("messages/ask.toml", "two"),
        ("messages/ask.toml", "two"),
    ]
