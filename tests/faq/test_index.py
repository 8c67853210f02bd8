from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue.model import FaqItem
from bot.catalogue.vocabulary import Vocabulary
from bot.coach.model import Language
from bot.faq.index import NOTHING, SHOWN, Index, Kind, judge

EN, JA = Language.EN, Language.JA

HOSTILE = [
    "",
    " \n\t ",
    "👍👍🏽❤️",
    "a" * 4096,
    "もも裏" * 1365,
    "\x00\x00hip\x00lift",
    "\ud800\udfff",
    "\u202eesrever\u202c",
    "h\u0335\u0321i\u0338p\u0337",
    "<script>alert('hip lift')</script>",
    "'; DROP TABLE people; --",
    "٣٤٥ العضلة",
    "ｈｉｐ　ｌｉｆｔ",
    "%s %d {0} {question}",
]


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        (EN, "my hamstrings tire instead of my glutes", "hamstrings-not-glutes"),
        (JA, "もも裏ばかり疲れてお尻に効かない", "hamstrings-not-glutes"),
    ],
)
def test_the_questions_of_the_contract_are_answered(
    index: Index, language: Language, question: str, expected: str
) -> None:
    result = index.search(question, language)
    assert (result.kind, result.ids[0]) == (Kind.ANSWER, expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("cramp", "cramp"),
        ("つる", "cramp"),
        ("breathing", "breathing"),
        ("呼吸", "breathing"),
        ("reminder", "reminders"),
        ("通知", "reminders"),
        ("knees", "knees"),
        ("膝", "knees"),
    ],
)
def test_one_word_is_enough_for_an_answer_or_choices(index: Index, question: str, expected: str) -> None:
    result = index.search(question, EN)
    assert result.kind is not Kind.NONE
    assert expected in result.ids[:3]


def test_both_languages_are_understood_whatever_the_profile_says(index: Index) -> None:
    for question in ("how do I breathe", "呼吸のしかた"):
        assert index.search(question, EN) == index.search(question, JA)


def test_a_question_in_two_languages_at_once_is_understood(index: Index) -> None:
    assert index.search("hip lift の呼吸を教えて", JA).ids[0] == "breathing"


@pytest.mark.parametrize(
    "slip", ["hamstrng cramps", "HAMSTRING CRAMPS!!!", "hamstring crampps", "cramp in my hamstrings"]
)
def test_slips_of_spelling_and_case_do_not_matter(index: Index, slip: str) -> None:
    assert index.search(slip, EN).ids[0] == "cramp"


@pytest.mark.parametrize(
    "chatter",
    [
        "what is the capital of France",
        "今日の天気は",
        "asdfghjkl",
        "ありがとうございます",
        "thank you so much",
    ],
)
def test_another_topic_gets_no_answer(index: Index, chatter: str) -> None:
    assert index.search(chatter, EN).kind is not Kind.ANSWER


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_has_an_outcome(index: Index, text: str) -> None:
    result = index.search(text, EN)
    assert isinstance(result.kind, Kind)
    assert (result.ids == ()) == (result.kind is Kind.NONE)


@pytest.mark.parametrize("text", ["", "👍", "\ud800", "..."])
def test_a_text_without_letters_finds_nothing(index: Index, text: str) -> None:
    assert index.search(text, EN) == NOTHING


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_the_same_text_gives_the_same_result(index: Index, text: str) -> None:
    assert index.search(text, EN) == index.search(text, EN)


def test_two_indexes_over_the_same_content_agree(
    index: Index, items: dict[str, FaqItem], vocabulary: Vocabulary
) -> None:
    other = Index.build(items, vocabulary)
    for question in ("how high", "床でやるべき？", "can i stop"):
        assert other.search(question, EN) == index.search(question, EN)


def test_every_item_is_found_by_its_own_question(index: Index, items: dict[str, FaqItem]) -> None:
    lost = [
        (item.id, language)
        for item in items.values()
        for language in Language
        if item.id not in index.search(item.question[language], language).ids[:3]
    ]
    assert lost == []


def test_a_result_is_short_and_says_why(index: Index) -> None:
    result = index.search("how do I breathe in the hip lift", EN)
    assert len(result.ids) <= SHOWN
    why = index.why("how do I breathe in the hip lift")
    assert any("breath" in point.what for point in why)
    sizes = [abs(point.points) for point in why]
    assert sizes == sorted(sizes, reverse=True)


def test_ranking_names_every_item_best_first(index: Index, items: dict[str, FaqItem]) -> None:
    ranked = index.rank("I get cramps")
    assert {id_ for id_, _ in ranked} == set(items)
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)


@pytest.mark.parametrize(
    ("score", "lead", "kind"),
    [
        (9.0, 1.0, Kind.ANSWER),
        (9.0, 0.0, Kind.CHOICES),
        (-9.0, 0.0, Kind.NONE),
    ],
)
def test_a_high_score_with_a_lead_is_an_answer(
    vocabulary: Vocabulary, score: float, lead: float, kind: Kind
) -> None:
    assert judge(score, lead, vocabulary.weights) is kind


def test_an_index_without_items_answers_nothing(vocabulary: Vocabulary) -> None:
    assert Index.build({}, vocabulary).search("anything", EN).kind is Kind.NONE
