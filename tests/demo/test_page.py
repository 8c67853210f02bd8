"""The chat page in a real browser. Skipped, and saying so, where Debian's Chromium is missing."""

from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from bot.demo.client import Person
from bot.demo.files import Upload
from bot.demo.person import PIXEL
from bot.demo.server import StandIn
from tests.demo.browser import CHROMIUM, DESKTOP, MISSING, PHONE, Browser, opened

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script><b>&amp;"
RICH = (
    "<b>Bold</b> <i>italic</i> <u>under</u> <s>struck</s> <code>code</code> <tg-spoiler>hidden</tg-spoiler> "
    '/check <a href="https://example.org">link</a><pre>block</pre><blockquote>said</blockquote>'
)
# Scrolls up until the first message is there; the longest time between two frames, in ms.
TO_THE_TOP = """async () => {
  const log = document.getElementById("log");
  const frame = () => new Promise(requestAnimationFrame);
  for (let still = 0; still < 5; still = log.scrollTop > 0 ? 0 : still + 1) {
    log.scrollTop -= 2000;
    await frame();
  }
}"""
# Scrolls one way to the end; the ids of the messages that were to be seen. Those on the page are in order.
READ_THROUGH = """async (direction) => {
  const log = document.getElementById("log");
  const frame = () => new Promise(requestAnimationFrame);
  const box = log.getBoundingClientRect();
  const seen = [];
  for (let still = 0; still < 5; ) {
    const there = [...log.querySelectorAll(".message")];
    const ids = there.map((one) => Number(one.dataset.id));
    if (ids.some((id, index) => index && id <= ids[index - 1])) throw new Error("out of order");
    for (const one of there) {
      const { top, bottom } = one.getBoundingClientRect();
      if (bottom > box.top && top < box.bottom) seen.push(Number(one.dataset.id));
    }
    const before = log.scrollTop;
    log.scrollTop += direction * 400;
    await frame();
    await frame();
    still = log.scrollTop === before ? still + 1 : 0;
  }
  return seen;
}"""
# A video of four seconds (H.264, 160 × 90): plays it until it moves, then goes to its third second.
CLIP = Path(__file__).with_name("clip.mp4")
PLAY_AND_SEEK = """async (video) => {
  const heard = (name) => new Promise((done) => video.addEventListener(name, done, { once: true }));
  video.muted = true;
  const playing = heard("timeupdate");
  await video.play();
  await playing;
  const moved = video.currentTime > 0;
  video.pause();
  const sought = heard("seeked");
  video.currentTime = 3;
  await sought;
  return { width: video.videoWidth, moved, at: video.currentTime, error: video.error && video.error.message };
}"""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


@pytest.fixture
async def emma(server: StandIn) -> Person:
    return await server.person("Emma", met=True)


@pytest.fixture
async def browser(chromium: str, server: StandIn, emma: Person) -> AsyncIterator[Browser]:
    """The page with Emma's chat."""
    async with opened(chromium, server.url, PHONE, timezone_id="Asia/Tokyo") as page:
        yield page


def keyboard(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label} for label in labels]]}


async def test_hostile_text_is_shown_and_never_run(
    server: StandIn, api: Api, emma: Person, browser: Browser
) -> None:
    await server.person(HOSTILE)
    await api("setMyName", name="<b>Bot</b>")
    await api("setMyCommands", commands=[{"command": "x", "description": HOSTILE}])
    await emma.send(HOSTILE, wait=False)
    await api("sendMessage", chat_id=emma.chat_id, text=HOSTILE, reply_markup=keyboard(HOSTILE[:40]))
    await expect(browser.page.locator(".message .text")).to_have_text([HOSTILE, HOSTILE])
    await expect(browser.page.locator("#bot-name")).to_have_text("<b>Bot</b>")
    await expect(browser.page.locator("#people-list")).to_contain_text(HOSTILE)
    await browser.page.locator("#menu-button").click()
    await expect(browser.page.locator("#command-menu")).to_contain_text(HOSTILE)


