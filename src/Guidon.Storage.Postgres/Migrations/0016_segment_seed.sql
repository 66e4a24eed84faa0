-- What documents call a segment's id, when it came from another server with a percentage split.
-- Lock time: none to speak of. Size: nothing where there is none.
ALTER TABLE segment ADD COLUMN hash_seed BIGINT;
