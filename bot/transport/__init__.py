"""Between python-telegram-bot and the wire: HTTP requests, order per chat, outcomes of sending."""
