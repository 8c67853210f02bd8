"""Updates by POST from Telegram: checked, kept, queued, and only then answered with 200."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest

from bot.store.database import StorageDownError
from bot.transport.inbox import DurableQueue, bare

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024  # an update is a few kilobytes
RETRY_AFTER_SECONDS = 5
SHUTDOWN_SECONDS = 5.0


class WebhookUnusableError(Exception):
    """Telegram refuses the webhook, or its port here is taken; the text names the setting."""


class WebhookServer:
    """Listens where a reverse proxy hands over what Telegram posts to `url`; its path is the only one served.

    What Telegram hears: 200 once the update is safe, 403 for a wrong secret, 405 for another method, 413
    above 1 MB, 400 for what is no update, 503 while nothing can be kept, so that it comes again.
    """

    def __init__(self, url: str, secret: str, queue: DurableQueue, bot: Bot) -> None:
        self._url = url
        self._path = urlsplit(url).path or "/"
        self._secret = secret
        self._queue = queue
        self._bot = bot
        self._runner: web.AppRunner | None = None

    async def announce(self, kinds: Sequence[str]) -> None:
        """Tell Telegram where to post these kinds of updates, at every start: it keeps what it was told last.

        Raises WebhookUnusableError. Polling takes a webhook back by itself.
        """
        try:
            await self._bot.set_webhook(
                self._url, secret_token=self._secret, allowed_updates=kinds, drop_pending_updates=False
            )
        except BadRequest as error:
            raise WebhookUnusableError(f"WEBHOOK_URL: Telegram refuses it: {error.message}") from None

    async def start(self, host: str, port: int) -> None:
        """Begin to listen. Raises WebhookUnusableError when the port is taken."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(self._path, self._received)
        # No access log: it would write down addresses. Errors of a request say nothing of its body.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        self._runner = runner
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise WebhookUnusableError(
                f"WEBHOOK_HOST, WEBHOOK_PORT: cannot listen on {host}, port {port}: {error.strerror}"
            ) from None

    async def stop(self) -> None:
        """Listen no more; what is being received is finished. Telegram keeps the rest and comes again."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _received(self, request: web.Request) -> web.Response:
        if not self._is_telegram(request):
            log.warning("a webhook request with a wrong secret was refused")
            return web.Response(status=403)
        raw = _update_in(await request.read())
        if raw is None:
            return web.Response(status=400)
        try:
            self._queue.keep([raw])
        except StorageDownError as error:
            log.error("an update cannot be kept, Telegram is to send it again: %s", error)
            return web.Response(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        await self._queue.put(Update.de_json(bare(raw), self._bot))
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        """Bytes are compared, in a time that does not tell how many were right."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._secret.encode())


def _update_in(body: bytes) -> dict[str, Any] | None:
    """The update as plain data, or None: this body is none."""
    try:
        raw = json.loads(body)
    except ValueError:
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        return None
    return raw
