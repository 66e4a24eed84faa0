-- Events whose state a receiver has while the cursor is not behind them yet: after a restart no older state of the identity may follow them.
-- Lock time: none, the table is new. Size: a few rows per destination, gone with the cursor.
CREATE TABLE told_event (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  sequence INTEGER NOT NULL,
  PRIMARY KEY (destination_id, sequence)
) STRICT, WITHOUT ROWID;
-- 1 when newer events of the identity that told the same have left the log, 2 when one did that told something else: when this one is sent again, its state
-- would be an old one.
-- Lock time: none, a column with a constant is added without touching rows. Size: a byte for each event.
ALTER TABLE event ADD COLUMN outdated INTEGER NOT NULL DEFAULT 0;
