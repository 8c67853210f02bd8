from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.anonymous import LONGEST, anonymised


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("My name is Emma Brown, can I swim?", "emma"),
        ("call me Bob. how often?", "bob"),
        ("Mrs Higgins says it is too much", "higgins"),
        ("can my neighbour Gwendolyn do this", "gwendolyn"),
        ("write to emma@example.org please", "emma"),
        ("my number is 020 7946 0958", "7946"),
        ("born 12/03/1961, too old?", "1961"),
        ("see https://example.org/emma", "example"),
        ("ask @emma_b", "emma"),
        ("山田さんに聞いたけど水泳は？", "山田"),
        ("スミス先生はだめと言う", "すみす"),
        ("佐藤と申します。水泳は？", "佐藤"),
        ("名前は花子。水泳は？", "花子"),
        ("090-1234-5678に電話して", "1234"),
    ],
)
def test_names_numbers_and_addresses_are_gone(text: str, gone: str) -> None:
    assert gone not in anonymised(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Can I swim the next day?", "can i swim the next day"),
        ("I asked my GP about it", "i asked my gp about it"),
        ("水泳をしてもいいですか", "水泳をしてもいいですか"),
    ],
)
def test_the_question_itself_is_kept(text: str, kept: str) -> None:
    assert anonymised(text) == kept


@given(st.text(max_size=400))
def test_whatever_comes_no_digit_stays_and_it_is_short(text: str) -> None:
    kept = anonymised(text)
    assert not any(char.isdigit() for char in kept)
    assert len(kept) <= LONGEST
