-- What a cut's answer names beside its lines: valves of all kinds, and nodes that are more than joints.
-- Index: the primary keys. Rows: one an object.
SELECT found.kind, found.id, found.code, found.what, found.state, found.condition, found.diameter_mm,
       ST_X(found.place), ST_Y(found.place)
FROM (
    SELECT 'shutoff' AS kind, o.id, o.code, '' AS what, o.state, o.condition,
           coalesce(o.diameter_mm, p.diameter_mm)::float8 AS diameter_mm, ST_Transform(o.geom, 4326) AS place
    FROM network_shutoffvalve AS o
    JOIN network_pipe AS p ON p.id = o.pipe_id
    WHERE o.id = ANY(%(shutoffs)s::int8[])
    UNION ALL
    SELECT 'pipe', p.id, p.code, p.kind, p.status, '', p.diameter_mm::float8, ST_Transform(ST_StartPoint(p.geom), 4326)
    FROM network_pipe AS p
    WHERE p.id = ANY(%(pipes)s::int8[])
    UNION ALL
    SELECT 'pump', u.id, u.code, '', u.status, '', NULL, ST_Transform(ST_StartPoint(u.geom), 4326)
    FROM network_pump AS u
    WHERE u.id = ANY(%(pumps)s::int8[])
    UNION ALL
    SELECT 'valve', v.id, v.code, v.kind, v.status, '', v.diameter_mm::float8, ST_Transform(ST_StartPoint(v.geom), 4326)
    FROM network_valve AS v
    WHERE v.id = ANY(%(valves)s::int8[])
    UNION ALL
    SELECT 'node', n.id, n.code, n.kind, '', '', NULL, ST_Transform(n.geom, 4326)
    FROM network_node AS n
    WHERE n.id = ANY(%(nodes)s::int8[]) AND n.kind NOT IN ('junction', 'fitting', 'manhole')
) AS found
ORDER BY found.code, found.id
