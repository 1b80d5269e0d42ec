-- Pairs of pipes that cross where no node joins them, where they do first.
-- Index: primary keys. Rows: one a pair.
SELECT 'crossing_pipes', 'pipe', a.id, a.code, NULL::float8, b.code, ST_PointOnSurface(ST_Intersection(a.geom, b.geom))
FROM unnest(%(first)s::bigint[], %(second)s::bigint[]) AS pair (first_id, second_id)
JOIN network_pipe AS a ON a.id = pair.first_id
JOIN network_pipe AS b ON b.id = pair.second_id
