"""Telegram's shared accounts: many people or none stand behind each, so none of them is a person to us."""

from __future__ import annotations

SHARED_ACCOUNTS = {
    777000: "Telegram itself",
    1087968824: "every anonymous group admin",
    136817688: "channels",
}
