"""python -m bot.faq: try the question index, measure it, set its thresholds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.catalogue.faq_items import read_faq
from bot.catalogue.place import content_folder
from bot.catalogue.reader import Faults
from bot.catalogue.vocabulary import LEARNED_QUESTIONS, LEARNED_SIGNS, read_vocabulary, read_warnings
from bot.coach.model import Language
from bot.faq.calibrate import as_toml, choose, cross_validate
from bot.faq.evaluate import Case, Figures, Outcome, confusions, figures, misses, read_cases, run
from bot.faq.index import Index, Point, Result
from bot.faq.warning import SUSPICION, Sign, Warnings

if TYPE_CHECKING:
    from bot.faq.lessons import Lessons

LANGUAGES = click.Choice([language.value for language in Language])
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DATA = Path("tests/data")
# Of known questions, all of them looked at.
TOLD = ("told", "told-2", "told-3", "told-4", "told-5", "told-6", "told-7", "told-8", "told-9", "told-10")
FOLDERS = ("", "aside", "exam-a", "exam-b", "exam-c-dev", "asked", "asked-2", "asked-3", "asked-4", *TOLD)
KNOWN = tuple(DATA / folder for folder in FOLDERS)
# Looked at, but nothing is learned from it: a pet's words beside a person's sign would speak for a sign.
BESIDE = ("beside",)
# Nobody who writes words or rules has looked at these, and nothing is learned from them.
CLOSED = ("exam-c", "exam-d", "exam-e", "exam-f", "beside-closed")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Faq:
    """The index and the warning rules of one content folder."""

    index: Index
    warnings: Warnings


def load(folder: Path) -> Faq:
    """Faults are named on standard error; what could be read is used."""
    faults = Faults()
    items = read_faq(folder, faults)
    vocabulary = read_vocabulary(folder, faults, items)
    words = read_warnings(folder, faults)
    for fault in faults.found:
        click.echo(f"fault: {fault}", err=True)
    return Faq(Index.build(items, vocabulary), Warnings.build(words))


class _Questions(click.Group):
    """A group whose first argument may be a question instead of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = [arg for arg in args if arg in self.commands]
        if not named and "--help" not in args:
            args = ["ask", *args]
        elif named and args[0] != named[0] and args[0] in ("--lang", "--content"):
            args = [named[0], *(arg for arg in args if arg != named[0])]
        return super().parse_args(ctx, args)


@click.group(cls=_Questions)
def main() -> None:
    """Ask the question index: python -m bot.faq --lang ja "膝が痛い"."""


@main.command()
@click.option("--lang", type=LANGUAGES, default=Language.EN.value, help="The profile's language.")
@click.option("--batch", type=FILE, help='Lines {"lang": "en", "q": "…"}; prints a JSON line for each.')
@click.option("--content", type=FOLDER, default=content_folder, help="The folder of words.")
@click.argument("question", nargs=-1)
def ask(lang: str, batch: Path | None, content: Path, question: tuple[str, ...]) -> None:
    """Answer one question (with why), or a file of them."""
    faq = load(content)
    if batch is not None:
        for line in answer_lines(batch, faq):
            click.echo(line)
    else:
        click.echo(explain(" ".join(question), Language(lang), faq))


