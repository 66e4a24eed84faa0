-- People and what they may do: tokens, groups, grants, invites. A grant belongs to one place (organisation, project or environment) and to one
-- holder (person, group or master API key); permissions are names with blanks between.
-- Lock time: none to speak of, the altered tables hold a few rows. Size: about 60 KB of empty pages.
ALTER TABLE organisation ADD COLUMN webhook_notification_email TEXT;
ALTER TABLE organisation ADD COLUMN force2fa INTEGER NOT NULL DEFAULT 0;
ALTER TABLE organisation ADD COLUMN restrict_project_create_to_admin INTEGER NOT NULL DEFAULT 0;

ALTER TABLE user_account ADD COLUMN first_name TEXT NOT NULL DEFAULT '';
ALTER TABLE user_account ADD COLUMN last_name TEXT NOT NULL DEFAULT '';
ALTER TABLE user_account ADD COLUMN sign_up_type TEXT;
ALTER TABLE user_account ADD COLUMN last_login_at INTEGER;
UPDATE user_account SET first_name = name;
ALTER TABLE user_account DROP COLUMN name;

ALTER TABLE master_api_key ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 1;
ALTER TABLE master_api_key ADD COLUMN created_by TEXT;

CREATE TABLE user_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  key_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX user_token_user ON user_token (user_id);

CREATE TABLE user_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  is_default INTEGER NOT NULL,
  external_id TEXT
) STRICT;
CREATE INDEX user_group_organisation ON user_group (organisation_id);

CREATE TABLE group_member (
  group_id INTEGER NOT NULL REFERENCES user_group (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  is_admin INTEGER NOT NULL,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_user ON group_member (user_id);

CREATE TABLE permission_grant (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER REFERENCES organisation (id) ON DELETE CASCADE,
  project_id INTEGER REFERENCES project (id) ON DELETE CASCADE,
  environment_id INTEGER REFERENCES environment (id) ON DELETE CASCADE,
  user_id INTEGER REFERENCES user_account (id) ON DELETE CASCADE,
  group_id INTEGER REFERENCES user_group (id) ON DELETE CASCADE,
  master_api_key_id INTEGER REFERENCES master_api_key (id) ON DELETE CASCADE,
  permissions TEXT NOT NULL,
  is_admin INTEGER NOT NULL,
  CHECK ((organisation_id IS NOT NULL) + (project_id IS NOT NULL) + (environment_id IS NOT NULL) = 1),
  CHECK ((user_id IS NOT NULL) + (group_id IS NOT NULL) + (master_api_key_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX permission_grant_user ON permission_grant (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX permission_grant_group ON permission_grant (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX permission_grant_key ON permission_grant (master_api_key_id) WHERE master_api_key_id IS NOT NULL;
CREATE INDEX permission_grant_project ON permission_grant (project_id) WHERE project_id IS NOT NULL;
CREATE INDEX permission_grant_environment ON permission_grant (environment_id) WHERE environment_id IS NOT NULL;

-- Hashes of invites are shown to administrators again, so they are kept as they are: they open nothing but membership, once or until they expire.
CREATE TABLE invite (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  email TEXT NOT NULL COLLATE NOCASE,
  role TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  invited_by INTEGER REFERENCES user_account (id) ON DELETE SET NULL,
  UNIQUE (organisation_id, email)
) STRICT;

CREATE TABLE invite_group (
  invite_id INTEGER NOT NULL REFERENCES invite (id) ON DELETE CASCADE,
  group_id INTEGER NOT NULL REFERENCES user_group (id) ON DELETE CASCADE,
  PRIMARY KEY (invite_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invite_link (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE INDEX invite_link_organisation ON invite_link (organisation_id);
