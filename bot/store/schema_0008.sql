-- Forgetting in time finds whom to forget, instead of reading everybody once a day.

-- Serve retention; it repeats the condition of the first, so that the index is used.
CREATE INDEX people_blocked ON people (blocked_at) WHERE blocked_at IS NOT NULL;

CREATE INDEX people_seen ON people (seen_at);
