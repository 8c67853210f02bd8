"""/privacy and /mydata: what is stored, in words; export, withdrawal and erasure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.views.reply import Reply, Rows
from bot.views.words import Words


def privacy(say: Words, *, consented: bool) -> Reply:
    """What is stored and why; who has not agreed yet can go on to the check from here."""
    rows: Rows = ((say.button("menu.mydata", "mydata", "open"),),)
    begin: Rows = () if consented else ((say.button("start.begin", "check", "open"),),)
    return Reply(say("my_data.privacy"), (*begin, *rows))


def nothing_stored(say: Words) -> Reply:
    return Reply(say("my_data.nothing"), ((say.button("start.privacy", "mydata", "privacy"),),))


def overview(say: Words, export: Mapping[str, Sequence[object]], language: str, zone: str | None) -> Reply:
    """What is stored, counted in words; the whole of it is in the export."""
    lines = [
        say("my_data.line_language", language=language),
        say("my_data.line_zone", zone=say.place(zone) if zone else say("settings.no_zone")),
        *(
            say(f"my_data.line_{name}", count=len(export[name]))
            for name in ("checks", "plans", "sessions", "bedtimes", "deliveries")
        ),
    ]
    return Reply(
        "\n".join([say("my_data.intro"), "", *lines]),
        (
            (say.button("my_data.export", "mydata", "export"),),
            (say.button("my_data.withdraw", "mydata", "withdraw"),),
            (say.button("my_data.delete", "mydata", "delete"),),
        ),
    )


def confirm_delete(say: Words) -> Reply:
    return Reply(
        say("my_data.confirm"),
        (
            (say.button("my_data.confirm_yes", "mydata", "erase"),),
            (say.button("my_data.confirm_no", "mydata", "keep"),),
        ),
    )


def confirm_withdraw(say: Words) -> Reply:
    return Reply(
        say("my_data.confirm_withdraw"),
        (
            (say.button("my_data.withdraw_yes", "mydata", "withdrawn"),),
            (say.button("my_data.confirm_no", "mydata", "keep"),),
        ),
    )


def erased(say: Words) -> Reply:
    return Reply(say("my_data.erased"))


def withdrawn(say: Words) -> Reply:
    return Reply(say("my_data.withdrawn"))


def export_caption(say: Words) -> str:
    return say("my_data.export_caption")
