-- Of which flag a record tells, so that a flag shows its own history, and where a change came from when nobody made it by hand.
-- The feature is an index over what the record says and no part of its hash; a source is part of it.
-- Organisations are deleted by a mark from here on, as projects are: ledgers and records belong to them.
-- Lock time: one pass over the records of flags, about 2 s per million. Size: 30 bytes per record of a flag.
ALTER TABLE audit_record ADD COLUMN feature_id INTEGER;
ALTER TABLE audit_record ADD COLUMN source TEXT NOT NULL DEFAULT '';
UPDATE audit_record SET feature_id = related_id WHERE related_type = 'FEATURE';
UPDATE audit_record SET feature_id = (SELECT feature_id FROM feature_state WHERE id = audit_record.related_id) WHERE related_type = 'FEATURE_STATE';
CREATE INDEX audit_record_feature ON audit_record (feature_id, id) WHERE feature_id IS NOT NULL;

ALTER TABLE organisation ADD COLUMN deleted_at INTEGER;
