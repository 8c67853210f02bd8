"""`python -m bot.catalogue`: check `content/` and list every fault."""

from __future__ import annotations

from pathlib import Path

import click

from bot.catalogue.citations import citation_table
from bot.catalogue.load import Catalogue, FaultyContentError, load
from bot.catalogue.page import page
from bot.catalogue.place import content_folder
from bot.catalogue.reader import Faults
from bot.catalogue.recommendation_page import recommendation_page
from bot.catalogue.texts import needed, read_messages
from bot.catalogue.wordings import share_without_news
from bot.coach.model import Language


@click.command()
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    help="The folder to check (default: the one that came with the program).",
)
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Also write everything that the bot says, side by side, as one HTML page.",
)
@click.option("--sources", is_flag=True, help="Print which file tells which source fact, and stop.")
@click.option(
    "--needed", "show_needed", is_flag=True, help="Print the list for needed_messages.txt, and stop."
)
@click.option(
    "--recommendation", is_flag=True, help="Print docs/recommendation.md, made from the table, and stop."
)
def main(
    content: Path | None, html_file: Path | None, sources: bool, show_needed: bool, recommendation: bool
) -> None:
    """Check the content folder: every fault with its file and key. Exit code 1 when there is one."""
    folder = content or content_folder()
    if sources:
        click.echo(citation_table(folder), nl=False)
        return
    if show_needed:
        click.echo(needed(read_messages(folder, Faults())), nl=False)
        return
    try:
        catalogue = load(folder)
    except FaultyContentError as error:
        for fault in error.faults:
            click.echo(str(fault))
        click.echo(f"{len(error.faults)} faults.")
        raise SystemExit(1) from None
    if recommendation:
        click.echo(recommendation_page(catalogue), nl=False)
        return
    click.echo(summary(catalogue))
    if html_file is not None:
        html_file.write_text(page(folder, summary(catalogue)), encoding="utf-8")
        click.echo(f"All words: {html_file}")


def summary(catalogue: Catalogue) -> str:
    """The counts, and how many wordings add no new word to those of their question."""
    counts = {
        "texts in two languages": catalogue.texts,
        "questions": len(catalogue.faq),
        "safety questions": len(catalogue.questions),
        "wordings": sum(len(each) for item in catalogue.faq.values() for each in item.wordings.values()),
        "messages": len(catalogue.messages),
        "habits": len(catalogue.habits),
        "pictures": len(catalogue.pictures.stills),
        "ladder levels": sum(len(plan.rungs) for plan in catalogue.plans.values()),
        "warning rules": len(catalogue.warnings.rules),
    }
    shares = ", ".join(f"{each} {share_without_news(catalogue.faq, each):.0%}" for each in Language)
    listed = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"No faults. {listed}. Wordings that add no new word: {shares}."


if __name__ == "__main__":
    main()
