"""Health answers: the check in progress, the latest check, a hold, and the plan. Ids only; consent first."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from bot.coach.calendar import mended
from bot.coach.model import (
    WORST_FIRST,
    Answers,
    Check,
    Exercise,
    Experience,
    Hold,
    Lying,
    Pain,
    Plan,
    Routine,
    Surface,
    Verdict,
    Veto,
)
from bot.store.database import Database
from bot.store.moments import moment, seconds

SETS = ("red", "amber1", "amber2", "signs")


class Health:
    def __init__(self, db: Database) -> None:
        self._db = db

    def draft(self, person: int) -> tuple[Answers, frozenset[str]] | None:
        """The unfinished check and what is ticked on its present screen."""
        row = self._db.row("SELECT answers, ticked FROM drafts WHERE person = ?", [person])
        if row is None:
            return None
        return answers_from(json.loads(row["answers"])), frozenset(json.loads(row["ticked"]))

    def draft_at(self, person: int) -> datetime | None:
        """When the unfinished check was last answered."""
        row = self._db.row("SELECT at FROM drafts WHERE person = ?", [person])
        return moment(row["at"]) if row else None

    def save_draft(self, person: int, answers: Answers, ticked: frozenset[str], now: datetime) -> None:
        self._db.run(
            "INSERT OR REPLACE INTO drafts (person, answers, ticked, at) VALUES (?, ?, ?, ?)",
            [person, json.dumps(answers_data(answers)), json.dumps(sorted(ticked)), seconds(now)],
        )

    def drop_draft(self, person: int) -> None:
        self._db.run("DELETE FROM drafts WHERE person = ?", [person])

    def check(self, person: int) -> Check | None:
        row = self._db.row("SELECT * FROM checks WHERE person = ?", [person])
        if row is None:
            return None
        return Check(
            night=date.fromisoformat(row["night"]),
            at=moment(row["at"]),
            verdict=Verdict(row["verdict"]),
            answers=answers_from(json.loads(row["answers"])),
            vetoes=frozenset(Veto(each) for each in json.loads(row["vetoes"])),
        )

    def finish_check(self, person: int, check: Check, plan: Plan | None) -> None:
        """Keep the finished check in place of draft, hold and earlier check; and the plan, if it has one."""
        with self._db.write():
            self._db.run(
                "INSERT OR REPLACE INTO checks (person, night, at, verdict, answers, vetoes)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    person,
                    check.night.isoformat(),
                    seconds(check.at),
                    check.verdict,
                    json.dumps(answers_data(check.answers)),
                    json.dumps(sorted(check.vetoes)),
                ],
            )
            self.drop_draft(person)
            self.lift_holds(person)
            if plan is not None:
                self.save_plan(person, plan)

    def hold(self, person: int) -> Hold | None:
        """The worst hold that stands."""
        rows = self._db.rows("SELECT * FROM holds WHERE person = ?", [person])
        holds = [Hold(Verdict(row["verdict"]), date.fromisoformat(row["since"])) for row in rows]
        return min(holds, key=lambda hold: WORST_FIRST.index(hold.verdict), default=None)

    def put_hold(self, person: int, hold: Hold) -> None:
        """A hold replaces an earlier one of its kind and stands beside the others."""
        self._db.run(
            "INSERT OR REPLACE INTO holds (person, verdict, since) VALUES (?, ?, ?)",
            [person, hold.verdict, hold.since.isoformat()],
        )

    def lift_red_hold(self, person: int) -> None:
        """The RED sign was a false alarm; an AMBER one stays."""
        self._db.run("DELETE FROM holds WHERE person = ? AND verdict = ?", [person, Verdict.RED])

    def lift_holds(self, person: int) -> None:
        self._db.run("DELETE FROM holds WHERE person = ?", [person])

    def plan(self, person: int) -> Plan | None:
        row = self._db.row("SELECT * FROM plans WHERE person = ?", [person])
        if row is None:
            return None
        levels = json.loads(row["levels"])
        return Plan(
            exercise=Exercise(row["exercise"]),
            levels=tuple((each, max(int(levels.get(each, 0)), 0)) for each in Exercise),
            days=mended(json.loads(row["days"])),
            routine=Routine(row["routine"]),
            surface=Surface(row["surface"]),
            review_day=row["review_day"],
        )

    def save_plan(self, person: int, plan: Plan) -> None:
        self._db.run(
            "INSERT OR REPLACE INTO plans (person, exercise, levels, days, routine, surface, review_day)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                person,
                plan.exercise,
                json.dumps(dict(plan.levels)),
                json.dumps(sorted(plan.days)),
                plan.routine,
                plan.surface,
                plan.review_day,
            ],
        )


def answers_data(answers: Answers) -> dict[str, Any]:
    """Answers as plain data: lists of ids, words, true and false."""
    data: dict[str, Any] = {
        name: None if getattr(answers, name) is None else sorted(getattr(answers, name)) for name in SETS
    }
    data |= {
        "cleared": answers.cleared,
        "covered": sorted(answers.covered),
        "pregnant": answers.pregnant,
        "lying": answers.lying,
        "experience": answers.experience,
        "pain": answers.pain,
        "surface": answers.surface,
        "left_out": sorted(answers.left_out),
    }
    return data


def answers_from(data: dict[str, Any]) -> Answers:
    """The other way round; a key that an older version did not write is "not asked yet"."""
    sets = {name: None if data.get(name) is None else frozenset(data[name]) for name in SETS}
    return Answers(
        **sets,
        cleared=data.get("cleared"),
        covered=frozenset(data.get("covered", ())),
        pregnant=data.get("pregnant"),
        lying=Lying(data["lying"]) if data.get("lying") else None,
        experience=Experience(data["experience"]) if data.get("experience") else None,
        pain=Pain(data["pain"]) if data.get("pain") else None,
        surface=Surface(data.get("surface", Surface.BED)),
        left_out=frozenset(data.get("left_out", ())),
    )
