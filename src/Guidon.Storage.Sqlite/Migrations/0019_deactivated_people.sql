-- People who are switched off, and may be switched on again.
-- Lock time: none to speak of. Size: nothing until it is used.
ALTER TABLE user_account ADD COLUMN deactivated_at INTEGER;
