-- Connections with running water on parts of the network, by use; each part is a number and some pipes.
-- Index: the foreign key on pipe_id, sensitivity_current. Rows: one a part and use.
SELECT
    asked.part, c.use, count(*), sum(c.households), sum(c.people),
    count(*) FILTER (WHERE EXISTS (
        SELECT FROM meters_sensitivity AS s
        WHERE s.connection_id = c.id AND s.valid_from <= %(day)s AND s.expires_on > %(day)s
    ))
FROM unnest(%(parts)s::int[], %(pipes)s::int8[]) AS asked (part, id)
JOIN meters_connection AS c ON c.pipe_id = asked.id
WHERE c.status = 'active'
GROUP BY asked.part, c.use
ORDER BY asked.part, count(*) DESC, c.use
