-- What projects and environments say about themselves, tags, and whose a feature is.
-- A deleted project or environment leaves its row: the log and what was kept about deliveries refer to it. It is renamed, so its name is free.
-- Lock time: the index reads identity once, about 0.3 s per million. Size: 16 bytes per identity.
ALTER TABLE project ADD COLUMN prevent_flag_defaults INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project ADD COLUMN only_allow_lower_case_feature_names INTEGER NOT NULL DEFAULT 1;
ALTER TABLE project ADD COLUMN feature_name_regex TEXT;
ALTER TABLE project ADD COLUMN stale_flags_limit_days INTEGER NOT NULL DEFAULT 30;
ALTER TABLE project ADD COLUMN minimum_change_request_approvals INTEGER;
ALTER TABLE project ADD COLUMN enforce_feature_owners INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project ADD COLUMN deleted_at INTEGER;

ALTER TABLE environment ADD COLUMN description TEXT;
ALTER TABLE environment ADD COLUMN banner_text TEXT;
ALTER TABLE environment ADD COLUMN banner_colour TEXT;
ALTER TABLE environment ADD COLUMN minimum_change_request_approvals INTEGER;
ALTER TABLE environment ADD COLUMN deleted_at INTEGER;

-- When the feature or one of its states changed last.
ALTER TABLE feature ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
UPDATE feature SET changed_at = COALESCE((SELECT MAX(updated_at) FROM feature_state WHERE feature_id = feature.id), created_at);

CREATE TABLE tag (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  project_id INTEGER NOT NULL REFERENCES project (id),
  label TEXT NOT NULL,
  color TEXT NOT NULL,
  description TEXT,
  is_permanent INTEGER NOT NULL,
  is_system_tag INTEGER NOT NULL,
  type TEXT NOT NULL
) STRICT;
CREATE INDEX tag_project ON tag (project_id);

CREATE TABLE feature_tag (
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  PRIMARY KEY (feature_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX feature_tag_tag ON feature_tag (tag_id);

CREATE TABLE feature_owner (
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  PRIMARY KEY (feature_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX feature_owner_user ON feature_owner (user_id);

CREATE TABLE feature_group_owner (
  feature_id INTEGER NOT NULL REFERENCES feature (id) ON DELETE CASCADE,
  group_id INTEGER NOT NULL REFERENCES user_group (id) ON DELETE CASCADE,
  PRIMARY KEY (feature_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX feature_group_owner_group ON feature_group_owner (group_id);

-- A page of identities in the order of their creation, and how many there are.
CREATE INDEX identity_order ON identity (environment_id, id);
-- Features and segments that go take their overrides along; without these every delete reads all states.
CREATE INDEX feature_state_of_feature ON feature_state (feature_id);
CREATE INDEX feature_state_of_segment ON feature_state (segment_id) WHERE segment_id IS NOT NULL;
CREATE INDEX multivariate_weight_option ON multivariate_weight (multivariate_option_id);
CREATE INDEX segment_feature ON segment (feature_id) WHERE feature_id IS NOT NULL;
