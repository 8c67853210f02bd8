"""The edit* and delete* methods."""

from dataclasses import replace

from bot.demo import limits, markup
from bot.demo.call import Call
from bot.demo.sending import existing, media_body, take_file
from bot.demo.state import Message, World
from bot.demo.wire import Json, bad_request

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CAPTION_KEYS = ("caption", "caption_entities")
MEDIA_KEYS = ("photo", "video", "animation", "document", "audio", "voice")
EDITABLE_MEDIA = ("photo", "video", "animation", "document", "audio")
# A bot cannot delete for everyone what is older.
DELETABLE_SECONDS = 48 * 3600
MOST_DELETED = 100


def _own_message(world: World, call: Call) -> Message:
    chat_id = world.chat_for_sending(call.fields.get("chat_id"))
    if "message_id" not in call.fields:
        raise bad_request("message identifier is not specified")
    message = existing(world.find_message(chat_id, call.fields["message_id"]), "message to edit not found")
    if message.sender is not None:
        raise bad_request("message can't be edited")
    return message


def _edited(world: World, call: Call, message: Message, body: Json) -> Json:
    """Keep the new form. A keyboard that is not sent again disappears."""
    keyboard = markup.reply_markup(call.fields.get("reply_markup"))
    if keyboard is not None and "inline_keyboard" not in keyboard:
        raise bad_request("inline keyboard expected")
    new = replace(message, body=body, markup=keyboard)
    if new.body == message.body and new.keyboard == message.keyboard:
        raise bad_request(NOT_MODIFIED)
    # A change of the buttons alone does not mark the message as edited.
    stamp = int(world.clock.now()) if new.body != message.body else message.edit_date
    return world.message_json(world.change_message(replace(new, edit_date=stamp)))


def edit_message_text(world: World, call: Call) -> Json:
    """editMessageText."""
    message = _own_message(world, call)
    body = limits.message_text(call.fields)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _edited(world, call, message, body)


def edit_message_caption(world: World, call: Call) -> Json:
    """editMessageCaption; without a caption it takes the old one away."""
    message = _own_message(world, call)
    caption = limits.caption(call.fields)
    if not message.body.keys() & set(MEDIA_KEYS):
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.body.items() if key not in CAPTION_KEYS}
    return _edited(world, call, message, kept | caption)


def edit_message_media(world: World, call: Call) -> Json:
    """editMessageMedia: another file and caption in the same message, or media for a text message."""
    message = _own_message(world, call)
    media: Json = call.fields["media"]
    kind = media.get("type", "")
    if kind not in EDITABLE_MEDIA:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    caption = limits.caption(media)
    stored = take_file(world, call, kind, media["media"], media)
    return _edited(world, call, message, media_body(stored) | caption)


def edit_message_reply_markup(world: World, call: Call) -> Json:
    """editMessageReplyMarkup: other buttons, or none."""
    message = _own_message(world, call)
    return _edited(world, call, message, message.body)


def delete_message(world: World, call: Call) -> bool:
    """deleteMessage: anything in a private chat, up to 48 hours old."""
    chat_id = world.chat_for_sending(call.fields["chat_id"])
    found = world.find_message(chat_id, call.fields["message_id"])
    message = existing(found, "message to delete not found")
    if world.clock.now() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    world.remove_message(message)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """deleteMessages: up to 100; those that do not exist are skipped."""
    chat_id = world.chat_for_sending(call.fields["chat_id"])
    wanted: list[int] = call.fields["message_ids"]
    if not wanted:
        raise bad_request("message identifiers are not specified")
    if len(wanted) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    for message in filter(None, (world.find_message(chat_id, message_id) for message_id in wanted)):
        world.remove_message(message)
    return True
