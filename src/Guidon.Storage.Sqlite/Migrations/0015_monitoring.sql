-- What monitoring remembers: series by minute and hour, alerts and what happened to them.
-- Lock time: none, the tables are new. Size: about 100 bytes per destination and minute for seven hours, and per hour for 36 days: 130 KB a destination.

-- width in seconds: 60 or 3600. starts_at in microseconds, on the minute or hour. latency is a quantile sketch.
CREATE TABLE series_point (
  destination_id INTEGER NOT NULL,
  width INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  contradictions INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  matured INTEGER NOT NULL,
  late INTEGER NOT NULL,
  parked INTEGER NOT NULL,
  mapper_failures INTEGER NOT NULL,
  canaries INTEGER NOT NULL,
  canaries_lost INTEGER NOT NULL,
  latency BLOB NOT NULL,
  PRIMARY KEY (width, starts_at, destination_id)
) STRICT, WITHOUT ROWID;

-- destination_id 0: the node, or a whole integration. No reference to destination, since alerts outlive what they were about.
CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule TEXT NOT NULL,
  destination_id INTEGER NOT NULL,
  integration TEXT NOT NULL,
  state INTEGER NOT NULL,
  summary TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  fired_at INTEGER,
  resolved_at INTEGER,
  silenced_until INTEGER,
  acknowledged_by TEXT,
  acknowledged_at INTEGER
) STRICT;
CREATE INDEX alert_state ON alert (state);

CREATE TABLE alert_moment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id INTEGER NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  done_by TEXT NOT NULL,
  summary TEXT NOT NULL
) STRICT;
CREATE INDEX alert_moment_alert ON alert_moment (alert_id);

-- Of the first event's records, so that a build's mappers can be compared with what was sent before it takes over.
ALTER TABLE attempt ADD COLUMN digest TEXT NOT NULL DEFAULT '';
