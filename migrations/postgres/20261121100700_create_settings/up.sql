-- Values that users and admins change while the server runs. The system's have the nil id.
CREATE TABLE setting (
    scope TEXT NOT NULL,
    subject_id UUID NOT NULL,
    key TEXT NOT NULL,
    value JSON NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT setting_pkey PRIMARY KEY (scope, subject_id, key)
);
