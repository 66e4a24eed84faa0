-- Who did what, kept for good. Each record carries a keyed hash over itself and the one before; the head carries their number, so that an
-- altered, missing or reordered record shows. No references: a record outlives what it tells of.
-- Lock time: none to speak of. Size: about 500 bytes per change.
CREATE TABLE audit_record (
  id INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL,
  organisation_id INTEGER,
  project_id INTEGER,
  environment_id INTEGER,
  author_id INTEGER,
  author TEXT NOT NULL,
  related_type TEXT NOT NULL,
  related_id INTEGER,
  related_uuid TEXT,
  action TEXT NOT NULL,
  summary TEXT NOT NULL,
  fields TEXT NOT NULL,
  is_system_event INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_record_organisation ON audit_record (organisation_id, id);
CREATE INDEX audit_record_project ON audit_record (project_id, id);
CREATE INDEX audit_record_environment ON audit_record (environment_id, id);

CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY,
  records INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
