-- Of several nodes each keeps a share of the series, one has the watch, and the others report to it.
-- Lock time: well below a second, one index is built anew. Size: a row per node; points per node, as long as those of one node were kept.
ALTER TABLE series_point ADD COLUMN share TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE series_point DROP CONSTRAINT series_point_pkey;
ALTER TABLE series_point ADD PRIMARY KEY (width, starts_at, destination_id, share);

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
