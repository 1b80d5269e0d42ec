-- Manholes whose bottom lies above a sewer that comes to them, by more than a centimetre.
-- Index: none, all sewers are read once. Rows: one a manhole, with its lowest sewer.
SELECT DISTINCT ON (n.id) 'bottom_above_invert', 'node', n.id, n.code, (n.invert_m - e.invert_m)::float8, e.code, n.geom
FROM (
  SELECT code, start_node_id AS node_id, start_invert_m AS invert_m FROM network_pipe
  WHERE kind = 'gravity' AND lifecycle <> 'abandoned' AND start_invert_m IS NOT NULL
  UNION ALL
  SELECT code, end_node_id, end_invert_m FROM network_pipe
  WHERE kind = 'gravity' AND lifecycle <> 'abandoned' AND end_invert_m IS NOT NULL
) AS e
JOIN network_node AS n ON n.id = e.node_id
WHERE n.kind = 'manhole' AND n.invert_m > e.invert_m + 0.01
  AND (%(system)s::bigint IS NULL OR n.system_id = %(system)s)
ORDER BY n.id, e.invert_m, e.code
