from __future__ import annotations

from bot.store.people import TABLES
from bot.views import my_data as view
from bot.views.reply import Reply
from bot.views.words import Words


def data(reply: Reply) -> list[str]:
    return [button.data for row in reply.rows for button in row]


def test_the_overview_counts_what_is_stored_and_offers_file_withdrawal_and_deletion(say: Words) -> None:
    export: dict[str, list[object]] = {table: [{}] * number for number, table in enumerate(TABLES)}
    reply = view.overview(say, export, "English", "Asia/Tokyo")
    for line in (
        say("my_data.line_language", language="English"),
        say("my_data.line_zone", zone=say.place("Asia/Tokyo")),
        say("my_data.line_sessions", count=list(TABLES).index("sessions")),
        say("my_data.line_deliveries", count=list(TABLES).index("deliveries")),
    ):
        assert line in reply.text.splitlines()
    assert data(reply) == ["v1:mydata:export", "v1:mydata:withdraw", "v1:mydata:delete"]


def test_nothing_is_deleted_without_one_confirmation(say: Words) -> None:
    assert data(view.confirm_delete(say)) == ["v1:mydata:erase", "v1:mydata:keep"]
    assert data(view.confirm_withdraw(say)) == ["v1:mydata:withdrawn", "v1:mydata:keep"]


def test_privacy_names_the_times_of_keeping_and_the_way_out(say: Words) -> None:
    text = view.privacy(say, consented=True).text
    assert [each for each in ("30", "90", "12", "/mydata") if each not in text] == []
