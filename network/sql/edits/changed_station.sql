-- Changed stations: of each its key and what changed, as JSON.
-- Index: primary key. Rows: none returned, as many written as are given.
UPDATE network_station AS t SET (
  code, name, kind, lifecycle, geom
) = (
  SELECT r.code, r.name, r.kind, r.lifecycle, r.geom
  FROM jsonb_populate_record(t, g.patch) AS r
)
FROM jsonb_array_elements(%(station_changed)s::jsonb) AS g (patch)
WHERE t.id = (g.patch ->> 'id')::bigint
