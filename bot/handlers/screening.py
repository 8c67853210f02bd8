"""/check: consent, three safety screens, seven signs, three questions, and the recommendation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, filters

from bot.coach import recommend
from bot.coach import screening as rules
from bot.coach.model import Answers, Check, CheckStep, Hold, Plan, Surface, Verdict, Veto
from bot.coach.recommend import Recommendation
from bot.coach.schedule import night_of
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, show
from bot.handlers.presses import NEW, conversation, on, pressed_on
from bot.views import screening as view
from bot.views.reply import Press, Reply

NAME = "check"
CONSENT = "consent"
MEANT = "meant"  # "I meant something else", under the card for a typed warning sign


def build(deps: Deps) -> ConversationHandler[Context]:
    """The conversation, one state for each step of the check."""
    talk = Screening(deps)
    states: dict[object, list[CallbackQueryHandler[Context, Any]]] = {
        CONSENT: [on(NAME, CONSENT, talk.consented)],
        MEANT: [on(NAME, MEANT, talk.meant_else)],
    }
    states |= {step: [on(NAME, step, talk.answered)] for step in CheckStep}
    return conversation(
        NAME,
        entries=[
            CommandHandler("check", talk.opened, NEW),
            CommandHandler("start", talk.opened, NEW & filters.Regex(r"^/start check$")),
            on(NAME, "open", talk.opened),
        ],
        states=states,
    )


class Screening:
    """The callbacks: read the press, load, ask the coach, save, show."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._health = deps.store.health

    async def opened(self, update: Update, context: Context) -> object:
        """Begin, or go on where it was left."""
        await settle(update)
        visit = self._deps.visit(update)
        if not visit.consented and self._may_check(visit):
            await answer(update, context, view.consent(visit.say))
            return CONSENT
        reply, state = self._begun(visit)
        await answer(update, context, reply)
        return state

    def _begun(self, visit: Visit) -> tuple[Reply, object]:
        """The question where the check stands, begun if need be; after RED not before a later day."""
        if not self._may_check(visit):
            return view.too_soon(visit.say, visit.zone_name), ConversationHandler.END
        if self._draft(visit) is None:
            fresh = rules.fresh(self._health.check(visit.id), self._deps.content.catalogue.rules)
            self._health.save_draft(visit.id, fresh, frozenset(), visit.now)
        return self._question(visit)

    async def consented(self, update: Update, context: Context) -> object:
        visit = self._deps.visit(update)
        await settle(update)
        if pressed_on(update).values != ("yes",):
            await show(update, context, view.consent_refused(visit.say))
            return ConversationHandler.END
        self._deps.remember(visit)
        self._deps.store.people.consent(visit.id, visit.now)
        visit, before = self._deps.visit(update), self._deps.unstored.pop(visit.id, None)
        if before is not None:
            self._deps.put_hold(visit, before)
        reply, state = self._begun(visit)
        await show(update, context, reply)
        return state

    async def answered(self, update: Update, context: Context) -> object:
        """A press on one of the steps, checked against where the check stands now."""
        visit = self._deps.visit(update)
        press = pressed_on(update)
        draft = self._draft(visit)
        if not visit.consented or draft is None or not self._may_check(visit):
            await settle(update, visit.say("start.old_button_toast"))
            return await self._no_longer(update, context, visit)
        answers, ticked = draft
        if press.step != self._step(visit, answers):
            await settle(update, visit.say("start.old_button_toast"))
            reply, step = self._question(visit)
            await show(update, context, reply)
            return step
        await settle(update)
        return await self._apply(update, context, visit, answers, ticked, press)

    async def _no_longer(self, update: Update, context: Context, visit: Visit) -> object:
        """A step of a check that is finished: show what it said. One that never was: begin."""
        check, hold = self._health.check(visit.id), self._health.hold(visit.id)
        if check is None or hold is not None or not visit.consented:
            return await self.opened(update, context)
        await show(update, context, self._meaning(visit, check))
        return ConversationHandler.END

    async def _apply(
        self,
        update: Update,
        context: Context,
        visit: Visit,
        answers: Answers,
        ticked: frozenset[str],
        press: Press,
    ) -> object:
        step = CheckStep(press.step)
        match press.values:
            case ["later"]:
                await show(update, context, view.paused(visit.say))
                return ConversationHandler.END
            case ["back"]:
                answers, ticked = self._back(answers, step)
            case ["on", id_] if id_ in self._ids(step):
                ticked = ticked | {id_}
            case ["off", id_]:
                ticked = ticked - {id_}
            case ["none"] if step in view.MULTIPLE and not ticked:
                answers, ticked = rules.answer(answers, step, frozenset()), frozenset()
            case ["skip"] if (left_out := self._skippable(step)) and not ticked:
                answers = replace(rules.answer(answers, step, frozenset()), left_out=left_out)
            case ["done"] if step in view.MULTIPLE and ticked:
                answers, ticked = rules.answer(answers, step, ticked), frozenset()
            case ["is", value] if value in view.CHOICES.get(step, ()):
                if step is CheckStep.LYING:
                    answers = replace(answers, surface=_surface(ticked))
                answers, ticked = rules.answer(answers, step, frozenset({value})), frozenset()
        self._save(visit, answers, ticked)
        if self._step(visit, answers) is None:
            return await self._finish(update, context, visit, answers)
        reply, following = self._question(visit)
        await show(update, context, reply)
        return following

    def _save(self, visit: Visit, answers: Answers, ticked: frozenset[str]) -> None:
        """Keep the half-done check. A warning sign in it shuts exercise at once, however the check ends."""
        found = rules.screening(answers, self._deps.content.catalogue.rules)
        with self._deps.store.database.write():
            self._health.save_draft(visit.id, answers, ticked, visit.now)
            if not found.verdict.may_train and self._step(visit, answers) is not None:
                self._health.put_hold(visit.id, Hold(found.verdict, visit.night))

    def _back(self, answers: Answers, step: CheckStep) -> tuple[Answers, frozenset[str]]:
        """One step back, with what was ticked there still ticked."""
        earlier = rules.back(answers)
        was = [answers.red, answers.amber1, answers.amber2, answers.signs]
        now = [earlier.red, earlier.amber1, earlier.amber2, earlier.signs]
        ticked = next((before for before, after in zip(was, now, strict=True) if before != after), None)
        if earlier.lying is not answers.lying and answers.surface is Surface.FLOOR:
            ticked = frozenset({Surface.FLOOR})
        return earlier, ticked or frozenset()

    async def _finish(self, update: Update, context: Context, visit: Visit, answers: Answers) -> object:
        if answers.cleared is False:
            verdict = (
                rules.blocking(self._health.check(visit.id), self._health.hold(visit.id)) or Verdict.AMBER
            )
            self._health.drop_draft(visit.id)
            await show(update, context, self._card(visit, verdict))
            return ConversationHandler.END
        found = rules.screening(answers, self._deps.content.catalogue.rules)
        if Veto.MINOR in found.vetoes:
            self._deps.store.people.withdraw_consent(visit.id, visit.now)
            self._deps.replan(visit.id)
            await show(update, context, view.minor(visit.say))
            return ConversationHandler.END
        await show(update, context, self._result(visit, answers, found))
        return ConversationHandler.END

    def _result(self, visit: Visit, answers: Answers, found: rules.Screening) -> Reply:
        """Keep the finished check, and say what it means."""
        check = Check(visit.night, visit.now, found.verdict, answers, found.vetoes)
        open_ = found.verdict.may_train and Veto.NO_BEDTIME_PLAN not in found.vetoes
        self._keep(visit, check, self._plan(visit, check) if open_ else None)
        return self._meaning(visit, check)

    def _meaning(self, visit: Visit, check: Check) -> Reply:
        """What a finished check says: a card, or the plan with its reasons."""
        plan = self._deps.plan(visit.id)
        if not check.verdict.may_train:
            return self._card(visit, check.verdict)
        if Veto.NO_BEDTIME_PLAN in check.vetoes or plan is None:
            return view.no_bedtime_plan(visit.say)
        return view.recommendation(visit.say, self._advice(check), plan, check.answers, check.verdict)

    def _advice(self, check: Check) -> Recommendation:
        table = self._deps.content.catalogue.recommendations
        return recommend.recommend(check.answers, check.vetoes, table)

    def _keep(self, visit: Visit, check: Check, plan: Plan | None) -> None:
        self._health.finish_check(visit.id, check, plan)
        self._deps.replan(visit.id)

    def _plan(self, visit: Visit, check: Check) -> Plan:
        """The recommended plan. Who has trained already keeps days and rungs, within what is allowed."""
        table, plans = self._deps.content.catalogue.recommendations, self._deps.content.catalogue.plans
        advice, earlier = self._advice(check), self._deps.plan(visit.id)
        if earlier is None or not self._deps.store.sessions.history(visit.id, limit=1):
            return recommend.plan_from(advice, visit.night.weekday(), table, check.answers.surface)
        tops = {each: plans[each].top for each in plans}
        levels = tuple(
            (each, min(level, recommend.ceiling(each, check.answers, check.vetoes, table, top=tops[each])))
            for each, level in earlier.levels
        )
        return replace(earlier, exercise=advice.exercise, levels=levels, surface=check.answers.surface)

    # -- a card from free text was wrong -----------------------------------------------------------------

    async def meant_else(self, update: Update, context: Context) -> object:
        """Ask the RED screen at once; "none of these" gives everything back (decision 2).

        It takes back a typed RED sign only: an old card must not lift a newer AMBER one.
        """
        visit = self._deps.visit(update)
        await settle(update)
        match pressed_on(update).values:
            case ["none"]:
                await show(update, context, self._false_alarm(visit))
            case ["fits"]:
                self._confirm_red(visit)
                await show(update, context, self._card(visit, Verdict.RED))
            case _:
                await answer(update, context, view.meant_else(visit.say, frozenset()))
                return MEANT
        return ConversationHandler.END

    def _false_alarm(self, visit: Visit) -> Reply:
        """The RED hold goes; a sign that was ticked or confirmed, and an AMBER one, stay."""
        self._health.lift_red_hold(visit.id)
        self._deps.unstored.pop(visit.id, None)
        self._deps.replan(visit.id)
        return self._deps.card_if_shut(visit) or view.given_back(visit.say)

    def _confirm_red(self, visit: Visit) -> None:
        """Said on the RED screen, so it counts like a RED check; what is known of limits stays."""
        if not visit.consented:
            self._deps.put_hold(visit, Hold(Verdict.RED, visit.night))
            return
        earlier = self._health.check(visit.id)
        answers, vetoes = (earlier.answers, earlier.vetoes) if earlier else (Answers(), frozenset[Veto]())
        self._keep(visit, Check(visit.night, visit.now, Verdict.RED, answers, vetoes), None)

    # -- what stands where -------------------------------------------------------------------------------

    def _may_check(self, visit: Visit) -> bool:
        return rules.may_recheck(self._health.check(visit.id), self._deps.hold(visit), visit.night)

    def _draft(self, visit: Visit) -> tuple[Answers, frozenset[str]] | None:
        """The half-done check of tonight. On another day it begins anew: the answers may have changed."""
        at = self._health.draft_at(visit.id)
        if at is None or night_of(at, visit.zone) != visit.night:
            return None
        return self._health.draft(visit.id)

    def _step(self, visit: Visit, answers: Answers) -> CheckStep | None:
        check, hold = self._health.check(visit.id), self._health.hold(visit.id)
        return rules.next_step(answers, self._deps.content.catalogue.rules, rules.needs_yes(check, hold))

    def _question(self, visit: Visit) -> tuple[Reply, CheckStep]:
        draft = self._draft(visit)
        answers, ticked = draft if draft else (Answers(), frozenset[str]())
        step = self._step(visit, answers) or CheckStep.PAIN
        return view.question(visit.say, step, ticked), step

    def _ids(self, step: CheckStep) -> set[str]:
        catalogue = self._deps.content.catalogue
        if step is CheckStep.SIGNS:
            return {sign.id for sign in catalogue.signs}
        if step is CheckStep.LYING:
            return {Surface.FLOOR}
        return {question.id for question in catalogue.rules if question.step is step}

    def _skippable(self, step: CheckStep) -> frozenset[str]:
        rules_of_step = (rule for rule in self._deps.content.catalogue.rules if rule.step is step)
        return frozenset(rule.id for rule in rules_of_step if rule.may_skip)

    def _card(self, visit: Visit, verdict: Verdict) -> Reply:
        yes = rules.needs_yes(self._health.check(visit.id), self._health.hold(visit.id))
        return view.card(visit.say, verdict, visit.zone_name, yes=yes, contact=self._deps.contact)


def _surface(ticked: frozenset[str]) -> Surface:
    """A bed, unless the floor was ticked on the same screen."""
    return Surface.FLOOR if Surface.FLOOR in ticked else Surface.BED
