-- Links of features to issues and merge requests, and where repositories name features in code, as the last scan of each found it.
-- Lock time: none to speak of, a column without a default is added without touching rows and the tables are new. Size: about 150 bytes for a link, and about
-- 100 bytes for a place in code; a scan has at most 20,000 of them, and a project 100 repositories.
ALTER TABLE project ADD COLUMN code_scanned_at INTEGER;
CREATE TABLE feature_external_resource (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  url TEXT NOT NULL,
  metadata TEXT
) STRICT;
CREATE UNIQUE INDEX feature_external_resource_url ON feature_external_resource (feature_id, url);
CREATE TABLE code_repository (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES project (id),
  url TEXT NOT NULL,
  provider TEXT NOT NULL,
  revision TEXT NOT NULL,
  scanned_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX code_repository_url ON code_repository (project_id, url);
-- Places last: lists read what stands before them.
CREATE TABLE code_reference (
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  repository_id INTEGER NOT NULL REFERENCES code_repository (id) ON DELETE CASCADE,
  count INTEGER NOT NULL,
  found_at INTEGER NOT NULL,
  places TEXT NOT NULL,
  PRIMARY KEY (feature_id, repository_id)
) STRICT;
CREATE INDEX code_reference_repository ON code_reference (repository_id);
