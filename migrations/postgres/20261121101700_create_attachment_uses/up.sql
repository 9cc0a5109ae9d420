-- Which message shows which attachment. The parts of a message say so too, but no query looks inside them; and
-- the foreign key keeps an attachment from being removed while a message that shows it is written.
CREATE TABLE attachment_use (
    message_id UUID NOT NULL CONSTRAINT attachment_use_message_id_fkey REFERENCES message (id) ON DELETE CASCADE,
    attachment_id UUID NOT NULL CONSTRAINT attachment_use_attachment_id_fkey REFERENCES attachment (id),
    CONSTRAINT attachment_use_pkey PRIMARY KEY (message_id, attachment_id)
);

-- Asks whether a message shows an attachment. Also the foreign key.
CREATE INDEX attachment_use_attachment_id_idx ON attachment_use (attachment_id);

-- The messages so far. What somebody wrote never looks like a part, because quotes are escaped inside of it.
-- The text is searched and not the JSON, because Postgres refuses to take apart JSON with \u0000.
INSERT INTO attachment_use (message_id, attachment_id)
SELECT DISTINCT message.id, attachment.id
FROM message
CROSS JOIN LATERAL regexp_matches(message.parts::text, '"attachment_id":"([0-9a-f-]{36})"', 'g') AS part (found)
JOIN attachment ON attachment.id = part.found[1]::uuid;
