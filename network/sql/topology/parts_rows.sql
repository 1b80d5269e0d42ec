-- What joins what, in service: nodes (kind 0: whether water comes from or sewage leaves by it) and links (kind 1: whether
-- open; a closed shut-off valve closes its pipe); an array a column.
-- Index: none, all is read once. Rows: one.
SELECT array_agg(r.kind), array_agg(r.id), array_agg(r.a), array_agg(r.b)
FROM (
  SELECT 0::int8 AS kind, n.id, CASE WHEN s.medium = 'sewer' THEN n.kind = 'outfall'
      ELSE n.kind IN ('reservoir', 'tank', 'well', 'spring', 'plant') END::int::int8 AS a,
      (s.medium = 'sewer')::int::int8 AS b
  FROM network_node AS n JOIN network_supplysystem AS s ON s.id = n.system_id
  WHERE n.lifecycle = 'in_service' AND (%(system)s::bigint IS NULL OR n.system_id = %(system)s)
  UNION ALL
  SELECT 1 + (p.status = 'open' AND shut.pipe_id IS NULL)::int::int8, p.id, p.start_node_id, p.end_node_id
  FROM network_pipe AS p
  LEFT JOIN (
    SELECT DISTINCT pipe_id FROM network_shutoffvalve WHERE state = 'closed' AND lifecycle = 'in_service'
  ) AS shut ON shut.pipe_id = p.id
  WHERE p.lifecycle = 'in_service' AND (%(system)s::bigint IS NULL OR p.system_id = %(system)s)
  UNION ALL
  SELECT 1 + (status <> 'closed')::int::int8, id, start_node_id, end_node_id FROM network_pump
  WHERE lifecycle = 'in_service' AND (%(system)s::bigint IS NULL OR system_id = %(system)s)
  UNION ALL
  SELECT 1 + (status <> 'closed')::int::int8, id, start_node_id, end_node_id FROM network_valve
  WHERE lifecycle = 'in_service' AND (%(system)s::bigint IS NULL OR system_id = %(system)s)
) AS r
