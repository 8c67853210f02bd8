"""Whether everything still fits into Telegram with the longest values that may stand in it.

The length of a text is counted in UTF-16 units, as Telegram counts, and with its HTML, which Telegram leaves
out: what passes here fits in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.catalogue.checks import LONGEST_TEXT, PLACEHOLDER, without_tags
from bot.catalogue.model import Emergency, FaqItem, Habit, Nudges, PlanWords, ScreenQuestion, Sign, Text
from bot.catalogue.reader import Faults
from bot.coach.model import CheckStep, Exercise, Language

LONGEST_CAPTION = 1024  # below a picture, a video, a file
LONGEST_TOAST = 200  # the answer to a press
LONGEST_CONTACT = 301  # the clinic's name (100), a space, its address (200): the settings take no more
LONGEST_VALUE = 64  # any other value: a number, a time, a date, a time zone, a count
# Callback data has 64 bytes, the start parameter of a link 64 characters; this much is left for an id.
LONGEST_ID = 40
ID = re.compile(r"[a-z0-9-]+")

GAP = 2  # an empty line between two parts
NUMBER = 4  # "12. " before a line
BOLD = 8  # "<b></b>" and the end of that line

SCREENS = (CheckStep.RED, CheckStep.AMBER_1, CheckStep.AMBER_2)
REASONS = "screening.because_"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the longest screens are made of."""

    messages: Mapping[str, Text]
    questions: tuple[ScreenQuestion, ...]
    signs: tuple[Sign, ...]
    plans: Mapping[Exercise, PlanWords]
    emergency: Emergency
    nudges: Nudges
    habits: tuple[Habit, ...]
    commands: Mapping[str, Text]
    faq: Mapping[str, FaqItem]


def check_lengths(parts: Parts, faults: Faults) -> None:
    """Every message alone, then the screens that are put together from several texts, then the ids."""
    for language in Language:
        longest = longest_values(parts, language)
        for key, text in parts.messages.items():
            conversation, name = key.split(".", 1)
            _check(faults, f"messages/{conversation}.toml", name, language, filled(text, language, longest))
        for file, key, length in screens(parts, language):
            _check(faults, file, key, language, length)
        for exercise, plan in parts.plans.items():
            for key, text in _captions(plan):
                _check(faults, f"plans/{exercise}.toml", key, language, size(text[language]), LONGEST_CAPTION)
    _check_ids(parts, faults)


def _check(
    faults: Faults, file: str, key: str, language: Language, length: int, limit: int | None = None
) -> None:
    most = limit or _limit(key)
    if length > most:
        faults.add(
            file, key, f"{language}: {length} characters with the longest values; Telegram takes {most}"
        )


def _limit(name: str) -> int:
    if name.endswith("_caption"):
        return LONGEST_CAPTION
    return LONGEST_TOAST if name.endswith("_toast") else LONGEST_TEXT


def size(text: str) -> int:
    """Length in UTF-16 units, without source tags."""
    return len(without_tags(text).encode("utf-16-le")) // 2


def filled(text: Text, language: Language, longest: Mapping[str, int]) -> int:
    """The length of a text with the longest value in each placeholder."""
    said = text[language]
    return size(PLACEHOLDER.sub("", said)) + sum(
        longest.get(name, LONGEST_VALUE) for name in PLACEHOLDER.findall(said)
    )


def longest_values(parts: Parts, language: Language) -> Mapping[str, int]:
    """Placeholder → the length of its longest value."""

    def most(texts: Iterable[Text]) -> int:
        return max((size(text[language]) for text in texts), default=0)

    rungs = [rung for plan in parts.plans.values() for rung in plan.rungs]
    doses = [parts.messages[key] for key in parts.messages if key.startswith(("plan.dose", "plan.short"))]
    labels = [each.label for each in parts.questions] + [each.label for each in parts.signs]
    following = [text for key, text in parts.messages.items() if key.startswith("start.next_")]
    sources = [text for key, text in parts.messages.items() if key.startswith("ask.source_")]
    return {
        "emergency": most((*parts.emergency.by_zone.values(), parts.emergency.anywhere)),
        "contact": LONGEST_CONTACT,
        "exercise": most(plan.name for plan in parts.plans.values()),
        "aim": most(plan.aim for plan in parts.plans.values()),
        "rung": most(rung.name for rung in rungs),
        "how": most(rung.how for rung in rungs),
        "wrong": most(each.wrong for plan in parts.plans.values() for each in plan.mistakes),
        "fix": most(each.fix for plan in parts.plans.values() for each in plan.mistakes),
        "dose": max((filled(text, language, {}) for text in doses), default=0),
        "label": most(labels) + NUMBER,
        "signs": sum(size(sign.label[language]) + 2 * NUMBER for sign in parts.signs),
        "what": max((filled(text, language, {}) for text in following), default=0),
        "sources": sum(size(text[language]) + NUMBER for text in sources),
    }


