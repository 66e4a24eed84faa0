-- What was done to one kind of things of an organisation: among ten million records a rare kind took seconds.
-- Lock time: about 1 s per million records. Size: about 25 bytes per record.
CREATE INDEX audit_record_kind ON audit_record (organisation_id, related_type, id);

-- Records are numbered as they are committed and their times follow, but for clocks that were set back and nodes whose clocks differ. How far one ever
-- lay behind an earlier one says between which numbers the records of a time must be. Kept by the database: the build before knows nothing of it.
-- Lock time: one pass over the records, about 1 s per million.
CREATE TABLE audit_clock (
  id INTEGER PRIMARY KEY,
  latest_at INTEGER NOT NULL,
  behind INTEGER NOT NULL
) STRICT;
INSERT INTO audit_clock (id, latest_at, behind)
SELECT 1, COALESCE(MAX(created_at), 0), COALESCE(MAX(latest - created_at), 0)
FROM (SELECT created_at, MAX(created_at) OVER (ORDER BY id) AS latest FROM audit_record);
CREATE TRIGGER audit_clock_follow AFTER INSERT ON audit_record BEGIN
  UPDATE audit_clock SET latest_at = MAX(latest_at, new.created_at), behind = MAX(behind, latest_at - new.created_at);
END;
