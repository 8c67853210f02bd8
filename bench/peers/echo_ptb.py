"""A bare python-telegram-bot echo: at its defaults, or with `--ours` our processor and requests."""

from __future__ import annotations

import asyncio
from typing import Any

import click
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from bench.peers.meter import Meter
from bot.transport.processor import PerChatProcessor
from bot.transport.request import AiohttpRequest


def build(server: str, ours: bool) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = ApplicationBuilder().token("123456:bench").base_url(f"{server}/bot")
    if ours:
        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
        builder = builder.concurrent_updates(PerChatProcessor())
    return builder.build()


async def run(server: str, total: int, ours: bool) -> None:
    meter = Meter(total)

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        meter.begin()
        assert update.message
        assert update.message.text
        await update.message.reply_text(update.message.text)
        meter.end()

    app = build(server, ours)
    app.add_handler(MessageHandler(filters.TEXT, echo))
    assert app.updater
    async with app:
        await app.start()
        await app.updater.start_polling()
        await meter.done.wait()
        await app.updater.stop()
        await app.stop()
    meter.report()


@click.command()
@click.argument("server")
@click.argument("total", type=int)
@click.option("--ours", is_flag=True)
def main(server: str, total: int, ours: bool) -> None:
    asyncio.run(run(server, total, ours))


if __name__ == "__main__":
    main()
