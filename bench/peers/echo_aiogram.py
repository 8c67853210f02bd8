"""A bare aiogram 3 echo at its defaults."""

from __future__ import annotations

import asyncio

import click
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from bench.peers.meter import Meter


async def run(server: str, total: int) -> None:
    meter = Meter(total)
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        meter.begin()
        assert message.text
        await message.answer(message.text)
        meter.end()

    session = AiohttpSession(api=TelegramAPIServer.from_base(server))
    bot = Bot("123456:bench", session=session)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    await meter.done.wait()
    await dispatcher.stop_polling()
    await polling
    meter.report()


@click.command()
@click.argument("server")
@click.argument("total", type=int)
def main(server: str, total: int) -> None:
    asyncio.run(run(server, total))


if __name__ == "__main__":
    main()
