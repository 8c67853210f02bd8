-- Least data: answers as ids, no names, no free text. Times are UTC seconds, nights are ISO dates, zones IANA names.

CREATE TABLE people (
  id INTEGER PRIMARY KEY,             -- Telegram's user id, which is also the private chat's id
  language TEXT NOT NULL,
  zone TEXT,
  consented_at INTEGER,               -- NULL: no health answer may be stored
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  blocked_at INTEGER                  -- set when Telegram says that the bot was blocked
);

CREATE TABLE drafts (                 -- a check that is not finished
  person INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
  answers TEXT NOT NULL,
  ticked TEXT NOT NULL,
  at INTEGER NOT NULL
);

CREATE TABLE checks (                 -- the latest finished check
  person INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
  night TEXT NOT NULL,
  at INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  answers TEXT NOT NULL,
  vetoes TEXT NOT NULL
);

CREATE TABLE holds (                  -- exercise is shut by a warning sign typed as text
  person INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
  verdict TEXT NOT NULL,
  since TEXT NOT NULL
);

CREATE TABLE plans (
  person INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
  exercise TEXT NOT NULL,
  levels TEXT NOT NULL,
  days TEXT NOT NULL
);

CREATE TABLE sessions (
  person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  night TEXT NOT NULL,
  exercise TEXT NOT NULL,
  level INTEGER NOT NULL,
  sets INTEGER NOT NULL,
  started INTEGER NOT NULL,
  sets_done INTEGER NOT NULL,
  hurting INTEGER NOT NULL,
  stopped INTEGER NOT NULL,
  feel TEXT,
  effort TEXT,
  pain TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (person, night)
);

CREATE TABLE bedtimes (
  person INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
  bedtime TEXT NOT NULL,              -- 22:30, local
  mode TEXT NOT NULL CHECK (mode IN ('training', 'every')),
  enabled INTEGER NOT NULL,
  silent INTEGER NOT NULL
);

CREATE TABLE dialogues (              -- a question that waits for typed text
  person INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  step TEXT NOT NULL,
  data TEXT NOT NULL,
  at INTEGER NOT NULL
);

CREATE TABLE night_answers (          -- what was pressed under a reminder; once a night, whatever arrives twice
  person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  night TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (person, night)
);

CREATE TABLE deliveries (
  person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  night TEXT NOT NULL,                -- the nominal night, never the date of delivery
  seq INTEGER NOT NULL,               -- 0: the automatic reminder; 1 and up: asked for with "Later"
  due INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  not_before INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'due'
    CHECK (state IN ('due', 'claimed', 'sending', 'sent', 'unknown', 'expired', 'rejected')),
  lease TEXT,
  lease_until INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  message_id INTEGER,
  sent_at INTEGER,
  reason TEXT,
  PRIMARY KEY (person, night, seq)
) WITHOUT ROWID;

-- Serves the claim and the expiry of a tick; both repeat the condition, so that the index is used.
CREATE INDEX deliveries_due ON deliveries (due) WHERE state = 'due';

-- Serves the reconciliation at start.
CREATE INDEX deliveries_live ON deliveries (lease_until) WHERE state IN ('claimed', 'sending');

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
