-- The log, its destinations and their ledgers.
-- Lock time: none, the tables are new. Size: an event costs its payload and about 50 bytes, plus 12 in the index.
CREATE TABLE flag_table (
  -- AUTOINCREMENT: nodes cache tables by id, so an id must never mean another table later.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE,
  body BLOB NOT NULL
) STRICT;

-- One row. Sequences come from here and not from AUTOINCREMENT, which writes its counter for each event and not for each group.
CREATE TABLE event_log_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_sequence INTEGER NOT NULL
) STRICT;
INSERT INTO event_log_head (id, last_sequence) VALUES (1, 0);

-- No foreign keys: an event that refers to something that is gone is parked and shown, it does not fail the group that it came with.
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  kind INTEGER NOT NULL,
  environment_id INTEGER NOT NULL,
  flag_table_id INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  payload BLOB NOT NULL
) STRICT;
-- Ends with the sequence, as every index ends with the rowid: serves "this environment after the cursor" and counts it.
CREATE INDEX event_environment ON event (environment_id);

CREATE TABLE destination (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  integration TEXT NOT NULL,
  environment_id INTEGER NOT NULL REFERENCES environment (id),
  protected_settings BLOB NOT NULL,
  state INTEGER NOT NULL,
  held_reason TEXT,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER,
  revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX destination_live ON destination (environment_id, integration) WHERE deleted_at IS NULL;

-- Parked is not here: it is counted from its rows, as pending is counted from the log.
CREATE TABLE destination_ledger (
  destination_id INTEGER PRIMARY KEY REFERENCES destination (id),
  cursor INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  filtered INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  expired INTEGER NOT NULL
) STRICT;

CREATE TABLE parked_event (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  sequence INTEGER NOT NULL,
  event_id BLOB NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  mapper_version INTEGER NOT NULL,
  parked_at INTEGER NOT NULL,
  PRIMARY KEY (destination_id, sequence)
) STRICT, WITHOUT ROWID;
