-- What of the network lies near a point: the nearest nodes, then the nearest pipes with the place on them.
-- Index: node_geom and pipe_geom, by distance (<->). Rows: at most as many of each as asked for.
WITH here AS (
  SELECT ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100) AS place
), nodes AS (
  SELECT n.id, n.code, n.kind, n.version, n.geom
  FROM network_node AS n
  WHERE ST_DWithin(n.geom, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100), %(within_m)s)
    AND (%(system)s::bigint IS NULL OR n.system_id = %(system)s)
    AND (%(kinds)s::text[] IS NULL OR n.kind = ANY(%(kinds)s))
  ORDER BY n.geom <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100)
  LIMIT %(node_limit)s
), pipes AS (
  SELECT p.id, p.code, p.version, p.geom, p.length_m
  FROM network_pipe AS p
  WHERE ST_DWithin(p.geom, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100), %(within_m)s)
    AND (%(system)s::bigint IS NULL OR p.system_id = %(system)s)
  ORDER BY p.geom <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 2100)
  LIMIT %(pipe_limit)s
)
SELECT 'node' AS what, n.id, n.code, ST_X(n.geom), ST_Y(n.geom), ST_Distance(n.geom, here.place) AS distance_m,
  NULL::float8, n.kind, n.version
FROM nodes AS n, here
UNION ALL
SELECT 'pipe', p.id, p.code, ST_X(spot.geom), ST_Y(spot.geom), ST_Distance(p.geom, here.place),
  CASE WHEN p.length_m > 0 THEN ST_LineLocatePoint(p.geom, here.place) ELSE 0 END, '', p.version
FROM pipes AS p, here, LATERAL (SELECT ST_ClosestPoint(p.geom, here.place) AS geom) AS spot
ORDER BY what, distance_m
