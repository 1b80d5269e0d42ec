-- New pumps, whole rows of JSON with their keys.
-- Index: primary key. Rows: none returned, as many written as are given.
INSERT INTO network_pump (
  id,
  system_id, code, start_node_id, end_node_id, geom, power_kw, curve, speed, status, lifecycle, station_id,
  version
)
SELECT
  r.id,
  r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.power_kw, r.curve, r.speed, r.status,
  r.lifecycle, r.station_id, r.version
FROM jsonb_populate_recordset(NULL::network_pump, %(pump_new)s::jsonb) AS r
