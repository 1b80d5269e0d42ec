-- Pairs of a node and a pipe that it lies on and does not cut.
-- Index: primary keys. Rows: one a pair, few.
SELECT 'node_on_pipe', 'node', n.id, n.code, ST_Distance(p.geom, n.geom), p.code, n.geom
FROM unnest(%(first)s::bigint[], %(second)s::bigint[]) AS pair (node_id, pipe_id)
JOIN network_node AS n ON n.id = pair.node_id
JOIN network_pipe AS p ON p.id = pair.pipe_id
