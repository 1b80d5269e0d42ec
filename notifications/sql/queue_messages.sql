-- Write messages to the outbox, each key once; keys that are there already are left alone.
-- Index: notifications_message_key_key. Rows: the new ones, up to some tens of thousands.
INSERT INTO notifications_message
    (key, channel, recipient, language, template, subject, body, party_id,
     headers, state, attempts, next_attempt_at, error, provider_reference, created_at)
SELECT
    m.key, m.channel, m.recipient, m.language, m.template, left(m.subject, 200), m.body, m.party_id,
    m.headers, 'waiting', 0, now(), '', '', now()
FROM unnest(
    %(keys)s::text[], %(channels)s::text[], %(recipients)s::text[], %(languages)s::text[], %(templates)s::text[],
    %(subjects)s::text[], %(bodies)s::text[], %(party_ids)s::bigint[], %(headers)s::jsonb[]
) AS m (key, channel, recipient, language, template, subject, body, party_id, headers)
ON CONFLICT (key) DO NOTHING
