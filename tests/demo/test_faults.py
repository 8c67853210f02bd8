"""Faults by script: what the bot sees, and what took effect all the same."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from bot.demo.client import Person
from bot.demo.faults import Fault, Faults, fault_from
from bot.demo.server import StandIn

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
async def emma(server: StandIn) -> Person:
    return await server.person("Emma", met=True)


async def texts(person: Person) -> list[str]:
    return [message.text for message in await person.messages()]


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (
            {"status": 429, "retry_after": 7},
            {"description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}},
        ),
        ({"status": 403}, {"description": "Forbidden: bot was blocked by the user"}),
        ({"status": 500}, {"description": "Internal Server Error"}),
        ({"status": 401}, {"description": "Unauthorized"}),
        ({"status": 400, "description": "Bad Request: odd"}, {"description": "Bad Request: odd"}),
        (
            {
                "status": 400,
                "description": "Bad Request: group chat was upgraded to a supergroup chat",
                "migrate_to_chat_id": -100,
            },
            {
                "description": "Bad Request: group chat was upgraded to a supergroup chat",
                "parameters": {"migrate_to_chat_id": -100},
            },
        ),
    ],
)
async def test_a_scripted_error_has_telegrams_form_and_no_effect(
    server: StandIn, api: Api, emma: Person, fault: dict[str, Any], answer: dict[str, Any]
) -> None:
    await server.control.fault(method="sendMessage", **fault)
    refused = await api("sendMessage", chat_id=emma.chat_id, text="lost")
    assert refused == {"ok": False, "error_code": fault["status"]} | answer
    assert (await api("sendMessage", chat_id=emma.chat_id, text="kept"))["ok"]
    assert await texts(emma) == ["kept"]


@pytest.mark.parametrize(("deliver", "shown"), [(False, []), (True, ["on its way"])])
async def test_a_dropped_connection_leaves_open_whether_the_message_arrived(
    server: StandIn, api: Api, emma: Person, deliver: bool, shown: list[str]
) -> None:
    await server.control.fault(method="sendMessage", then="drop", deliver=deliver)
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=emma.chat_id, text="on its way")
    assert await texts(emma) == shown
    (record,) = await server.control.log("sendMessage")
    assert (record["accepted"], record["fault"]) == (deliver, True)


async def test_a_broken_answer_comes_after_delivery_if_wished(
    server: StandIn, api: Api, emma: Person
) -> None:
    await server.control.fault(method="sendMessage", body="<html>502", status=502)
    await server.control.fault(method="sendMessage", body='{"ok": tr', deliver=True)
    url = f"{server.url}/bot{server.token}/sendMessage"
    async with aiohttp.ClientSession() as session:
        fields = {"chat_id": emma.chat_id, "text": "x"}
        async with session.post(url, json=fields) as response:
            assert (response.status, await response.text()) == (502, "<html>502")
        assert await texts(emma) == []
        async with session.post(url, json=fields) as response:
            assert (response.status, await response.text()) == (200, '{"ok": tr')
    assert await texts(emma) == ["x"]


async def test_a_slow_call_takes_effect_though_the_caller_hung_up(
    server: StandIn, api: Api, emma: Person
) -> None:
    await server.control.fault(method="sendMessage", delay=0.1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api("sendMessage", chat_id=emma.chat_id, text="late"), 0.02)
    await emma.sees("late")


async def test_a_call_can_be_delivered_and_then_hang(server: StandIn, api: Api, emma: Person) -> None:
    await server.control.fault(method="sendMessage", deliver=True, delay_after=0.1)
    call = asyncio.create_task(api("sendMessage", chat_id=emma.chat_id, text="there"))
    await emma.sees("there")
    assert not call.done()
    assert (await call)["ok"]


async def test_a_fault_is_met_by_its_method_and_chat_only(server: StandIn, api: Api, emma: Person) -> None:
    noor = await server.person("Noor", met=True)
    await server.control.fault(method="sendMessage", chat_id=noor.chat_id, status=500)
    assert (await api("sendMessage", chat_id=emma.chat_id, text="x"))["ok"]
    assert (await api("getMe"))["ok"]
    assert not (await api("sendMessage", chat_id=noor.chat_id, text="x"))["ok"]


def test_a_script_skips_repeats_and_ends() -> None:
    faults = Faults()
    faults.add(Fault(method="sendMessage", status=500, skip=1, times=2))
    taken = [faults.take("sendmessage", 1) is not None for _ in range(5)]
    assert taken == [False, True, True, False, False]


def test_a_lasting_fault_goes_on_until_cleared() -> None:
    faults = Faults()
    faults.add(Fault(times=-1))
    assert all(faults.take("getme", None) for _ in range(50))
    faults.clear()
    assert faults.take("getme", None) is None


@pytest.mark.parametrize("given", [{"metod": "x"}, {"then": "explode"}])
def test_a_misspelt_fault_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"fault|then"):
        fault_from(given)
