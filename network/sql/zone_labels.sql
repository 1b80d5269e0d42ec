-- Nodes that lie within exactly one of some drawn zones.
-- Index: node_geom. Rows: one such node, with its zone.
SELECT n.id, min(z.id)
FROM network_zone AS z
JOIN network_node AS n ON ST_Contains(z.geom, n.geom)
WHERE z.id = ANY(%(zones)s::int8[])
GROUP BY n.id
HAVING count(*) = 1
