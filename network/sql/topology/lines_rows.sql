-- Where pipes lie, for the search of what is near what.
-- Index: none, all pipes are read once. Rows: one a pipe that is not abandoned.
SELECT p.id, p.system_id, p.start_node_id, p.end_node_id, encode(ST_AsBinary(p.geom), 'hex')
FROM network_pipe AS p
WHERE p.lifecycle <> 'abandoned' AND (%(system)s::bigint IS NULL OR p.system_id = %(system)s)
