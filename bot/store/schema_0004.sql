-- Two exercises on one night, the morning after, counting alone; how a plan is done; the weekly question.

CREATE TABLE sessions_by_part (
  person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  night TEXT NOT NULL,
  part INTEGER NOT NULL DEFAULT 1,    -- 2: the other exercise, after the first one
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
  own_count INTEGER NOT NULL DEFAULT 0,
  settled INTEGER,                    -- was the pain back to normal by the next day? NULL: not asked
  at INTEGER NOT NULL,
  PRIMARY KEY (person, night, part)
);

INSERT INTO sessions_by_part
  (person, night, exercise, level, sets, started, sets_done, hurting, stopped, feel, effort, pain, at)
  SELECT person, night, exercise, level, sets, started, sets_done, hurting, stopped, feel, effort, pain, at
  FROM sessions;

DROP TABLE sessions;

ALTER TABLE sessions_by_part RENAME TO sessions;

ALTER TABLE plans ADD COLUMN routine TEXT NOT NULL DEFAULT 'one';

ALTER TABLE plans ADD COLUMN surface TEXT NOT NULL DEFAULT 'bed';

ALTER TABLE plans ADD COLUMN review_day INTEGER;  -- Monday = 0; NULL: the week's last training night

CREATE TABLE reviews (                -- better, same or worse than the week before
  person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  night TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (person, night)
);