async def test_a_chat_works_with_the_keyboard_alone(
    server: StandIn, api: Api, emma: Person, browser: Browser
) -> None:
    page = browser.page
    await page.keyboard.type("hello")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.person .text")).to_have_text("hello")
    await api(
        "sendMessage",
        chat_id=emma.chat_id,
        text="<b>Ready?</b>",
        parse_mode="HTML",
        reply_markup=keyboard("Yes", "No"),
    )
    seen = (await api("getUpdates"))["result"][-1]["update_id"]
    yes = page.get_by_role("button", name="Yes")
    await expect(yes).to_be_visible()
    for _ in range(10):
        await page.keyboard.press("Shift+Tab")
        if await yes.evaluate("element => element === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    query = (await api("getUpdates", timeout=5, offset=seen + 1))["result"][-1]["callback_query"]
    assert query["data"] == "Yes"
    await api("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
    await expect(page.locator(".toast")).to_have_text("Noted")
    await expect(page.locator(".waiting")).to_have_count(0)


async def test_edits_and_deletions_happen_in_place(api: Api, emma: Person, browser: Browser) -> None:
    first = (await api("sendMessage", chat_id=emma.chat_id, text="one", reply_markup=keyboard("A")))["result"]
    second = (await api("sendMessage", chat_id=emma.chat_id, text="two"))["result"]
    await expect(browser.page.locator(".message .text")).to_have_text(["one", "two"])
    await api(
        "editMessageText",
        chat_id=emma.chat_id,
        message_id=first["message_id"],
        text="uno",
        reply_markup=keyboard("A", "✓ B"),
    )
    await expect(browser.page.locator(".message .text")).to_have_text(["uno", "two"])
    await expect(browser.page.locator(".key")).to_have_text(["A", "✓ B"])
    await expect(browser.page.locator(".footnote").first).to_contain_text("edited")
    await api("deleteMessage", chat_id=emma.chat_id, message_id=second["message_id"])
    await expect(browser.page.locator(".message .text")).to_have_text(["uno"])


async def test_the_page_says_when_the_bot_is_not_running_and_when_it_is_back(
    api: Api, emma: Person, browser: Browser
) -> None:
    await expect(browser.page.get_by_role("alert")).to_contain_text("The bot is not running")
    await api("getUpdates")
    await expect(browser.page.get_by_role("alert")).to_be_hidden()


async def test_the_page_says_that_the_bot_is_starting_until_it_asks_for_updates(
    server: StandIn, api: Api, browser: Browser
) -> None:
    server.demo.bot_started()
    await expect(browser.page.get_by_role("alert")).to_contain_text("The bot is starting")
    await api("getUpdates")
    await expect(browser.page.get_by_role("alert")).to_be_hidden()
    server.demo.bot_ended(78)
    await expect(browser.page.get_by_role("alert")).to_contain_text("The bot has ended")


async def test_going_to_bedtime_moves_the_clock_to_the_next_such_time(
    server: StandIn, emma: Person, browser: Browser
) -> None:
    page = browser.page
    await page.locator("#clock-button").click()
    await page.get_by_label("Bedtime").fill("22:30")
    await page.get_by_role("button", name="Go to bedtime").click()
    await expect(page.locator(".toast")).to_contain_text("It is now 22:30")
    await page.get_by_role("button", name="+1 hour").click()
    await expect(page.locator(".toast").last).to_contain_text("It is now 23:30")
    in_tokyo = server.world.clock.now() + 9 * 3600
    assert round(in_tokyo % 86_400) == (23 * 60 + 30) * 60


async def test_a_japanese_person_gets_a_japanese_page(server: StandIn, browser: Browser) -> None:
    await server.person("さくら", "ja")
    await browser.page.get_by_text("さくら").click()
    await expect(browser.page.get_by_role("button", name="送信")).to_be_visible()
    assert await browser.page.evaluate("() => document.documentElement.lang") == "ja"


# -- everything that a page can show -----------------------------------------------------------------------


async def test_reply_keyboards_send_their_words_and_go_again(
    api: Api, emma: Person, browser: Browser
) -> None:
    page = browser.page
    rows = {"keyboard": [["22:30", {"text": "23:00"}]]}
    await api("sendMessage", chat_id=emma.chat_id, text="When?", reply_markup=rows)
    await page.locator("#reply-keyboard").get_by_role("button", name="23:00").click()
    await expect(page.locator(".message.person .text")).to_have_text("23:00")
    await api("sendMessage", chat_id=emma.chat_id, text="Good", reply_markup={"remove_keyboard": True})
    await expect(page.locator("#reply-keyboard")).to_be_hidden()


async def test_a_keyboard_for_one_use_goes_with_it(api: Api, emma: Person, browser: Browser) -> None:
    rows = {"keyboard": [["Yes"]], "one_time_keyboard": True}
    await api("sendMessage", chat_id=emma.chat_id, text="?", reply_markup=rows)
    await browser.page.locator("#reply-keyboard").get_by_role("button", name="Yes").click()
    await expect(browser.page.locator("#reply-keyboard")).to_be_hidden()


async def test_a_place_can_be_shared(api: Api, browser: Browser) -> None:
    page = browser.page
    await page.locator("#more-button").click()
    await page.get_by_role("button", name="Share a location").click()
    await page.get_by_label("Place").select_option("London")
    await page.locator("#location-form").get_by_role("button", name="Send").click()
    await expect(page.locator(".place")).to_contain_text("51.51, -0.13")
    update = (await api("getUpdates"))["result"][-1]
    assert update["message"]["location"] == {"latitude": 51.51, "longitude": -0.13}


async def test_a_place_that_a_keyboard_asks_for_opens_the_dialog(
    api: Api, emma: Person, browser: Browser
) -> None:
    rows = {"keyboard": [[{"text": "Where I am", "request_location": True}]]}
    await api("sendMessage", chat_id=emma.chat_id, text="Where?", reply_markup=rows)
    await browser.page.get_by_role("button", name="Where I am").click()
    await browser.page.locator("#location-form").get_by_role("button", name="Send").click()
    await expect(browser.page.locator(".place")).to_contain_text("35.68")


async def test_blocking_is_said_and_can_be_taken_back(
    server: StandIn, api: Api, emma: Person, browser: Browser
) -> None:
    page = browser.page
    await api("getUpdates")
    await page.locator("#more-button").click()
    await page.get_by_role("button", name="Block the bot").click()
    await expect(page.get_by_role("alert")).to_contain_text("You have blocked the bot")
    await expect(page.locator("#text")).to_be_hidden()
    await page.get_by_role("button", name="Unblock the bot").click()
    await expect(page.locator("#text")).to_be_focused()
    await expect(page.get_by_role("alert")).to_be_hidden()
    changes = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in (await api("getUpdates"))["result"]
    ]
    assert changes == ["kicked", "member"]


@pytest.mark.parametrize(("button", "local"), [("Next morning", (8, 0)), ("+1 week", None), ("+1 day", None)])
async def test_the_clock_goes_on(
    server: StandIn, browser: Browser, button: str, local: tuple[int, int] | None
) -> None:
    before = await browser.page.locator("#clock-date").inner_text()
    await browser.page.locator("#clock-button").click()
    await browser.page.get_by_role("button", name=button).click()
    await expect(browser.page.locator("#clock-date")).not_to_have_text(before)
    moved = server.world.clock.offset
    if local:
        assert round((server.world.clock.now() + 9 * 3600) % 86_400) == local[0] * 3600
    else:
        assert moved == {"+1 week": 604_800, "+1 day": 86_400}[button]
    await browser.page.get_by_role("button", name="Back to real time").click()
    await expect(browser.page.locator("#clock-date")).to_have_text(before)


async def test_typing_is_shown_until_the_message_comes(api: Api, emma: Person, browser: Browser) -> None:
    await api("sendChatAction", chat_id=emma.chat_id, action="typing")
    await expect(browser.page.locator("#typing")).to_contain_text("typing")
    await api("sendMessage", chat_id=emma.chat_id, text="Here")
    await expect(browser.page.locator("#typing")).to_be_hidden()


async def test_a_reaction_appears_and_goes(api: Api, emma: Person, browser: Browser) -> None:
    await emma.send("thank you", wait=False)
    target = {"chat_id": emma.chat_id, "message_id": (await emma.messages())[-1].id}
    await api("setMessageReaction", **target, reaction=[{"type": "emoji", "emoji": "👍"}])
    await expect(browser.page.locator(".reactions")).to_have_text("👍")
    await api("setMessageReaction", **target, reaction=[])
    await expect(browser.page.locator(".reactions")).to_have_count(0)


async def test_an_alert_waits_until_it_is_read(api: Api, emma: Person, browser: Browser) -> None:
    await api("sendMessage", chat_id=emma.chat_id, text="?", reply_markup=keyboard("Why"))
    await browser.press("Why")
    query = (await api("getUpdates", timeout=5))["result"][-1]["callback_query"]["id"]
    await api("answerCallbackQuery", callback_query_id=query, text="Because", show_alert=True)
    await expect(browser.page.locator("#alert-dialog")).to_contain_text("Because")
    await browser.page.keyboard.press("Enter")
    await expect(browser.page.locator("#alert-dialog")).to_be_hidden()


async def test_the_bot_has_its_name_and_description_in_the_persons_language(
    server: StandIn, api: Api, browser: Browser
) -> None:
    await api("setMyName", name="Night")
    await api("setMyName", name="よる", language_code="ja")
    await api("setMyDescription", description="A small <b>exercise</b>")
    await expect(browser.page.locator("#bot-name")).to_have_text("Night")
    await server.person("さくら", "ja")
    await browser.page.get_by_text("さくら").click()
    await expect(browser.page.locator("#bot-name")).to_have_text("よる")
    await expect(browser.page.locator(".description")).to_have_text("A small <b>exercise</b>")


async def test_a_description_that_the_bot_gives_late_still_appears(api: Api, browser: Browser) -> None:
    await expect(browser.page.locator(".description")).to_be_hidden()
    await api("setMyDescription", description="Late but here")
    await expect(browser.page.locator(".description")).to_have_text("Late but here")


async def test_each_person_is_shown_with_the_language_by_its_own_name(
    server: StandIn, browser: Browser
) -> None:
    for code in ("ja", "de", None, "not a language"):
        await server.person("Someone", code)
    await expect(browser.page.locator(".person-button small")).to_have_text(
        ["English", "日本語", "Deutsch", "—", "not a language"]
    )


async def test_a_new_person_can_be_added(browser: Browser) -> None:
    page = browser.page
    await page.locator("#new-person").click()
    await page.get_by_label("First name").fill("Noor")
    await page.get_by_label("Language of their Telegram").select_option("日本語")
    await page.keyboard.press("Enter")
    await expect(page.locator("[aria-current=true] .person-name")).to_have_text("Noor")
    await expect(page.get_by_role("button", name="送信")).to_be_visible()


async def test_a_page_that_is_opened_twice_shows_the_same_in_both(
    chromium: str, server: StandIn, emma: Person, browser: Browser
) -> None:
    async with opened(chromium, server.url, PHONE) as second:
        await browser.say("hello")
        for each in (browser, second):
            await expect(each.page.locator(".message.person .text")).to_have_text(["hello"])


async def test_pictures_albums_files_and_videos_are_shown(
    server: StandIn, api: Api, emma: Person, browser: Browser
) -> None:
    await everything(server, api, emma)
    page = browser.page
    await expect(page.locator(".bubble img")).to_have_count(3)
    assert (
        await page.locator(".bubble img").first.evaluate(
            "image => image.decode().then(() => image.naturalWidth)"
        )
        == 1
    )
    await expect(page.locator("video[controls]")).to_have_count(1)
    await expect(page.locator("a.file[download]")).to_contain_text("notes.txt")


async def test_a_video_plays_and_can_be_moved_within(server: StandIn, emma: Person, browser: Browser) -> None:
    parts: list[int] = []
    browser.page.on("response", lambda got: parts.append(got.status) if "/videos/" in got.url else None)
    form = aiohttp.FormData({"chat_id": str(emma.chat_id), "caption": "One set"})
    form.add_field("video", CLIP.read_bytes(), filename="application.octet-stream")
    async with aiohttp.ClientSession() as http:
        await http.post(f"{server.url}/bot{server.token}/sendVideo", data=form)
    video = browser.page.get_by_label("One set")
    await expect(video).to_be_visible()
    assert await video.evaluate(PLAY_AND_SEEK) == {"width": 160, "moved": True, "at": 3, "error": None}
    assert set(parts) == {206}, "a player asks for parts"


async def everything(server: StandIn, api: Api, emma: Person) -> None:
    """One message of each kind in Emma's chat."""
    files = server.world.files
    photo = files.keep("photo", Upload("a.png", "image/png", PIXEL)).file_id
    video = files.keep("video", Upload("a.mp4", "video/mp4", b"no real video"), 320, 180, 3).file_id
    notes = files.keep("document", Upload("notes.txt", "text/plain", b"notes")).file_id
    to = {"chat_id": emma.chat_id}
    await emma.send("/help <me>", wait=False)
    await emma.send_something(sticker="👍", wait=False)
    await emma.send_something(location=[35.68, 139.76], wait=False)
    await api("sendMessage", **to, text=RICH, parse_mode="HTML", reply_markup=keyboard("Yes", "No"))
    await api("sendPhoto", **to, photo=photo, caption="A picture")
    await api("sendMediaGroup", **to, media=[{"type": "photo", "media": photo}] * 2)
    await api("sendVideo", **to, video=video)
    await api("sendDocument", **to, document=notes)
    link = {"inline_keyboard": [[{"text": "Read", "url": "https://example.org"}]]}
    await api("sendMessage", **to, text="Link", reply_markup=link, disable_notification=True)
    await api("sendMessage", **to, text="When?", reply_markup={"keyboard": [["22:30"]]})


# Each size, language and scheme with each other one.
@pytest.mark.parametrize(
    ("size", "language", "scheme"),
    [(DESKTOP, "en", "light"), (DESKTOP, "ja", "dark"), (PHONE, "en", "dark"), (PHONE, "ja", "light")],
    ids=["desktop-en-light", "desktop-ja-dark", "phone-en-dark", "phone-ja-light"],
)
async def test_axe_finds_nothing_serious_whatever_is_open(
    chromium: str, server: StandIn, api: Api, size: tuple[int, int], language: str, scheme: Any
) -> None:
    someone = await server.person("さくら", language, met=True)
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    async with opened(chromium, server.url, size, color_scheme=scheme) as browser:
        page = browser.page
        assert await browser.faults() == []
        await everything(server, api, someone)
        await expect(page.locator("#reply-keyboard")).to_be_visible()
        await api("sendChatAction", chat_id=someone.chat_id, action="typing")
        await page.locator("#clock-button").click()
        await page.locator("#menu-button").click()
        assert await browser.faults() == []
        await page.locator("#more-button").click()
        assert await browser.faults() == []
        await page.locator("#share-location").click()
        assert await browser.faults() == []
        await page.keyboard.press("Escape")
        await page.locator("#new-person").click()
        assert await browser.faults() == []


@pytest.fixture
def long_chat(server: StandIn, emma: Person) -> list[int]:
    """Thousands of messages before the page is opened; their ids."""
    buttons = keyboard("A", "B")
    return [
        server.world.add_message(emma.chat_id, None, {"text": f"Message {number}"}, markup=buttons).id
        for number in range(5000)
    ]


async def test_of_thousands_of_messages_the_page_holds_some_hundreds(
    api: Api, emma: Person, long_chat: list[int], browser: Browser
) -> None:
    page = browser.page
    await expect(page.get_by_text("Message 4999")).to_be_in_viewport()
    assert await page.locator(".message").count() < 500
    await page.evaluate(TO_THE_TOP)
    await expect(page.get_by_text("Message 0", exact=True)).to_be_in_viewport()
    assert await page.locator(".message").count() < 500
    await page.get_by_role("button", name="Newest").click()
    await api("sendMessage", chat_id=emma.chat_id, text="the newest")
    await expect(page.get_by_text("the newest")).to_be_in_viewport()


# More than the page holds at once, so that some come and go while they are read.
@pytest.fixture
def read_chat(server: StandIn, emma: Person) -> list[int]:
    return [
        server.world.add_message(emma.chat_id, None, {"text": f"Message {number}"}).id
        for number in range(450)
    ]


async def test_reading_up_and_down_a_long_chat_shows_every_message_once_and_as_it_is_now(
    api: Api, emma: Person, read_chat: list[int], browser: Browser
) -> None:
    ids, page = read_chat, browser.page
    await expect(page.get_by_text("Message 449")).to_be_in_viewport()
    await api("editMessageText", chat_id=emma.chat_id, message_id=ids[3], text="Changed far above")
    await api("deleteMessage", chat_id=emma.chat_id, message_id=ids[5])
    for direction in (-1, 1):
        seen = await page.evaluate(READ_THROUGH, direction)
        assert sorted(set(seen)) == [each for each in ids if each != ids[5]]
    await page.evaluate(READ_THROUGH, -1)
    await expect(page.get_by_text("Changed far above")).to_be_visible()
    await emma.send("back down", wait=False)
    await expect(page.get_by_text("back down")).to_be_in_viewport()
