"""The Bot API by method name; a new method is one line here and one function."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from bot.demo import editing, profile, sending, webhook
from bot.demo.call import Call
from bot.demo.state import World

Method = Callable[[World, Call], Any]


async def get_updates(world: World, call: Call) -> Any:
    """getUpdates; `allowed_updates` is remembered for the next calls."""
    if "allowed_updates" in call.fields:
        world.inbox.allow(call.fields["allowed_updates"])
    fields = call.fields
    return await world.inbox.poll(fields.get("offset", 0), fields.get("limit", 100), fields.get("timeout", 0))


def _media(kind: str) -> Method:
    return partial(sending.send_media, kind)


METHODS: dict[str, Method | Callable[[World, Call], Awaitable[Any]]] = {
    "getMe": profile.get_me,
    "logOut": profile.accept,
    "close": profile.accept,
    # updates
    "getUpdates": get_updates,
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    # sending
    "sendMessage": sending.send_message,
    "sendPhoto": _media("photo"),
    "sendVideo": _media("video"),
    "sendAnimation": _media("animation"),
    "sendDocument": _media("document"),
    "sendAudio": _media("audio"),
    "sendVoice": _media("voice"),
    "sendMediaGroup": sending.send_media_group,
    "sendLocation": sending.send_location,
    "sendChatAction": sending.send_chat_action,
    "answerCallbackQuery": sending.answer_callback_query,
    "setMessageReaction": sending.set_message_reaction,
    "pinChatMessage": sending.pin_chat_message,
    "unpinChatMessage": sending.unpin_chat_message,
    # changing what was sent
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    # the bot itself
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": partial(profile.set_text, "name"),
    "getMyName": partial(profile.get_text, "name"),
    "setMyDescription": partial(profile.set_text, "description"),
    "getMyDescription": partial(profile.get_text, "description"),
    "setMyShortDescription": partial(profile.set_text, "short_description"),
    "getMyShortDescription": partial(profile.get_text, "short_description"),
    "setChatMenuButton": profile.set_menu_button,
    "getChatMenuButton": profile.get_menu_button,
    # chats and files
    "getChat": profile.get_chat,
    "getChatMember": profile.get_chat_member,
    "leaveChat": profile.leave_chat,
    "getFile": profile.get_file,
}
BY_LOWER_NAME = {name.lower(): method for name, method in METHODS.items()}
