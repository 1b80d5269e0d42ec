-- Pairs of nodes on one spot (1 cm) or near each other, unless a pump or control valve stands between them.
-- Index: primary keys, and the links' keys of nodes. Rows: one a pair, the node that came later; few.
SELECT CASE WHEN ST_Distance(later.geom, earlier.geom) <= 0.01 THEN 'duplicate_nodes' ELSE 'near_nodes' END,
  'node', later.id, later.code, ST_Distance(later.geom, earlier.geom), earlier.code, later.geom
FROM unnest(%(first)s::bigint[], %(second)s::bigint[]) AS pair (earlier_id, later_id)
JOIN network_node AS later ON later.id = pair.later_id
JOIN network_node AS earlier ON earlier.id = pair.earlier_id
WHERE NOT EXISTS (
    SELECT FROM network_pump AS u WHERE u.start_node_id IN (later.id, earlier.id) AND u.end_node_id IN (later.id, earlier.id))
  AND NOT EXISTS (
    SELECT FROM network_valve AS v WHERE v.start_node_id IN (later.id, earlier.id) AND v.end_node_id IN (later.id, earlier.id))
