"""Nightlift: a bedtime exercise companion for Telegram."""
