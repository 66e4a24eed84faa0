-- Parts of identifiers are found by an index of all runs of three characters. The extension is part of every PostgreSQL with contrib, which citext
-- needs too, and may be created by whoever may create in the database.
-- Lock time: about 15 s per million identities. Size: about 60 bytes per identity of 20 characters.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- Without a list of what is pending, which every search would read.
CREATE INDEX identity_text ON identity USING gin (identifier gin_trgm_ops) WITH (fastupdate = off);
