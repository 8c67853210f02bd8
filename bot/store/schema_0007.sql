-- Files that Telegram has from us already: sent again by its id for them. Nothing of any person.
CREATE TABLE uploads (
  bot INTEGER NOT NULL,               -- Telegram's ids are good for the bot that uploaded only
  name TEXT NOT NULL,
  version TEXT NOT NULL,              -- what the file was made from; another one is uploaded anew
  file_id TEXT NOT NULL,
  PRIMARY KEY (bot, name)
) WITHOUT ROWID;
