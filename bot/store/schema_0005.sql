-- A tick over a million people touches only rows that it changes: one index for each question it asks.

UPDATE deliveries SET not_before = due WHERE not_before < due;

DROP INDEX deliveries_due;

-- Serves the claim (`not_before` is `due`, or later after a failed try) and tells how full a minute is.
CREATE INDEX deliveries_next ON deliveries (not_before) WHERE state = 'due';

-- Serves the expiry.
CREATE INDEX deliveries_expiring ON deliveries (expires) WHERE state = 'due';

ALTER TABLE bedtimes ADD COLUMN weekend TEXT;       -- 23:30, local: Friday and Saturday nights

ALTER TABLE bedtimes ADD COLUMN discreet INTEGER NOT NULL DEFAULT 0;  -- "time to wind down", nothing more

ALTER TABLE bedtimes ADD COLUMN paused_until TEXT;  -- the first night with a reminder again

ALTER TABLE bedtimes ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;     -- "still helpful?" waits for an answer
