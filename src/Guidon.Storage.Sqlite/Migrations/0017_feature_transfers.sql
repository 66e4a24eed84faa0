-- Files of features, as the Flagsmith dashboard exports and imports them for one environment; kept for 14 days.
-- Lock time: none to speak of. Size: an export is as large as its file, at most 20 MB.
CREATE TABLE feature_transfer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  environment_id INTEGER NOT NULL REFERENCES environment (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  strategy TEXT,
  file BLOB,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feature_transfer_environment ON feature_transfer (environment_id);
