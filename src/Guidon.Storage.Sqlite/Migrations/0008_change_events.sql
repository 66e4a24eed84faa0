-- Changes of flags join the log in streams of their own, and destinations may belong to a project or an organisation.
-- environment_id is the number of a stream from here on: an environment's id for evaluations, negative for changes. So it can no longer
-- refer to the environment; exactly one of the three owner columns says whose the destination is.
-- Lock time: one pass over the destinations, a few. Size: nothing.
ALTER TABLE destination ADD COLUMN stream_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE destination ADD COLUMN owner_environment_id INTEGER REFERENCES environment (id);
ALTER TABLE destination ADD COLUMN owner_project_id INTEGER REFERENCES project (id);
ALTER TABLE destination ADD COLUMN owner_organisation_id INTEGER REFERENCES organisation (id);
ALTER TABLE destination ADD COLUMN is_single INTEGER NOT NULL DEFAULT 1;
UPDATE destination SET stream_id = environment_id, owner_environment_id = environment_id;
DROP INDEX destination_live;
ALTER TABLE destination DROP COLUMN environment_id;
ALTER TABLE destination RENAME COLUMN stream_id TO environment_id;
CREATE UNIQUE INDEX destination_live ON destination (environment_id, integration) WHERE deleted_at IS NULL AND is_single = 1;
