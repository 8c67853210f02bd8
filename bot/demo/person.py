"""What a person does in the chat; each deed becomes an Update with the JSON that Telegram would send."""

import base64
from dataclasses import replace
from typing import Any

from bot.demo.entities import Formatted, clean, with_found
from bot.demo.files import Upload
from bot.demo.sending import media_body
from bot.demo.state import Message, Person, World
from bot.demo.wire import Json

# A grey PNG of one pixel, for people who send a picture in a test.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
STICKER_SIDE = 512
LONGEST_TEXT = 4096


class ImpossibleError(Exception):
    """A deed that no person could do in Telegram; the text says why."""


def text_body(text: str) -> Json:
    """The body of a text message as a person's app sends it: no markup, commands and links found."""
    shown = with_found(Formatted(clean(text).strip()))
    rows = [entity.to_json() for entity in shown.entities]
    return {"text": shown.text} | ({"entities": rows} if rows else {})


def say(world: World, chat_id: int, person: Person, given: Json) -> Message:
    """Send what `given` names: text, sticker, location, voice or photo (with an optional caption)."""
    if person.blocked:
        raise ImpossibleError(f"{person.first_name} has blocked the bot; unblock first")
    extra = _origin(world, person) if given.get("forward") else {}
    message = world.add_message(chat_id, world.meet(person), _body(world, given), extra=extra)
    world.inbox.add("message", world.message_json(message))
    return message


def _origin(world: World, person: Person) -> Json:
    origin = {"type": "user", "date": int(world.clock.now()) - 60, "sender_user": person.to_json()}
    return {"forward_origin": origin}


def _body(world: World, given: Json) -> Json:
    kind = next((name for name in BODIES if name in given), None)
    if kind is None:
        raise ImpossibleError(f"nothing to send; name one of {', '.join(BODIES)}")
    body: Json = BODIES[kind](world, given)
    return body


def _text(world: World, given: Json) -> Json:
    body = text_body(str(given["text"]))
    if not body["text"]:
        raise ImpossibleError("Telegram's app does not send an empty text")
    if len(body["text"]) > LONGEST_TEXT:
        raise ImpossibleError(f"Telegram's app cuts texts at {LONGEST_TEXT} characters")
    return body


def _sticker(world: World, given: Json) -> Json:
    stored = world.files.keep("sticker", Upload("sticker.webp", "image/webp", PIXEL))
    looks = {"width": STICKER_SIDE, "height": STICKER_SIDE, "is_animated": False, "is_video": False}
    return {"sticker": stored.ids() | looks | {"type": "regular", "emoji": str(given["sticker"] or "👍")}}


def _location(world: World, given: Json) -> Json:
    latitude, longitude = map(float, given["location"])
    return {"location": {"latitude": latitude, "longitude": longitude}}


def _voice(world: World, given: Json) -> Json:
    stored = world.files.keep("voice", Upload("voice.ogg", "audio/ogg", b"OggS"), duration=3)
    return media_body(stored)


def _photo(world: World, given: Json) -> Json:
    stored = world.files.keep("photo", Upload("photo.png", "image/png", PIXEL))
    caption = given.get("caption")
    return media_body(stored) | ({"caption": clean(str(caption))} if caption else {})


BODIES: dict[str, Any] = {
    "text": _text,
    "sticker": _sticker,
    "location": _location,
    "voice": _voice,
    "photo": _photo,
}


def edit(world: World, chat_id: int, person: Person, message_id: int, text: str) -> Message:
    """Change the text of an own message."""
    message = world.find_message(chat_id, message_id)
    if message is None or message.sender is None or message.sender.id != person.id:
        raise ImpossibleError(f"message {message_id} is not {person.first_name}'s")
    now = int(world.clock.now())
    changed = world.change_message(replace(message, body=text_body(text), edit_date=now))
    world.inbox.add("edited_message", world.message_json(changed))
    return changed


def press(world: World, chat_id: int, person: Person, message_id: int, data: str, forged: bool) -> str:
    """Press a button of a message; the query's id. `forged` sends data that stands on no button."""
    message = world.find_message(chat_id, message_id)
    if message is None:
        raise ImpossibleError(f"there is no message {message_id}")
    if not forged and data not in button_data(message):
        raise ImpossibleError(f"message {message_id} has no button {data!r}, only {button_data(message)}")
    opened = world.add_press(person.id, message)
    query = {
        "id": opened.id,
        "from": person.to_json(),
        "message": world.message_json(message),
        "chat_instance": str(chat_id * 7919),
        "data": data,
    }
    world.inbox.add("callback_query", query)
    return opened.id


def button_data(message: Message) -> list[str]:
    """What the buttons of a message would send."""
    rows = message.keyboard["inline_keyboard"] if message.keyboard else []
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def block(world: World, person: Person, blocked: bool) -> None:
    """Block the bot, or take it back: the bot hears of both."""
    if person.blocked == blocked:
        return
    world.change_person(person.id, blocked=blocked, met=True)
    states = ["member", "kicked"] if blocked else ["kicked", "member"]
    old, new = (_membership(world, state) for state in states)
    change = {
        "chat": world.chat_json(person.id),
        "from": person.to_json(),
        "date": int(world.clock.now()),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    world.inbox.add("my_chat_member", change)


def _membership(world: World, state: str) -> Json:
    end = {"until_date": 0} if state == "kicked" else {}
    return {"user": world.bot_json(), "status": state} | end
