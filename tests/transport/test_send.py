"""Every class of failure, made by a real server on loopback and seen through a real Bot."""

from __future__ import annotations

import asyncio
import socket
import traceback
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from telegram import Message
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.transport.outcome import NotSent, Outcome, Rejected, Sent, Unauthorized, Unknown
from bot.transport.request import AiohttpRequest
from bot.transport.send import outcome_of
from tests.transport.conftest import TOKEN, Answer, Listen, OpenBot, Serve

CHAT = 42
NO_CONNECTION = "No connection in time; the request was not sent"


def answering(status: int, body: object) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    return answer


def refusing(status: int, description: str, **parameters: object) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    return answering(status, body | ({"parameters": parameters} if parameters else {}))


def saying(status: int, text: str) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, text=text, content_type="text/html")

    return answer


async def hang(request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError("never reached")


async def hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def stop_in_mid_answer(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "100"})
    await answer.prepare(request)
    await answer.write(b'{"ok": true, ')
    assert request.transport is not None
    request.transport.close()
    return answer


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def a_message(message_id: int) -> dict[str, object]:
    return {"message_id": message_id, "date": 1_795_000_000, "chat": {"id": CHAT, "type": "private"}}


async def test_a_taken_message_is_sent_with_telegrams_id_and_clock(serve: Serve, open_bot: OpenBot) -> None:
    root = await serve(answering(200, {"ok": True, "result": a_message(7)}))
    bot = await open_bot(root, AiohttpRequest())
    outcome = await outcome_of(bot.send_message(CHAT, "good night"))
    assert outcome == Sent(7, datetime.fromtimestamp(1_795_000_000, tz=UTC))


PERMANENT = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bot was kicked from the group chat"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: the group chat was deleted"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
]


@pytest.mark.parametrize(("status", "description"), PERMANENT)
async def test_a_chat_that_is_closed_to_us_is_rejected_for_good(
    serve: Serve, open_bot: OpenBot, status: int, description: str
) -> None:
    bot = await open_bot(await serve(refusing(status, description)), AiohttpRequest())
    outcome = await outcome_of(bot.send_message(CHAT, "good night"))
    assert isinstance(outcome, Rejected)
    assert outcome.permanent


ANSWERS = [
    ("an unknown 403", refusing(403, "Forbidden: oops"), Rejected("Forbidden: oops", permanent=False)),
    ("an unknown 400", refusing(400, "Bad Request: oops"), Rejected("Oops", permanent=False)),
    (
        "more than the exact words",
        refusing(400, "Bad Request: chat not found today"),
        Rejected("Chat not found today", permanent=False),
    ),
    (
        "a moved chat",
        refusing(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100),
        Rejected("chat moved to -100", permanent=True),
    ),
    ("a bad token", refusing(401, "Unauthorized"), Unauthorized()),
    (
        "a 429 with a time",
        refusing(429, "Too Many Requests: retry after 7", retry_after=7),
        NotSent("too many requests", retry_after=7.0),
    ),
    ("a 429 without a time", refusing(429, "Too Many Requests"), NotSent("too many requests")),
    (
        "a restarting server",
        refusing(500, "Internal Server Error: restart"),
        "Internal Server Error: restart",
    ),
    ("a gateway's page", saying(502, "<h1>Bad Gateway</h1>"), "the answer was not the Bot API's"),
    ("a gateway's 403", saying(403, "<h1>Forbidden</h1>"), "the answer was not the Bot API's"),
    ("a gateway's 404", saying(404, "<h1>Not Found</h1>"), "the answer was not the Bot API's"),
    ("broken JSON", saying(200, '{"ok": true, "resu'), "Invalid server response"),
    ("a 200 without a result", answering(200, {"ok": False}), "unexpected KeyError"),
    ("a 200 that is no object", answering(200, [1]), "unexpected TypeError"),
    ("a 200 that holds no message", answering(200, {"ok": True, "result": {}}), "unexpected KeyError"),
    ("a hung server", hang, "No answer in time"),
    ("a server that hangs up", hang_up, "aiohttp.ServerDisconnectedError"),
    ("half an answer", stop_in_mid_answer, "aiohttp.ClientPayloadError"),
]


@pytest.mark.parametrize(
    ("answer", "expected"), [row[1:] for row in ANSWERS], ids=[row[0].replace(" ", "-") for row in ANSWERS]
)
async def test_an_answer_has_its_class(
    serve: Serve, open_bot: OpenBot, answer: Answer, expected: Outcome | str
) -> None:
    """A text in the table stands for Unknown with that reason."""
    bot = await open_bot(await serve(answer), AiohttpRequest(read_timeout=0.2))
    outcome = await outcome_of(bot.send_message(CHAT, "good night"))
    assert outcome == (Unknown(expected) if isinstance(expected, str) else expected)


