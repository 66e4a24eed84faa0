-- Events with which an attempt began and of which no answer is known, for destinations whose owner prefers a gap to a duplicate.
-- Lock time: none, the table is new. Size: what is in flight, and what has been waiting in doubt.
CREATE TABLE doubtful_event (
  destination_id BIGINT NOT NULL REFERENCES destination (id),
  sequence BIGINT NOT NULL,
  since BIGINT NOT NULL, -- microseconds since 1970, UTC
  PRIMARY KEY (destination_id, sequence)
);
