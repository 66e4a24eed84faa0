-- Events that a destination's own settings withheld, per minute and hour: without them a healthy destination that wants changes only looks silent.
-- Lock time: none to speak of. Size: eight bytes per point.
ALTER TABLE series_share ADD COLUMN withheld BIGINT NOT NULL DEFAULT 0;
