-- The network as its graph in memory takes it: kind (0 node, 1 pipe, 2 pump, 3 valve, 4 shut-off valve), id, what it
-- hangs on, how water passes it (domain/graph.py: a source or not; a Flow; a Gate), length in metres.
-- Index: the primary keys, where rows are asked for by kind and id. Rows: one an object.
SELECT
    0::int2 AS kind, n.id, 0::int8 AS a, 0::int8 AS b,
    (n.lifecycle = 'in_service' AND s.medium = 'water' AND n.kind IN ('reservoir', 'tank', 'well', 'spring', 'plant'))
    ::int::int2 AS flag, 0::float8 AS length_m
FROM network_node AS n
JOIN network_supplysystem AS s ON s.id = n.system_id
UNION ALL
SELECT
    1::int2, p.id, p.start_node_id, p.end_node_id,
    CASE WHEN p.lifecycle <> 'in_service' OR p.status = 'closed' THEN 2
         WHEN p.has_check_valve OR p.kind IN ('gravity', 'rising') THEN 1 ELSE 0 END::int2,
    p.length_m
FROM network_pipe AS p
UNION ALL
SELECT
    2::int2, u.id, u.start_node_id, u.end_node_id,
    CASE WHEN u.lifecycle <> 'in_service' OR u.status = 'closed' THEN 2 ELSE 1 END::int2, ST_Length(u.geom)
FROM network_pump AS u
UNION ALL
SELECT
    3::int2, v.id, v.start_node_id, v.end_node_id,
    CASE WHEN v.lifecycle <> 'in_service' OR v.status = 'closed' THEN 2
         WHEN v.kind IN ('prv', 'psv', 'fcv') THEN 1 ELSE 0 END::int2,
    ST_Length(v.geom)
FROM network_valve AS v
UNION ALL
SELECT
    4::int2, o.id, o.pipe_id, o.at_end::int::int8,
    CASE WHEN o.lifecycle <> 'in_service' THEN 0 WHEN o.state = 'closed' THEN 3
         WHEN o.condition = 'working' THEN 1 ELSE 2 END::int2,
    o.offset_m
FROM network_shutoffvalve AS o
