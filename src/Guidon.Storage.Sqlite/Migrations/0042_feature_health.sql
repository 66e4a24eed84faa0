-- Who may say from outside how features are doing, and the last that each said.
-- Lock time: none, the tables are new. Size: about 1 KB for an alert that names a feature, 100 of which are kept for a feature.
CREATE TABLE feature_health_provider (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  created_by INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX feature_health_provider_name ON feature_health_provider (project_id, name);
CREATE TABLE feature_health_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  environment_id INTEGER REFERENCES environment (id) ON DELETE CASCADE,
  provider_name TEXT NOT NULL,
  external_id TEXT,
  type TEXT NOT NULL,
  reason TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feature_health_event_feature ON feature_health_event (feature_id);
CREATE INDEX feature_health_event_environment ON feature_health_event (environment_id);
