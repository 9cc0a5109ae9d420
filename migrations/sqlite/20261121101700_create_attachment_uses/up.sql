-- Which message shows which attachment. The parts of a message say so too, but no query looks inside them; and
-- the foreign key keeps an attachment from being removed while a message that shows it is written.
CREATE TABLE attachment_use (
    message_id BLOB NOT NULL CONSTRAINT attachment_use_message_id_fkey REFERENCES message (id) ON DELETE CASCADE,
    attachment_id BLOB NOT NULL CONSTRAINT attachment_use_attachment_id_fkey REFERENCES attachment (id),
    PRIMARY KEY (message_id, attachment_id)
) STRICT, WITHOUT ROWID;

-- Asks whether a message shows an attachment. Also the foreign key.
CREATE INDEX attachment_use_attachment_id_idx ON attachment_use (attachment_id);

-- The messages so far.
INSERT INTO attachment_use (message_id, attachment_id)
SELECT DISTINCT message.id, attachment.id
FROM message
JOIN json_each(message.parts) AS part
JOIN attachment ON attachment.id = unhex(json_extract(part.value, '$.attachment_id'), '-');
