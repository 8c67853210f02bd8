-- A person may have typed an AMBER and a RED sign: taking the one back as a false alarm leaves the other.

CREATE TABLE holds_by_verdict (       -- exercise is shut by a warning sign typed as text, or in a half-done check
  person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  verdict TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (person, verdict)
);

INSERT INTO holds_by_verdict SELECT person, verdict, since FROM holds;

DROP TABLE holds;

ALTER TABLE holds_by_verdict RENAME TO holds;
