-- What is sent once more, by whom, and how many rows there must be.
-- Lock time: counts the events, flag tables and parked events once, about 0.1 s per million. Size: nothing until something is returned.

-- Events behind the cursor that are on their way again. Replay 0: a person retried them.
-- counted = 1: it was parked and is pending now. counted = 0: it was settled before; only its replay counts it.
-- The four columns after it say how it was parked, to put it back when a replay is cancelled.
CREATE TABLE returned_event (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  sequence INTEGER NOT NULL,
  replay_id INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  mapper_version INTEGER NOT NULL,
  parked_at INTEGER NOT NULL,
  PRIMARY KEY (destination_id, replay_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX returned_event_replay ON returned_event (replay_id);

CREATE TABLE cancelled_event (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  sequence INTEGER NOT NULL,
  event_id BLOB NOT NULL,
  parked_reason TEXT NOT NULL,
  reason TEXT NOT NULL,
  cancelled_by TEXT NOT NULL,
  cancelled_at INTEGER NOT NULL,
  PRIMARY KEY (destination_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE replay (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  request_hash BLOB NOT NULL,
  request BLOB NOT NULL,
  state INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  until INTEGER NOT NULL,
  examined INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX replay_request ON replay (request_hash);

-- taken = the sum of these + the returned events of the replay, at every moment.
CREATE TABLE replay_outcome (
  replay_id INTEGER NOT NULL REFERENCES replay (id),
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (replay_id, outcome, reason)
) STRICT, WITHOUT ROWID;

-- From which event on which mapper was at work; events themselves do not say.
CREATE TABLE mapper_span (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  after_sequence INTEGER NOT NULL,
  mapper_version INTEGER NOT NULL,
  PRIMARY KEY (destination_id, after_sequence)
) STRICT, WITHOUT ROWID;

-- The last attempts of each destination and mapper, redacted. A ring: old ones go.
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id INTEGER NOT NULL,
  mapper_version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,
  events INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  event_id BLOB NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  status INTEGER NOT NULL,
  records TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_ring ON attempt (destination_id, mapper_version, id);

-- added - removed = the rows that a table must have. Triggers count what is added; the code counts what it removes, and nobody counts
-- what a person removes by hand. Events are counted by event_log_head.last_sequence, so that an append writes no further row.
CREATE TABLE row_ledger (
  name TEXT PRIMARY KEY,
  added INTEGER NOT NULL,
  removed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO row_ledger (name, added, removed) VALUES
  ('event', 0, (SELECT last_sequence FROM event_log_head) - (SELECT COUNT(*) FROM event)),
  ('flag_table', (SELECT COUNT(*) FROM flag_table), 0),
  ('destination', (SELECT COUNT(*) FROM destination), 0),
  ('destination_ledger', (SELECT COUNT(*) FROM destination_ledger), 0),
  ('cancelled_event', 0, 0),
  ('replay', 0, 0),
  ('mapper_span', 0, 0);
CREATE TRIGGER flag_table_added AFTER INSERT ON flag_table BEGIN UPDATE row_ledger SET added = added + 1 WHERE name = 'flag_table'; END;
CREATE TRIGGER destination_added AFTER INSERT ON destination BEGIN UPDATE row_ledger SET added = added + 1 WHERE name = 'destination'; END;
CREATE TRIGGER destination_ledger_added AFTER INSERT ON destination_ledger
  BEGIN UPDATE row_ledger SET added = added + 1 WHERE name = 'destination_ledger'; END;
CREATE TRIGGER cancelled_event_added AFTER INSERT ON cancelled_event
  BEGIN UPDATE row_ledger SET added = added + 1 WHERE name = 'cancelled_event'; END;
CREATE TRIGGER replay_added AFTER INSERT ON replay BEGIN UPDATE row_ledger SET added = added + 1 WHERE name = 'replay'; END;
CREATE TRIGGER mapper_span_added AFTER INSERT ON mapper_span BEGIN UPDATE row_ledger SET added = added + 1 WHERE name = 'mapper_span'; END;
