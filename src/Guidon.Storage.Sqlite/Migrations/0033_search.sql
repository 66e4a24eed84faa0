-- One or two characters of identifiers are found by the index of runs too: two marks behind each identifier make every character the beginning of a
-- run, and a table over the index tells which runs there are. The build before finds what it found.
-- Lock time: about 15 s per million identities, for the index is made anew. Size: about 4 bytes per identity.
DROP VIEW identity_text_source;
CREATE VIEW identity_text_source AS
SELECT id, identifier || char(61440, 61440) AS identifier,
  char(57344 + environment_id % 4096, 57344 + environment_id / 4096 % 4096, 57344 + environment_id / 16777216) AS place
FROM identity;
INSERT INTO identity_text (identity_text) VALUES ('rebuild');

CREATE VIRTUAL TABLE identity_run USING fts5vocab (identity_text, instance);

-- What one person did, and what was done to one thing: among ten million records of an organisation both took seconds when there was little of it.
-- A person and a thing are one organisation's, so neither index leads through another's records.
-- Lock time: about 1 s per million records. Size: about 35 bytes per record, both together.
CREATE INDEX audit_record_author ON audit_record (author_id, id);
CREATE INDEX audit_record_related ON audit_record (related_id, related_type, id);
