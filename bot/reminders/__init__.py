"""The nightly nudge: a ledger in SQLite, read by one tick."""
