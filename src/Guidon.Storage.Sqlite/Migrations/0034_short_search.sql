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
