-- What identities were last told, for destinations that want changes only. Hashes, no identifiers.
-- Lock time: none, the table is new. Size: about 50 bytes per identity and such destination.
CREATE TABLE delivered_state (
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  identity BLOB NOT NULL,
  state BLOB NOT NULL,
  PRIMARY KEY (destination_id, identity)
) STRICT, WITHOUT ROWID;
