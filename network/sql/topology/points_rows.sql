-- Where nodes stand, for the search of what is near what.
-- Index: none, all nodes are read once. Rows: one a node that is not abandoned.
SELECT n.id, n.system_id, ST_X(n.geom), ST_Y(n.geom)
FROM network_node AS n
WHERE n.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR n.system_id = %(system)s)