def answer_lines(path: Path, faq: Faq) -> Iterator[str]:
    """A JSON line for each line of the file, in order; a bad line gives an error line."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            yield json.dumps(_answer_line(line, number, faq), ensure_ascii=True)


def _answer_line(line: bytes, number: int, faq: Faq) -> dict[str, Any]:
    try:
        row = json.loads(line)
        language, text = Language(row["lang"]), row["q"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {"kind": "error", "line": number}
    return _as_json(text, language, faq) if isinstance(text, str) else {"kind": "error", "line": number}


def _as_json(text: str, language: Language, faq: Faq) -> dict[str, Any]:
    sign = faq.warnings.find(text)
    if sign is not None:
        return {"kind": "emergency", "ids": [], "score": 1.0, "severity": sign.verdict.value}
    result = faq.index.search(text, language)
    return {"kind": result.kind.value, "ids": list(result.ids), "score": result.score}


def explain(text: str, language: Language, faq: Faq) -> str:
    """What the bot would do with the text, and why, for a person to read."""
    sign = faq.warnings.find(text)
    lines = [_sign_line(sign)] if sign is not None else []
    if sign is not None and sign.rule_id == SUSPICION:
        lines += [f"  {points:+.3f}  {what}" for what, points in faq.warnings.reasons(text)]
    return "\n".join([*lines, *_result_lines(faq.index.search(text, language), faq.index.why(text))])


def _sign_line(sign: Sign) -> str:
    who = ", of someone else" if sign.about_other else ""
    return f"emergency: {sign.verdict.value} (rule {sign.rule_id}{who}); the search below would not be shown"


def _result_lines(result: Result, why: Iterable[Point]) -> list[str]:
    lines = [f"{result.kind.value}: {', '.join(result.ids) or '-'}  (score {result.score:.3f})"]
    return lines + [f"  {point.points:+.3f}  {point.what}" for point in why]


@main.command()
@click.option("--lang", type=LANGUAGES, help="Only this language.")
@click.option("--content", type=FOLDER, default=content_folder, help="The folder of words.")
@click.option("--questions", type=FOLDER, default=Path("tests/data"), help="Holds questions.<lang>.jsonl.")
@click.option(
    "--markdown", is_flag=True, help="Only the figures of all known questions, as docs/index.md has them."
)
def evaluate(lang: str | None, content: Path, questions: Path, markdown: bool) -> None:
    """Print the figures on known questions, the confusions, and every miss."""
    faq = load(content)
    if markdown:
        click.echo("\n".join(table(faq)))
        return
    for language in [Language(lang)] if lang else list(Language):
        outcomes = run(_cases(questions, language), faq.index, faq.warnings)
        click.echo(f"\n== {language} ({len(outcomes)} questions)")
        for line in (*_figure_lines(figures(outcomes)), *_confusion_lines(outcomes), *_miss_lines(outcomes)):
            click.echo(line)


def _cases(folder: Path, language: Language) -> list[Case]:
    return read_cases(folder / f"questions.{language}.jsonl", language)


@main.command()
@click.option("--content", type=FOLDER, default=content_folder, help="The folder of words.")
@click.option("--questions", type=FOLDER, multiple=True, default=KNOWN, help="May be given several times.")
@click.option("--write", is_flag=True, help="Store the thresholds and figures in index.toml.")
def calibrate(content: Path, questions: tuple[Path, ...], write: bool) -> None:
    """Derive the thresholds from known questions and print how they do on questions left out."""
    lessons = _lessons(content, questions)
    scored, weights = lessons.scored(), lessons.vocabulary.weights
    text = as_toml(choose(scored, weights), cross_validate(scored, weights), len(scored))
    click.echo(text)
    if write:
        (content / "index.toml").write_text(text, encoding="utf-8")


@main.command()
@click.option("--content", type=FOLDER, default=content_folder, help="The folder of words.")
@click.option("--questions", type=FOLDER, multiple=True, default=KNOWN, help="May be given several times.")
@click.option("--write", is_flag=True, help="Store the weights in the folder `learned`.")
def weigh(content: Path, questions: tuple[Path, ...], write: bool) -> None:
    """Weigh words for and against a warning sign, and for each question of the catalogue."""
    from bot.faq import weigh as weights

    lessons = _lessons(content, questions)
    evidence, figures = weights.weigh_signs(*lessons.of_signs())
    fixed, sets = lessons.of_questions()
    learned = weights.weigh_questions([*fixed, *chain.from_iterable(sets.values())])
    click.echo("\n".join(f"{name} = {value:g}" for name, value in figures.items()))
    if write:
        (content / LEARNED_SIGNS).write_text(weights.signs_as_toml(evidence, figures), encoding="utf-8")
        (content / LEARNED_QUESTIONS).write_text(weights.questions_as_toml(learned), encoding="utf-8")


def _lessons(content: Path, questions: tuple[Path, ...]) -> Lessons:
    from bot.faq.lessons import Lessons  # scikit-learn, which the bot itself does without

    sets = {folder.name: [case for lang in Language for case in _cases(folder, lang)] for folder in questions}
    return Lessons.read(content, sets)


def table(faq: Faq, data: Path = DATA) -> list[str]:
    """The figures of every folder of known questions, English / Japanese, as rows of Markdown."""
    heads = ["questions in", "how many", "right first", "in first three", "out of scope, answered"]
    heads += ["signs caught", "false alarms"]
    rows = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for folder in (*FOLDERS, *BESIDE, *CLOSED):
        both = [run(_cases(data / folder, language), faq.index, faq.warnings) for language in Language]
        found = [figures(outcomes) for outcomes in both]
        kinds = {outcome.case.kind for outcomes in both for outcome in outcomes}
        cells = [
            f"`{DATA / folder}`",
            " / ".join(str(len(outcomes)) for outcomes in both),
            _both([one.right_first for one in found]) if "faq" in kinds else "–",
            _both([one.in_first_three for one in found]) if "faq" in kinds else "–",
            _both([one.oos_answered for one in found]) if "oos" in kinds else "–",
            _both([one.caught for one in found]) if "redflag" in kinds else "–",
            _both([one.false_alarms for one in found]),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _both(shares: list[float]) -> str:
    return " / ".join(f"{share:.1%}".removesuffix("%") for share in shares) + " %"


def _figure_lines(found: Figures) -> list[str]:
    return [
        f"right first               {found.right_first:7.1%}",
        f"in first three            {found.in_first_three:7.1%}",
        f"right when answered       {found.answered_right:7.1%}",
        f"out of scope, answered    {found.oos_answered:7.1%}",
        f"out of scope, choices     {found.oos_choices:7.1%}",
        f"warning signs caught      {found.caught:7.1%}",
        f"false alarms              {found.false_alarms:7.1%}",
    ]


def _confusion_lines(outcomes: list[Outcome]) -> list[str]:
    return [f"confused {times}x: {wanted} -> {got}" for (wanted, got), times in confusions(outcomes)[:12]]


def _miss_lines(outcomes: list[Outcome]) -> list[str]:
    return [
        f"miss [{miss.case.kind}] {miss.case.text!r}: {miss.kind} {miss.rule_id or ', '.join(miss.ids[:3])}"
        f"  (wanted {', '.join(miss.case.expect) or 'none'})"
        for miss in misses(outcomes)
    ]


if __name__ == "__main__":
    main(prog_name="python -m bot.faq")
