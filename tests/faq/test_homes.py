from __future__ import annotations

import pytest

from bot.catalogue.vocabulary import WarningWords
from bot.faq.homes import Span, Spoken
from bot.faq.scene import BYSTANDER, FOR_REAL, MYSELF, RELATIVE, SET_ASIDE, WELL
from bot.faq.warning import Warnings
from bot.faq.words import cut


def told_of_people(text: str, **named: str) -> list[str]:
    """What of the text is told of people, when these words name who is spoken of."""
    window = cut(text)

    def places(words: str) -> list[Span]:
        found = [cut(word) for word in words.split("/")]
        return [
            Span(at, at + len(word))
            for word in found
            for at in range(len(window))
            if word and [unit.raw for unit in window[at : at + len(word)]] == [unit.raw for unit in word]
        ]

    names = ("set_aside", "for_real", "bystanders", "well", "people")
    groups = {name: places(named.get(name, "")) for name in names}
    homes = Spoken(window, **groups).homes()
    return [
        ("" if window[0].japanese else " ").join(unit.raw for unit in window[home.start : home.end])
        for home in homes
    ]


def test_a_text_without_bystanders_is_told_of_people() -> None:
    assert told_of_people("my chest hurts, help", people="my") == ["my chest hurts help"]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("the cat is lame and i cant walk", ["and i cant walk"]),
        ("the cat is lame, i cant walk", ["i cant walk"]),
        ("the cat is lame and cant walk", []),
        ("i cant walk and the cat is lame", ["i cant walk and the"]),
        ("cant walk, the cat is lame", []),
        ("cant walk. the cat is lame", ["cant walk"]),
        ("the cat is lame. cant walk", []),
        ("the cat is lame. i cant walk", ["i cant walk"]),
        ("i cant see, the cat is lame, i cant walk", ["i cant see the", "i cant walk"]),
        ("the cat is well. cant walk", ["cant walk"]),
        ("cant walk, the cat is well, cant see", ["cant walk", "cant see"]),
        ("the cat is lame, all is well", []),
    ],
)
def test_a_bystander_is_spoken_of_until_a_new_part_names_a_person(text: str, own: list[str]) -> None:
    assert told_of_people(text, bystanders="cat is", well="well", people="i") == own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("犬が吠えたら胸が痛い", ["胸が痛い"]),  # が: the dog's part ends with たら
        ("犬は吠えたら胸が痛い", []),  # は: the dog's to the end
        ("犬な、胸が痛い", []),
        ("犬は元気だけど私は胸が痛い", ["私は胸が痛い"]),
        ("胸が痛いのに犬が吠える", ["胸が痛いのに"]),
        ("足を引きずる犬が吠える", []),
        ("犬が吠えて胸が痛い", []),  # て: still the dog
        ("犬が吠えた。胸が痛い", []),
        ("犬みたいに息が荒い", ["犬みたいに息が荒い"]),
        ("犬は元気です。胸が痛い", ["胸が痛い"]),
        ("犬が吠えたけど元気です。胸が痛い", ["元気です胸が痛い"]),
    ],
)
def test_japanese_particles_tell_how_far_a_bystander_reaches(text: str, own: list[str]) -> None:
    assert told_of_people(text, bystanders="犬", well="元気です", people="私") == own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("just testing, i cant walk", []),
        ("i cant walk. just testing", []),
        ("just testing. this is real, i cant walk", ["this is real i cant walk"]),
        ("this is real. i was just testing", []),
    ],
)
def test_what_is_set_aside_stays_so_until_it_is_said_to_be_real(text: str, own: list[str]) -> None:
    assert told_of_people(text, set_aside="just testing", for_real="this is real", people="i") == own


def test_the_groups_that_tell_who_is_spoken_of_have_words_in_both_languages(
    warning_words: WarningWords,
) -> None:
    groups = {group.id: group.forms for group in warning_words.groups}
    for name in (BYSTANDER, WELL, SET_ASIDE, FOR_REAL, MYSELF, RELATIVE):
        assert len([forms for forms in groups[name].values() if forms]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "vet says my cat is fine but I can't pee",
        "watching House MD and my chest suddenly hurts",
        "the dog is limping and now both my legs are numb",
        "my game character never gets tired, I can hardly breathe after one flight of stairs",
        "Hamster died last night. Since then I have this tightness in my chest",
        "I can't pee and my dog is limping too",
        "Chest pain. The dog has fleas.",
        "my old horse has colic and dad can't pee",
        "Just testing. Joking aside, I can't pee",
        "犬の散歩から帰ったら胸が苦しい",
        "ドラマ見てたら急に片側の手足が動かない",
        "猫は元気です。私はおしっこが昨日から出ません",
        "うちの犬は元気、でも夫が胸を押さえて倒れた",
        "うちの犬は元気。胸が苦しいです",
        "The dog is fine. Can't pee since this morning",
        "ハムスターが死んでショックで、そのあとから胸が痛い",
        "胸が苦しいのに犬が散歩をせがむ",
        "夢で祖母に会った。起きたら胸が痛い",
        "漫画の主人公みたいに倒れました、おしっこが出ない",
    ],
)
def test_a_sign_beside_a_bystander_is_a_sign(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "the cat can't pee but I am fine",
        "The dog has collapsed. Can't walk and can't pee",
        "in the film he has a heart attack, and I ate crisps",
        "limps badly and can't feel her leg, the vet says",
        "just testing: I can't pee",
        "猫がおしっこ出ないみたいだけど私は元気です",
        "うちの犬な、急に足に力が入らない",
        "犬は元気がない。足に力が入らない",
        "後ろ足に力が入らない犬ですが、私は元気です",
        "夢で足が動かなくなって、起きたら普通でした",
        "テスト送信です、胸が痛い",
    ],
)
def test_a_bystanders_sign_is_none(warnings: Warnings, text: str) -> None:
    assert warnings.find(text) is None
