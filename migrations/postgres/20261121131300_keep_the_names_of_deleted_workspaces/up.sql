-- When a workspace was deleted. Its row stays, since the ledger tells what was spent in it under its name.
ALTER TABLE workspace ADD COLUMN deleted_at TIMESTAMPTZ;
