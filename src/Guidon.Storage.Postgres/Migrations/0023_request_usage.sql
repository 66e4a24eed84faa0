-- How many requests of SDKs an environment had, by kind and hour.
-- Lock time: none, the table is new. Size: four rows of 20 bytes per environment and hour in which SDKs ask.
CREATE TABLE request_usage (
  environment_id BIGINT NOT NULL,
  hour BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (environment_id, hour, kind)
);
