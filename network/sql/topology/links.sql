-- Links that do not end on their nodes (1 mm), or are in service on a node that is not.
-- Index: none, all links and nodes are read once. Rows: one a link and fault, few.
WITH links AS (
  SELECT 'pipe' AS kind, id, code, start_node_id, end_node_id, geom, lifecycle
  FROM network_pipe WHERE %(system)s::bigint IS NULL OR system_id = %(system)s
  UNION ALL
  SELECT 'pump', id, code, start_node_id, end_node_id, geom, lifecycle
  FROM network_pump WHERE %(system)s::bigint IS NULL OR system_id = %(system)s
  UNION ALL
  SELECT 'valve', id, code, start_node_id, end_node_id, geom, lifecycle
  FROM network_valve WHERE %(system)s::bigint IS NULL OR system_id = %(system)s
)
SELECT fault.check_name, l.kind, l.id, l.code, fault.figure, fault.other, ST_EndPoint(l.geom)
FROM links AS l
JOIN network_node AS a ON a.id = l.start_node_id
JOIN network_node AS b ON b.id = l.end_node_id
CROSS JOIN LATERAL (
  VALUES
    ('end_off_node', greatest(ST_Distance(ST_StartPoint(l.geom), a.geom), ST_Distance(ST_EndPoint(l.geom), b.geom)) > 0.001,
      greatest(ST_Distance(ST_StartPoint(l.geom), a.geom), ST_Distance(ST_EndPoint(l.geom), b.geom)), b.code),
    ('lifecycle_mismatch', l.lifecycle = 'in_service' AND (a.lifecycle <> 'in_service' OR b.lifecycle <> 'in_service'),
      NULL, CASE WHEN a.lifecycle <> 'in_service' THEN a.code ELSE b.code END)
) AS fault (check_name, is_so, figure, other)
WHERE fault.is_so
  -- Most ends are their nodes' places to the last digit: they are left before anything is measured.
  AND (NOT (ST_StartPoint(l.geom) = a.geom AND ST_EndPoint(l.geom) = b.geom)
    OR (l.lifecycle = 'in_service' AND (a.lifecycle <> 'in_service' OR b.lifecycle <> 'in_service')))
