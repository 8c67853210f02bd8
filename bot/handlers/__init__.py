"""Telegram comes in and goes out; one file per conversation."""
