-- What is asked about: code, medium, place (WGS84), and of pipes the length and how far their shut-off valves stand from
-- the ends (metres). Index: the primary keys, shutoff_one_at_an_end. Rows: one a spot that exists, in the order asked.
SELECT found.turn, found.code, found.medium, ST_X(found.place), ST_Y(found.place), found.length_m, found.at_start_m, found.at_end_m
FROM (
    SELECT
        asked.turn, p.code, s.medium, p.length_m,
        ST_Transform(CASE WHEN p.length_m > 0 THEN ST_LineInterpolatePoint(p.geom, asked.fraction)
                          ELSE ST_StartPoint(p.geom) END, 4326) AS place,
        (SELECT least(o.offset_m, p.length_m / 2) FROM network_shutoffvalve AS o
         WHERE o.pipe_id = p.id AND NOT o.at_end AND o.lifecycle = 'in_service') AS at_start_m,
        (SELECT least(o.offset_m, p.length_m / 2) FROM network_shutoffvalve AS o
         WHERE o.pipe_id = p.id AND o.at_end AND o.lifecycle = 'in_service') AS at_end_m
    FROM unnest(%(kinds)s::text[], %(ids)s::int8[], %(fractions)s::float8[]) WITH ORDINALITY
        AS asked (kind, id, fraction, turn)
    JOIN network_pipe AS p ON asked.kind = 'pipe' AND p.id = asked.id
    JOIN network_supplysystem AS s ON s.id = p.system_id
    UNION ALL
    SELECT asked.turn, n.code, s.medium, 0, ST_Transform(n.geom, 4326), NULL, NULL
    FROM unnest(%(kinds)s::text[], %(ids)s::int8[]) WITH ORDINALITY AS asked (kind, id, turn)
    JOIN network_node AS n ON asked.kind = 'node' AND n.id = asked.id
    JOIN network_supplysystem AS s ON s.id = n.system_id
    UNION ALL
    SELECT asked.turn, o.code, s.medium, 0, ST_Transform(o.geom, 4326), NULL, NULL
    FROM unnest(%(kinds)s::text[], %(ids)s::int8[]) WITH ORDINALITY AS asked (kind, id, turn)
    JOIN network_shutoffvalve AS o ON asked.kind = 'shutoff' AND o.id = asked.id
    JOIN network_supplysystem AS s ON s.id = o.system_id
) AS found
ORDER BY found.turn
