-- The call for which a target was asked that was left because another one began first. No index: who looks for them has
-- the entries of the call's hour before him.
ALTER TABLE usage_entry ADD COLUMN call_id BLOB;
