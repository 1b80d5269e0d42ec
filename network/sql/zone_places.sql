-- Codes and places (degrees) of what findings of zones speak of.
-- Index: the primary keys. Rows: one an object.
SELECT found.kind, found.id, found.code, ST_X(found.place), ST_Y(found.place)
FROM (
  SELECT 'node' AS kind, n.id, n.code, ST_Transform(n.geom, 4326) AS place
  FROM network_node AS n WHERE n.id = ANY(%(nodes)s::int8[])
  UNION ALL
  SELECT 'pipe', p.id, p.code, ST_Transform(ST_LineInterpolatePoint(p.geom, 0.5), 4326)
  FROM network_pipe AS p WHERE p.id = ANY(%(pipes)s::int8[])
  UNION ALL
  SELECT 'pump', u.id, u.code, ST_Transform(ST_EndPoint(u.geom), 4326)
  FROM network_pump AS u WHERE u.id = ANY(%(pumps)s::int8[])
  UNION ALL
  SELECT 'valve', v.id, v.code, ST_Transform(ST_EndPoint(v.geom), 4326)
  FROM network_valve AS v WHERE v.id = ANY(%(valves)s::int8[])
  UNION ALL
  SELECT 'shutoff', o.id, o.code, ST_Transform(o.geom, 4326)
  FROM network_shutoffvalve AS o WHERE o.id = ANY(%(shutoffs)s::int8[])
) AS found
