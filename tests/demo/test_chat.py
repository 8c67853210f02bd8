"""The chat in the terminal: what is printed, what a typed line does."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.demo.chat import Ended, Terminal, plain, typed_lines
from bot.demo.client import Person
from bot.demo.server import StandIn

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
async def emma(server: StandIn) -> Person:
    person = await server.person("Emma", met=True)
    person.patience = 0.05  # nobody answers unless a test does
    return person


class Screen(list[str]):
    """What has been printed."""

    @property
    def text(self) -> str:
        return "\n".join(self)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def terminal(server: StandIn, emma: Person, screen: Screen) -> Terminal:
    return Terminal(emma, server.control, screen.append)


def keyboard(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"data-{label}"} for label in labels]]}


async def newest(api: Api) -> dict[str, Any]:
    update: dict[str, Any] = (await api("getUpdates", offset=-1))["result"][-1]
    return update


async def test_a_message_is_printed_with_its_buttons_numbered(
    api: Api, emma: Person, terminal: Terminal, screen: Screen
) -> None:
    await api("sendMessage", chat_id=emma.chat_id, text="One\nTwo", reply_markup=keyboard("Yes", "No"))
    await terminal.show()
    assert screen == ["\n◂ One", "  Two", "  [1] Yes", "  [2] No"]


async def test_nothing_is_printed_twice_and_a_change_is_marked(
    api: Api, emma: Person, terminal: Terminal, screen: Screen
) -> None:
    sent = await api("sendMessage", chat_id=emma.chat_id, text="One", reply_markup=keyboard("Yes"))
    await terminal.show()
    await terminal.show()
    assert screen.text.count("One") == 1
    await api(
        "editMessageText", chat_id=emma.chat_id, message_id=sent["result"]["message_id"], text="Changed"
    )
    await terminal.show()
    assert screen[-1] == "\n✎ Changed"


async def test_a_number_presses_and_with_an_apostrophe_it_is_a_text(
    api: Api, emma: Person, terminal: Terminal
) -> None:
    await api("sendMessage", chat_id=emma.chat_id, text="?", reply_markup=keyboard("Yes", "No"))
    await terminal.show()
    await terminal.do("2")
    assert (await newest(api))["callback_query"]["data"] == "data-No"
    await terminal.do("'2")
    assert (await newest(api))["message"]["text"] == "2"
    await terminal.do("3")
    assert (await newest(api))["message"]["text"] == "3", "there is no third button"


async def test_buttons_that_are_gone_cannot_be_pressed(api: Api, emma: Person, terminal: Terminal) -> None:
    sent = await api("sendMessage", chat_id=emma.chat_id, text="?", reply_markup=keyboard("Yes"))
    await terminal.show()
    await api("editMessageText", chat_id=emma.chat_id, message_id=sent["result"]["message_id"], text="Done")
    await terminal.show()
    await terminal.do("1")
    assert (await newest(api))["message"]["text"] == "1"


async def test_words_under_the_message_box_have_numbers_too(
    api: Api, emma: Person, terminal: Terminal, screen: Screen
) -> None:
    await api(
        "sendMessage", chat_id=emma.chat_id, text="When?", reply_markup={"keyboard": [["22:30", "23:00"]]}
    )
    await terminal.show()
    assert screen[-1] == "  [2] 23:00"
    await terminal.do("2")
    assert (await newest(api))["message"]["text"] == "23:00"


async def test_a_toast_is_printed_once(
    server: StandIn, api: Api, emma: Person, terminal: Terminal, screen: Screen
) -> None:
    await api("sendMessage", chat_id=emma.chat_id, text="?", reply_markup=keyboard("Yes"))
    await emma.press("Yes", wait=False)
    query = (await newest(api))["callback_query"]
    await api("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
    await terminal.show()
    await terminal.show()
    assert screen.count("   (Noted)") == 1


@pytest.mark.parametrize(
    ("line", "key"),
    [(":location 35.7 139.8", "location"), (":photo", "photo"), (":voice", "voice"), ("hello", "text")],
)
async def test_a_line_becomes_what_a_person_sends(api: Api, terminal: Terminal, line: str, key: str) -> None:
    await terminal.do(line)
    assert key in (await newest(api))["message"]


@pytest.mark.parametrize(("line", "seconds"), [(":+1h", 3600), (":+2d", 172_800), (":+1w", 604_800)])
async def test_the_clock_moves_on(server: StandIn, terminal: Terminal, line: str, seconds: int) -> None:
    await terminal.do(line)
    assert server.world.clock.offset == seconds


@pytest.mark.parametrize(
    ("line", "time"), [(":bedtime", "22:30"), (":bedtime 23:15", "23:15"), (":morning", "08:00")]
)
async def test_the_clock_goes_to_the_next_such_time(
    server: StandIn, terminal: Terminal, screen: Screen, line: str, time: str
) -> None:
    await terminal.do(line)
    await terminal.do(":clock")
    assert 0 < server.world.clock.offset <= 86_400
    assert screen[-1].endswith(f", {time})")


async def test_blocking_and_unblocking(
    server: StandIn, emma: Person, terminal: Terminal, screen: Screen
) -> None:
    await terminal.do(":block")
    assert server.world.people[emma.id].blocked
    await terminal.do("hello?")
    assert "unblock first" in screen[-1]
    await terminal.do(":unblock")
    assert not server.world.people[emma.id].blocked


async def test_the_menu_is_listed(api: Api, terminal: Terminal, screen: Screen) -> None:
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await terminal.do(":commands")
    assert screen[-1] == "   /help"


@pytest.mark.parametrize("line", [":help", ":nonsense", ":", ":bedtime 1 2", ":+5y"])
async def test_what_is_not_understood_is_helped(terminal: Terminal, screen: Screen, line: str) -> None:
    await terminal.do(line)
    assert ":quit" in screen.text


@pytest.mark.parametrize("line", [":bedtime 25:00", ":bedtime soon", ":location x y"])
async def test_a_value_without_sense_is_said(terminal: Terminal, screen: Screen, line: str) -> None:
    await terminal.do(line)
    assert screen[-1].startswith("   (")


async def test_nobody_answering_is_said(terminal: Terminal, screen: Screen) -> None:
    await terminal.do("hello?")
    assert screen[-1] == "   (no answer)"


async def test_quit_ends(terminal: Terminal) -> None:
    with pytest.raises(Ended):
        await terminal.do(":quit")


async def test_what_the_bot_says_by_itself_is_printed_as_it_comes(
    server: StandIn, api: Api, emma: Person, screen: Screen
) -> None:
    printed = asyncio.Event()

    def write(line: str) -> None:
        screen.append(line)
        printed.set()

    following = asyncio.create_task(Terminal(emma, server.control, write).follow())
    await api("sendMessage", chat_id=emma.chat_id, text="Time for bed")
    await asyncio.wait_for(printed.wait(), 5)
    assert screen == ["\n◂ Time for bed"]
    following.cancel()


def test_no_name_moves_the_cursor() -> None:
    assert plain("a\x1b[2Jb\x9b1m\rc\nd　👨\u200d💻") == "a[2Jb1mc\nd　👨\u200d💻"


async def test_lines_come_from_a_pipe_also_the_last_without_an_end() -> None:
    reading, writing = os.pipe()
    os.write(writing, "ひとつ\ntwo\nthree".encode())
    os.close(writing)
    assert [line async for line in typed_lines(reading)] == ["ひとつ", "two", "three"]
    os.close(reading)
