"""Drawings, pacing videos and the progress card in the chat; and what happens when something fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.client import Message, Person
from bot.demo.server import StandIn
from bot.handlers.deps import Content
from bot.media.shelf import all_items, still
from bot.views.ask import OPEN_WHEN_SHUT
from bot.views.reply import Picture
from tests.conversations.moves import checked, said_since
from tests.conversations.stage import TUESDAY, Evening, all_buttons, running, settings_for
from tests.media.stubs import fill

SHOWING = ("sendPhoto", "sendVideo", "editMessageMedia")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The card may take its time to be drawn: no test here is about how fast a machine is."""
    monkeypatch.setattr("bot.media.workshop.CARD_SECONDS", 60.0)


@pytest.fixture
def media(tmp_path: Path, content: Content) -> Path:
    """A shelf with everything on it."""
    return fill(tmp_path / "media", all_items(content.catalogue))


@pytest.fixture
async def evening(
    tmp_path: Path, content: Content, media: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Evening]:
    monkeypatch.setattr("bot.app.shipped_folder", lambda: tmp_path / "nothing came along")
    async with StandIn(now=TUESDAY.timestamp) as server:
        settings = settings_for(server, tmp_path / "nightlift.db", str(media))
        async with running(server, settings, content) as app:
            yield Evening(server, app)


def kind(message: Message) -> str:
    return message.media.kind if message.media else "text"


async def shown(evening: Evening, person: Person) -> int:
    """How many pictures and videos this person was shown so far."""
    return sum([len(await evening.control.accepted(method, person.chat_id)) for method in SHOWING])


# -- where they are shown ------------------------------------------------------------------------------------


