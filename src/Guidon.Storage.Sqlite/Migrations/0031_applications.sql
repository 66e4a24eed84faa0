-- Programs that act in the name of people, what people allowed them, and with what they come (OAuth 2).
-- Lock time: none to speak of, the tables are new. Size: at most as many applications as Access:ApplicationsMax and the one that is here from the
-- beginning, at most 100 consents of a person, at most ten access tokens of a consent.
CREATE TABLE application (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  redirect_uris TEXT NOT NULL,
  is_registered INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE consent (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  application_id INTEGER NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  code_hash TEXT NOT NULL UNIQUE,
  challenge_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  code_used_at INTEGER,
  ends_at INTEGER NOT NULL,
  family_hash TEXT UNIQUE,
  refresh_hash TEXT,
  previous_hash TEXT,
  rotated_at INTEGER
) STRICT;
CREATE INDEX consent_user ON consent (user_id);
CREATE INDEX consent_application ON consent (application_id);
CREATE TABLE access_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  consent_id INTEGER NOT NULL REFERENCES consent (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX access_token_consent ON access_token (consent_id);
INSERT INTO application (client_id, name, redirect_uris, is_registered, created_at)
VALUES ('flagsmith-cli', 'Flagsmith CLI', 'http://127.0.0.1/callback http://[::1]/callback', 0, 0);
