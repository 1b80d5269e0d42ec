-- Changed control valves: of each its key and what changed, as JSON.
-- Index: primary key. Rows: none returned, as many written as are given.
UPDATE network_valve AS t SET (
  system_id, code, start_node_id, end_node_id, geom, kind, diameter_mm, setting, curve, status, lifecycle,
  station_id
) = (
  SELECT
    r.system_id, r.code, r.start_node_id, r.end_node_id, r.geom, r.kind, r.diameter_mm, r.setting, r.curve,
    r.status, r.lifecycle, r.station_id
  FROM jsonb_populate_record(t, g.patch) AS r
)
FROM jsonb_array_elements(%(valve_changed)s::jsonb) AS g (patch)
WHERE t.id = (g.patch ->> 'id')::bigint
