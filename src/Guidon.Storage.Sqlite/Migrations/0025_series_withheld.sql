-- Events that a destination's own settings withheld, per minute and hour: without them a healthy destination that wants changes only looks silent.
-- Lock time: none to speak of. Size: one byte per point.
ALTER TABLE series_share ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;
