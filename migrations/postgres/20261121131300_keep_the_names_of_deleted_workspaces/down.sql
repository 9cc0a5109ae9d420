-- Without members and working keys a deleted workspace does nothing; admins see it again.
ALTER TABLE workspace DROP COLUMN deleted_at;
