"""What a bot says of itself (name, descriptions, menus), and the chats and files it asks for."""

from bot.demo import limits
from bot.demo.call import Call
from bot.demo.state import World
from bot.demo.wire import Json, bad_request

# The narrower scope wins, and within a scope the language before the general menu.
PRIVATE_SCOPES = ("all_private_chats", "default")
GROUP_SCOPES = ("all_group_chats", "default")
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
# The scopes of one chat, with what else they have to name.
CHAT_SCOPES = {
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(world: World, call: Call) -> Json:
    """getMe."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return world.bot_json() | abilities


def set_text(kind: str, world: World, call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription; an empty text takes it back."""
    text = limits.profile_text(kind, call.fields.get(kind))
    world.profile[kind, _language(call)] = text
    world.changes.publish("bot")
    return True


def get_text(kind: str, world: World, call: Call) -> Json:
    """getMyName, getMyDescription, getMyShortDescription: in the language, else in general."""
    return {kind: _text(world, kind, _language(call))}


def _text(world: World, kind: str, language: str) -> str:
    text = world.profile.get((kind, language)) or world.profile.get((kind, ""), "")
    return text or (world.bot_json()["first_name"] if kind == "name" else "")


def about_bot(world: World, language: str | None) -> Json:
    """What a person reads of the bot before the first message, in their language."""
    code = (language or "").partition("-")[0]
    return {kind: _text(world, kind, code) for kind in ("name", "description")}


def set_my_commands(world: World, call: Call) -> bool:
    """setMyCommands."""
    world.commands[_scope(world, call), _language(call)] = limits.commands(call.fields["commands"])
    world.changes.publish("bot")
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    """getMyCommands: exactly this scope and language."""
    return world.commands.get((_scope(world, call), _language(call)), [])


def delete_my_commands(world: World, call: Call) -> bool:
    """deleteMyCommands."""
    world.commands.pop((_scope(world, call), _language(call)), None)
    world.changes.publish("bot")
    return True


def menu_for(world: World, chat_id: int, language: str | None) -> list[Json]:
    """The menu that a person sees, by Telegram's order of scopes and languages."""
    scopes = (f"chat:{chat_id}", *(PRIVATE_SCOPES if chat_id > 0 else GROUP_SCOPES))
    tries = ((scope, code) for scope in scopes for code in ((language or "").partition("-")[0], ""))
    return next((menu for key in tries if (menu := world.commands.get(key))), [])


def _scope(world: World, call: Call) -> str:
    """The key of a scope, refused in Telegram's words if there is no such one."""
    scope: Json = call.fields.get("scope", {"type": "default"})
    kind = scope["type"]
    if kind in SCOPES:
        return str(kind)
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    for name in CHAT_SCOPES[kind]:
        if name not in scope:
            raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    chat_id = scope["chat_id"]
    if not isinstance(chat_id, int) or chat_id not in world.chats:
        raise bad_request("chat not found")
    if chat_id > 0 and kind != "chat":
        raise bad_request("can't use specified scope in private chats")
    return ":".join([kind, *(str(scope[name]) for name in CHAT_SCOPES[kind])])


def _language(call: Call) -> str:
    code = str(call.fields.get("language_code", ""))
    if code and not (len(code) == 2 and code.isalpha() and code.islower()):
        raise bad_request("invalid language code specified")
    return code


def set_menu_button(world: World, call: Call) -> bool:
    """setChatMenuButton: one for all chats."""
    world.menu_button = call.fields.get("menu_button", {"type": "default"})
    return True


def get_menu_button(world: World, call: Call) -> Json:
    """getChatMenuButton."""
    return world.menu_button


def get_chat(world: World, call: Call) -> Json:
    """getChat."""
    chat_id = _known_chat(world, call)
    return world.chat_json(chat_id) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }


def get_chat_member(world: World, call: Call) -> Json:
    """getChatMember: everyone in a group is a plain member."""
    _known_chat(world, call)
    person = world.people.get(call.fields["user_id"])
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return {"status": "member", "user": person.to_json()}


def leave_chat(world: World, call: Call) -> bool:
    """leaveChat: groups only."""
    chat_id = _known_chat(world, call)
    if chat_id > 0:
        raise bad_request("chat member status can't be changed in private chats")
    del world.chats[chat_id]
    return True


def _known_chat(world: World, call: Call) -> int:
    chat_id = call.fields["chat_id"]
    if chat_id not in world.chats:
        raise bad_request("chat not found")
    return int(chat_id)


def get_file(world: World, call: Call) -> Json:
    """getFile."""
    file_id = str(call.fields["file_id"])
    if file_id.startswith("http"):
        raise bad_request("invalid file_id")
    return world.files.by_id(file_id).to_json()


def accept(world: World, call: Call) -> bool:
    """logOut, close: nothing to do here."""
    return True
