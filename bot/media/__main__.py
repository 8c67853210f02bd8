"""`python -m bot.media`: draw every picture and make every video; one sheet of them all, and their facts."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path

import click

from bot.catalogue.load import Catalogue, FaultyContentError, load
from bot.catalogue.place import content_folder
from bot.media.make import make
from bot.media.pace import NoEncoderError
from bot.media.shelf import Item, Shelf, all_items, shipped_folder

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of words, which holds the tempo of every level (default: the one that came along).",
)
@click.option(
    "--cache", type=FOLDER, help="Where the files go (default: where the program looks for finished ones)."
)
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, help="How many processes.")
@click.option("--facts", is_flag=True, help="List what is in each video, then stop: tracks, length, size.")
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also put all drawings, and six pictures of each video, on one sheet (PNG).",
)
def main(content: Path | None, cache: Path | None, jobs: int, facts: bool, sheet: Path | None) -> None:
    """Draw what is missing or out of date. Exit code 1 when something could not be made."""
    items = all_items(_catalogue(content))
    shelf = Shelf((cache or shipped_folder(),))
    if facts:
        _print_facts(shelf, items)
        return
    failed = _make_missing(shelf, items, max(jobs, 1))
    if sheet is not None:
        from bot.media.sheet import contact_sheet

        contact_sheet(shelf, items).save(sheet)
        click.echo(f"All on one sheet: {sheet}")
    raise SystemExit(1 if failed else 0)


def _catalogue(content: Path | None) -> Catalogue:
    try:
        return load(content or content_folder())
    except FaultyContentError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        raise SystemExit(1) from None


def _make_missing(shelf: Shelf, items: Sequence[Item], jobs: int) -> int:
    """Make them in parallel, the long ones first; returns how many could not be made."""
    missing = sorted(shelf.missing(items), key=lambda item: -(item.pace.seconds if item.pace else 0))
    faults: list[str] = []
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn) as pool:
        work = {pool.submit(make, item, shelf.folder): item for item in missing}
        with click.progressbar(as_completed(work), length=len(work), label="Drawing") as bar:
            for done in bar:
                faults += [f"{work[done].file_name}: {fault}" for fault in _faults(done)]
    for line in sorted(faults):
        click.echo(line, err=True)
    made = len(missing) - len(faults)
    click.echo(
        f"{len(items)} files in {shelf.folder}: {made} made, {len(items) - len(missing)} were up to date"
        + (f", {len(faults)} could not be made." if faults else ".")
    )
    return len(faults)


def _faults(done: Future[Path]) -> list[str]:
    """Why a file could not be made; nothing when it was."""
    try:
        done.result()
    except NoEncoderError:
        return ["no video without PyAV; install it with: pip install 'nightlift[media]'"]
    except OSError as error:
        return [error.strerror or str(error)]
    return []


def _print_facts(shelf: Shelf, items: Sequence[Item]) -> None:
    from bot.media.facts import facts_of

    for item in items:
        if item.pace is None:
            continue
        path = shelf.find(item)
        click.echo(
            f"{item.name}: {facts_of(path, item.pace)}" if path else f"{item.name}: not made, or broken"
        )


if __name__ == "__main__":
    main()
