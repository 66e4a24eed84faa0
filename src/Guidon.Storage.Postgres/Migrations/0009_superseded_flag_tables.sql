-- That a flag table is no longer live moves out of its row: noting it there wrote the whole body again, and asking for it read all bodies.
-- Lock time: none to speak of, dropped columns are only forgotten. Size: 40 bytes a table that waits to be dropped.
CREATE TABLE superseded_flag_table (
  flag_table_id BIGINT PRIMARY KEY REFERENCES flag_table (id) ON DELETE CASCADE,
  superseded_at BIGINT NOT NULL,
  -- No event after it refers to the table.
  last_sequence BIGINT NOT NULL
);
INSERT INTO superseded_flag_table (flag_table_id, superseded_at, last_sequence)
SELECT id, superseded_at, superseded_sequence FROM flag_table WHERE superseded_at IS NOT NULL;
ALTER TABLE flag_table DROP COLUMN superseded_at;
ALTER TABLE flag_table DROP COLUMN superseded_sequence;
