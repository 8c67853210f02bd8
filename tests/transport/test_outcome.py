from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from bot.transport.outcome import NotSent, Outcome, Rejected, Sent, Unauthorized, Unknown


@pytest.mark.parametrize(
    ("outcome", "field"),
    [
        (Sent(7, datetime(2026, 11, 22, 22, 30, tzinfo=UTC)), "message_id"),
        (NotSent("refused"), "retry_after"),
        (Unknown("no answer"), "reason"),
        (Rejected("chat not found", permanent=True), "permanent"),
    ],
)
def test_an_outcome_cannot_be_changed_afterwards(outcome: Outcome, field: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(outcome, field, None)


def test_outcomes_of_the_same_content_are_equal() -> None:
    assert Unauthorized() == Unauthorized()
    assert NotSent("refused") == NotSent("refused", retry_after=None)
    assert Rejected("oops", permanent=False) != Rejected("oops", permanent=True)
