-- What an answer tells of what was found in memory: spots (what: the medium), parts (length, volume, lines), objects by kind.
-- Places and lines are in WGS84. Index: the primary keys. Rows: one a spot that exists, a part that has pipes, an object.
SELECT told.what_row, told.id, told.code, told.what, told.state, told.condition, told.diameter_mm,
       told.length_m, told.volume_m3, ST_X(told.place), ST_Y(told.place), told.lines
FROM (
    SELECT 'spot' AS what_row, asked.turn AS id, p.code, s.medium AS what, '' AS state, '' AS condition,
           NULL::float8 AS diameter_mm, p.length_m, NULL::float8 AS volume_m3,
           ST_Transform(CASE WHEN p.length_m > 0 THEN ST_LineInterpolatePoint(p.geom, asked.fraction)
                             ELSE ST_StartPoint(p.geom) END, 4326) AS place, NULL AS lines
    FROM unnest(%(kinds)s::text[], %(ids)s::int8[], %(fractions)s::float8[]) WITH ORDINALITY
        AS asked (kind, id, fraction, turn)
    JOIN network_pipe AS p ON asked.kind = 'pipe' AND p.id = asked.id
    JOIN network_supplysystem AS s ON s.id = p.system_id
    UNION ALL
    SELECT 'spot', asked.turn, n.code, s.medium, '', '', NULL, 0, NULL, ST_Transform(n.geom, 4326), NULL
    FROM unnest(%(kinds)s::text[], %(ids)s::int8[]) WITH ORDINALITY AS asked (kind, id, turn)
    JOIN network_node AS n ON asked.kind = 'node' AND n.id = asked.id
    JOIN network_supplysystem AS s ON s.id = n.system_id
    UNION ALL
    SELECT 'spot', asked.turn, o.code, s.medium, '', '', NULL, 0, NULL, ST_Transform(o.geom, 4326), NULL
    FROM unnest(%(kinds)s::text[], %(ids)s::int8[]) WITH ORDINALITY AS asked (kind, id, turn)
    JOIN network_shutoffvalve AS o ON asked.kind = 'shutoff' AND o.id = asked.id
    JOIN network_supplysystem AS s ON s.id = o.system_id
    UNION ALL
    SELECT 'part', asked.part, '', '', '', '', NULL, sum(p.length_m),
           sum(p.length_m * pi() * (p.diameter_mm::float8 / 2000) ^ 2), NULL,
           ST_AsGeoJSON(ST_Transform(ST_Collect(p.geom), 4326), 7)
    FROM unnest(%(parts)s::int[], %(part_pipes)s::int8[]) AS asked (part, id)
    JOIN network_pipe AS p ON p.id = asked.id
    GROUP BY asked.part
    UNION ALL
    SELECT 'shutoff', o.id, o.code, '', o.state, o.condition, coalesce(o.diameter_mm, p.diameter_mm)::float8,
           NULL, NULL, ST_Transform(o.geom, 4326), NULL
    FROM network_shutoffvalve AS o
    JOIN network_pipe AS p ON p.id = o.pipe_id
    WHERE o.id = ANY(%(shutoffs)s::int8[])
    UNION ALL
    SELECT 'pipe', p.id, p.code, p.kind, p.status, '', p.diameter_mm::float8,
           NULL, NULL, ST_Transform(ST_StartPoint(p.geom), 4326), NULL
    FROM network_pipe AS p
    WHERE p.id = ANY(%(pipes)s::int8[])
    UNION ALL
    SELECT 'pump', u.id, u.code, '', u.status, '', NULL, NULL, NULL, ST_Transform(ST_StartPoint(u.geom), 4326), NULL
    FROM network_pump AS u
    WHERE u.id = ANY(%(pumps)s::int8[])
    UNION ALL
    SELECT 'valve', v.id, v.code, v.kind, v.status, '', v.diameter_mm::float8,
           NULL, NULL, ST_Transform(ST_StartPoint(v.geom), 4326), NULL
    FROM network_valve AS v
    WHERE v.id = ANY(%(valves)s::int8[])
    UNION ALL
    SELECT 'node', n.id, n.code, n.kind, '', '', NULL, NULL, NULL, ST_Transform(n.geom, 4326), NULL
    FROM network_node AS n
    WHERE n.id = ANY(%(nodes)s::int8[]) AND n.kind NOT IN ('junction', 'fitting', 'manhole')
) AS told
ORDER BY told.what_row, told.code, told.id
