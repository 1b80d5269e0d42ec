-- Changed service lines: of each its key and what changed, as JSON.
-- Index: primary key. Rows: none returned, as many written as are given.
UPDATE network_serviceline AS t SET (
  system_id, code, pipe_id, pipe_fraction, geom, lifecycle, material_id, diameter_mm, laid_year
) = (
  SELECT
    r.system_id, r.code, r.pipe_id, r.pipe_fraction, r.geom, r.lifecycle, r.material_id, r.diameter_mm,
    r.laid_year
  FROM jsonb_populate_record(t, g.patch) AS r
)
FROM jsonb_array_elements(%(service_changed)s::jsonb) AS g (patch)
WHERE t.id = (g.patch ->> 'id')::bigint
