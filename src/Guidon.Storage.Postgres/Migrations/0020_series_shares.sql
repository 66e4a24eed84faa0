-- Of several nodes each keeps a share of the series, one has the watch, and the others report to it.
-- Lock time: well below a second, the points are copied once. Size: twice the points, a row per node, and points per node.
-- series_point, whose key knows no share, is kept for the build before and is used by no later one.
CREATE TABLE series_share (
  destination_id BIGINT NOT NULL,
  width BIGINT NOT NULL,
  starts_at BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  contradictions BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  matured BIGINT NOT NULL,
  late BIGINT NOT NULL,
  parked BIGINT NOT NULL,
  mapper_failures BIGINT NOT NULL,
  canaries BIGINT NOT NULL,
  canaries_lost BIGINT NOT NULL,
  latency BYTEA NOT NULL,
  share TEXT COLLATE "C" NOT NULL DEFAULT '',
  PRIMARY KEY (width, starts_at, destination_id, share)
);
INSERT INTO series_share (destination_id, width, starts_at, accepted, attempts, failures, contradictions, delivered, matured, late, parked,
  mapper_failures, canaries, canaries_lost, latency)
  SELECT destination_id, width, starts_at, accepted, attempts, failures, contradictions, delivered, matured, late, parked,
    mapper_failures, canaries, canaries_lost, latency FROM series_point;

-- One row. looks rises with each look of whoever has the watch, token with each change of hands.
CREATE TABLE watch (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  node_id TEXT COLLATE "C" NOT NULL,
  token BIGINT NOT NULL,
  looks BIGINT NOT NULL,
  held_until TIMESTAMPTZ NOT NULL
);

-- One row per run of a node; it goes when the node stops on purpose, or an hour after it was last heard of.
CREATE TABLE watch_node (
  id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  report BYTEA NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  seen_at TIMESTAMPTZ NOT NULL
);
