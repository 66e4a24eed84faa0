-- How many requests of SDKs an environment had, by kind and hour.
-- Lock time: none, the table is new. Size: four rows of 20 bytes per environment and hour in which SDKs ask.
CREATE TABLE request_usage (
  environment_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (environment_id, hour, kind)
) STRICT, WITHOUT ROWID;
