-- The last report of each counting process that is in the usage counts: after a lost answer the same report comes again, and is counted once.
-- Lock time: none, the table is new. Size: about 100 bytes per start of a server, gone a week after its last report.
CREATE TABLE usage_flush (
  writer TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL,
  flushed_at INTEGER NOT NULL
);
