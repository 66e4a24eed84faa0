-- Second factors of people, log-ins that wait for one, and whether a provider vouched for a session (the second factor is then the provider's).
-- Lock time: none to speak of, a column with a constant is added without touching rows. Size: a row per person who switched it on, and per log-in of the last minutes.
CREATE TABLE second_factor (
  user_id INTEGER PRIMARY KEY NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  sealed_secret TEXT NOT NULL,
  backup_code_hashes TEXT NOT NULL,
  last_step INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  confirmed_at INTEGER
) STRICT;
CREATE TABLE pending_login (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_login_user ON pending_login (user_id);
ALTER TABLE user_token ADD COLUMN is_external INTEGER NOT NULL DEFAULT 0;
