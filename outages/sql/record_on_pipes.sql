-- Write down the connections with running water on an outage's pipes, who pays there and whether they are sensitive.
-- Index: the foreign key on pipe_id, liability_one_payer_at_a_time (GiST) where few are touched, sensitivity_current.
-- Rows: one a connection on the pipes.
INSERT INTO outages_affectedconnection (outage_id, connection_id, party_id, is_sensitive)
SELECT
    %(outage_id)s,
    c.id,
    l.party_id,
    EXISTS (
        SELECT FROM meters_sensitivity AS s
        WHERE s.connection_id = c.id AND s.valid_from <= %(day)s AND s.expires_on > %(day)s
    )
FROM unnest(%(pipes)s::int8[]) AS asked (id)
JOIN meters_connection AS c ON c.pipe_id = asked.id
LEFT JOIN meters_liability AS l ON l.connection_id = c.id AND l.role = 'payer' AND l.period @> %(day)s::date
WHERE c.status = 'active'
ON CONFLICT (outage_id, connection_id) DO NOTHING
