from __future__ import annotations

from bot.faq.phrases import Draft, Match, longest
from bot.faq.words import cut


def find(text: str, **phrases: str) -> list[Match]:
    draft = Draft()
    for label, phrase in phrases.items():
        draft.add(cut(phrase), label)
    return draft.finished().find(cut(text))


def test_overlapping_phrases_are_all_found() -> None:
    found = find("the back of my thigh", back="back", hamstring="back of thigh")
    assert [match.label for match in found] == ["back", "hamstring"]


def test_only_the_longest_of_nested_phrases_is_kept() -> None:
    found = longest(find("the back of my thigh", back="back", hamstring="back of thigh"))
    assert [match.label for match in found] == ["hamstring"]


def test_two_labels_of_the_same_phrase_are_both_kept() -> None:
    assert len(longest(find("curl", exercise="curl", hair="curls"))) == 2


def test_small_words_between_do_not_matter() -> None:
    assert find("back of my very sore thigh", hamstring="back of sore thigh")


def test_a_phrase_of_one_word_and_a_filler_needs_both() -> None:
    assert not find("arm yourself", own="my arm")
    assert find("my arm", own="my arm")


def test_a_phrase_does_not_cross_a_comma() -> None:
    assert not find("hold on, breath", hold="on breath")


def test_japanese_phrases_are_found_inside_a_sentence() -> None:
    assert find("最近ももうらがつる", hamstring="ももうら")[0] == Match("hamstring", 2, 6)


def test_a_phrase_without_letters_is_never_found() -> None:
    assert find("anything at all", nothing="!!!") == []
