-- New inlets of zones, whole rows of JSON with their keys.
-- Index: primary key. Rows: none returned, as many written as are given.
INSERT INTO network_zoneinlet (
  id,
  zone_id, node_id, pipe_id
)
SELECT
  r.id,
  r.zone_id, r.node_id, r.pipe_id
FROM jsonb_populate_recordset(NULL::network_zoneinlet, %(inlet_new)s::jsonb) AS r
