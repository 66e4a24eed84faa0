-- What operators write. Small tables; read at start, at changes and by the management API, never by SDK requests.
-- Lock time: none to speak of, the database is new. Size: about 60 KB of empty pages.
-- Times are microseconds since 1970 UTC; booleans are 0 or 1; values are JSON scalars; uuids are text.
CREATE TABLE organisation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  persist_trait_data INTEGER NOT NULL,
  stop_serving_flags INTEGER NOT NULL,
  feature_analytics INTEGER NOT NULL
) STRICT;

CREATE TABLE user_account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  is_superuser INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE organisation_member (
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (organisation_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE master_api_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL UNIQUE,
  key_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked INTEGER NOT NULL
) STRICT;

CREATE TABLE project (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  hide_disabled_flags INTEGER NOT NULL,
  enable_realtime_updates INTEGER NOT NULL,
  UNIQUE (organisation_id, name)
) STRICT;

CREATE TABLE environment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  api_key TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  allow_client_traits INTEGER NOT NULL,
  hide_sensitive_data INTEGER NOT NULL,
  hide_disabled_flags INTEGER,
  use_identity_composite_key_for_hashing INTEGER NOT NULL,
  use_identity_overrides_in_local_eval INTEGER NOT NULL,
  UNIQUE (project_id, name)
) STRICT;

CREATE TABLE server_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  environment_id INTEGER NOT NULL REFERENCES environment (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  last_four TEXT NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE INDEX server_key_environment ON server_key (environment_id);

CREATE TABLE feature (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES project (id),
  name TEXT NOT NULL COLLATE NOCASE,
  type TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  default_enabled INTEGER NOT NULL,
  initial_value TEXT,
  description TEXT,
  is_server_key_only INTEGER NOT NULL,
  is_archived INTEGER NOT NULL,
  UNIQUE (project_id, name)
) STRICT;

CREATE TABLE multivariate_option (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  key TEXT,
  value TEXT NOT NULL,
  default_percentage_allocation REAL NOT NULL,
  UNIQUE (feature_id, key)
) STRICT;

CREATE TABLE segment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES project (id),
  feature_id INTEGER REFERENCES feature (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT,
  rules TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX segment_project ON segment (project_id);

CREATE TABLE feature_state (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  environment_id INTEGER NOT NULL REFERENCES environment (id) ON DELETE CASCADE,
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  segment_id INTEGER REFERENCES segment (id) ON DELETE CASCADE,
  priority INTEGER,
  identifier TEXT,
  enabled INTEGER NOT NULL,
  value TEXT NOT NULL,
  hash_seed INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK (segment_id IS NULL OR identifier IS NULL),
  CHECK ((segment_id IS NULL) = (priority IS NULL))
) STRICT;
CREATE UNIQUE INDEX feature_state_default ON feature_state (environment_id, feature_id) WHERE segment_id IS NULL AND identifier IS NULL;
CREATE UNIQUE INDEX feature_state_segment ON feature_state (environment_id, feature_id, segment_id) WHERE segment_id IS NOT NULL;
CREATE UNIQUE INDEX feature_state_identity ON feature_state (environment_id, identifier, feature_id) WHERE identifier IS NOT NULL;

CREATE TABLE multivariate_weight (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  feature_state_id INTEGER NOT NULL REFERENCES feature_state (id) ON DELETE CASCADE,
  multivariate_option_id INTEGER NOT NULL REFERENCES multivariate_option (id) ON DELETE CASCADE,
  percentage_allocation REAL NOT NULL,
  UNIQUE (feature_state_id, multivariate_option_id)
) STRICT;

-- What nodes serve from: written in the transaction of the change, read at start without any of the tables above.
CREATE TABLE environment_document (
  environment_id INTEGER PRIMARY KEY REFERENCES environment (id) ON DELETE CASCADE,
  document BLOB NOT NULL,
  features BLOB NOT NULL,
  published_at INTEGER NOT NULL
) STRICT;
