"""The library's bot with a way around its objects, for what is sent most: plain data in, plain data out."""

from __future__ import annotations

from typing import Any

from telegram.ext import ExtBot


class PlainBot(ExtBot[None]):
    """An ExtBot that has `call` beside the library's own methods.

    Those make an object of each button, only to write it as JSON, and a Message with a hundred fields of each
    answer, of which we need two: a sixth of the CPU that a whole update costs.
    """

    async def call(self, method: str, **fields: object) -> Any:
        """Call a method of the Bot API, without the fields that are None; gives its result as it came.

        Goes through the rate limiter, and raises what the library's own methods raise.
        """
        return await self._do_post(method, {name: each for name, each in fields.items() if each is not None})
