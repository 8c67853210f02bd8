-- Questions that had no answer, or whose answer did not help: words and a count, nobody's name or number.
CREATE TABLE questions (
  text TEXT NOT NULL,
  language TEXT NOT NULL,
  item TEXT NOT NULL,                 -- the answer that did not help; empty when there was none
  count INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (text, language, item)
) WITHOUT ROWID;
