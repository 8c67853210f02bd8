"""Requests to the Bot API over aiohttp: a fraction of httpx's CPU, and errors that can be classed.

The URL of every request carries the bot's token. So no message raised here quotes a URL, and an aiohttp
error that would quote it is replaced by one that does not before it becomes the `__cause__`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from io import BytesIO

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

Settled = Callable[[], Awaitable[None]]
Answered = Callable[[str, int, str | None], None]

JSON = {"Content-Type": "application/json"}

_QUOTES_NO_URL = (
    TimeoutError,
    aiohttp.ClientConnectorError,
    aiohttp.ServerDisconnectedError,
    aiohttp.ClientPayloadError,
)


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's way to the wire; pass one to `Application.builder().request(…)`.

    All timeouts are in seconds; None waits for ever. `write_timeout` becomes `media_write_timeout` when files
    go along. A request that is silent for `read_timeout`, or outlives the sum of its timeouts, has timed out.
    `kept_for`: seconds that an unused connection is kept. A reminder that goes over one which the server has
    meanwhile closed would count as unknown: so they are kept shorter than any server does, or (0) not at all.
    `settled` is awaited before a request leaves: until what it is about to say is kept.
    `answered` is told of every answer: the method, the HTTP status, and the Date header if there is one.
    """

    def __init__(
        self,
        *,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        kept_for: float = 15.0,
        settled: Settled | None = None,
        answered: Answered = lambda method, status, date: None,
    ) -> None:
        self._connection_pool_size = connection_pool_size
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._media_write_timeout = media_write_timeout
        self._kept_for = kept_for
        self._settled = settled
        self._answered = answered
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The seconds to wait for an answer; python-telegram-bot adds them to a long poll's own time."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session in the running loop; does nothing when it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector(),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    def _connector(self) -> aiohttp.TCPConnector:
        if not self._kept_for:
            return aiohttp.TCPConnector(limit=self._connection_pool_size, force_close=True)
        return aiohttp.TCPConnector(limit=self._connection_pool_size, keepalive_timeout=self._kept_for)

    async def shutdown(self) -> None:
        """Close the session and its connections; does nothing when it is closed."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of whatever was answered; TimedOut or NetworkError when nothing was."""
        if self._session is None:
            raise RuntimeError("This AiohttpRequest is not initialized.")
        if self._settled is not None:
            await self._settled()
        has_files = request_data is not None and request_data.contains_files
        timeout = _client_timeout(
            read=_given(read_timeout, self._read_timeout),
            write=_given(write_timeout, self._media_write_timeout if has_files else self._write_timeout),
            connect=_given(connect_timeout, self._connect_timeout),
            pool=_given(pool_timeout, self._pool_timeout),
        )
        content, headers = _body(request_data)
        try:
            # A redirect is never followed: it could carry the token to another server.
            async with self._session.request(
                method, url, data=content, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                body = await answer.read()
                self._answered(url.rpartition("/")[2], answer.status, answer.headers.get("Date"))
                return answer.status, body
        except TimeoutError as error:
            raise TimedOut(_timeout_message(error)) from _without_url(error)
        except aiohttp.ClientError as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from _without_url(error)


def _given(timeout: ODVInput[float], default: float | None) -> float | None:
    """The caller's timeout, or ours when the caller passed none (None itself means: no limit)."""
    return timeout if timeout is None or isinstance(timeout, int | float) else default


def _client_timeout(
    read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    """aiohttp has no limit for writing; the limit for everything together bounds it."""
    return aiohttp.ClientTimeout(
        total=_sum(pool, connect, write, read),
        connect=_sum(pool, connect),
        sock_connect=connect,
        sock_read=read,
    )


def _sum(*timeouts: float | None) -> float | None:
    limited = [timeout for timeout in timeouts if timeout is not None]
    return sum(limited) if len(limited) == len(timeouts) else None


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    """What to send, with the headers it needs."""
    if request_data is None:
        return None, None
    if request_data.contains_files:
        return _multipart(request_data), None
    # As JSON: a form would have every byte of Japanese quoted, and its buttons as JSON all the same.
    return _bytes(json.dumps(request_data.parameters, ensure_ascii=False)), JSON


def _multipart(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, _bytes(value).decode())
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        # A BytesIO goes out in pieces; bytes would go in one, and aiohttp warns above 1 MB.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mimetype)
    return form


def _bytes(text: str) -> bytes:
    """The text in UTF-8, with "?" for each lone surrogate (half an emoji, left by slicing)."""
    return text.encode("utf-8", "replace")


def _timeout_message(error: TimeoutError) -> str:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return "No connection in time; the request was not sent"
    return "No answer in time"


def _without_url(error: Exception) -> Exception:
    """The error itself, or one of the same meaning when its text could quote the URL, and so the token."""
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return aiohttp.ConnectionTimeoutError("No connection in time")
    if isinstance(error, _QUOTES_NO_URL):
        return error
    return aiohttp.ClientError(type(error).__name__)
