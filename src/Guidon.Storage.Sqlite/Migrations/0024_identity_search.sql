-- Parts of identifiers are found by an index of all runs of three characters. One more run names the environment, in characters that no
-- identifier has a use for, so that a search reads no other environment's identities.
-- What is deleted is taken out of the index at once (secure-delete) and not marked: what is erased must be gone.
-- Lock time: about 10 s per million identities. Size: about 60 bytes per identity of 20 characters.
CREATE VIEW identity_text_source AS
SELECT id, identifier,
  char(57344 + environment_id % 4096, 57344 + environment_id / 4096 % 4096, 57344 + environment_id / 16777216) AS place
FROM identity;

CREATE VIRTUAL TABLE identity_text USING fts5 (
  identifier, place, content = 'identity_text_source', content_rowid = 'id', tokenize = 'trigram', detail = 'none');
INSERT INTO identity_text (identity_text, rank) VALUES ('secure-delete', 1);
INSERT INTO identity_text (identity_text) VALUES ('rebuild');

CREATE TRIGGER identity_text_insert AFTER INSERT ON identity BEGIN
  INSERT INTO identity_text (rowid, identifier, place) SELECT id, identifier, place FROM identity_text_source WHERE id = new.id;
END;
CREATE TRIGGER identity_text_delete BEFORE DELETE ON identity BEGIN
  INSERT INTO identity_text (identity_text, rowid, identifier, place) SELECT 'delete', id, identifier, place FROM identity_text_source WHERE id = old.id;
END;
CREATE TRIGGER identity_text_leave BEFORE UPDATE OF identifier, environment_id ON identity BEGIN
  INSERT INTO identity_text (identity_text, rowid, identifier, place) SELECT 'delete', id, identifier, place FROM identity_text_source WHERE id = old.id;
END;
CREATE TRIGGER identity_text_enter AFTER UPDATE OF identifier, environment_id ON identity BEGIN
  INSERT INTO identity_text (rowid, identifier, place) SELECT id, identifier, place FROM identity_text_source WHERE id = new.id;
END;
