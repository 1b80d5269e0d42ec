-- Write messages that share few texts to the outbox, each with its own words in place of the mark; each key once.
-- Index: notifications_message_key_key. Rows: the new ones, up to some tens of thousands.
INSERT INTO notifications_message
    (key, channel, recipient, language, template, subject, body, party_id,
     headers, state, attempts, next_attempt_at, error, provider_reference, created_at)
SELECT
    m.key, t.channel, m.recipient, t.language, t.template, left(replace(t.subject, %(mark)s, m.words), 200),
    replace(t.body, %(mark)s, m.words), m.party_id, '{}', 'waiting', 0, now(), '', '', now()
FROM unnest(%(keys)s::text[], %(recipients)s::text[], %(words)s::text[], %(party_ids)s::bigint[], %(texts)s::int[])
    WITH ORDINALITY AS m (key, recipient, words, party_id, text, turn)
JOIN unnest(
    %(channels)s::text[], %(languages)s::text[], %(templates)s::text[], %(subjects)s::text[], %(bodies)s::text[]
) WITH ORDINALITY AS t (channel, language, template, subject, body, number) ON t.number = m.text
ORDER BY m.turn
ON CONFLICT (key) DO NOTHING
