-- What the owners of destinations are to be told, once each. Read by monitoring, in order of id.
-- Lock time: none, the table is new. Size: about 100 bytes for each time that a destination is held or goes on.
CREATE TABLE delivery_notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  state INTEGER NOT NULL,
  reason TEXT,
  noticed_at INTEGER NOT NULL
) STRICT;
