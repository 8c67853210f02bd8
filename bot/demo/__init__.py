"""A stand-in Bot API on loopback and a chat page in the browser. It knows nothing of the bot."""
