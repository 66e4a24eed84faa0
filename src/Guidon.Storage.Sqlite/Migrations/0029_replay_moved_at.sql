-- When a replay was begun, paused or resumed, or took or settled something: one that nothing of this happens to for a month ends.
-- Lock time: none, a column with a constant is added without touching rows. Size: eight bytes for each replay.
ALTER TABLE replay ADD COLUMN moved_at INTEGER NOT NULL DEFAULT 0;
