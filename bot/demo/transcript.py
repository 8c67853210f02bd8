"""A chat as a person sees it: what the page shows and the tests read."""

from bot.demo.entities import Formatted, from_json, to_html
from bot.demo.profile import about_bot, menu_for
from bot.demo.state import Message, World
from bot.demo.wire import Json

MEDIA = ("photo", "animation", "video", "document", "audio", "voice", "sticker")


def transcript(world: World, chat_id: int) -> Json:
    """All messages, the answers to presses, the reply keyboard and the command menu."""
    person = world.people.get(chat_id)
    language = person.language_code if person else None
    messages = world.messages[chat_id]
    return {
        "version": world.changes.of_chat(chat_id),
        "messages": [message_view(world, message) for message in messages.values()],
        "answers": world.answers.get(chat_id, []),
        "reply_keyboard": _reply_keyboard(list(messages.values())),
        "bot": about_bot(world, language),
        "commands": menu_for(world, chat_id, language),
    }


def message_view(world: World, message: Message) -> Json:
    """One message: words plain and as safe HTML, picture, buttons, marks."""
    body = message.body
    text: str = body.get("text") or body.get("caption") or ""
    rows: list[Json] = body.get("entities") or body.get("caption_entities") or []
    reply = message.extra.get("reply_to_message")
    return {
        "message_id": message.id,
        "from_bot": message.sender is None,
        "name": message.sender.first_name if message.sender else world.bot_json()["first_name"],
        "date": message.date,
        "edited": message.edit_date is not None,
        "silent": message.silent,
        "forwarded": "forward_origin" in message.extra,
        "protected": "has_protected_content" in message.extra,
        "reply_to": reply["message_id"] if reply else None,
        "text": text,
        "html": to_html(Formatted(text, from_json(rows))),
        "entities": rows,
        "media": _media(world, body),
        "location": body.get("location"),
        "media_group_id": body.get("media_group_id"),
        "reply_keyboard": message.markup if message.markup and not message.keyboard else None,
        "buttons": message.keyboard["inline_keyboard"] if message.keyboard else [],
        "reactions": world.reactions.get((message.chat_id, message.id), []),
    }


def _media(world: World, body: Json) -> Json | None:
    kind = next((name for name in MEDIA if name in body), None)
    if kind is None:
        return None
    about = body[kind][-1] if kind == "photo" else body[kind]
    stored = world.files.by_id(about["file_id"])
    return {
        "kind": kind,
        "url": f"/demo/files/{stored.path}",
        "name": stored.name,
        "mime": stored.mime,
        "width": about.get("width"),
        "height": about.get("height"),
        "size": len(stored.content),
        "emoji": about.get("emoji"),
        "spoiler": body.get("has_media_spoiler", False),
    }


def _reply_keyboard(messages: list[Message]) -> Json | None:
    """The last keyboard under the message box that was not taken away again."""
    for message in reversed(messages):
        if message.markup and "keyboard" in message.markup:
            return message.markup
        if message.markup and "remove_keyboard" in message.markup:
            return None
    return None
