"""Result + language → Reply (text and buttons): plain data, no Telegram."""
