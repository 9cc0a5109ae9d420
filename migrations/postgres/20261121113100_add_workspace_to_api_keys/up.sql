-- The shared workspace that a key's calls belong to; none: its owner's private one.
ALTER TABLE api_key ADD COLUMN workspace_id UUID CONSTRAINT api_key_workspace_id_fkey REFERENCES workspace (id);

CREATE INDEX api_key_workspace_id_idx ON api_key (workspace_id);
