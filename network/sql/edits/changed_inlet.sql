-- Changed inlets of zones: of each its key and what changed, as JSON.
-- Index: primary key. Rows: none returned, as many written as are given.
UPDATE network_zoneinlet AS t SET (
  zone_id, node_id, pipe_id
) = (
  SELECT
    r.zone_id, r.node_id, r.pipe_id
  FROM jsonb_populate_record(t, g.patch) AS r
)
FROM jsonb_array_elements(%(inlet_changed)s::jsonb) AS g (patch)
WHERE t.id = (g.patch ->> 'id')::bigint
