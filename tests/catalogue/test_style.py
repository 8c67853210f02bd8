from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.reader import Faults
from bot.catalogue.style import read_style, sentences
from bot.coach.model import Language
from tests.catalogue.broken import CONTENT, broken

STYLE = read_style(CONTENT, Faults())


# -- claims that are not ours to make (G38–G42) ------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "claim"),
    [
        ("en", "It cures back pain."),
        ("en", "A cure for your back."),
        ("en", "It treats back pain."),
        ("en", "It heals the spine."),
        ("en", "You will surely feel better."),
        ("en", "It always helps."),
        ("en", "100 % safe."),
        ("en", "It works for everyone."),
        ("en", "Guaranteed to help."),
        ("en", "It slims the legs."),
        ("en", "It burns fat."),
        ("en", "It rejuvenates you."),
        ("en", "No pain, no gain!"),
        ("en", "There is nothing serious."),
        ("en", "You are healthy."),
        ("en", "You have weak hamstrings."),
        ("en", "Your spine is worn out."),
        ("en", "It is proven to help."),
        ("ja", "腰の骨がすり減っています。"),
        ("ja", "間違いなく楽になります。"),
        ("ja", "腰痛が治ります。"),
        ("ja", "腰痛を治す運動です。"),
        ("ja", "痛みを治療します。"),
        ("ja", "必ず楽になります。"),
        ("ja", "絶対に効きます。"),
        ("ja", "誰でもできます。"),
        ("ja", "脚が痩せます。"),
        ("ja", "やせる運動です。"),
        ("ja", "若返ります。"),
        ("ja", "100％安全です。"),
        ("ja", "効果を保証します。"),
    ],
)
def test_a_claim_that_nobody_may_make_is_a_fault(language: str, claim: str) -> None:
    assert [
        fault
        for fault in STYLE.faults(claim, Language(language), "faq/x.toml")
        if "not ours to make" in fault
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It trains buttocks and thighs, and many people feel it within weeks."),
        ("en", "You ticked signs that an article lists. They are no test."),
        ("en", "The bot gives no diagnosis. Your health answers stay here."),
        ("ja", "お尻と太ももの筋肉を使います。個人差があります。"),
        ("ja", "診断はしません。続くときは専門家に相談してください。"),
    ],
)
def test_what_may_be_said_instead_is_none(language: str, text: str) -> None:
    assert list(STYLE.faults(text, Language(language), "messages/start.toml")) == []


def test_an_allowed_word_is_allowed_only_in_its_files_and_says_why() -> None:
    said = "I do not diagnose."
    assert list(STYLE.faults(said, Language.EN, "messages/start.toml")) == []
    assert list(STYLE.faults(said, Language.EN, "faq/age.toml")) != []
    assert all(each.reason for each in STYLE.allowed)


# -- jargon and length -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.EN, "It works the gluteus."),
        (Language.EN, "An isometric hold."),
        (Language.JA, "モビリティを高めます。"),
    ],
)
def test_jargon_is_named(language: Language, text: str) -> None:
    assert ["jargon" in fault for fault in STYLE.faults(text, language, "faq/x.toml")] == [True]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(Language.EN, " ".join(["word"] * 27) + "."), (Language.JA, "あ" * 71 + "。")],
)
def test_a_sentence_that_is_too_long_is_named_and_one_word_less_is_not(
    language: Language, sentence: str
) -> None:
    assert ["a sentence of" in fault for fault in STYLE.faults(sentence, language, "faq/x.toml")] == [True]
    shorter = sentence.removeprefix("word ") if language is Language.EN else sentence[1:]
    assert list(STYLE.faults(shorter, language, "faq/x.toml")) == []


def test_tags_and_html_do_not_count_as_words() -> None:
    assert sentences("<b>Lift</b> 10 times [H18]. Rest!") == ["Lift 10 times.", "Rest!"]


# -- the file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("reason = ", "raeson = ", "allowed[0].reason: is missing"),
        ("[jargon]", "[slang]", "jargon: is missing"),
        ("en = 26", 'en = "26"', "longest.en: must be a whole number"),
    ],
)
def test_a_fault_in_the_rules_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    faults = Faults()
    read_style(broken(tmp_path, "style.toml", old, new), faults)
    assert f"style.toml: {fault}" in [str(each) for each in faults.found]