async def test_a_refused_connection_was_never_sent(open_bot: OpenBot) -> None:
    bot = await open_bot(f"http://127.0.0.1:{closed_port()}", AiohttpRequest())
    assert await outcome_of(bot.send_message(CHAT, "x")) == NotSent("aiohttp.ClientConnectorError")


async def test_an_unknown_host_was_never_sent(open_bot: OpenBot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_such_host(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", no_such_host)
    bot = await open_bot("http://no-such-host.invalid", AiohttpRequest())
    assert await outcome_of(bot.send_message(CHAT, "x")) == NotSent("aiohttp.ClientConnectorDNSError")


async def test_a_connection_that_is_not_made_in_time_was_never_sent(
    listen: Listen, open_bot: OpenBot
) -> None:
    """A TLS handshake that the other side never answers."""
    root = f"https://127.0.0.1:{await listen(b'')}"
    bot = await open_bot(root, AiohttpRequest(connect_timeout=0.1, pool_timeout=0.1))
    assert await outcome_of(bot.send_message(CHAT, "x")) == NotSent(NO_CONNECTION)


async def test_a_server_without_tls_was_never_sent_to(serve: Serve, open_bot: OpenBot) -> None:
    root = await serve(answering(200, {"ok": True}))
    bot = await open_bot(root.replace("http:", "https:"), AiohttpRequest())
    assert await outcome_of(bot.send_message(CHAT, "x")) == NotSent("aiohttp.ClientConnectorSSLError")


async def test_a_full_pool_was_never_sent(serve: Serve, open_bot: OpenBot) -> None:
    arrived = asyncio.Event()

    async def arrive_and_hang(request: web.Request) -> web.Response:
        arrived.set()
        return await hang(request)

    request = AiohttpRequest(connection_pool_size=1, connect_timeout=0.05, pool_timeout=0.05)
    bot = await open_bot(await serve(arrive_and_hang), request)
    first = asyncio.create_task(outcome_of(bot.send_message(CHAT, "first")))
    await arrived.wait()
    assert await outcome_of(bot.send_message(CHAT, "second")) == NotSent(NO_CONNECTION)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_the_token_is_in_no_error_and_in_no_cause(
    serve: Serve, listen: Listen, open_bot: OpenBot
) -> None:
    no_tls, no_http = await listen(b""), await listen(b"no http\r\n\r\n")
    roots = [
        f"https://127.0.0.1:{no_tls}",
        f"http://127.0.0.1:{no_http}",
        f"http://127.0.0.1:{closed_port()}",
        "http://[no-url",
        "ftp://127.0.0.1",
        await serve(hang),
    ]
    for root in roots:
        bot = await open_bot(root, AiohttpRequest(connect_timeout=0.1, pool_timeout=0.1, read_timeout=0.1))
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(CHAT, "x")
        assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def test_an_upload_that_breaks_off_is_unknown_and_keeps_the_token_to_itself(
    serve: Serve, open_bot: OpenBot
) -> None:
    """aiohttp's own words for it would be: Can not write request body for http://…"""

    async def reset(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    bot = await open_bot(await serve(reset), AiohttpRequest())
    with pytest.raises(NetworkError) as caught:
        await bot.send_document(CHAT, bytes(8_000_000))
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert isinstance(await outcome_of(raising(caught.value)), Unknown)


async def raising(error: BaseException) -> Message:
    raise error


async def test_a_cancelled_send_stays_cancelled() -> None:
    with pytest.raises(asyncio.CancelledError):
        await outcome_of(raising(asyncio.CancelledError()))


def caused_by(cause: Exception) -> NetworkError:
    error = NetworkError("wrapped")
    error.__cause__ = cause
    return error


UNSENDABLE = UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (UNSENDABLE, Rejected("text cannot be sent", permanent=False)),
        (caused_by(UNSENDABLE), Rejected("text cannot be sent", permanent=False)),
        (caused_by(aiohttp.ClientOSError(104, "Connection reset by peer")), Unknown("wrapped")),
        (caused_by(TimeoutError()), Unknown("wrapped")),
        (BadRequest("Message is too long"), Rejected("Message is too long", permanent=False)),
        (TelegramError("something new"), Unknown("something new")),
        (RuntimeError("a fault of ours"), Unknown("unexpected RuntimeError")),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_an_error_no_server_makes_has_its_class_too(error: Exception, expected: Outcome) -> None:
    assert await outcome_of(raising(error)) == expected
