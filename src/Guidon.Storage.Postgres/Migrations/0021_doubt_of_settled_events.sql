-- Doubt outlives the cursor: an attempt at the event ended without an answer, so the receiver may have it. Replays and ledgers say how many.
-- Lock time: none, columns with a constant are added without touching rows. Size: one byte for each parked or returned event.
ALTER TABLE parked_event ADD COLUMN may_be_taken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE returned_event ADD COLUMN may_be_taken BIGINT NOT NULL DEFAULT 0;
-- Of delivered.
ALTER TABLE destination_ledger ADD COLUMN doubtful BIGINT NOT NULL DEFAULT 0;
