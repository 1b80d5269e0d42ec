-- Write the connections of taken lines, each at its point on the nearest water pipe in service within 200 m.
-- Index: pipe_geom (GiST, nearest first). Rows: one a taken line.
INSERT INTO meters_connection
    (supply_number, use, status, has_sewer, households, people, street_id, house_number, postcode, address, search_key,
     geom, pipe_id, pipe_fraction, route_id, route_position, opened_on)
SELECT
    s.supply_number, s.use, 'active', s.has_sewer, s.households, s.people, s.street_id, s.house_number, s.postcode,
    a.address, hydria_double_key(concat_ws(' ', s.supply_number, a.address)),
    s.geom, p.id, p.fraction, r.id, s.route_position, s.opened_on
FROM staged_connections AS s
JOIN meters_route AS r ON r.code = s.route
CROSS JOIN LATERAL (SELECT left(trim(concat_ws(' ', s.street, s.house_number)), 200) AS address) AS a
LEFT JOIN LATERAL (
    SELECT n.id, ST_LineLocatePoint(n.geom, s.geom) AS fraction
    FROM network_pipe AS n
    WHERE ST_DWithin(n.geom, s.geom, 200) AND n.lifecycle = 'in_service'
      AND n.system_id = ANY (ARRAY(SELECT w.id FROM network_supplysystem AS w WHERE w.medium = 'water'))
    ORDER BY n.geom <-> s.geom LIMIT 1
) AS p ON true
WHERE s.outcome = 'taken'
ORDER BY s.line
