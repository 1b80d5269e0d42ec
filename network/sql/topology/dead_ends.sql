-- Pumps and control valves that nothing leads to or from, and pipes that lead one way into nothing.
-- Index: none, all links are read once; nodes by their keys. Rows: one a link, few.
WITH links AS (
  SELECT 'pipe' AS kind, id, code, start_node_id, end_node_id, geom FROM network_pipe
  WHERE has_check_valve AND lifecycle = 'in_service' AND (%(system)s::bigint IS NULL OR system_id = %(system)s)
  UNION ALL
  SELECT 'pump', id, code, start_node_id, end_node_id, geom FROM network_pump
  WHERE lifecycle = 'in_service' AND (%(system)s::bigint IS NULL OR system_id = %(system)s)
  UNION ALL
  SELECT 'valve', id, code, start_node_id, end_node_id, geom FROM network_valve
  WHERE lifecycle = 'in_service' AND (%(system)s::bigint IS NULL OR system_id = %(system)s)
)
SELECT CASE WHEN l.kind = 'pipe' THEN 'one_way_dead_end' ELSE 'link_neighbours' END, l.kind, l.id, l.code,
  CASE WHEN l.kind <> 'pipe' THEN least(da.links, db.links)::float8 END, b.code, ST_EndPoint(l.geom)
FROM links AS l
JOIN network_node AS a ON a.id = l.start_node_id
JOIN network_node AS b ON b.id = l.end_node_id
JOIN topology_degree AS da ON da.node_id = a.id
JOIN topology_degree AS db ON db.node_id = b.id
WHERE (db.links < 2 AND b.kind NOT IN ('reservoir', 'tank', 'well', 'spring', 'plant', 'outfall'))
  OR (l.kind <> 'pipe' AND da.links < 2 AND a.kind NOT IN ('reservoir', 'tank', 'well', 'spring', 'plant'))
