-- Where pipes lie, for the search of what is near what: an array a column, and all lines (WKB) one behind the other.
-- Index: none, all pipes that are not abandoned are read once. Rows: one.
SELECT array_agg(p.id), array_agg(p.system_id), array_agg(p.start_node_id), array_agg(p.end_node_id),
  array_agg(ST_NPoints(p.geom)), string_agg(ST_AsBinary(p.geom, 'NDR'), '')
FROM network_pipe AS p
WHERE p.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR p.system_id = %(system)s)
