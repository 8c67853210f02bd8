"""One folder with everything wrong in it that can be: one run names each fault with its file and key."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from bot.catalogue.__main__ import main
from tests.catalogue.broken import CONTENT

LONG_ID = "a-question-with-a-name-too-long-for-a-button"

# What is wrong → the file, what stands there, what somebody wrote instead, and how the fault begins.
FAULTS = {
    "a missing language": (
        "messages/plan.toml",
        'ja = "やり方を見る"',
        "",
        "messages/plan.toml: how.ja: is missing",
    ),
    "an unequal placeholder": (
        "messages/plan.toml",
        "{exercise}に変える",
        "変える",
        "messages/plan.toml: switch: en has the placeholders ['exercise'], ja has []",
    ),
    "a placeholder that nothing fills in": (
        "habits.toml",
        "Stop when the kettle calls.",
        "Stop, {name}.",
        "habits.toml: tips[9].text: nothing fills in {name} here",
    ),
    "an unknown source number": (
        "faq/cramp.toml",
        'sources = ["G26"',
        'sources = ["G99", "G26"',
        "faq/cramp.toml: sources: 'G99' is no source number",
    ),
    "an answer without a source": (
        "faq/language.toml",
        'sources = ["B"]',
        "sources = []",
        "faq/language.toml: sources: names no source",
    ),
    "a related question that is unknown": (
        "faq/knees.toml",
        'related = ["easier"',
        'related = ["easy"',
        "faq/knees.toml: related: 'easy' is not a known question",
    ),
    "a message too long with the longest emergency number in it": (
        "messages/screening.toml",
        "Please get medical advice today",
        "Please wait. " * 308 + "Please get medical advice today",
        "messages/screening.toml: card_amber_today: en: 41",
    ),
    "a screen too long as a whole": (
        "screening.toml",
        "18歳未満ですか。",
        "18歳未満ですか。" + "はい。" * 1300,
        "screening.toml: questions (the screen amber2): ja: 4",
    ),
    "a caption too long": (
        "messages/my_data.toml",
        "Everything I store about you",
        "Everything. " * 90 + "Everything I store about you",
        "messages/my_data.toml: export_caption: en: 11",
    ),
    "words below a picture too long": (
        "plans/leg-curl.toml",
        "Finish one leg, then do the other.",
        "Finish one leg, then do the other. " * 40,
        "plans/leg-curl.toml: form[3]: en: 1",
    ),
    "a toast too long": (
        "messages/tonight.toml",
        "Already noted.",
        "Already noted. " * 20,
        "messages/tonight.toml: stale_toast: en: 2",
    ),
    "an id too long for a button": (
        "habits.toml",
        'id = "sit-tall"',
        'id = "sit-tall-and-let-both-soles-rest-on-the-floor"',
        "habits.toml: tips[0].id: the id 'sit-tall-and",
    ),
    "an id that no link can hold": (
        "habits.toml",
        'id = "longer-way"',
        'id = "longer_way"',
        "habits.toml: tips[6].id: the id 'longer_way' may hold only",
    ),
    "a command's words too long": (
        "botfather.toml",
        "Begin here",
        "Begin here. " * 30,
        "botfather.toml: commands.start: en: 3",
    ),
    "a description too long": (
        "botfather.toml",
        "Press Start to begin.",
        "Press Start to begin. " * 20,
        "botfather.toml: description: en: ",
    ),
    "HTML that Telegram refuses": (
        "faq/posture.toml",
        "Tick what fits",
        "<p>Tick</p> what fits",
        "faq/posture.toml: more[3]: en: <p> is not allowed",
    ),
    "a forbidden claim in English": (
        "faq/benefits.toml",
        "The buttock muscle steadies",
        "The buttock muscle always steadies",
        "faq/benefits.toml: more[0]: en: 'always' is a claim that is not ours to make",
    ),
    "a forbidden claim in Japanese": (
        "faq/metabolism.toml",
        "あっても、わずかです。",
        "必ず上がります。",
        "faq/metabolism.toml: short: ja: '必ず' is a claim that is not ours to make",
    ),
    "an exception without its reason": (
        "style.toml",
        "reason = ",
        "raeson = ",
        "style.toml: allowed[0].reason: is missing",
    ),
    "a number without its source": (
        "faq/harder.toml",
        "5 on each side [H29]",
        "5 on each side",
        "faq/harder.toml: steps[2]: en: a number without its source",
    ),
    "a number in one language only": (
        "faq/single-leg.toml",
        "両足で10回3セット",
        "両足で10回2セット",
        "faq/single-leg.toml: more[0]: en has the numbers ['10', '3'], ja has ['10', '2']",
    ),
    "a wording that stands in another file too": (
        "faq/stairs.toml",
        "en = [\n",
        'en = [\n  "im 72 — IS IT too late??",\n',
        "faq/stairs.toml: wordings.en[0]: the same as faq/age.toml wordings.en[0]",
    ),
    "a sentence too long": (
        "faq/equipment.toml",
        "You need your own body",
        "You need " + "really " * 26 + "your own body",
        "faq/equipment.toml: short: en: a sentence of ",
    ),
    "katakana jargon": (
        "faq/breathing.toml",
        "息は続けます。",
        "アイソメトリックに続けます。",
        "faq/breathing.toml: more[1]: ja: 'アイソメトリック' is jargon",
    ),
    "a nightly text that a lock screen would give away": (
        "reminders.toml",
        "Music needs its pauses",
        "Backs ache. Music needs its pauses",
        "reminders.toml: rest[10]: en: 'ache*' does not belong on a lock screen",
    ),
    "two nightly texts that say the same": (
        "reminders.toml",
        "A quiet hello from me. Put your feet up.",
        "Good evening. Tonight is for rest.",
        "reminders.toml: rest[2]: en: says much the same as rest[0]",
    ),
    "a safety question lost": (
        "screening.toml",
        'id = "A2"',
        'id = "A22"',
        "screening.toml: questions: must be exactly R1, R2",
    ),
    "a time zone that is none": (
        "emergency.toml",
        '"Asia/Tokyo"',
        '"Asia/Tokio"',
        "emergency.toml: places[0].zones: 'Asia/Tokio' is no time zone",
    ),
    "no TOML at all": (
        "index.toml",
        "[weights]",
        "[weights",
        "index.toml: -: is not valid TOML",
    ),
}
FILES = {
    "a missing question": "faq/sitting.toml: -: file is missing",
    "a question's name too long": f"faq/{LONG_ID}.toml: -: the id {LONG_ID!r} has 44 characters, at most 40",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the command says about a folder with all of it wrong at once."""
    folder = tmp_path_factory.mktemp("faulty") / "content"
    shutil.copytree(CONTENT, folder)
    for file, old, new, _ in FAULTS.values():
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old!r}: the test must break something else"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copy(folder / "faq" / "sitting.toml", folder / "faq" / f"{LONG_ID}.toml")
    (folder / "faq" / "sitting.toml").unlink()
    result = CliRunner().invoke(main, ["--content", str(folder)])
    assert result.exit_code == 1
    return result.output.splitlines()


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_named_with_its_file_and_key(said: list[str], what: str) -> None:
    start = FAULTS[what][3]
    assert [line for line in said if line.startswith(start)], start


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_wrong_itself_is_named(said: list[str], what: str) -> None:
    assert FILES[what] in said
