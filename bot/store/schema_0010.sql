-- The question that waited when an update came in that changed what waits: should a kill -9 come before that update
-- is noted as handled, it is handled again, and meets this one. No name: nothing waited.
CREATE TABLE met (
  person INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
  update_id INTEGER NOT NULL,
  name TEXT,
  step TEXT,
  data TEXT,
  at INTEGER
);
