from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaPhoto
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest

from bot.transport.request import AiohttpRequest
from tests.transport.conftest import OpenBot, Serve

CHAT = 42
MESSAGE = {"message_id": 1, "date": 1_795_000_000, "chat": {"id": CHAT, "type": "private"}}
HALF_AN_EMOJI = "\ud83d"


class Notebook:
    """A server that takes every message and notes what came."""

    def __init__(self, result: object = MESSAGE) -> None:
        self.result = result
        self.fields: dict[str, Any] = {}
        self.files: dict[str, tuple[str, str, bytes]] = {}
        self.connections: list[object] = []
        self.headers: dict[str, str] = {}

    async def answer(self, request: web.Request) -> web.Response:
        self.connections.append(request.transport)
        self.headers = dict(request.headers)
        if request.content_type == "application/json":
            self.fields = await request.json()
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                self.files[name] = (value.filename, value.content_type, value.file.read())
            else:
                self.fields[name] = str(value)
        return web.json_response({"ok": True, "result": self.result})


async def test_a_message_arrives_with_text_and_buttons(serve: Serve, open_bot: OpenBot) -> None:
    notebook = Notebook()
    bot = await open_bot(await serve(notebook.answer), AiohttpRequest())
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("はじめる", callback_data="go")]])
    await bot.send_message(CHAT, "ねるまえ & 3+1 = 4 🛏", reply_markup=buttons)
    assert notebook.fields["chat_id"] == CHAT
    assert notebook.fields["text"] == "ねるまえ & 3+1 = 4 🛏"
    assert notebook.fields["reply_markup"] == buttons.to_dict()


async def test_the_user_agent_is_the_librarys(serve: Serve, open_bot: OpenBot) -> None:
    notebook = Notebook()
    bot = await open_bot(await serve(notebook.answer), AiohttpRequest())
    await bot.send_message(CHAT, "x")
    assert notebook.headers["User-Agent"] == BaseRequest.USER_AGENT


@pytest.mark.parametrize("content", [b"\x89PNG", BytesIO(b"\x89PNG")], ids=["bytes", "handle"])
async def test_a_picture_arrives_with_its_caption(
    serve: Serve, open_bot: OpenBot, content: bytes | BytesIO
) -> None:
    notebook = Notebook()
    bot = await open_bot(await serve(notebook.answer), AiohttpRequest())
    picture = InputFile(content, filename="ヒップ リフト.png", read_file_handle=False)
    await bot.send_photo(CHAT, picture, caption="かかとを近くに")
    assert notebook.files["photo"] == ("ヒップ リフト.png", "image/png", b"\x89PNG")
    assert notebook.fields["caption"] == "かかとを近くに"


async def test_an_album_names_its_attached_files(serve: Serve, open_bot: OpenBot) -> None:
    notebook = Notebook(result=[MESSAGE, MESSAGE])
    bot = await open_bot(await serve(notebook.answer), AiohttpRequest())
    await bot.send_media_group(CHAT, [InputMediaPhoto(b"right"), InputMediaPhoto(b"wrong")])
    names = [item["media"].removeprefix("attach://") for item in json.loads(notebook.fields["media"])]
    assert [notebook.files[name][2] for name in names] == [b"right", b"wrong"]


async def test_half_an_emoji_is_sent_as_a_question_mark(serve: Serve, open_bot: OpenBot) -> None:
    notebook = Notebook()
    bot = await open_bot(await serve(notebook.answer), AiohttpRequest())
    await bot.send_message(CHAT, f"good night {HALF_AN_EMOJI}")
    assert notebook.fields["text"] == "good night ?"
    await bot.send_photo(CHAT, b"\x89PNG", caption=f"picture {HALF_AN_EMOJI}")
    assert notebook.fields["caption"] == "picture ?"


@pytest.mark.parametrize(("kept_for", "connections"), [(15.0, 1), (0.0, 3)])
async def test_a_connection_that_is_not_kept_is_never_used_twice(
    serve: Serve, open_bot: OpenBot, kept_for: float, connections: int
) -> None:
    notebook = Notebook()
    bot = await open_bot(await serve(notebook.answer), AiohttpRequest(kept_for=kept_for))
    for text in ("one", "two", "three"):
        await bot.send_message(CHAT, text)
    assert len({id(connection) for connection in notebook.connections}) == connections


