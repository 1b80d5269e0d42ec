-- The named rows as JSON, held until the commit: nodes first, then links, then what stands on them, each by number.
-- Index: primary keys. Rows: as many as are named and still there.
WITH nodes AS MATERIALIZED (
  SELECT t.id, to_jsonb(t) - 'geom_3857' || jsonb_build_object('geom', t.geom::text) AS body
  FROM network_node AS t WHERE t.id = ANY(%(node)s) ORDER BY t.id FOR UPDATE
), pipes AS MATERIALIZED (
  SELECT t.id,
    to_jsonb(t) - '{geom_3857,length_m,slope}'::text[] || jsonb_build_object('geom', t.geom::text) AS body
  FROM network_pipe AS t WHERE t.id = ANY(%(pipe)s) ORDER BY t.id FOR UPDATE
), pumps AS MATERIALIZED (
  SELECT t.id, to_jsonb(t) - 'geom_3857' || jsonb_build_object('geom', t.geom::text) AS body
  FROM network_pump AS t WHERE t.id = ANY(%(pump)s) ORDER BY t.id FOR UPDATE
), valves AS MATERIALIZED (
  SELECT t.id, to_jsonb(t) - 'geom_3857' || jsonb_build_object('geom', t.geom::text) AS body
  FROM network_valve AS t WHERE t.id = ANY(%(valve)s) ORDER BY t.id FOR UPDATE
), shutoffs AS MATERIALIZED (
  SELECT t.id, to_jsonb(t) - 'geom_3857' || jsonb_build_object('geom', t.geom::text) AS body
  FROM network_shutoffvalve AS t WHERE t.id = ANY(%(shutoff)s) ORDER BY t.id FOR UPDATE
), services AS MATERIALIZED (
  SELECT t.id, to_jsonb(t) - 'geom_3857' || jsonb_build_object('geom', t.geom::text) AS body
  FROM network_serviceline AS t WHERE t.id = ANY(%(service)s) ORDER BY t.id FOR UPDATE
), inlets AS MATERIALIZED (
  SELECT t.id, to_jsonb(t) AS body
  FROM network_zoneinlet AS t WHERE t.id = ANY(%(inlet)s) ORDER BY t.id FOR UPDATE
), checks AS MATERIALIZED (
  SELECT t.id, to_jsonb(t) || jsonb_build_object('position', t.position::text) AS body
  FROM network_valvecheck AS t WHERE t.id = ANY(%(check)s) ORDER BY t.id FOR UPDATE
), stations AS MATERIALIZED (
  SELECT t.id, to_jsonb(t) - 'geom_3857' || jsonb_build_object('geom', t.geom::text) AS body
  FROM network_station AS t WHERE t.id = ANY(%(station)s) ORDER BY t.id FOR UPDATE
)
SELECT 'node', id, body::text FROM nodes
UNION ALL SELECT 'pipe', id, body::text FROM pipes
UNION ALL SELECT 'pump', id, body::text FROM pumps
UNION ALL SELECT 'valve', id, body::text FROM valves
UNION ALL SELECT 'shutoff', id, body::text FROM shutoffs
UNION ALL SELECT 'service', id, body::text FROM services
UNION ALL SELECT 'inlet', id, body::text FROM inlets
UNION ALL SELECT 'check', id, body::text FROM checks
UNION ALL SELECT 'station', id, body::text FROM stations
