"""The safety check and its result: screens, cards, the recommendation with its reasons."""

from __future__ import annotations

from bot.catalogue.model import Text
from bot.coach.model import Answers, CheckStep, Exercise, Experience, Lying, Pain, Plan, Surface, Verdict
from bot.coach.recommend import Because, Reason, Recommendation
from bot.views.plan import dose, nights
from bot.views.reply import Button, Reply, Rows
from bot.views.words import Ready, Words

MULTIPLE = {CheckStep.RED, CheckStep.AMBER_1, CheckStep.AMBER_2, CheckStep.SIGNS}
FIRST = {CheckStep.CLEARED, CheckStep.RED}  # nothing to go back to
CHOICES: dict[CheckStep, tuple[str, ...]] = {
    CheckStep.CLEARED: ("yes", "no"),
    CheckStep.PREGNANT: ("yes", "no"),
    CheckStep.LYING: tuple(Lying),
    CheckStep.EXPERIENCE: tuple(Experience),
    CheckStep.PAIN: tuple(Pain),
}


def consent(say: Words) -> Reply:
    return Reply(
        say("screening.consent"),
        (
            (say.button("screening.consent_yes", "check", "consent", "yes"),),
            (say.button("screening.consent_no", "check", "consent", "no"),),
            (say.button("start.privacy", "mydata", "privacy"),),
        ),
    )


def consent_refused(say: Words) -> Reply:
    return Reply(
        say("screening.consent_refused"),
        ((say.button("start.topics", "ask", "topics"),), (say.button("start.begin", "check", "open"),)),
    )


def question(say: Words, step: CheckStep, ticked: frozenset[str]) -> Reply:
    """The message of one step, with what is ticked on it."""
    if step in MULTIPLE:
        return _toggles(say, step, ticked)
    rows: Rows = tuple((_choice(say, step, value),) for value in CHOICES[step])
    if step is CheckStep.LYING:
        rows = (*rows, (_toggle(say, step, Surface.FLOOR, say("screening.floor"), Surface.FLOOR in ticked),))
    return Reply(say(f"screening.{step}"), (*rows, _ways_out(say, step)))


def _choice(say: Words, step: CheckStep, value: str) -> Button:
    key = f"screening.{step}_{value}".replace("-", "_").replace("+", "_up")
    return say.button(key, "check", step, "is", value)


def _toggles(say: Words, step: CheckStep, ticked: frozenset[str]) -> Reply:
    entries = _entries(say, step)
    lines = [f"{n}. {say.text(full)}" for n, (_, full, _) in enumerate(entries, start=1)]
    rows: Rows = tuple(
        (_toggle(say, step, id_, f"{n}. {say.text(label)}", id_ in ticked),)
        for n, (id_, _, label) in enumerate(entries, start=1)
    )
    if ticked:
        end = say.button("screening.these", "check", step, "done", count=len(ticked))
    else:
        end = say.button("screening.none", "check", step, "none")
    text = "\n\n".join([say(f"screening.{step}"), *lines])
    return Reply(text, (*rows, (end,), *_skip(say, step, ticked), _ways_out(say, step)))


def _skip(say: Words, step: CheckStep, ticked: frozenset[str]) -> Rows:
    """None of these, and one left unanswered: only where a question says that it may be."""
    asked = [each.rule for each in say.catalogue.questions if each.rule.step is step]
    numbers = [n for n, rule in enumerate(asked, start=1) if rule.may_skip]
    if ticked or not numbers:
        return ()
    return ((say.button("screening.skip", "check", step, "skip", number=numbers[0]),),)


def _entries(say: Words, step: CheckStep) -> list[tuple[str, Text, Text]]:
    """Id, full words and button label of everything that can be ticked on a screen."""
    if step is CheckStep.SIGNS:
        return [
            (
                sign.id,
                Text(*(f"<b>{sign.label[each]}</b>\n{sign.gloss[each]}" for each in say.languages)),
                sign.label,
            )
            for sign in say.catalogue.signs
        ]
    return [
        (question.rule.id, question.ask, question.label)
        for question in say.catalogue.questions
        if question.rule.step is step
    ]


def _toggle(say: Words, step: CheckStep, id_: str, label: str, is_ticked: bool) -> Button:
    """The button says what it does, so that a double press does not take a warning sign back."""
    key = "screening.ticked" if is_ticked else "screening.unticked"
    return say.button(key, "check", step, "off" if is_ticked else "on", id_, label=Ready(label))


def _ways_out(say: Words, step: CheckStep) -> tuple[Button, ...]:
    later = say.button("screening.later", "check", step, "later")
    if step in FIRST:
        return (later,)
    return (say.button("screening.back", "check", step, "back"), later)


def paused(say: Words) -> Reply:
    return Reply(say("screening.paused"), ((say.button("screening.resume", "check", "open"),),))


