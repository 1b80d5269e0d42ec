-- A town of crooked streets, 36 m apart in its middle and 108 m at its edges: a node at each crossing, pipes between them.
INSERT INTO network_supplysystem (id, code, name, source) VALUES (1, 'bench', 'Πόλη', 'bench');

INSERT INTO network_node (id, system_id, code, kind, geom, elevation_m, demand_l_s)
SELECT 1 + i * %(side)s + j, 1, 'N' || i || '-' || j, 'junction',
       ST_SetSRID(ST_MakePoint(
           400000 + 30 * %(side)s * (0.6 * u + 0.4 * u ^ 3) + (i * 7919 + j * 10473) %% 13,
           4500000 + 30 * %(side)s * (0.6 * v + 0.4 * v ^ 3) + (i * 10473 + j * 7919) %% 13), 2100),
       10 + (i + j) %% 90, 0
FROM generate_series(0, %(side)s - 1) AS i CROSS JOIN generate_series(0, %(side)s - 1) AS j
CROSS JOIN LATERAL (SELECT 2.0::float8 * i / %(side)s - 1 AS u, 2.0::float8 * j / %(side)s - 1 AS v) AS place;

-- Every 16th street has a trunk main, every 8th and 4th a lesser one.
INSERT INTO network_pipe (
    system_id, code, start_node_id, end_node_id, geom, diameter_mm, material_id, laid_year, status, has_check_valve
)
SELECT 1, 'P' || a.id || d.way, a.id, b.id,
       ST_MakeLine(ARRAY[
           a.geom,
           ST_SetSRID(ST_MakePoint(
               (ST_X(a.geom) + ST_X(b.geom)) / 2 + a.id %% 5 - 2, (ST_Y(a.geom) + ST_Y(b.geom)) / 2 + a.id %% 7 - 3), 2100),
           b.geom]),
       CASE WHEN d.street %% 16 = 0 THEN 400 WHEN d.street %% 8 = 0 THEN 250 WHEN d.street %% 4 = 0 THEN 160
            ELSE (ARRAY[63, 90, 110])[1 + d.street %% 3] END,
       (SELECT id FROM network_material WHERE code = 'PVC'), 1960 + a.id %% 60, CASE WHEN a.id %% 97 = 0 THEN 'closed' ELSE 'open' END, false
FROM network_node AS a
CROSS JOIN LATERAL (
    SELECT 'E' AS way, a.id + %(side)s AS next, ((a.id - 1) %% %(side)s)::int AS street
    UNION ALL
    SELECT 'N', CASE WHEN a.id %% %(side)s <> 0 THEN a.id + 1 END, ((a.id - 1) / %(side)s)::int
) AS d
JOIN network_node AS b ON b.id = d.next
ORDER BY a.id
LIMIT %(size)s;

INSERT INTO meters_route (code, name)
SELECT lpad(n::text, 5, '0'), 'Δρομολόγιο ' || n FROM generate_series(1, %(size)s / 1000 + 1) AS n;

-- A connection beside every other pipe.
INSERT INTO meters_connection (
    supply_number, use, status, has_sewer, households, people, house_number, postcode, address, search_key,
    geom, pipe_id, pipe_fraction, route_id, route_position, opened_on
)
SELECT 'S' || lpad(p.n::text, 8, '0'), 'domestic', CASE WHEN p.n %% 50 = 0 THEN 'cut' ELSE 'active' END, true, 1, 2, '', '',
       'Οδός ' || p.n, '', ST_Translate(ST_LineInterpolatePoint(p.geom, 0.3 + p.n %% 5 / 10.0), 4, 4),
       p.id, 0.3 + p.n %% 5 / 10.0, route.id, p.n, '2020-01-01'
FROM (SELECT id, geom, row_number() OVER (ORDER BY id) AS n FROM network_pipe) AS p
JOIN meters_route AS route ON route.code = lpad((1 + p.n / 1000)::text, 5, '0')
WHERE p.n %% 2 = 0
