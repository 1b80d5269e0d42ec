-- Write down the connections with running water in an outage's area, who pays there and whether they are sensitive.
-- The area is given, and not looked up, so that the planner knows how many connections lie in it.
-- Index: connection_geom (GiST), liability_one_payer_at_a_time (GiST) where few are touched, sensitivity_current.
-- Rows: one a connection in the area, up to a whole town.
INSERT INTO outages_affectedconnection (outage_id, connection_id, party_id, is_sensitive)
SELECT
    %(outage_id)s,
    c.id,
    l.party_id,
    EXISTS (
        SELECT FROM meters_sensitivity AS s
        WHERE s.connection_id = c.id AND s.valid_from <= %(day)s AND s.expires_on > %(day)s
    )
FROM meters_connection AS c
LEFT JOIN meters_liability AS l ON l.connection_id = c.id AND l.role = 'payer' AND l.period @> %(day)s::date
WHERE c.status = 'active' AND ST_Intersects(c.geom, ST_GeomFromWKB(%(area)s, %(srid)s))
ON CONFLICT (outage_id, connection_id) DO NOTHING
