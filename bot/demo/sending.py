"""The send* methods: check, keep, answer with the new Message."""

from bot.demo import limits, markup
from bot.demo.call import Call
from bot.demo.files import StoredFile
from bot.demo.state import Message, World
from bot.demo.wire import Json, bad_request

THUMBNAIL_SIDE = 320
LEAST_IN_ALBUM = 2
MOST_IN_ALBUM = 10
ALBUM_KINDS = frozenset({"photo", "video", "audio", "document"})
ALONE_IN_ALBUM = frozenset({"audio", "document"})
# What a bot may react with; the list of ReactionTypeEmoji in the documentation.
REACTIONS = frozenset(
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 "
    "🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 "
    "😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡".split()
)
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, call: Call) -> Json:
    """sendMessage."""
    chat_id = world.chat_for_sending(call.fields["chat_id"])
    return _send(world, call, chat_id, limits.message_text(call.fields))


def send_media(kind: str, world: World, call: Call) -> Json:
    """sendPhoto, sendVideo, sendAnimation, sendDocument, sendAudio, sendVoice."""
    chat_id = world.chat_for_sending(call.fields["chat_id"])
    text = limits.caption(call.fields)
    stored = take_file(world, call, kind, call.fields.get(kind, ""), call.fields)
    return _send(world, call, chat_id, media_body(stored) | text | _looks(call.fields))


def _looks(fields: Json) -> Json:
    wanted = {"has_spoiler": "has_media_spoiler", "show_caption_above_media": "show_caption_above_media"}
    return {there: True for here, there in wanted.items() if fields.get(here)}


def take_file(world: World, call: Call, kind: str, value: str, about: Json) -> StoredFile:
    """The file that a field means: an upload, or one that Telegram already has."""
    upload = call.attached(value) if value else call.files.get(kind)
    if upload is not None:
        sizes = (int(about.get(name) or 0) for name in ("width", "height", "duration"))
        return world.files.keep(kind, upload, *sizes)
    stored = world.files.by_id(value)
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
    return stored


def media_body(stored: StoredFile) -> Json:
    """The part of a Message that shows a file."""
    whole = stored.ids()
    named = whole | {"file_name": stored.name, "mime_type": stored.mime}
    match stored.kind:
        case "photo":
            return {"photo": [whole | _size(stored)]}
        case "video":
            return {"video": named | _size(stored) | {"duration": stored.duration}}
        case "animation":
            moving = named | _size(stored) | {"duration": stored.duration}
            return {"animation": moving, "document": named}
        case "voice" | "audio":
            return {stored.kind: whole | {"duration": stored.duration, "mime_type": stored.mime}}
        case _:
            return {"document": named}


def _size(stored: StoredFile) -> Json:
    return {"width": stored.width or THUMBNAIL_SIDE, "height": stored.height or THUMBNAIL_SIDE}


def send_media_group(world: World, call: Call) -> list[Json]:
    """sendMediaGroup: an album of 2 to 10; all are checked before the first is sent."""
    chat_id = world.chat_for_sending(call.fields["chat_id"])
    items: list[Json] = call.fields["media"]
    _check_album([item["type"] for item in items])
    together = {"media_group_id": str(world.next_album())}
    bodies = [_item(world, call, item) | together for item in items]
    return [_send(world, call, chat_id, body) for body in bodies]


def _check_album(kinds: list[str]) -> None:
    if len(kinds) > MOST_IN_ALBUM:
        raise bad_request("too many messages to send as an album")
    if len(kinds) < LEAST_IN_ALBUM:
        # The number is documented; the words are ours.
        raise bad_request("an album has at least two messages")
    for kind in kinds:
        if kind not in ALBUM_KINDS:
            raise bad_request(f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup")
        if kind in ALONE_IN_ALBUM and len(set(kinds)) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")


def _item(world: World, call: Call, item: Json) -> Json:
    text = limits.caption(item)
    return media_body(take_file(world, call, item["type"], item["media"], item)) | text | _looks(item)


def send_location(world: World, call: Call) -> Json:
    """sendLocation."""
    chat_id = world.chat_for_sending(call.fields["chat_id"])
    latitude, longitude = (call.fields[name] for name in ("latitude", "longitude"))
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise bad_request("wrong location specified")
    return _send(world, call, chat_id, {"location": {"latitude": latitude, "longitude": longitude}})


def _send(world: World, call: Call, chat_id: int, body: Json) -> Json:
    keyboard = markup.reply_markup(call.fields.get("reply_markup"))
    extra = _reply(world, call, chat_id)
    if call.fields.get("protect_content"):
        extra["has_protected_content"] = True
    silent = bool(call.fields.get("disable_notification"))
    message = world.add_message(chat_id, None, body, markup=keyboard, extra=extra, silent=silent)
    return world.message_json(message)


def _reply(world: World, call: Call, chat_id: int) -> Json:
    wanted: Json | None = call.fields.get("reply_parameters")
    if not wanted:
        return {}
    original = world.find_message(chat_id, wanted["message_id"])
    if original is not None:
        return {"reply_to_message": world.message_json(original)}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def send_chat_action(world: World, call: Call) -> bool:
    """sendChatAction: shown for five seconds or until the next message."""
    chat_id = world.chat_for_sending(call.fields["chat_id"])
    if call.fields["action"].lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.changes.publish("typing", chat_id, action=call.fields["action"].lower())
    return True


def answer_callback_query(world: World, call: Call) -> bool:
    """answerCallbackQuery: once per press, and not too late."""
    text = limits.callback_answer(call.fields.get("text", ""))
    press = world.take_press(call.fields.get("callback_query_id", ""))
    if press is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    world.note_answer(press, text, bool(call.fields.get("show_alert")))
    return True


def existing(message: Message | None, reason: str) -> Message:
    """The message, or Telegram's refusal."""
    if message is None:
        raise bad_request(reason)
    return message


def set_message_reaction(world: World, call: Call) -> bool:
    """setMessageReaction: at most one from a bot, of the emoji that everyone may use; none takes it back."""
    message = existing(_target(world, call), "message to react not found")
    reactions: list[Json] = call.fields.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [_emoji(row) for row in reactions]
    world.react(message, emoji)
    return True


def _emoji(reaction: Json) -> str:
    emoji = str(reaction.get("emoji", "")).rstrip("\ufe0f")
    if reaction["type"] != "emoji" or emoji not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    return emoji


def pin_chat_message(world: World, call: Call) -> bool:
    """pinChatMessage: noted in the log only."""
    existing(_target(world, call), "message to pin not found")
    return True


def unpin_chat_message(world: World, call: Call) -> bool:
    """unpinChatMessage: noted in the log only."""
    world.chat_for_sending(call.fields["chat_id"])
    return True


def _target(world: World, call: Call) -> Message | None:
    chat_id = world.chat_for_sending(call.fields["chat_id"])
    return world.find_message(chat_id, call.fields["message_id"])
