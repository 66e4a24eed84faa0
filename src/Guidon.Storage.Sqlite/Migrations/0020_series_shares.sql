-- Of several nodes each keeps a share of the series. Here there is one node, whose share has no name; the same columns serve both engines.
-- Lock time: well below a second, the points are copied once. Size: twice the points.
-- series_point, whose key knows no share, is kept for the build before and is used by no later one.
CREATE TABLE series_share (
  destination_id INTEGER NOT NULL,
  width INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  contradictions INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  matured INTEGER NOT NULL,
  late INTEGER NOT NULL,
  parked INTEGER NOT NULL,
  mapper_failures INTEGER NOT NULL,
  canaries INTEGER NOT NULL,
  canaries_lost INTEGER NOT NULL,
  latency BLOB NOT NULL,
  share TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (width, starts_at, destination_id, share)
) STRICT, WITHOUT ROWID;
INSERT INTO series_share (destination_id, width, starts_at, accepted, attempts, failures, contradictions, delivered, matured, late, parked,
  mapper_failures, canaries, canaries_lost, latency)
  SELECT destination_id, width, starts_at, accepted, attempts, failures, contradictions, delivered, matured, late, parked,
    mapper_failures, canaries, canaries_lost, latency FROM series_point;
