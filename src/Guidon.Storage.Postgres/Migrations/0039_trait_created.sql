-- When a trait was set first. What was stored before this has none: nobody knows it.
-- Lock time: none to speak of, a column without a value is added without touching rows. Size: 9 bytes per trait that is new from now on, none for the others.
ALTER TABLE trait ADD COLUMN created_at BIGINT;
