-- Who did what, kept for good. Each record carries a keyed hash over itself and the one before; the head carries their number, so that an
-- altered, missing or reordered record shows. No references: a record outlives what it tells of.
-- Lock time: none to speak of. Size: about 500 bytes per change.
CREATE TABLE audit_record (
  id BIGINT PRIMARY KEY,
  created_at BIGINT NOT NULL,
  organisation_id BIGINT,
  project_id BIGINT,
  environment_id BIGINT,
  author_id BIGINT,
  author TEXT COLLATE "C" NOT NULL,
  related_type TEXT COLLATE "C" NOT NULL,
  related_id BIGINT,
  related_uuid TEXT COLLATE "C",
  action TEXT COLLATE "C" NOT NULL,
  summary TEXT COLLATE "C" NOT NULL,
  fields TEXT COLLATE "C" NOT NULL,
  is_system_event BOOLEAN NOT NULL,
  hash TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_record_organisation ON audit_record (organisation_id, id);
CREATE INDEX audit_record_project ON audit_record (project_id, id);
CREATE INDEX audit_record_environment ON audit_record (environment_id, id);

CREATE TABLE audit_head (
  id BIGINT PRIMARY KEY,
  records BIGINT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL
);
