from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.faq.words import cut, ngrams, normalise, stem

JAPANESE = st.text(alphabet="あいうえおかがさざたつてんーっ〜ハムスｶﾞﾊﾟー痛腰 、。", max_size=30)


@given(st.text(max_size=80) | JAPANESE)
@example("いたーいー〜〜 すごーーい")
@example("Don't.. STOP!!\u200b\ud800\x00 ①Ⅳ㌔ ﬃ İ ŉ")
@example("か\u3099\u3099\u0301a\u0301")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DON’T", "dont"),
        ("ﾊﾑｽﾄﾘﾝｸﾞ", "はむすとりんぐ"),
        ("ハムストリング", "はむすとりんぐ"),
        ("１０回", "10回"),
        ("だるーーーい", "だるい"),
        ("つらいー〜", "つらい"),
        ("sooooo", "soo"),
        ("café", "cafe"),
        ("Z̷̗a̴l̵g̶o", "zalgo"),
        ("痛い！！😭😭", "痛い"),
        ("leg-curl", "leg curl"),
        ("zero\u200bwidth", "zerowidth"),
        ("a\x00b", "a b"),
        ("<b>hips</b>", "b hips b"),
    ],
)
def test_what_reads_the_same_becomes_the_same(one: str, other: str) -> None:
    assert normalise(one) == other


def test_a_long_vowel_inside_a_foreign_word_stays() -> None:
    assert normalise("レッグカール") == "れっぐかーる"


@pytest.mark.parametrize("text", ["", "   ", "👍", "!!!", "\u200f\u200e", "\ud800"])
def test_a_text_without_letters_has_no_units(text: str) -> None:
    assert cut(text) == []


def test_a_mixed_text_is_cut_by_script() -> None:
    assert [unit.word for unit in cut("hip liftsで腰が10回")] == ["hip", "lift", "で", "腰", "が", "10", "回"]


def test_units_know_their_sentence_and_clause() -> None:
    units = cut("no pain, but numb. 痛い")
    assert [(unit.sentence, unit.clause) for unit in units] == [
        (0, 0),
        (0, 0),
        (0, 1),
        (0, 1),
        (1, 2),
        (1, 2),
    ]


@pytest.mark.parametrize(
    "forms",
    [
        ("lift", "lifts", "lifted", "lifting"),
        ("bridge", "bridges", "bridging"),
        ("cramp", "cramps", "cramping", "cramped"),
        ("arch", "arches", "arching"),
        ("stop", "stops", "stopped", "stopping"),
        ("breathe", "breathing", "breath"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["need", "hips", "ring", "bed", "もも", "ed", "s"])
def test_short_and_foreign_words_keep_their_heart(word: str) -> None:
    assert stem(word) in (word, word[:-1])


def test_pairs_of_japanese_characters_do_not_cross_a_clause() -> None:
    assert list(ngrams(cut("腰、痛い"))) == ["腰", "痛", "痛い"]
