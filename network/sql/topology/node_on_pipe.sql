-- Nodes that lie on a pipe (5 cm) and do not cut it; one at the pipe's own end is a near node instead.
-- Index: pipe_geom, once a node. Rows: one a node and pipe, few.
SELECT 'node_on_pipe', 'node', n.id, n.code, ST_Distance(p.geom, n.geom), p.code, n.geom
FROM network_node AS n
JOIN network_pipe AS p ON ST_DWithin(p.geom, n.geom, 0.05)
WHERE n.id <> p.start_node_id AND n.id <> p.end_node_id AND n.system_id = p.system_id
  AND n.lifecycle <> 'abandoned' AND p.lifecycle <> 'abandoned'
  AND ST_Distance(ST_StartPoint(p.geom), n.geom) > 0.05 AND ST_Distance(ST_EndPoint(p.geom), n.geom) > 0.05
  AND (%(system)s::bigint IS NULL OR n.system_id = %(system)s)
