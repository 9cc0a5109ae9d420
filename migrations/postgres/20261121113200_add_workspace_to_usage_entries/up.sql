-- The workspace that a call belongs to. No index: it would cost every call, and few look at one workspace.
ALTER TABLE usage_entry ADD COLUMN workspace_id UUID;
