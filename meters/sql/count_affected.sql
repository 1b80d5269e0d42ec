-- Connections, households, people and sensitive connections in an area; only where water runs.
-- Index: connection_geom (GiST), sensitivity_current. Rows: one.
SELECT
    count(*),
    coalesce(sum(c.households), 0),
    coalesce(sum(c.people), 0),
    count(*) FILTER (WHERE EXISTS (
        SELECT FROM meters_sensitivity AS s
        WHERE s.connection_id = c.id AND s.valid_from <= %(day)s AND s.expires_on > %(day)s
    ))
FROM meters_connection AS c
WHERE c.status = 'active' AND ST_Intersects(c.geom, ST_GeomFromWKB(%(area)s, %(srid)s))
