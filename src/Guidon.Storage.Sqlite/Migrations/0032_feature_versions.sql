-- Environments that keep versions of their features, and these: each has the default and all segment overrides as they were, or as they are to be.
-- Lock time: none to speak of, a column with a constant is added without touching rows and the table is new. Size: nothing until an environment is switched
-- over; then a few hundred bytes for each version, 50 of which are kept for a feature of an environment.
ALTER TABLE environment ADD COLUMN use_feature_versions INTEGER NOT NULL DEFAULT 0;
CREATE TABLE feature_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  environment_id INTEGER NOT NULL REFERENCES environment (id) ON DELETE CASCADE,
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  number INTEGER,
  live_from INTEGER,
  description TEXT NOT NULL,
  states TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  created_by INTEGER,
  published_by INTEGER,
  publisher TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX feature_version_number ON feature_version (environment_id, feature_id, number);
CREATE INDEX feature_version_feature ON feature_version (feature_id);
CREATE INDEX feature_version_due ON feature_version (live_from) WHERE number IS NULL AND live_from IS NOT NULL;
