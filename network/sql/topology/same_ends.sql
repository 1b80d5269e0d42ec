-- Pipes between the same two nodes: one over the other (10 cm) is there twice, else it is worth a look.
-- Index: none, all pipes are read once. Rows: one a pair, the pipe that came later; few.
WITH ends AS (
  SELECT least(start_node_id, end_node_id) AS low, greatest(start_node_id, end_node_id) AS high, array_agg(id) AS ids
  FROM network_pipe
  WHERE lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR system_id = %(system)s)
  GROUP BY 1, 2 HAVING count(*) > 1
)
SELECT
  CASE WHEN ST_HausdorffDistance(later.geom, earlier.geom) <= 0.1 THEN 'duplicate_pipes' ELSE 'same_ends' END,
  'pipe', later.id, later.code, ST_HausdorffDistance(later.geom, earlier.geom), earlier.code,
  ST_LineInterpolatePoint(later.geom, 0.5)
FROM ends
JOIN network_pipe AS earlier ON earlier.id = ANY(ends.ids)
JOIN network_pipe AS later ON later.id = ANY(ends.ids) AND later.id > earlier.id
