-- Identities with their traits, and what SDKs report about usage.
-- Lock time: none, the tables are new. Size: an identity costs twice its identifier and about 40 bytes, a trait its texts twice.
CREATE TABLE identity (
  id INTEGER PRIMARY KEY,
  environment_id INTEGER NOT NULL,
  identifier TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (environment_id, identifier)
) STRICT;

CREATE TABLE trait (
  id INTEGER PRIMARY KEY,
  identity_id INTEGER NOT NULL REFERENCES identity (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (identity_id, key)
) STRICT;

CREATE TABLE feature_usage (
  environment_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  feature_name TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (environment_id, hour, feature_name)
) STRICT, WITHOUT ROWID;
