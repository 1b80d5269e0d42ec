-- New control valves, whole rows of JSON with their keys.
-- Index: primary key. Rows: none returned, as many written as are given.
INSERT INTO network_valve (
  id,
  system_id, code, start_node_id, end_node_id, geom, kind, diameter_mm, setting, curve, status, lifecycle,
  station_id, version
)
SELECT
  r.id,
  r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.kind, r.diameter_mm, r.setting, r.curve,
  r.status, r.lifecycle, r.station_id, r.version
FROM jsonb_populate_recordset(NULL::network_valve, %(valve_new)s::jsonb) AS r
