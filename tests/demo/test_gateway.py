"""Every refusal of the stand-in, in Telegram's words. Each row fails if its check is taken out."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from bot.demo.files import StoredFile
from bot.demo.person import PIXEL
from bot.demo.sending import media_body
from bot.demo.server import StandIn

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]

EMMA = 5_000_001
PERSONS_MESSAGE = 1
TEXT_MESSAGE = 2
PHOTO_MESSAGE = 3
OLD_MESSAGE = 4
UNMET, BLOCKED = 5_000_002, 5_000_003
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
PARSE = "can't parse entities: "
BUTTON = "can't parse inline keyboard button: "
SCOPE = "can't parse BotCommandScope: "
PIXEL_ID = "known-photo"
NOTES_ID = "known-document"


def keyboard(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def press(data: Any) -> dict[str, Any]:
    return {"text": "Press", "callback_data": data}


def of_bytes(size: int) -> dict[str, Any]:
    """An inline keyboard that is so many bytes of JSON."""
    empty = len(json.dumps(keyboard({"text": "", "callback_data": "x"})))
    return keyboard({"text": "x" * (size - empty), "callback_data": "x"})


def to_emma(text: str = "hi", **more: Any) -> dict[str, Any]:
    return {"chat_id": EMMA, "text": text, **more}


def edit(message_id: int = TEXT_MESSAGE, **more: Any) -> dict[str, Any]:
    return {"chat_id": EMMA, "message_id": message_id, **more}


def command(name: str = "start", description: str = "Begin") -> dict[str, Any]:
    return {"command": name, "description": description}


def photo() -> dict[str, Any]:
    return {"type": "photo", "media": PIXEL_ID}


def album(size: int) -> dict[str, Any]:
    return {"chat_id": EMMA, "media": [photo()] * size}


BAD_REQUESTS: list[tuple[str, dict[str, Any], str]] = [
    # chats
    ("sendMessage", {"text": "hi"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": "", "text": "hi"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 99, "text": "hi"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "hi"}, "chat not found"),
    ("sendPhoto", {"chat_id": 99, "photo": "x"}, "chat not found"),
    ("editMessageText", {"chat_id": 99, "message_id": 1, "text": "hi"}, "chat not found"),
    ("deleteMessage", {"chat_id": 99, "message_id": 1}, "chat not found"),
    ("sendChatAction", {"chat_id": 99, "action": "typing"}, "chat not found"),
    ("getChat", {"chat_id": 99}, "chat not found"),
    # texts
    ("sendMessage", {"chat_id": EMMA}, "message text is empty"),
    ("sendMessage", to_emma(""), "message text is empty"),
    ("sendMessage", to_emma(" \n\t"), "text must be non-empty"),
    ("sendMessage", to_emma("\u200b\u00a0\u2060"), "text must be non-empty"),
    ("sendMessage", to_emma("<b></b>", parse_mode="HTML"), "text must be non-empty"),
    ("sendMessage", to_emma("x" * 4097), "message is too long"),
    ("sendMessage", to_emma("😀" * 4097), "message is too long"),
    ("sendMessage", to_emma(f"<b>{'x' * 4097}</b>", parse_mode="HTML"), "message is too long"),
    ("sendMessage", to_emma(parse_mode="BBCode"), "unsupported parse_mode"),
    ("sendMessage", to_emma() | {"text": {"a": 1}}, 'field "text" must be of type String'),
    ("sendMessage", to_emma(reply_parameters={"message_id": 777}), "message to be replied not found"),
    ("sendMessage", to_emma(reply_parameters="{"), "can't parse reply parameters JSON object"),
    (
        "sendMessage",
        to_emma(reply_parameters={}),
        "can't parse reply parameters JSON object: can't find field \"message_id\"",
    ),
    (
        "sendMessage",
        to_emma(entities=[{"type": "bold", "offset": "0", "length": 1}]),
        'can\'t parse entities JSON object: field "offset" must be of type Integer',
    ),
    # keyboards
    ("sendMessage", to_emma(reply_markup="{"), "can't parse reply keyboard markup JSON object"),
    ("sendMessage", to_emma(reply_markup="[]"), "object expected as reply markup"),
    ("sendMessage", to_emma(reply_markup=keyboard(press(""))), "BUTTON_DATA_INVALID"),
    ("sendMessage", to_emma(reply_markup=keyboard(press("x" * 65))), "BUTTON_DATA_INVALID"),
    ("sendMessage", to_emma(reply_markup=keyboard(press("あ" * 22))), "BUTTON_DATA_INVALID"),
    ("sendMessage", to_emma(reply_markup=keyboard(press(7))), "BUTTON_DATA_INVALID"),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard({"text": "x"})),
        BUTTON + "Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard({"callback_data": "x"})),
        BUTTON + 'Field "text" must be of type String',
    ),
    ("sendMessage", to_emma(reply_markup=keyboard("x")), BUTTON + "InlineKeyboardButton must be an Object"),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard({"text": " ", "callback_data": "x"})),
        "inline keyboard button text must be non-empty",
    ),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard(press("x") | {"style": "pink"})),
        BUTTON + "invalid button style specified",
    ),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard({"text": "x", "url": "javascript:alert(1)"})),
        "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard({"text": "x", "copy_text": {"text": ""}})),
        "BUTTON_COPY_TEXT_INVALID",
    ),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard({"text": "x", "copy_text": {"text": "x" * 257}})),
        "BUTTON_COPY_TEXT_INVALID",
    ),
    ("sendMessage", to_emma(reply_markup={"keyboard": [["x"] * 301]}), "reply markup is too long"),
    ("sendMessage", to_emma(reply_markup=of_bytes(10_241)), "reply markup is too long"),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard({"text": "x", "copy_text": "x"})),
        BUTTON + 'Field "copy_text" must be of type Object',
    ),
    ("sendMessage", to_emma(reply_markup=keyboard(*[press("x")] * 101)), "reply markup is too long"),
    (
        "sendMessage",
        to_emma(reply_markup=keyboard({"text": "x" * 11_000, "callback_data": "x"})),
        "reply markup is too long",
    ),
    (
        "sendMessage",
        to_emma(reply_markup={"inline_keyboard": [press("x")]}),
        "inline keyboard row must be an Array",
    ),
    (
        "sendMessage",
        to_emma(reply_markup={"inline_keyboard": "x"}),
        'field "inline_keyboard" of the markup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        to_emma(reply_markup={"keyboard": [["x"]], "input_field_placeholder": "x" * 65}),
        "input field placeholder is too long",
    ),
    (
        "sendMessage",
        to_emma(reply_markup={"force_reply": True, "input_field_placeholder": "x" * 65}),
        "input field placeholder is too long",
    ),
    (
        "sendMessage",
        to_emma(reply_markup={"keyboard": [[{"text": " "}]]}),
        "keyboard button text must be non-empty",
    ),
    (
        "sendMessage",
        to_emma(reply_markup={"keyboard": [[{}]]}),
        'can\'t parse keyboard button: Field "text" must be of type String',
    ),
    # media
    ("sendPhoto", {"chat_id": EMMA}, "there is no photo in the request"),
    ("sendVideo", {"chat_id": EMMA}, "there is no video in the request"),
    ("sendDocument", {"chat_id": EMMA}, "there is no document in the request"),
    ("sendPhoto", {"chat_id": EMMA, "photo": "no-such"}, "wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"chat_id": EMMA, "photo": "https://example.org/a.png"}, "failed to get HTTP URL content"),
    ("sendVideo", {"chat_id": EMMA, "video": PIXEL_ID}, "can't use file of type Photo as Video"),
    (
        "sendPhoto",
        {"chat_id": EMMA, "photo": PIXEL_ID, "caption": "x" * 1025},
        "message caption is too long",
    ),
    (
        "sendPhoto",
        {"chat_id": EMMA, "photo": "attach://part"},
        "can't parse InputMedia: file part not found in request",
    ),
    ("getFile", {"file_id": "no-such"}, "wrong file identifier/HTTP URL specified"),
    ("getFile", {"file_id": "https://example.org/a.png"}, "invalid file_id"),
    ("getFile", {}, "file_id not specified"),
    # editing
    ("editMessageText", edit(text="First"), NOT_MODIFIED),
    ("editMessageText", edit(text="<b></b>First", parse_mode="HTML"), NOT_MODIFIED),
    ("editMessageReplyMarkup", edit(), NOT_MODIFIED),
    ("editMessageText", edit(777, text="x"), "message to edit not found"),
    ("editMessageReplyMarkup", edit(777), "message to edit not found"),
    ("editMessageText", {"chat_id": EMMA, "text": "x"}, "message identifier is not specified"),
    ("editMessageText", edit(PERSONS_MESSAGE, text="x"), "message can't be edited"),
    ("editMessageText", edit(PHOTO_MESSAGE, text="x"), "there is no text in the message to edit"),
    ("editMessageText", edit(text=""), "message text is empty"),
    ("editMessageText", edit(text="x" * 4097), "message is too long"),
    ("editMessageText", edit(text="x", reply_markup={"keyboard": [["x"]]}), "inline keyboard expected"),
    ("editMessageCaption", edit(caption="x"), "there is no caption in the message to edit"),
    ("editMessageCaption", edit(PHOTO_MESSAGE, caption="x" * 1025), "message caption is too long"),
    ("editMessageCaption", edit(PHOTO_MESSAGE), NOT_MODIFIED),
    (
        "editMessageMedia",
        edit(media={"type": "photo", "media": "no-such"}),
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "editMessageMedia",
        edit(media={"type": "photo", "media": PIXEL_ID, "caption": "x" * 1025}),
        "message caption is too long",
    ),
    (
        "editMessageMedia",
        edit(media={"type": "photo"}),
        "can't parse media JSON object: can't find field \"media\"",
    ),
    (
        "editMessageMedia",
        edit(media={"type": "sticker", "media": PIXEL_ID}),
        'can\'t parse InputMedia: type "sticker" is unsupported',
    ),
    ("deleteMessage", edit(777), "message to delete not found"),
    ("deleteMessage", {"chat_id": EMMA}, "message identifier is not specified"),
    ("deleteMessage", edit(OLD_MESSAGE), "message can't be deleted for everyone"),
    ("deleteMessages", {"chat_id": EMMA, "message_ids": []}, "message identifiers are not specified"),
    (
        "deleteMessages",
        {"chat_id": EMMA, "message_ids": list(range(101))},
        "too many message identifiers specified",
    ),
    # answers and small things
    ("answerCallbackQuery", {"callback_query_id": "1"}, TOO_OLD),
    ("answerCallbackQuery", {}, TOO_OLD),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("sendChatAction", {"chat_id": EMMA, "action": "dancing"}, "wrong parameter action in request"),
    ("setMessageReaction", edit(777, reaction=[]), "message to react not found"),
    (
        "setMessageReaction",
        edit(reaction=[{"type": "emoji", "emoji": "👍"}] * 2),
        "REACTIONS_TOO_MANY",
    ),
    ("setMessageReaction", edit(reaction=[{"type": "emoji", "emoji": "🥔"}]), "REACTION_INVALID"),
    (
        "setMessageReaction",
        edit(reaction=[{"type": "custom_emoji", "custom_emoji_id": "5"}]),
        "REACTION_INVALID",
    ),
    ("setMessageReaction", edit(reaction=[{"type": "paid"}]), "REACTION_INVALID"),
    (
        "setMessageReaction",
        edit(reaction=[{"type": "custom_emoji", "custom_emoji_id": "5", "emoji": "👍"}]),
        "REACTION_INVALID",
    ),
    ("sendLocation", {"chat_id": EMMA, "latitude": 91, "longitude": 0}, "wrong location specified"),
    (
        "sendLocation",
        {"chat_id": EMMA, "latitude": 0, "longitude": -181},
        "wrong location specified",
    ),
    ("sendLocation", {"chat_id": EMMA, "longitude": 0}, "latitude is empty"),
    ("sendLocation", {"chat_id": EMMA, "latitude": 0}, "longitude is empty"),
    (
        "sendLocation",
        {"chat_id": EMMA, "latitude": "x", "longitude": 0},
        'field "latitude" must be of type Float',
    ),
    ("sendMediaGroup", album(1), "an album has at least two messages"),
    ("sendMediaGroup", album(11), "too many messages to send as an album"),
    (
        "sendMediaGroup",
        {"chat_id": EMMA, "media": [photo(), photo() | {"type": "document"}]},
        "document can't be mixed with other media types",
    ),
    (
        "sendMediaGroup",
        {"chat_id": EMMA, "media": [photo() | {"type": "animation"}] * 2},
        "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
    ),
    (
        "sendMediaGroup",
        {"chat_id": EMMA, "media": [photo(), photo() | {"media": "no-such"}]},
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "sendMediaGroup",
        {"chat_id": EMMA, "media": [photo(), photo() | {"caption": "x" * 1025}]},
        "message caption is too long",
    ),
    ("pinChatMessage", edit(777), "message to pin not found"),
    ("leaveChat", {"chat_id": EMMA}, "chat member status can't be changed in private chats"),
    ("getChatMember", {"chat_id": EMMA, "user_id": 99}, "PARTICIPANT_ID_INVALID"),
    # the bot's own texts
    ("setMyCommands", {}, 'parameter "commands" is required'),
    ("setMyCommands", {"commands": [command()] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [command("Start")]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [command("")]}, "command must be non-empty"),
    ("setMyCommands", {"commands": [command("x" * 33)]}, "command length must not exceed 32"),
    ("setMyCommands", {"commands": [command(description="")]}, "command description must be non-empty"),
    (
        "setMyCommands",
        {"commands": [command(description="x" * 257)]},
        "command description length must not exceed 256",
    ),
    ("setMyCommands", {"commands": [command()], "language_code": "jpn"}, "invalid language code specified"),
    (
        "setMyCommands",
        {"commands": [command()], "scope": {"type": "everyone"}},
        SCOPE + "Unsupported type specified",
    ),
    ("getMyCommands", {"scope": {"type": "chat"}}, SCOPE + 'Can\'t find field "chat_id"'),
    (
        "deleteMyCommands",
        {"scope": {"type": "chat_member", "chat_id": EMMA}},
        SCOPE + 'Can\'t find field "user_id"',
    ),
    ("getMyCommands", {"scope": {"type": "chat", "chat_id": 99}}, "chat not found"),
    (
        "getMyCommands",
        {"scope": {"type": "chat_administrators", "chat_id": EMMA}},
        "can't use specified scope in private chats",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "x"}]},
        "can't parse commands JSON object: can't find field \"description\"",
    ),
    ("setMyName", {"name": "x" * 65}, "bot name is too long"),
    ("setMyDescription", {"description": "x" * 513}, "bot description is too long"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "bot short description is too long"),
    ("setWebhook", {"url": "http://example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    (
        "setWebhook",
        {"url": "https://example.org:8080/hook"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    ("setWebhook", {"url": "https://example.org:x"}, "invalid webhook URL specified"),
    (
        "setWebhook",
        {"url": "https://example.org", "secret_token": "a b"},
        "secret token contains unallowed characters",
    ),
    (
        "setWebhook",
        {"url": "https://example.org", "secret_token": "x" * 257},
        "secret token is too long",
    ),
    # types
    ("getUpdates", {"timeout": "soon"}, 'field "timeout" must be of type Integer'),
    ("setMyCommands", {"commands": {"a": 1}}, "can't parse commands JSON object: expected an Array"),
    ("editMessageMedia", edit(media=[1]), "can't parse media JSON object: expected an Object"),
    (
        "sendMessage",
        to_emma(reply_markup={"keyboard": [[5]]}),
        'can\'t parse keyboard button: Field "text" must be of type String',
    ),
    ("getUpdates", {"allowed_updates": "message"}, "can't parse allowed updates JSON object"),
    (
        "getUpdates",
        {"allowed_updates": [1]},
        "can't parse allowed updates JSON object: expected String",
    ),
]

HTML_REFUSALS: list[tuple[str, str]] = [
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<x>", 'Unsupported start tag "x" at byte offset 0'),
    ("あ<br>", 'Unsupported start tag "br" at byte offset 3'),
    ("I <3", "Unclosed start tag at byte offset 2"),
    ("5 < 6 ", 'Unsupported start tag "" at byte offset 2'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<a href=http://x>y</a>", "Unexpected end of name token at byte offset 8"),
    ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ('<span class="x">y</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
]

MARKDOWN_REFUSALS: list[tuple[str, str]] = [
    ("1. x", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
    ("*x", "Can't find end of Bold entity at byte offset 0"),
    ("あ _x", "Can't find end of Italic entity at byte offset 4"),
    ("[x](http://y", "Can't find end of a URL at byte offset 3"),
    ("`x", "Can't find end of Code entity at byte offset 0"),
    ("![x](tg://emoji?id=y)", "Invalid custom emoji identifier specified"),
]


@pytest.fixture
async def chat(server: StandIn, api: Api) -> Api:
    """Emma with one message of each kind; someone the bot never met; someone who has blocked it."""
    emma = await server.person("Emma")
    await server.person("Stranger")
    gone = await server.person("Gone")
    await emma.send("hello", wait=False)
    await api("sendMessage", chat_id=EMMA, text="First")
    await send_pixel(server)
    server.world.clock.move(-3 * 86_400)
    await api("sendMessage", chat_id=EMMA, text="Old")
    server.world.clock.move(0)
    await gone.block()
    return api


async def send_pixel(server: StandIn) -> None:
    """A photo and a document whose file ids the table knows beforehand; the photo is sent."""
    stored = StoredFile(PIXEL_ID, "photo", "photos/x.png", "x.png", "image/png", PIXEL, 1, 1)
    notes = StoredFile(NOTES_ID, "document", "documents/x.txt", "x.txt", "text/plain", b"notes")
    server.world.files._by_id |= {PIXEL_ID: stored, NOTES_ID: notes}
    server.world.add_message(EMMA, None, media_body(stored))


@pytest.mark.parametrize(("method", "fields", "reason"), BAD_REQUESTS)
async def test_what_telegram_refuses_is_refused_in_its_words(
    chat: Api, method: str, fields: dict[str, Any], reason: str
) -> None:
    expected = {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}
    assert await chat(method, **fields) == expected


@pytest.mark.parametrize(("text", "reason"), HTML_REFUSALS)
async def test_html_that_telegram_cannot_parse_is_refused(chat: Api, text: str, reason: str) -> None:
    answer = await chat("sendMessage", chat_id=EMMA, text=text, parse_mode="HTML")
    assert answer["description"] == f"Bad Request: {PARSE}{reason}"


@pytest.mark.parametrize(("text", "reason"), MARKDOWN_REFUSALS)
async def test_markdown_that_telegram_cannot_parse_is_refused(chat: Api, text: str, reason: str) -> None:
    answer = await chat("sendMessage", chat_id=EMMA, text=text, parse_mode="MarkdownV2")
    assert answer["description"] == f"Bad Request: {PARSE}{reason}"


@pytest.mark.parametrize(
    ("chat_id", "description"),
    [
        (UNMET, "Forbidden: bot can't initiate conversation with a user"),
        (BLOCKED, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_people_who_do_not_want_the_bot_are_out_of_reach(
    chat: Api, chat_id: int, description: str
) -> None:
    answer = await chat("sendMessage", chat_id=chat_id, text="hi")
    assert answer == {"ok": False, "error_code": 403, "description": description}


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("sendMessage", to_emma("x" * 4096)),
        ("sendMessage", to_emma("😀" * 4096)),
        ("sendMessage", to_emma(f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")),
        ("sendMessage", to_emma(reply_markup=keyboard(press("あ" * 21 + "x")))),
        ("sendMessage", to_emma(reply_markup={"inline_keyboard": []})),
        ("sendMessage", to_emma(reply_markup=json.dumps(keyboard(*[press("x")] * 100)))),
        ("sendMessage", to_emma(reply_markup=keyboard({"text": "x", "copy_text": {"text": "x" * 256}}))),
        ("sendMessage", to_emma(reply_markup={"keyboard": [["x"] * 300]})),
        ("sendMessage", to_emma(reply_markup=of_bytes(10_240))),
        ("sendMessage", to_emma(reply_markup={"remove_keyboard": True})),
        ("sendMessage", to_emma(reply_markup={"force_reply": True, "input_field_placeholder": "x" * 64})),
        ("sendMessage", to_emma(reply_parameters={"message_id": 777, "allow_sending_without_reply": True})),
        ("sendPhoto", {"chat_id": EMMA, "photo": PIXEL_ID, "caption": "x" * 1024}),
        ("editMessageText", edit(text="Second")),
        ("editMessageText", edit(text="First", reply_markup=keyboard(press("x")))),
        ("editMessageCaption", edit(PHOTO_MESSAGE, caption="New")),
        ("editMessageMedia", edit(media={"type": "photo", "media": PIXEL_ID})),
        ("deleteMessage", edit(PERSONS_MESSAGE)),
        ("deleteMessages", {"chat_id": EMMA, "message_ids": [1, 2, 777]}),
        ("deleteMessages", {"chat_id": EMMA, "message_ids": list(range(100))}),
        ("setMyCommands", {"commands": [command()] * 100}),
        ("setMyDescription", {"description": "x" * 512}),
        ("setMyShortDescription", {"short_description": "x" * 120}),
        ("setMessageReaction", edit(reaction=[{"type": "emoji", "emoji": "👍"}])),
        ("setMessageReaction", edit(reaction=[{"type": "emoji", "emoji": "❤\ufe0f"}])),
        ("setMessageReaction", edit(reaction=[])),
        ("sendLocation", {"chat_id": EMMA, "latitude": -90, "longitude": "180"}),
        ("sendMediaGroup", album(2)),
        ("sendMediaGroup", album(10)),
        ("sendMediaGroup", {"chat_id": EMMA, "media": [{"type": "document", "media": NOTES_ID}] * 2}),
        ("pinChatMessage", edit()),
        ("getChat", {"chat_id": EMMA}),
        ("sendChatAction", {"chat_id": EMMA, "action": "upload_video"}),
        ("setMyCommands", {"commands": [command("x" * 32, "x" * 256)]}),
        ("setMyName", {"name": "x" * 64}),
        ("setWebhook", {"url": "https://example.org:8443", "secret_token": "x" * 256}),
        ("sendmessage", to_emma()),
        ("GETME", {}),
    ],
)
async def test_what_telegram_accepts_is_accepted_up_to_the_limit(
    chat: Api, method: str, fields: dict[str, Any]
) -> None:
    answer = await chat(method, **fields)
    assert answer["ok"], answer


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/bot7000000001:BBstandInTokenForTheDemo0123456789a/getMe", 401, "Unauthorized"),
        ("/bot123/getMe", 404, "Not Found"),
        ("/bot{token}/noSuchMethod", 404, "Not Found"),
        ("/file/bot{token}/photos/none.png", 404, "Not Found"),
        ("/file/bot7000000001:BBstandInTokenForTheDemo0123456789a/x", 401, "Unauthorized"),
    ],
)
async def test_a_wrong_door_is_not_opened(server: StandIn, path: str, code: int, description: str) -> None:
    url = server.url + path.replace("{token}", server.token)
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == code
        assert await response.json() == {"ok": False, "error_code": code, "description": description}


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "PATCH"])
async def test_a_call_is_a_get_or_a_post(server: StandIn, verb: str) -> None:
    url = f"{server.url}/bot{server.token}/getMe"
    async with aiohttp.ClientSession() as session, session.request(verb, url) as response:
        assert (response.status, (await response.json())["description"]) == (404, "Not Found")


async def test_any_token_is_accepted_when_asked_for() -> None:
    path = "/bot123456:BBstandInTokenForTheDemo0123456789a/getMe"
    async with (
        StandIn(accept_any_token=True) as server,
        aiohttp.ClientSession(server.url) as session,
        session.get(path) as response,
    ):
        assert (await response.json())["result"]["id"] == 123456


async def test_every_form_of_request_means_the_same(server: StandIn) -> None:
    emma = await server.person("Emma", met=True)
    fields = {"chat_id": str(emma.chat_id), "text": "same", "reply_markup": json.dumps(keyboard(press("x")))}
    form = aiohttp.FormData(fields, default_to_multipart=True)
    ways: list[dict[str, Any]] = [{"params": fields}, {"data": fields}, {"json": fields}, {"data": form}]
    async with aiohttp.ClientSession(server.url) as session:
        for way in ways:
            async with session.post(f"/bot{server.token}/sendMessage", **way) as response:
                assert response.status == 200
    messages = await emma.messages()
    assert [(m.text, m.labels) for m in messages] == [("same", ["Press"])] * 4


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("application/json", b"\xff\xfe"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data", b"no boundary"),
        ("application/x-www-form-urlencoded", b"%ff=%00&=&&chat_id=%zz"),
        ("text/plain", b"hello"),
        ("application/x-www-form-urlencoded; charset=no-such", b"a=b"),
    ],
)
async def test_malformed_requests_get_telegrams_error(
    server: StandIn, content_type: str, body: bytes
) -> None:
    async with aiohttp.ClientSession(server.url) as session:
        headers = {"Content-Type": content_type}
        async with session.post(f"/bot{server.token}/sendMessage", data=body, headers=headers) as response:
            answer = await response.json()
            assert (response.status, answer["ok"], answer["error_code"]) == (400, False, 400)


async def test_a_broken_multipart_body_is_named_as_such(server: StandIn) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    url = f"{server.url}/bot{server.token}/sendMessage"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=b"nonsense", headers=headers) as response,
    ):
        answer = await response.json()
    assert answer["description"] == "Bad Request: can't parse multipart/form-data"


async def test_a_body_larger_than_the_largest_file_is_not_read(server: StandIn) -> None:
    async with aiohttp.ClientSession(server.url) as session:
        headers = {"Content-Length": str(60 * 1024 * 1024), "Content-Type": "application/json"}
        async with session.post(f"/bot{server.token}/sendMessage", data=b"", headers=headers) as response:
            assert (response.status, (await response.json())["description"]) == (
                413,
                "Request Entity Too Large",
            )


async def test_an_answered_press_cannot_be_answered_again(server: StandIn, api: Api) -> None:
    query_id = await pressed(server, api)
    assert (await api("answerCallbackQuery", callback_query_id=query_id, text="x" * 200))["ok"]
    again = await api("answerCallbackQuery", callback_query_id=query_id)
    assert again["description"] == f"Bad Request: {TOO_OLD}"


async def test_a_press_is_answered_within_fifteen_minutes_or_not_at_all(server: StandIn, api: Api) -> None:
    query_id = await pressed(server, api)
    await server.control.add_seconds(15 * 60 + 1)
    late = await api("answerCallbackQuery", callback_query_id=query_id)
    assert late["description"] == f"Bad Request: {TOO_OLD}"


async def test_a_message_can_be_deleted_for_forty_eight_hours(server: StandIn, api: Api) -> None:
    emma = await server.person("Emma", met=True)
    for text in ("one", "two"):
        await api("sendMessage", chat_id=emma.chat_id, text=text)
    one, two = await emma.messages()
    await server.control.add_seconds(48 * 3600)
    assert (await api("deleteMessage", chat_id=emma.chat_id, message_id=one.id))["ok"]
    await server.control.add_seconds(1)
    late = await api("deleteMessage", chat_id=emma.chat_id, message_id=two.id)
    assert late["description"] == "Bad Request: message can't be deleted for everyone"


async def pressed(server: StandIn, api: Api) -> str:
    emma = await server.person("Emma", met=True)
    await api("sendMessage", chat_id=emma.chat_id, text="?", reply_markup=keyboard(press("x")))
    await emma.press("Press", wait=False)
    updates = await api("getUpdates")
    query: str = updates["result"][0]["callback_query"]["id"]
    return query


async def test_the_log_tells_what_was_accepted_what_refused_and_which_fields_telegram_does_not_know(
    chat: Api, server: StandIn
) -> None:
    await chat("sendMessage", chat_id=EMMA, text="yes", txet="typo")
    await chat("sendMessage", chat_id=EMMA, text="")
    yes, no = (await server.control.log("sendMessage"))[-2:]
    assert (yes["accepted"], yes["status"], yes["unknown"]) == (True, 200, ["txet"])
    assert (no["accepted"], no["status"], no["description"]) == (
        False,
        400,
        "Bad Request: message text is empty",
    )
