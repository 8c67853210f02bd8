"""/ask and any text that answers no pending question: the question index."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.coach import session as evening
from bot.faq.anonymous import anonymised
from bot.faq.index import Kind
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, show
from bot.handlers.presses import NEW, Handler, on, pressed_on
from bot.handlers.situation import next_training_night, review_due, whats_next
from bot.views import ask as view
from bot.views import pictures
from bot.views import start as start_view
from bot.views import tonight as tonight_view
from bot.views.reply import Reply

NAME = "ask"
LONGEST = 500  # characters of a question; warning signs were looked for in all of it before


def build(deps: Deps) -> list[Handler]:
    talk = Ask(deps)
    return [
        CommandHandler("ask", talk.asked, NEW),
        CommandHandler("start", talk.linked, NEW & filters.Regex(r"^/start faq-[a-z-]+$")),
        on(NAME, "topics", talk.topics),
        on(NAME, "faq", talk.opened),
        on(NAME, "more", talk.more),
        on(NAME, "none", talk.none_of_these),
        on(NAME, "helped", talk.helped),
        on(NAME, "unhelpful", talk.did_not_help),
    ]


def build_text(deps: Deps) -> Handler:
    """Any other text is a question."""
    return MessageHandler(NEW & filters.TEXT & ~filters.COMMAND, Ask(deps).typed)


class Ask:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def asked(self, update: Update, context: Context) -> None:
        """/ask with a question answers it; alone it shows topics."""
        visit = self._deps.visit(update)
        text = " ".join(context.args or ())
        await answer(
            update, context, self.reply(visit, text) if text else view.topics(visit.say), quoting=bool(text)
        )

    async def linked(self, update: Update, context: Context) -> None:
        """A deep link to one item: `start=faq-<id>`."""
        visit = self._deps.visit(update)
        id_ = "".join(context.args or ()).removeprefix("faq-")
        await answer(update, context, self.item(visit, id_, full=False))

    async def typed(self, update: Update, context: Context) -> None:
        visit = self._deps.visit(update)
        message = update.effective_message
        assert message is not None
        text = message.text or ""
        if self._deps.interrupted(visit) == "tonight" and tonight_view.says_it_hurts(visit.say, text):
            await answer(update, context, self._it_hurts(visit))
            return
        await answer(update, context, self.reply(visit, text), quoting=True)

    def _it_hurts(self, visit: Visit) -> Reply:
        """Typed instead of pressed: the set stops at once all the same (H32)."""
        sessions = self._deps.store.sessions
        session = sessions.get(visit.id, visit.night)
        assert session is not None, "a session goes on"
        session = evening.hurts(session)
        sessions.save(visit.id, session, visit.now)
        return tonight_view.stage(visit.say, session, evening.stage(session))

    def reply(self, visit: Visit, text: str) -> Reply:
        """The answer to a question, with a way back to what it interrupted."""
        found = self._found(visit, text) if len(text) <= LONGEST else view.too_long(visit.say, LONGEST)
        interrupted = self._deps.interrupted(visit)
        if interrupted is None:
            return found
        session = visit.night if interrupted == "tonight" else None
        return view.with_way_back(visit.say, found, interrupted, session)

    def _found(self, visit: Visit, text: str) -> Reply:
        if view.says_thanks(visit.say, text):
            return view.you_are_welcome(visit.say)
        if view.says_hello(visit.say, text):
            return self._menu(visit)
        result = self._deps.content.index.search(text, visit.say.language)
        match result.kind:
            case Kind.ANSWER:
                return self.item(visit, result.ids[0], full=False)
            case Kind.CHOICES:
                return view.choices(visit.say, result.ids)
            case Kind.NONE:
                self._note(visit, text, "")
                return view.nothing(visit.say, self._deps.contact)

    def _menu(self, visit: Visit) -> Reply:
        """Who says hello is shown what there is, as with /start."""
        if not visit.consented:
            return start_view.welcome(visit.say)
        night = next_training_night(self._deps, visit)
        return start_view.welcome_back(
            visit.say, whats_next(self._deps, visit), night, review=review_due(self._deps, visit)
        )

    def _note(self, visit: Visit, text: str, item: str) -> None:
        """Keep a question without an answer for the writer: anonymised, counted, nobody's."""
        self._deps.store.questions.note(anonymised(text), visit.say.language, item, visit.now)

    def item(self, visit: Visit, id_: str, *, full: bool) -> Reply:
        """One item; nothing that shows how to move while exercise is shut."""
        shut = self._deps.card_if_shut(visit) is not None
        if shut and id_ not in view.OPEN_WHEN_SHUT:
            return view.shut(visit.say)
        item = self._deps.content.catalogue.faq.get(id_)
        if item is None:
            return view.topics(visit.say)
        return pictures.beside_answer(visit.say, view.answer(visit.say, item, full=full), item)

    async def topics(self, update: Update, context: Context) -> None:
        await settle(update)
        await answer(update, context, view.topics(self._deps.visit(update).say))

    async def opened(self, update: Update, context: Context) -> None:
        """A topic or a "did you mean"."""
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self.item(visit, "".join(pressed_on(update).values), full=False))

    async def more(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        await show(update, context, self.item(visit, "".join(pressed_on(update).values), full=True))

    async def none_of_these(self, update: Update, context: Context) -> None:
        """None of the "did you mean": an honest "I don't know", and a note for the writer."""
        await settle(update)
        visit = self._deps.visit(update)
        self._note(visit, question_of(update), "")
        await show(update, context, view.nothing(visit.say, self._deps.contact))

    async def helped(self, update: Update, context: Context) -> None:
        visit = self._deps.visit(update)
        await settle(update, visit.say("ask.glad"))

    async def did_not_help(self, update: Update, context: Context) -> None:
        """A note for the writer, and the next best answers."""
        await settle(update)
        visit = self._deps.visit(update)
        id_, text = "".join(pressed_on(update).values), question_of(update)
        if id_ in self._deps.content.catalogue.faq:
            self._note(visit, text, id_)
        others = tuple(each for each in self._deps.content.index.search(text).ids if each != id_)
        reply = view.choices(visit.say, others) if others else view.nothing(visit.say, self._deps.contact)
        await answer(update, context, reply)


def question_of(update: Update) -> str:
    """The question that the pressed message answers: it was sent as a reply to it."""
    message = update.callback_query.message if update.callback_query else None
    asked = message.reply_to_message if isinstance(message, Message) else None
    text = (asked.text or "") if asked else ""
    return text.removeprefix("/ask").strip()
