from __future__ import annotations

from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from telegram.error import BadRequest

from bot.transport.bot import PlainBot
from bot.transport.limiter import TwoLanes
from bot.transport.request import AiohttpRequest
from tests.transport.conftest import TOKEN, Serve

MESSAGE = {"message_id": 1, "date": 1_795_000_000, "chat": {"id": 42, "type": "private"}, "news": "of 2027"}


async def opened(stack: AsyncExitStack, root: str, lanes: TwoLanes) -> PlainBot:
    request = await stack.enter_async_context(AiohttpRequest())
    return PlainBot(
        TOKEN, base_url=f"{root}/bot", request=request, get_updates_request=request, rate_limiter=lanes
    )


async def test_a_call_takes_and_gives_plain_data(serve: Serve, stack: AsyncExitStack) -> None:
    came: dict[str, object] = {}

    async def answer(request: web.Request) -> web.Response:
        came.update({"path": request.path} | await request.json())
        return web.json_response({"ok": True, "result": MESSAGE})

    bot = await opened(stack, await serve(answer), TwoLanes())
    markup = {"inline_keyboard": [[{"text": "はじめる", "callback_data": "go"}]]}
    sent = await bot.call("sendMessage", chat_id=42, text="3+1 = 4", reply_markup=markup, parse_mode=None)
    assert sent == MESSAGE
    assert came == {
        "path": f"/bot{TOKEN}/sendMessage",
        "chat_id": 42,
        "text": "3+1 = 4",
        "reply_markup": markup,
    }


async def test_a_call_passes_the_limiter_and_raises_as_the_librarys_methods_do(
    serve: Serve, stack: AsyncExitStack
) -> None:
    async def answer(request: web.Request) -> web.Response:
        refusal = {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
        return web.json_response(refusal, status=400)

    lanes = TwoLanes()
    bot = await opened(stack, await serve(answer), lanes)
    before = lanes.pace.ready_at(0.0)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.call("sendMessage", chat_id=42, text="x")
    assert lanes.pace.ready_at(0.0) > before, "it has taken a slot"