# -- cards ---------------------------------------------------------------------------------------------


def card(
    say: Words,
    verdict: Verdict,
    zone: str | None,
    *,
    typed: bool = False,
    yes: bool = True,
    contact: str = "",
) -> Reply:
    """The card of a RED or AMBER verdict: what to do now, the number first; no exercise, no guess (G16).

    `typed`: the sign came as free text, so the card can be taken back ("I meant something else").
    `yes`: only a professional's yes opens exercise again; without it a new check does.
    """
    number = say.text(say.catalogue.emergency.number(zone))
    parts = [say(f"screening.card_{verdict}", emergency=number)]
    if contact:
        parts.append(say("screening.contact", contact=contact))
    text = "\n\n".join(parts)
    if typed and verdict is Verdict.RED:
        return Reply(text, ((say.button("screening.meant_else", "check", "meant"),),))
    if typed or not yes:
        return Reply(text, ((say.button("screening.again", "check", "open"),),))
    return Reply(text, ((say.button("screening.said_yes", "check", "open"),),))


def card_for_other(say: Words, verdict: Verdict, zone: str | None) -> Reply:
    """The same card for somebody the person wrote about: it changes nothing for the person."""
    number = say.text(say.catalogue.emergency.number(zone))
    return Reply(say(f"screening.card_{verdict}", emergency=number) + "\n\n" + say("screening.for_other"))


def meant_else(say: Words, ticked: frozenset[str]) -> Reply:
    """The RED screen after a card from free text; "none of these" gives everything back."""
    entries = _entries(say, CheckStep.RED)
    lines = [f"{n}. {say.text(full)}" for n, (_, full, _) in enumerate(entries, start=1)]
    return Reply(
        "\n\n".join([say("screening.meant_intro"), *lines]),
        (
            (say.button("screening.none", "check", "meant", "none"),),
            (say.button("screening.one_fits", "check", "meant", "fits"),),
        ),
    )


def given_back(say: Words) -> Reply:
    return Reply(say("screening.given_back"), ((say.button("menu.tonight", "tonight", "open"),),))


def too_soon(say: Words, zone: str | None) -> Reply:
    """RED is asked again on a later day only."""
    red = card(say, Verdict.RED, zone)
    return Reply(red.text + "\n\n" + say("screening.too_soon"))


def minor(say: Words) -> Reply:
    return Reply(say("screening.minor"))


def no_bedtime_plan(say: Words) -> Reply:
    return Reply(say("screening.no_bedtime_plan"), ((say.button("start.topics", "ask", "topics"),),))


# -- the recommendation --------------------------------------------------------------------------------


def recommendation(
    say: Words, found: Recommendation, plan: Plan, answers: Answers, verdict: Verdict
) -> Reply:
    """The plan, why, and what else may be chosen. Never a diagnosis (G38, G41)."""
    words = say.catalogue.plans[found.exercise]
    rung = words.rungs[plan.level(found.exercise)]
    parts = [
        say("screening.because_pain_tonight" if answers.pain is Pain.SEVERE else "screening.green"),
        say(
            "screening.recommended",
            exercise=say.text(words.name),
            aim=say.text(words.aim),
            level=rung.level.number,
            rung=say.text(rung.name),
            dose=dose(say, rung.level),
            days=nights(say, plan.days),
        ),
        "\n".join([say("screening.why"), *_reasons(say, found)]),
    ]
    if verdict is Verdict.GREEN_WITH_ADVICE:
        parts.append(say("screening.card_green_with_advice"))
    if answers.signs:
        parts.append(say("screening.signs_note", count=len(answers.signs)))
    return Reply("\n\n".join(parts), _next_steps(say, found, answers))


def _reasons(say: Words, found: Recommendation) -> list[str]:
    """The reasons for the plan, one a line; that tonight is for resting stands above it already."""
    return [f"• {_because(say, each)}" for each in found.because if each.reason is not Reason.PAIN_TONIGHT]


def _because(say: Words, because: Because) -> str:
    labels = {sign.id: say("screening.quoted", label=say.text(sign.label)) for sign in say.catalogue.signs}
    signs = say.listed([labels[sign] for sign in because.signs])
    key = f"screening.because_{because.reason.replace('-', '_')}"
    return say(key, signs=signs) if because.signs else say(key)


def _next_steps(say: Words, found: Recommendation, answers: Answers) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if answers.pain is not Pain.SEVERE:
        rows.append((say.button("screening.start_tonight", "tonight", "open"),))
    rows.append((say.button("menu.remind", "remind", "open"),))
    rows += [(other_plan(say, other),) for other in found.others]
    return tuple(rows)


def other_plan(say: Words, exercise: Exercise) -> Button:
    name = say.text(say.catalogue.plans[exercise].name)
    return say.button("screening.rather", "plan", "choose", exercise, exercise=name)
