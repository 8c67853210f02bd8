"""What the stand-in remembers: people, chats, messages, the bot's profile, and open button presses."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.demo.changes import Changes
from bot.demo.clock import Clock
from bot.demo.faults import Faults
from bot.demo.files import FileStore
from bot.demo.updates import Inbox
from bot.demo.wire import Json, RefusalError, bad_request

FIRST_PERSON = 5_000_001
# Telegram forgets an unanswered press after some minutes; the number is not documented.
PRESS_SECONDS = 15 * 60
LOG_LENGTH = 100_000
BOT_NAME = "Demo bot"
USERNAME = "demo_stand_in_bot"


@dataclass(frozen=True)
class Person:
    """Someone who writes to the bot."""

    id: int
    first_name: str
    language_code: str | None = "en"
    username: str | None = None
    blocked: bool = False
    met: bool = False

    def to_json(self) -> Json:
        """Telegram's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        optional = {"username": self.username, "language_code": self.language_code}
        return user | {key: value for key, value in optional.items() if value}


@dataclass(frozen=True)
class Chat:
    """A private chat has its person's id, a group a negative one."""

    id: int
    title: str
    members: tuple[int, ...] = ()

    @property
    def is_private(self) -> bool:
        """Whether this is one person's chat with the bot."""
        return self.id > 0


@dataclass(frozen=True)
class Message:
    """A message as it stands now. `body` is Telegram's own JSON of the content; `sender` None is the bot."""

    chat_id: int
    id: int
    date: int
    sender: Person | None
    body: Json
    markup: Json | None = None
    edit_date: int | None = None
    extra: Json = field(default_factory=dict)
    silent: bool = False

    @property
    def keyboard(self) -> Json | None:
        """The inline keyboard; other kinds are no part of a message."""
        return self.markup if self.markup and self.markup.get("inline_keyboard") else None