def screens(parts: Parts, language: Language) -> Iterator[tuple[str, str, int]]:
    """File, key and length of each screen that is put together from several texts."""
    longest = longest_values(parts, language)

    def said(*keys: str) -> int:
        texts = (parts.messages[key] for key in keys if key in parts.messages)
        return sum(filled(text, language, longest) + GAP for text in texts)

    def listed(texts: Iterable[Text]) -> int:
        return sum(size(text[language]) + NUMBER + GAP for text in texts)

    def most(texts: Iterable[Text]) -> int:
        return max((size(text[language]) for text in texts), default=0)

    for step in SCREENS:
        asked = listed(each.ask for each in parts.questions if each.rule.step is step)
        yield "screening.toml", f"questions (the screen {step})", said(f"screening.{step}") + asked
    signs = listed(sign.label for sign in parts.signs) + listed(sign.gloss for sign in parts.signs)
    signs += BOLD * len(parts.signs)
    yield "screening.toml", "signs", said("screening.signs") + signs
    reasons = [key for key in parts.messages if key.startswith(REASONS)]
    ends = ("screening.card_green_with_advice", "screening.signs_note")
    yield (
        "messages/screening.toml",
        "recommended",
        said("screening.green", "screening.recommended", "screening.why", *reasons, *ends),
    )
    for exercise, plan in parts.plans.items():
        steps = listed(plan.form)
        mistakes = len(plan.mistakes) * said("plan.mistake")
        how = most(rung.how for rung in plan.rungs)
        file = f"plans/{exercise}.toml"
        yield file, "form and mistakes", said("plan.form") + size(plan.aim[language]) + steps + mistakes
        tonight = (
            "tonight.intro",
            "tonight.first",
            "tonight.on_floor",
            "tonight.first_of_two",
            "tonight.tip_back",
            "tonight.tip_thighs",
            "tonight.stop_rule",
        )
        yield file, "form (tonight)", said(*tonight) + steps + how
        easier = listed((*plan.easier, *plan.alternatives))
        yield file, "easier and alternatives", said("plan.easier_intro", "plan.instead") + easier
    commands = sum(size(what[language]) + len(name) + NUMBER for name, what in parts.commands.items())
    yield "botfather.toml", "commands (on /help)", said("start.next", "start.help") + commands
    tip = max((size(each.title[language]) + size(each.text[language]) for each in parts.habits), default=0)
    yield "habits.toml", "tips (the longest)", said("habits.intro") + BOLD + tip
    yield "reminders.toml", "rest (the longest, with a tip)", most(parts.nudges.rest) + GAP + BOLD + tip
    training = max(filled(text, language, longest) for text in parts.nudges.training)
    yield "reminders.toml", "training (the longest)", training + said("night.dose")
    for id_, item in parts.faq.items():
        answer = listed((item.question, item.short, *item.steps, *item.more))
        yield f"faq/{id_}.toml", "the whole answer", answer + said("ask.sources")


def _captions(plan: PlanWords) -> Iterator[tuple[str, Text]]:
    """What may stand below a picture of the exercise."""
    yield from ((f"form[{n}]", text) for n, text in enumerate(plan.form))
    yield from ((f"levels[{n}].how", rung.how) for n, rung in enumerate(plan.rungs))
    for n, each in enumerate(plan.mistakes):
        yield f"mistakes[{n}]", Text(each.wrong.en + each.fix.en, each.wrong.ja + each.fix.ja)


def _check_ids(parts: Parts, faults: Faults) -> None:
    """An id goes into a button's data and into a link: short, small letters, digits and hyphens."""
    named = [(f"faq/{id_}.toml", "-", id_) for id_ in parts.faq]
    named += [("habits.toml", f"tips[{n}].id", habit.id) for n, habit in enumerate(parts.habits) if habit.id]
    for file, key, id_ in named:
        if len(id_) > LONGEST_ID:
            faults.add(file, key, f"the id {id_!r} has {len(id_)} characters, at most {LONGEST_ID}")
        if not ID.fullmatch(id_):
            faults.add(file, key, f"the id {id_!r} may hold only small letters, digits and hyphens")
