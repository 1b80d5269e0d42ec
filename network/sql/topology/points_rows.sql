-- Where nodes stand, for the search of what is near what: an array a column.
-- Index: none, all nodes that are not abandoned are read once. Rows: one.
SELECT array_agg(n.id), array_agg(n.system_id), array_agg(ST_X(n.geom)), array_agg(ST_Y(n.geom))
FROM network_node AS n
WHERE n.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR n.system_id = %(system)s)
