-- Links that do not end on their nodes (1 mm), live otherwise than what they stand on, or lead one way into nothing.
-- Index: none, all links are read once, nodes by a hash. Rows: one a link and fault, few.
WITH links AS (
  SELECT 'pipe' AS kind, id, code, start_node_id, end_node_id, geom, lifecycle, has_check_valve AS is_one_way
  FROM network_pipe WHERE %(system)s::bigint IS NULL OR system_id = %(system)s
  UNION ALL
  SELECT 'pump', id, code, start_node_id, end_node_id, geom, lifecycle, true
  FROM network_pump WHERE %(system)s::bigint IS NULL OR system_id = %(system)s
  UNION ALL
  SELECT 'valve', id, code, start_node_id, end_node_id, geom, lifecycle, kind IN ('prv', 'psv', 'fcv')
  FROM network_valve WHERE %(system)s::bigint IS NULL OR system_id = %(system)s
)
SELECT fault.check_name, l.kind, l.id, l.code, fault.figure, fault.other, ST_EndPoint(l.geom)
FROM links AS l
JOIN network_node AS a ON a.id = l.start_node_id
JOIN network_node AS b ON b.id = l.end_node_id
LEFT JOIN topology_degree AS da ON da.node_id = a.id
LEFT JOIN topology_degree AS db ON db.node_id = b.id
CROSS JOIN LATERAL (
  VALUES
    ('end_off_node', greatest(ST_Distance(ST_StartPoint(l.geom), a.geom), ST_Distance(ST_EndPoint(l.geom), b.geom)) > 0.001,
      greatest(ST_Distance(ST_StartPoint(l.geom), a.geom), ST_Distance(ST_EndPoint(l.geom), b.geom)), b.code),
    ('lifecycle_mismatch', l.lifecycle = 'in_service' AND (a.lifecycle <> 'in_service' OR b.lifecycle <> 'in_service'),
      NULL, CASE WHEN a.lifecycle <> 'in_service' THEN a.code ELSE b.code END),
    ('one_way_dead_end', l.lifecycle = 'in_service' AND l.kind = 'pipe' AND l.is_one_way AND db.links = 1
      AND b.kind NOT IN ('reservoir', 'tank', 'well', 'spring', 'plant', 'outfall'), NULL, b.code),
    ('link_neighbours', l.lifecycle = 'in_service' AND l.kind <> 'pipe' AND (
      (da.links < 2 AND a.kind NOT IN ('reservoir', 'tank', 'well', 'spring', 'plant'))
      OR (db.links < 2 AND b.kind NOT IN ('reservoir', 'tank', 'well', 'spring', 'plant'))), least(da.links, db.links), b.code)
) AS fault (check_name, is_so, figure, other)
WHERE fault.is_so
