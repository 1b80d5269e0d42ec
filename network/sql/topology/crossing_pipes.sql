-- Pipes of a system that cross where no node joins them; two that meet at a node are looked at there.
-- Index: pipe_geom, once a pipe. Rows: one a pair, where they first cross.
SELECT 'crossing_pipes', 'pipe', a.id, a.code, NULL::float8, b.code,
  ST_PointOnSurface(ST_Intersection(a.geom, b.geom))
FROM network_pipe AS a
JOIN network_pipe AS b ON b.geom && a.geom AND b.id > a.id AND b.system_id = a.system_id
WHERE b.start_node_id <> a.start_node_id AND b.start_node_id <> a.end_node_id
  AND b.end_node_id <> a.start_node_id AND b.end_node_id <> a.end_node_id
  AND a.lifecycle <> 'abandoned' AND b.lifecycle <> 'abandoned' AND ST_Crosses(a.geom, b.geom)
  AND (%(system)s::bigint IS NULL OR a.system_id = %(system)s)
