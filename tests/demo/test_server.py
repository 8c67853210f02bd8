"""Real bots of two libraries work against the stand-in."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiogram import Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods.base import TelegramMethod as AiogramMethod
from aiogram.types import Message as AiogramMessage
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bot.demo.client import NoAnswerError, NoSuchButtonError
from bot.demo.person import PIXEL
from bot.demo.server import StandIn

Context = ContextTypes.DEFAULT_TYPE
WRONG_ID = re.compile("^Wrong file identifier/http url specified$", re.IGNORECASE)
CLIP = Path(__file__).with_name("clip.mp4")


async def start(update: Update, context: Context) -> None:
    assert update.message is not None
    row = [
        InlineKeyboardButton("More", callback_data="more"),
        InlineKeyboardButton("Picture", callback_data="pic"),
    ]
    await update.message.reply_html("Hello <b>you</b>", reply_markup=InlineKeyboardMarkup([row]))


async def pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Here it comes")
    if query.data == "pic":
        await query.edit_message_media(InputMediaPhoto(BytesIO(PIXEL), caption="A picture"))
    else:
        await query.edit_message_text("More of it")


async def echo(update: Update, context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text(str(update.message.text))


async def picture(update: Update, context: Context) -> None:
    assert update.message is not None
    file = await update.message.photo[-1].get_file()
    content = bytes(await file.download_as_bytearray())
    await update.message.reply_photo(content, caption=f"{len(content)} bytes")


async def ask_name(update: Update, context: Context) -> int:
    assert update.message is not None
    keyboard = ReplyKeyboardMarkup([["Emma", "Noor"]], one_time_keyboard=True)
    await update.message.reply_text("Your name?", reply_markup=keyboard)
    return 0


async def greet_soon(update: Update, context: Context) -> int:
    """Answer from a timer, and react at once."""
    assert update.message is not None
    assert context.job_queue is not None
    context.job_queue.run_once(greet, 0, chat_id=update.message.chat_id, name=update.message.text)
    await update.message.set_reaction("👍")
    return ConversationHandler.END


async def greet(context: Context) -> None:
    assert context.job is not None
    assert context.job.chat_id is not None
    await context.bot.send_chat_action(context.job.chat_id, ChatAction.TYPING)
    await context.bot.send_message(
        context.job.chat_id, f"Hello {context.job.name}", reply_markup=ReplyKeyboardRemove()
    )


async def album(update: Update, context: Context) -> None:
    assert update.message is not None
    pictures = [InputMediaPhoto(PIXEL), InputMediaPhoto(BytesIO(PIXEL), caption="Two")]
    await update.message.reply_media_group(pictures)
    await update.message.reply_document(b"notes", filename="notes.txt")
    await update.message.reply_location(35.68, 139.76)


@asynccontextmanager
async def ptb(server: StandIn) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    app = (
        ApplicationBuilder()
        .token(server.token)
        .base_url(f"{server.url}/bot")
        .base_file_url(f"{server.url}/file/bot")
        .build()
    )
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CommandHandler("album", album))
    app.add_handler(
        ConversationHandler(
            [CommandHandler("name", ask_name)], {0: [MessageHandler(filters.TEXT, greet_soon)]}, []
        )
    )
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(MessageHandler(filters.PHOTO, picture))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0, timeout=5)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_a_python_telegram_bot_chats_edits_and_sends_pictures(server: StandIn) -> None:
    emma = await server.person("Emma", "en")
    async with ptb(server):
        (hello,) = await emma.send("/start")
        assert (hello.text, hello.html) == ("Hello you", "Hello <b>you</b>")
        assert hello.labels == ["More", "Picture"]

        (more,) = await emma.press("More")
        assert (more.id, more.text, more.edited, more.buttons) == (hello.id, "More of it", True, ())
        assert await emma.toast() == "Here it comes"

        await emma.send("/start")
        (picture,) = await emma.press("pic")
        assert picture.media is not None
        assert (picture.media.kind, picture.text) == ("photo", "A picture")

        (answer,) = await emma.send_something(photo=True)
        assert answer.text == f"{len(PIXEL)} bytes"
        assert [m.text for m in await emma.send("<script>")] == ["<script>"]


async def test_a_python_telegram_bot_holds_a_conversation_with_a_timer_and_reacts(server: StandIn) -> None:
    emma = await server.person("Emma", "en")
    async with ptb(server):
        (question,) = await emma.send("/name")
        assert question.raw["reply_keyboard"]["keyboard"] == [[{"text": "Emma"}, {"text": "Noor"}]]
        await emma.send("Noor", wait=False)
        assert (await emma.sees("Hello Noor")).raw["reply_keyboard"] == {"remove_keyboard": True}
        answer = next(m for m in await emma.messages() if m.text == "Noor")
        assert answer.raw["reactions"] == ["👍"]


async def test_a_python_telegram_bot_sends_albums_files_and_places(server: StandIn) -> None:
    emma = await server.person("Emma", "en")
    async with ptb(server):
        first, second, notes, place = await emma.send("/album")
    assert (first.media and first.media.kind, second.text) == ("photo", "Two")
    assert first.raw["media_group_id"] == second.raw["media_group_id"]
    assert notes.media is not None
    assert (notes.media.name, notes.media.size) == ("notes.txt", 5)
    assert place.raw["location"] == {"latitude": 35.68, "longitude": 139.76}


async def test_a_video_is_sent_once_and_then_by_its_id_edited_and_fetched(server: StandIn) -> None:
    """All that a bot with pictures and videos does, through the library."""
    emma = await server.person("Emma", "en", met=True)
    async with Bot(server.token, f"{server.url}/bot", f"{server.url}/file/bot") as bot:
        first = await bot.send_video(emma.chat_id, CLIP, caption="One set", width=160, height=90, duration=4)
        assert first.video is not None
        about = first.video.to_dict()
        assert (about["width"], about["duration"], about["mime_type"]) == (160, 4, "video/mp4")
        again = await bot.send_video(emma.chat_id, first.video.file_id)
        assert again.video == first.video
        file = await first.video.get_file()
        assert bytes(await file.download_as_bytearray()) == CLIP.read_bytes()

        text = await bot.send_message(emma.chat_id, "Wait …")
        shown = await text.edit_media(InputMediaVideo(first.video.file_id, caption="Here"))
        assert isinstance(shown, Message)
        assert (shown.video, shown.caption) == (first.video, "Here")
        await text.edit_media(InputMediaPhoto(BytesIO(PIXEL), caption="The form"))
        await text.edit_caption("<b>Heels</b> closer", parse_mode="HTML")
        for wrong in ("no-such-id", "AgACAgIAAxkDAAIBY2"):
            with pytest.raises(BadRequest, match=WRONG_ID):
                await bot.send_video(emma.chat_id, wrong)
            with pytest.raises(BadRequest, match=WRONG_ID):
                await text.edit_media(InputMediaVideo(wrong))
        with pytest.raises(BadRequest, match=r"(?i)can't use file of type video as photo"):
            await bot.send_photo(emma.chat_id, first.video.file_id)
    last = await emma.last()
    assert (last.id, last.html, last.media and last.media.kind) == (
        text.message_id,
        "<b>Heels</b> closer",
        "photo",
    )


async def test_an_aiogram_bot_echoes(server: StandIn) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo_back(message: AiogramMessage) -> None:
        await message.answer(f"<i>{message.text}</i>", parse_mode="HTML")

    bot = AiogramBot(server.token, AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5, close_bot_session=True)
    )
    sakura = await server.person("さくら", "ja")
    assert [m.html for m in await sakura.send("こんばんは")] == ["<i>こんばんは</i>"]
    await dispatcher.stop_polling()
    with suppress(asyncio.CancelledError):
        await polling


async def test_an_aiogram_bot_lives_behind_a_webhook(server: StandIn) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo_back(message: AiogramMessage) -> AiogramMethod[AiogramMessage]:
        return message.answer(f"<i>{message.text}</i>", parse_mode="HTML")

    bot = AiogramBot(server.token, AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
    # Not in the background: the answer to the webhook is then the call itself.
    hook = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="s3cret")
    application = web.Application()
    hook.register(application, path="/hook")
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
    sakura = await server.person("さくら", "ja")
    await sakura.send("こんばんは", wait=False)
    assert (await sakura.sees("こんばんは")).html == "<i>こんばんは</i>"
    assert (await bot.get_webhook_info()).last_error_message is None
    await bot.delete_webhook()
    await runner.cleanup()
    await bot.session.close()


async def test_a_person_whom_nobody_answers_says_so_with_the_end_of_the_chat(server: StandIn) -> None:
    emma = await server.person("Emma")
    emma.patience = 0.05
    with pytest.raises(NoAnswerError, match="Emma: 'hello\\?'"):
        await emma.send("hello?")


async def test_a_button_that_is_not_there_names_those_that_are(server: StandIn, api: Any) -> None:
    emma = await server.person("Emma", met=True)
    keyboard = {
        "inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]
    }
    await api("sendMessage", chat_id=emma.chat_id, text="?", reply_markup=keyboard)
    with pytest.raises(NoSuchButtonError, match=r"\['Yes', 'No'\]"):
        await emma.press("Maybe")
