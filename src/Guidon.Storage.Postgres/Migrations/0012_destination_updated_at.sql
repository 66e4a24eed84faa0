-- Webhooks say when their settings were changed last.
-- Lock time: one pass over the destinations, a few. Size: eight bytes for each.
ALTER TABLE destination ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
UPDATE destination SET updated_at = created_at;
