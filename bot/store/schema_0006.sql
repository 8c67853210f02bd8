-- Updates that came in and wait to be handled: a crash loses none, and one that comes twice is handled once.
-- The body goes when its update has been handled; the bare number stays for a while, to know it again.

CREATE TABLE inbox (
  seq INTEGER PRIMARY KEY,            -- the order of arrival
  update_id INTEGER NOT NULL UNIQUE,  -- Telegram's number of the update
  person INTEGER,                     -- whose it is, while the body is there
  body TEXT,                          -- the update as JSON; NULL once handled
  tries INTEGER NOT NULL DEFAULT 0    -- how many starts have found it unhandled
);

-- Serves the start, which asks for what is left.
CREATE INDEX inbox_waiting ON inbox (seq) WHERE body IS NOT NULL;
