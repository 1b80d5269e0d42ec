-- Nodes of a system that stand on one spot (1 cm) or nearer than half a metre, unless a pump or control valve stands
-- between them: a grid of half metres, each cell beside its neighbours.
-- Index: none, all nodes are read once. Rows: one a pair, the node that came later.
WITH cells AS MATERIALIZED (
  SELECT n.id, n.code, n.system_id, n.geom,
    floor(ST_X(n.geom) / 0.5)::int8 AS cx, floor(ST_Y(n.geom) / 0.5)::int8 AS cy
  FROM network_node AS n
  WHERE n.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR n.system_id = %(system)s)
), pairs AS (
  SELECT a.id AS a_id, b.id AS b_id, a.geom AS a_geom, b.geom AS b_geom FROM cells AS a
  JOIN cells AS b ON b.cx = a.cx AND b.cy = a.cy AND b.system_id = a.system_id AND a.id < b.id
  UNION ALL
  SELECT a.id, b.id, a.geom, b.geom FROM cells AS a
  CROSS JOIN (VALUES (1, -1), (1, 0), (1, 1), (0, 1)) AS beside (dx, dy)
  JOIN cells AS b ON b.cx = a.cx + beside.dx AND b.cy = a.cy + beside.dy AND b.system_id = a.system_id
), near AS (
  SELECT greatest(a_id, b_id) AS later_id, least(a_id, b_id) AS earlier_id, ST_Distance(a_geom, b_geom) AS distance_m
  FROM pairs WHERE ST_Distance(a_geom, b_geom) <= 0.5
)
SELECT CASE WHEN near.distance_m <= 0.01 THEN 'duplicate_nodes' ELSE 'near_nodes' END, 'node', later.id, later.code,
  near.distance_m, earlier.code, later.geom
FROM near
JOIN network_node AS later ON later.id = near.later_id
JOIN network_node AS earlier ON earlier.id = near.earlier_id
WHERE NOT EXISTS (
    SELECT FROM network_pump AS u WHERE u.start_node_id IN (later.id, earlier.id) AND u.end_node_id IN (later.id, earlier.id))
  AND NOT EXISTS (
    SELECT FROM network_valve AS v WHERE v.start_node_id IN (later.id, earlier.id) AND v.end_node_id IN (later.id, earlier.id))