@dataclass(frozen=True)
class Press:
    """A press on a button that waits for its answer."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    at: float


@dataclass(frozen=True)
class CallRecord:
    """One call of the bot and what became of it; the truth that tests read."""

    number: int
    method: str
    fields: Json
    at: float
    accepted: bool
    status: int
    description: str = ""
    unknown: tuple[str, ...] = ()
    fault: bool = False


class World:
    """Everything; one bot per world."""

    def __init__(self, token: str, changes: Changes, clock: Clock) -> None:
        self.changes = changes
        self.clock = clock
        self.bot_id = int(token.partition(":")[0])
        self.inbox = Inbox(changes)
        self.files = FileStore()
        self.faults = Faults()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.presses: dict[str, Press] = {}
        self.answers: dict[int, list[Json]] = {}
        self.reactions: dict[tuple[int, int], list[str]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.menu_button: Json = {"type": "default"}
        self.log: deque[CallRecord] = deque(maxlen=LOG_LENGTH)
        self._message_ids = count(1)
        self._albums = count(13_000_000_000_000_001)
        self._press_ids = count(4_000_000_000_000_001)
        self._calls = count(1)

    # The bot

    def bot_json(self) -> Json:
        """Telegram's User of the bot."""
        name = self.profile.get(("name", "")) or BOT_NAME
        return {"id": self.bot_id, "is_bot": True, "first_name": name, "username": USERNAME}

    # People and chats

    def add_person(
        self, first_name: str, language_code: str | None, person_id: int | None = None, met: bool = False
    ) -> Person:
        """A new person with a private chat; ValueError if the id is taken or not positive."""
        new_id = person_id if person_id is not None else max(FIRST_PERSON - 1, *self.people, 0) + 1
        if new_id <= 0 or new_id in self.people:
            raise ValueError(f"person id {new_id} is not free")
        person = Person(new_id, first_name, language_code, met=met)
        self.people[new_id] = person
        self.chats[new_id] = Chat(new_id, first_name)
        self.messages[new_id] = {}
        self.changes.publish("people")
        return person

    def add_group(self, title: str, members: Iterable[int]) -> Chat:
        """A group with the bot in it."""
        chat = Chat(min(-1_000, *self.chats, 0) - 1, title, tuple(members))
        self.chats[chat.id] = chat
        self.messages[chat.id] = {}
        return chat

    def meet(self, person: Person) -> Person:
        """From the first message on, the bot may write to this person."""
        return person if person.met else self.change_person(person.id, met=True)

    def change_person(self, person_id: int, **changes: Any) -> Person:
        """Replace what is known of a person."""
        self.people[person_id] = replace(self.people[person_id], **changes)
        self.changes.publish("people")
        return self.people[person_id]

    def chat_json(self, chat_id: int) -> Json:
        """Telegram's Chat."""
        chat = self.chats[chat_id]
        if chat.is_private:
            return {"id": chat_id, "type": "private", "first_name": self.people[chat_id].first_name}
        return {"id": chat_id, "type": "group", "title": chat.title, "all_members_are_administrators": True}

    def chat_for_sending(self, chat_id: Any) -> int:
        """The chat to send to; refused if it is unknown, never met, or has blocked the bot."""
        if not isinstance(chat_id, int) or chat_id not in self.chats:
            raise bad_request("chat not found")
        person = self.people.get(chat_id)
        if person and person.blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")
        if person and not person.met:
            raise RefusalError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat_id

    # Messages

    def next_album(self) -> int:
        """A number that the pictures of one album share."""
        return next(self._albums)

    def add_message(self, chat_id: int, sender: Person | None, body: Json, **more: Any) -> Message:
        """Keep a new message."""
        now = int(self.clock.now())
        message = Message(chat_id, next(self._message_ids), now, sender, body, **more)
        self.messages[chat_id][message.id] = message
        self.changes.publish("message", chat_id, message_id=message.id)
        return message

    def change_message(self, message: Message) -> Message:
        """Keep a message in its new form."""
        self.messages[message.chat_id][message.id] = message
        self.changes.publish("edited", message.chat_id, message_id=message.id)
        return message

    def remove_message(self, message: Message) -> None:
        """Delete it for both sides."""
        del self.messages[message.chat_id][message.id]
        self.changes.publish("deleted", message.chat_id, message_id=message.id)

    def find_message(self, chat_id: Any, message_id: Any) -> Message | None:
        """The message, if it (still) exists."""
        return self.messages.get(chat_id, {}).get(message_id)

    def message_json(self, message: Message) -> Json:
        """Telegram's Message."""
        whole: Json = {
            "message_id": message.id,
            "date": message.date,
            "chat": self.chat_json(message.chat_id),
            "from": message.sender.to_json() if message.sender else self.bot_json(),
        }
        whole |= message.extra | message.body
        if message.edit_date is not None:
            whole["edit_date"] = message.edit_date
        if message.keyboard:
            whole["reply_markup"] = message.keyboard
        return whole

    def react(self, message: Message, emoji: list[str]) -> None:
        """Keep the bot's reactions to a message."""
        self.reactions[message.chat_id, message.id] = emoji
        self.changes.publish("edited", message.chat_id, message_id=message.id)

    # Presses

    def add_press(self, person_id: int, message: Message) -> Press:
        """A press that waits for answerCallbackQuery."""
        press = Press(str(next(self._press_ids)), person_id, message.chat_id, message.id, self.clock.now())
        self.presses[press.id] = press
        return press

    def take_press(self, press_id: str) -> Press | None:
        """The press that is answered now; `None` if it is unknown, answered or too old."""
        press = self.presses.pop(press_id, None)
        if press and self.clock.now() - press.at > PRESS_SECONDS:
            return None
        return press

    def note_answer(self, press: Press, text: str, alert: bool) -> None:
        """Show the answer to a press: a toast, an alert, or nothing but the end of waiting."""
        row = {"message_id": press.message_id, "text": text, "alert": alert}
        self.answers.setdefault(press.chat_id, []).append(row)
        self.changes.publish("answer", press.chat_id, **row)

    # The log

    def record(self, method: str, fields: Json, accepted: bool, status: int, **more: Any) -> None:
        """Write down a call of the bot."""
        now = self.clock.now()
        self.log.append(CallRecord(next(self._calls), method, fields, now, accepted, status, **more))