async def test_a_call_may_bring_its_own_timeout(serve: Serve, open_bot: OpenBot) -> None:
    async def hang(request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    bot = await open_bot(await serve(hang), AiohttpRequest(read_timeout=3600, write_timeout=3600))
    with pytest.raises(TimedOut, match="No answer in time"):
        await bot.send_message(CHAT, "x", read_timeout=0.05)


async def test_a_long_poll_may_outlast_the_read_timeout(serve: Serve, open_bot: OpenBot) -> None:
    """getUpdates adds its own `timeout` to the read timeout: here 0.05 + 5 seconds, answered after 0.1."""

    async def long_poll(request: web.Request) -> web.Response:
        loop = asyncio.get_running_loop()
        answered = loop.create_future()
        loop.call_later(0.1, answered.set_result, None)
        await answered
        return web.json_response({"ok": True, "result": []})

    bot = await open_bot(await serve(long_poll), AiohttpRequest(read_timeout=0.05))
    assert await bot.get_updates(timeout=5) == ()


class Deaf(asyncio.Protocol):
    """A server that takes one connection and reads nothing until told."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.ReadTransport)
        self.transport = transport
        transport.pause_reading()

    def connection_lost(self, error: Exception | None) -> None:
        self.gone.set()


async def test_an_upload_that_nobody_reads_ends_with_the_write_timeout(
    stack: AsyncExitStack, open_bot: OpenBot
) -> None:
    deaf = Deaf()
    server = await asyncio.get_running_loop().create_server(lambda: deaf, "127.0.0.1", 0)
    await stack.enter_async_context(server)
    request = AiohttpRequest(
        connect_timeout=0.05, pool_timeout=0.05, media_write_timeout=0.05, read_timeout=0.05
    )
    bot = await open_bot(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", request)
    with pytest.raises(TimedOut):
        async with asyncio.timeout(5):
            await bot.send_document(CHAT, bytes(8_000_000))
    deaf.transport.resume_reading()
    await deaf.gone.wait()


async def test_no_time_limit_at_all_is_possible(serve: Serve, open_bot: OpenBot) -> None:
    request = AiohttpRequest(read_timeout=None, write_timeout=None, connect_timeout=None, pool_timeout=None)
    bot = await open_bot(await serve(Notebook().answer), request)
    assert (await bot.send_message(CHAT, "x")).message_id == 1


async def test_a_redirect_is_not_followed(serve: Serve) -> None:
    elsewhere = Notebook()
    target = await serve(elsewhere.answer)

    async def redirect(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(f"{target}{request.path}")

    async with AiohttpRequest() as request:
        status, _ = await request.do_request(f"{await serve(redirect)}/botTOKEN/getMe", "POST")
    assert status == 307
    assert elsewhere.connections == []


async def test_a_file_is_retrieved_as_bytes(serve: Serve) -> None:
    async def file(request: web.Request) -> web.Response:
        return web.Response(body=b"\x00\xff")

    root = await serve(file)
    async with AiohttpRequest() as request:
        assert await request.retrieve(f"{root}/file/x") == b"\x00\xff"


async def test_it_opens_and_closes_as_often_as_asked(serve: Serve) -> None:
    root = await serve(Notebook(result=True).answer)
    request = AiohttpRequest()
    await request.shutdown()
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        assert await request.post(f"{root}/x") is True
        await request.shutdown()
        await request.shutdown()


async def test_before_it_is_opened_it_says_so() -> None:
    with pytest.raises(RuntimeError, match="not initialized"):
        await AiohttpRequest().do_request("http://127.0.0.1/x", "POST")


def test_it_can_be_built_without_a_loop() -> None:
    request = AiohttpRequest(read_timeout=9)
    assert request.read_timeout == 9
    assert Bot("1:x", request=request).request is request


async def test_a_request_leaves_only_when_what_it_says_is_kept(serve: Serve, open_bot: OpenBot) -> None:
    notebook, asked, kept = Notebook(), asyncio.Event(), asyncio.Event()

    async def settled() -> None:
        asked.set()
        await kept.wait()

    bot = await open_bot(await serve(notebook.answer), AiohttpRequest(settled=settled))
    sending = asyncio.create_task(bot.send_message(CHAT, "good night"))
    await asked.wait()
    assert notebook.connections == []
    kept.set()
    await sending
    assert notebook.fields["text"] == "good night"


async def test_a_request_whose_words_cannot_be_kept_does_not_leave(serve: Serve, open_bot: OpenBot) -> None:
    async def settled() -> None:
        raise OSError("input/output error")

    notebook = Notebook()
    bot = await open_bot(await serve(notebook.answer), AiohttpRequest(settled=settled))
    with pytest.raises(NetworkError, match="input/output error"):
        await bot.send_message(CHAT, "good night")
    assert notebook.connections == []