async def test_tonight_shows_the_form_then_each_set_as_a_video(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    [form] = await emma.send("/tonight")
    assert kind(form) == "photo"
    assert "Lie on your back" in form.text
    assert "Picture: " in form.text

    [first_set] = await emma.press("I am ready")
    assert first_set.id == form.id, "the drawing becomes the video in place"
    assert kind(first_set) == "video"
    assert "Set 1 of" in first_set.text
    assert "a rising tone means up" in first_set.text

    after = await emma.press("Set done")
    assert [kind(each) for each in after] == ["video", "text"], "a video cannot become words"
    assert after[0].labels == [], "its buttons are gone"
    assert "Where did you feel it" in after[1].text


async def test_who_counts_alone_sees_the_form_and_no_video(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/tonight")
    await emma.press("I'll count myself")
    form, first_set = (await emma.messages())[-2:]
    assert (kind(form), form.labels, kind(first_set)) == ("photo", [], "text")
    assert "Set done" in first_set.labels


async def test_easier_in_the_middle_brings_the_easier_video(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/tonight")
    [paced] = await emma.press("I am ready")
    [easier] = await emma.press("Easier, please")
    assert (easier.id, kind(easier)) == (paced.id, "video")
    assert easier.media != paced.media
    assert "the hips are lifted a little" in easier.text


async def test_a_timed_rest_ends_with_the_next_set_as_a_video_below(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    plan = evening.app.store.health.plan(emma.id)
    assert plan is not None
    levels = tuple((exercise, 3) for exercise, _ in plan.levels)
    evening.app.store.health.save_plan(emma.id, replace(plan, levels=levels))
    over = asyncio.Event()

    async def pause(seconds: float) -> None:
        await over.wait()

    evening.app._deps.rests.pause = pause
    await emma.send("/tonight")
    await emma.press("I am ready")
    await emma.press("Set done")
    [resting] = await emma.press("Tell me when the rest is over")
    assert kind(resting) == "video", "it stays where it is; nobody has to wait"
    over.set()
    following = await emma.sees("The rest is over.")
    assert (following.id > resting.id, kind(following)) == (True, "video")


async def test_sakura_is_told_in_japanese_what_is_on_the_picture(evening: Evening) -> None:
    sakura = await evening.sakura()
    [answer] = await sakura.send("ヒップリフトのやり方を教えて")
    assert kind(answer) == "photo"
    assert "絵: まず、ベッドで仰向けになり" in answer.text


async def test_an_answer_with_a_picture_keeps_it_when_more_is_asked(evening: Evening) -> None:
    emma = await evening.emma()
    [answer] = await emma.send("my hamstrings tire instead of my glutes")
    assert kind(answer) == "photo"
    [more] = await emma.press("Tell me more")
    assert (more.id, kind(more)) == (answer.id, "photo")
    assert "Tell me more" not in more.labels
    assert len(more.text) > len(answer.text)


async def test_more_that_is_too_long_for_a_caption_stands_below_the_picture(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    emma = await evening.emma()
    [answer] = await emma.send("my hamstrings tire instead of my glutes")
    monkeypatch.setattr("bot.handlers.outbox.LONGEST_CAPTION", len(answer.text))
    picture, more = await emma.press("Tell me more")
    assert (picture.id, kind(picture), picture.labels) == (answer.id, "photo", [])
    assert (kind(more), more.raw["reply_to"] is None) == ("text", False), "it still answers the question"


async def test_the_plan_shows_what_often_goes_wrong_and_easier_ways(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/plan")
    how = await emma.press("How to do it")
    assert [kind(each) for each in how] == ["photo", "photo", "text"], "step by step is too long a caption"
    assert "wrong, with a red cross" in how[0].text
    easier = await emma.press("Easier ways")
    assert [kind(each) for each in easier] == ["photo", "text"]


async def test_a_habit_changes_its_picture_in_place_and_goes_on_below_when_there_is_none(
    evening: Evening,
) -> None:
    emma = await evening.emma()
    await emma.send("/habits")
    kinds = set()
    for _ in evening.app._deps.content.catalogue.habits:
        before = await emma.last()
        await emma.press("Another one")
        after = await emma.last()
        kinds.add((kind(before), kind(after), before.id == after.id))
    assert ("text", "photo", True) in kinds
    assert ("photo", "photo", True) in kinds
    assert ("photo", "text", False) in kinds


async def test_progress_is_a_picture_and_the_same_in_words(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    emma.patience = 20.0
    [empty] = await emma.send("/progress")
    assert kind(empty) == "photo"
    assert "Nothing here yet" in empty.text
    await emma.send("/tonight")
    await emma.press("I am ready")
    await emma.press("Set done")
    [page] = await emma.send("/progress")
    assert kind(page) == "photo"
    assert "Evenings with exercise so far: 1" in page.text


async def test_a_card_that_telegram_refuses_leaves_the_words(evening: Evening) -> None:
    emma = await evening.emma()
    await evening.control.fault(method="sendPhoto", status=400, description="Bad Request: PHOTO_SAVE_FAILED")
    [page] = await emma.send("/progress")
    assert kind(page) == "text"
    assert "Nothing here yet" in page.text
    [again] = await emma.send("/progress")
    assert kind(again) == "photo"


async def test_words_too_long_for_the_card_follow_below_it(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.outbox.LONGEST_CAPTION", 10)
    emma = await evening.emma()
    emma.patience = 20.0
    card, words = await emma.send("/progress")
    assert (kind(card), card.text, kind(words)) == ("photo", "", "text")
    assert words.labels == ["Tonight's exercise"]


async def test_words_too_long_for_a_caption_follow_below_the_picture(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.outbox.LONGEST_CAPTION", 300)
    emma = await evening.emma()
    await checked(emma)
    picture, words = await emma.send("/tonight")
    assert (kind(picture), picture.labels) == ("photo", [])
    assert kind(words) == "text"
    assert "I am ready" in words.labels
    assert "Lie on your back" in words.text


# -- once up, sent by its id ---------------------------------------------------------------------------------


async def test_a_file_is_uploaded_once_and_then_sent_by_its_id(evening: Evening) -> None:
    emma, sakura = await evening.emma(), await evening.sakura()
    await emma.send("how high should I lift")
    await emma.send("how high should I lift")
    await sakura.send("ヒップリフトはどこまで上げる?")
    sent = await evening.control.accepted("sendPhoto")
    [row] = evening.app.store.database.rows("SELECT file_id FROM uploads")
    given = [call["fields"].get("photo") for call in sent]
    assert given == [None, row["file_id"], row["file_id"]], "the first went up as a file"


async def test_an_id_that_telegram_no_longer_knows_is_uploaded_anew(
    evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    emma = await evening.emma()
    await emma.send("how high should I lift")
    evening.app.store.database.run("UPDATE uploads SET file_id = 'gone'")
    [again] = await emma.send("how high should I lift")
    assert kind(again) == "photo"
    assert "uploading anew" in caplog.text
    [row] = evening.app.store.database.rows("SELECT file_id FROM uploads")
    assert row["file_id"] != "gone"


# -- when something fails, the words go out -----------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 400, "description": "Bad Request: IMAGE_PROCESS_FAILED"},
        {"status": 502},
        {"then": "drop"},
    ],
    ids=["refused", "gateway", "no network"],
)
async def test_an_upload_that_fails_leaves_the_words_and_works_the_next_time(
    evening: Evening, caplog: pytest.LogCaptureFixture, fault: dict[str, object]
) -> None:
    emma = await evening.emma()
    await evening.control.fault(method="sendPhoto", **fault)
    [answer] = await emma.send("how high should I lift")
    assert kind(answer) == "text"
    assert "straight line" in answer.text
    assert "could not be shown" in caplog.text
    [again] = await emma.send("how high should I lift")
    assert kind(again) == "photo"


async def test_an_edit_into_a_video_that_fails_leaves_the_words(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/tonight")
    await evening.control.fault(method="editMessageMedia", status=400, description="Bad Request: oops")
    await emma.press("I am ready")
    form, first_set = (await emma.until(lambda all_: all_[-2].labels == [] and all_[-1].from_bot))[-2:]
    assert kind(form) == "photo"
    assert kind(first_set) == "text"
    assert "Set done" in first_set.labels


async def test_a_second_press_before_the_buttons_went_says_nothing_twice(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    await emma.send("/tonight")
    await emma.press("I am ready")
    video = await emma.last()
    data = video.button("Set done")
    assert data is not None
    await emma.press("Set done")
    before = await emma.last()
    await emma.forge(video.id, data.data)
    assert await said_since(emma, before) == []


@pytest.mark.parametrize("rest", [b"", b"\x89PNG\r\n\x1a\ncut off"], ids=["empty", "cut off"])
async def test_a_broken_file_is_drawn_anew_while_the_words_go_out(
    evening: Evening, media: Path, caplog: pytest.LogCaptureFixture, rest: bytes
) -> None:
    caplog.set_level(logging.INFO)
    (media / still("hip-lift-top").file_name).write_bytes(rest)
    emma = await evening.emma()
    [answer] = await emma.send("how high should I lift")
    assert kind(answer) == "text"
    await drawn(evening)
    assert "drawn: still-hip-lift-top" in caplog.text
    [again] = await emma.send("how high should I lift")
    assert kind(again) == "photo"


async def test_where_nothing_can_be_written_the_words_go_out_and_it_is_tried_again(
    evening: Evening, media: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    take_away(media, tmp_path / "elsewhere")
    emma = await evening.emma()
    for _ in range(2):
        [answer] = await emma.send("how high should I lift")
        assert kind(answer) == "text"
        await drawn(evening)
    assert caplog.text.count("still-hip-lift-top") == 2
    assert "is not drawn" in caplog.text
    give_back(media, tmp_path / "elsewhere")
    [again] = await emma.send("how high should I lift")
    assert kind(again) == "photo"


def take_away(media: Path, elsewhere: Path) -> None:
    """A file where the folder should be: nothing can be written into it."""
    media.rename(elsewhere)
    media.write_text("no folder")


def give_back(media: Path, elsewhere: Path) -> None:
    media.unlink()
    elsewhere.rename(media)


async def drawn(evening: Evening) -> None:
    """Wait until the workshop has nothing left to do."""
    gallery = evening.app._gallery
    assert gallery is not None
    await asyncio.wait_for(gallery._workshop.idle(), 60)


# -- nothing of it while a warning sign stands ---------------------------------------------------------------


async def test_under_a_red_sign_no_picture_goes_out_by_any_way(evening: Evening) -> None:
    emma = await evening.emma()
    await checked(emma)
    [form] = await emma.send("/tonight")
    await emma.send("how high should I lift")
    await emma.send("/plan")
    await emma.press("How to do it")
    await emma.send("/habits")
    buttons = await all_buttons(emma)
    await emma.send("I cannot hold my urine since today and my groin is numb")
    before = await shown(evening, emma)
    for id_, data in buttons:
        await emma.forge(id_, data)
    for text in ("/tonight", "/plan", "/habits", "/ask how do I do the hip lift", "show me the leg curl"):
        await emma.send(text)
    for item in ("hip-lift-how-to", "stairs", "sitting", "heel-raises"):
        await emma.send(f"/start faq-{item}")
    for data in ("v1:plan:how", "v1:plan:easier", "v1:ask:faq:single-leg", "v1:ask:more:leg-curl-how-to"):
        await emma.forge(form.id, data)
    assert await shown(evening, emma) == before


async def test_the_last_door_is_shut_too(evening: Evening, caplog: pytest.LogCaptureFixture) -> None:
    """Should a view forget the rule, the gallery still shows nothing."""
    emma = await evening.emma()
    await checked(emma)
    gallery = evening.app._gallery
    assert gallery is not None
    await emma.send("I cannot hold my urine since today and my groin is numb")
    bot = evening.app._telegram.bot
    assert await gallery.send(bot, emma.chat_id, Picture("hip-lift", "x"), "x") is None
    assert "exercise is shut" in caplog.text


def test_what_may_be_read_under_a_sign_has_no_picture(content: Content) -> None:
    pictures = content.catalogue.pictures
    assert [id_ for id_ in OPEN_WHEN_SHUT if pictures.beside_answer(id_)] == []
