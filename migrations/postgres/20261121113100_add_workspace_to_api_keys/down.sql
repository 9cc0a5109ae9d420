DROP INDEX api_key_workspace_id_idx;
ALTER TABLE api_key DROP COLUMN workspace_id;
