-- One or two characters of identifiers are found by an index of pairs of characters, each with its environment and its block of 16,384 ids, so that
-- identities are found in the order of their ids and no more of them than a page needs. The last character stands alone.
-- Written in batches of 64 KB: one by one the entries of an identity cost more than twice as much. No statistics, which would call the function 30,000 times
-- for each ANALYZE and tell nothing: the index is asked whenever it can be.
-- Lock time: about 25 s per million identities. Size: about 75 bytes per identity of 20 characters.
CREATE FUNCTION identity_pairs(environment BIGINT, id BIGINT, identifier TEXT) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
DECLARE
  place TEXT := environment || ':' || id / 16384 || ':';
  letters TEXT[] := string_to_array(lower(identifier COLLATE "C"), NULL);
  pairs TEXT[];
BEGIN
  FOR at IN 1 .. cardinality(letters) LOOP pairs[at] := place || letters[at] || coalesce(letters[at + 1], ''); END LOOP;
  RETURN array_to_tsvector(pairs);
END $$;
CREATE INDEX identity_pairs ON identity USING gin (identity_pairs(environment_id, id, identifier)) WITH (fastupdate = on, gin_pending_list_limit = 64);
ALTER INDEX identity_pairs ALTER 1 SET STATISTICS 0;

-- What one person did, and what was done to one thing: among ten million records of an organisation both took seconds when there was little of it.
-- A person and a thing are one organisation's, so neither index leads through another's records.
-- Lock time: about 1 s per million records. Size: about 35 bytes per record, both together.
CREATE INDEX audit_record_author ON audit_record (author_id, id);
CREATE INDEX audit_record_related ON audit_record (related_id, related_type, id);
